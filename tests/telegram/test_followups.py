"""What a message means after the last answer: in another language, or the same about another name."""

from datetime import timedelta

import pytest

from bot.assistant import Assistant
from bot.telegram.followups import Followups, Last
from bot.telegram.language_requests import wanted_language
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import AFTER_THE_EVENT, Running

WHERE = "C'est où ?"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("et en anglais ?", "en"),
        ("In English, please", "en"),
        ("بالإنجليزية؟", "en"),
        ("по-русски?", "ru"),
        ("İngilizce?", "en"),
        ("¿y en español?", "es"),
        ("用中文", "zh"),
        ("auf Deutsch bitte", "de"),
        ("kwa Kiswahili?", "sw"),
    ],
)
async def test_the_last_answer_in_another_language(awa: Stage, assistant: Assistant, text: str, language: str) -> None:
    """A message that only names a language repeats the last answer in that language."""
    await awa.asks(WHERE)
    answer = await awa.asks(text)
    assert assistant.answer("venue", language, AFTER_THE_EVENT).text.split()[0] in answer.text
    assert answer.text != assistant.answer("venue", "fr", AFTER_THE_EVENT).text


async def test_it_repeats_the_name_that_was_asked_about(awa: Stage) -> None:
    """The repeated answer still names the country that the article does not name."""
    await awa.asks("Est-ce que l'Allemagne était là ?")
    assert "Germany" in (await awa.asks("in English?")).text


async def test_a_choice_is_not_changed_by_it(awa: Stage) -> None:
    """Asking once for English does not make English the language of the next answers."""
    await awa.asks(WHERE)
    await awa.asks("et en anglais ?")
    assert "novembre" in (await awa.asks("C'est quand ?")).text


async def test_again_in_a_third_language(awa: Stage, assistant: Assistant) -> None:
    """The same answer can be asked for in one language after another."""
    await awa.asks(WHERE)
    await awa.asks("in English")
    await awa.asks("en anglais")
    assert (await awa.asks("en français")).text == assistant.answer("venue", "fr", AFTER_THE_EVENT).text


async def test_after_a_tap_or_a_link(awa: Stage, assistant: Assistant) -> None:
    """An answer that a tap or a deep link gave is repeated as well."""
    english = assistant.answer("dates", "en", AFTER_THE_EVENT).text
    await awa.asks("/start dates")
    assert (await awa.asks("in English?")).text == english
    await awa.asks("/start")
    await awa.notice_of(awa.taps("Dates"))
    assert (await awa.asks("in English?")).text == english


@pytest.mark.parametrize("text", ["et le Ghana ?", "and Ghana?", "Ghana ?"])
async def test_and_another_delegation(awa: Stage, text: str) -> None:
    """After a question about a delegation, another country's name asks the same about it."""
    await awa.asks("Le Sénégal était là ?")
    assert "Ghana" in (await awa.asks(text)).text


async def test_a_bare_name_stays_in_the_language(awa: Stage, assistant: Assistant) -> None:
    """A bare name, which is the same in many languages, is answered in the language of the last answer."""
    await awa.asks("Was Senegal there?")
    answer = await awa.asks("Ghana?")
    assert answer.text == assistant.answer("delegation:ghana", "en", AFTER_THE_EVENT).text


async def test_without_an_answer_before_it_is_a_question(awa: Stage, assistant: Assistant) -> None:
    """With nothing to repeat, the name of a language is a question like any other."""
    reply = await awa.asks("in English?")
    assert reply.text
    assert "Parc" not in reply.text


async def test_one_chat_s_answer_is_not_another_s(awa: Stage, api: BotApi) -> None:
    """What was answered in one chat is not repeated in another."""
    await awa.asks(WHERE)
    assert "Exhibition" not in (await Stage.private(api, 92).asks("in English?")).text


async def test_after_ten_minutes_it_is_forgotten(api: BotApi, running: Running) -> None:
    """Ten minutes later there is nothing to repeat; /forget has the same effect at once."""
    now = AFTER_THE_EVENT
    async with running(clock=lambda: now):
        awa = Stage.private(api)
        await awa.asks(WHERE)
        now = AFTER_THE_EVENT + timedelta(minutes=9)
        assert "Exhibition" in (await awa.asks("in English?")).text
        now = AFTER_THE_EVENT + timedelta(minutes=20)
        assert "Exhibition" not in (await awa.asks("in English?")).text
        await awa.asks(WHERE)
        await awa.asks("/forget")
        assert "Exhibition" not in (await awa.asks("in English?")).text


def test_memory_is_bounded() -> None:
    """Only so many chats are remembered, the ones answered last."""
    followups = Followups(kept=2)
    for chat_id in (1, 2, 1, 3):
        followups.note(chat_id, Last(("venue",), "fr", "", AFTER_THE_EVENT))
    assert [chat_id for chat_id in (1, 2, 3) if followups.last(chat_id, AFTER_THE_EVENT)] == [1, 3]


@pytest.mark.parametrize(
    "text",
    ["", "C'est où ?", "Türkiye", "and Turkey?", "Allemagne", "la Chine ?", "les Anglais", "Turkish companies", "中国"],
)
def test_countries_and_questions_name_no_language(text: str, assistant: Assistant) -> None:
    """A country's name, which is often close to a language's, asks for no language; nor does any longer question."""
    assert wanted_language(text, assistant.languages) is None


def test_every_language_by_its_own_name(assistant: Assistant) -> None:
    """Each language is understood by the name it has in itself, in French and in English."""
    for code in assistant.languages:
        assert wanted_language(assistant.language_name(code), assistant.languages) == code
