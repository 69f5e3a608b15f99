"""Question → Reply, over the real FAQ."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.dialogue import Question, Translation
from bot.guide.entries import Outcome
from tests.conftest import BAMAKO

AFTER = datetime(2026, 11, 24, 12, tzinfo=BAMAKO)


def ids(assistant: Assistant, text: str, now: datetime = AFTER) -> list[str]:
    return [answer.id for answer in assistant.reply(Question(text, now)).answers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Où et quand ?", {"venue", "dates"}),
        ("Où se tient le salon ? Et le Ghana était là ?", {"venue", "delegation:ghana"}),
        ("was Nigeria there? and Niger?", {"country_not_named", "delegation:niger"}),
        ("what is the ticket price and where is the venue", {"not_in_document:tickets", "venue"}),
    ],
)
def test_two_questions_in_a_message_get_both_answers(assistant: Assistant, text: str, expected: set[str]) -> None:
    """Each question of a message is answered, in one reply."""
    assert set(ids(assistant, text)) == expected


def test_a_message_gets_at_most_three_answers(assistant: Assistant) -> None:
    """Whoever asks after ten countries at once gets the first three."""
    assert len(ids(assistant, "Niger, Ghana, Tchad, Libye, Qatar et Inde étaient là ?")) == 3


def test_courtesy_around_a_question_is_not_answered_instead(assistant: Assistant) -> None:
    """A greeting and thanks around a question leave the question."""
    assert ids(assistant, "Bonjour ! Où se tient le salon ? Merci beaucoup.") == ["venue"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le salon, c'est où ?", "venue"),
        ("bamex, c'est où ?", "venue"),
        ("bamex c ou", "venue"),
        ("the fair, where is it?", "venue"),
        ("Bamako, c'est quand ?", "dates"),
        ("fuar, nerede?", "venue"),
        ("la feria, ¿dónde es?", "venue"),
        ("bamex", "what_is"),
    ],
)
def test_the_events_name_is_no_question_of_its_own(assistant: Assistant, text: str, expected: str) -> None:
    """Named before a question, the event or its city only sets the scene; alone, it asks what the event is."""
    assert ids(assistant, text) == [expected]


@pytest.mark.parametrize("text", ["bamex", "Roketsan", "baykar ?", "BAMEX'25"])
def test_a_name_tells_no_language(assistant: Assistant, text: str) -> None:
    """Who writes nothing but a name is answered in the language of their Telegram, or else in the FAQ's own."""
    assert assistant.reply(Question(text, AFTER)).language == "fr"
    assert assistant.reply(Question(text, AFTER, client_language="tr")).language == "tr"


@pytest.mark.parametrize(
    ("moment", "piece"),
    [("2025-11-08T09:00", "3 days"), ("2025-11-12T09:00", "day 2 of 4"), ("2025-11-15T00:00", "over")],
)
def test_answers_speak_in_the_tense_of_the_day(assistant: Assistant, moment: str, piece: str) -> None:
    """The same question gets the future, the present and the past."""
    now = datetime.fromisoformat(moment).replace(tzinfo=BAMAKO)
    reply = assistant.reply(Question("when is BAMEX?", now))
    assert [answer.id for answer in reply.answers] == ["dates"]
    assert piece in reply.text


def test_a_question_outside_the_faq_is_not_answered(assistant: Assistant) -> None:
    """What the bot does not know it does not answer, and says what it does know."""
    reply = assistant.reply(Question("how do I cook jollof rice", AFTER))
    assert (reply.outcome, reply.answers) == (Outcome.UNKNOWN, ())
    assert reply.text


@pytest.mark.parametrize(
    "text", ["Où acheter une kalachnikov ?", "should the junta hold elections", "silah satın almak istiyorum"]
)
def test_politics_and_arms_deals_get_the_fixed_neutral_reply(assistant: Assistant, text: str) -> None:
    """The bot takes no side and helps nobody to arms, in any language."""
    reply = assistant.reply(Question(text, AFTER))
    assert reply.outcome is Outcome.DECLINED
    assert reply.text == assistant.say("declined", reply.language)


def test_the_chosen_language_wins_over_that_of_the_message(assistant: Assistant) -> None:
    """Whoever chose Turkish reads Turkish, whatever they write."""
    reply = assistant.reply(Question("where is it held?", AFTER, chosen_language="tr"))
    assert reply.language == "tr"
    assert reply.answers[0].translation is Translation.DRAFTED


def test_a_language_without_texts_gets_a_marked_fallback(assistant: Assistant) -> None:
    """No translation: the English text, with a line that says so, and `fallback` in the data."""
    reply = assistant.reply(Question("where is it held?", AFTER, chosen_language="pl"))
    assert reply.answers[0].translation is Translation.FALLBACK
    assert "Bamako" in reply.text
    assert len(reply.text.splitlines()) > 1


def test_a_message_in_no_known_language_falls_back_on_the_clients(assistant: Assistant) -> None:
    """A text that says nothing of its language is answered in Telegram's language_code."""
    assert assistant.reply(Question("12345", AFTER, client_language="tr")).language == "tr"
    assert assistant.reply(Question("visa", AFTER, client_language="es")).language == "es"


def test_french_is_the_original_and_says_so(assistant: Assistant) -> None:
    """A French answer is no translation."""
    assert assistant.reply(Question("c'est où ?", AFTER)).answers[0].translation is Translation.ORIGINAL


def test_every_answer_about_the_event_names_its_paragraphs(assistant: Assistant) -> None:
    """What is answered from the article says where in the article."""
    for entry in assistant.guide.entries.values():
        if entry.outcome is Outcome.ANSWER and entry.topic not in ("conversation", "about"):
            assert entry.sources, entry.id
            assert any(str(paragraph) in assistant.source_line(entry.id, "en") for paragraph in entry.sources)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(), st.text(alphabet="؟?!.,،ءآاوal ’'\u202e\u200f🙂\ud800\x00é中न")))
def test_any_text_gets_a_reply(assistant: Assistant, text: str) -> None:
    """No text raises, and each gets words to read."""
    assert assistant.reply(Question(text, AFTER)).text


def test_a_text_of_ten_megabytes_costs_as_much_as_its_beginning(assistant: Assistant) -> None:
    """Only the beginning of an endless message is read."""
    assert assistant.reply(Question("où est le salon " * 700_000, AFTER)).outcome is not None
