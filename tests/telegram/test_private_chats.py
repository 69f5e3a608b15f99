"""What a visitor meets in a private chat, over HTTP through our Bot API server."""

import pytest

from bot.assistant import Assistant
from bot.dialogue import Question
from tests.botapi.server import BotApi
from tests.botapi.stage import MEDIA, Stage
from tests.telegram.conftest import AFTER_THE_EVENT

WHERE = "C'est où ?"


@pytest.fixture(scope="session")
def unclear(assistant: Assistant) -> tuple[str, tuple[str, ...]]:
    """A word of the FAQ's own French variants that alone leaves the bot unsure, and what the bot then suggests."""
    variants = assistant.guide.language("fr").variants.values()
    for word in dict.fromkeys(word for texts in variants for text in texts for word in text.split()):
        reply = assistant.reply(Question(word, AFTER_THE_EVENT, chosen_language="fr"))
        if reply.suggestions:
            return word, reply.suggestions
    raise AssertionError("no single word of the FAQ is unclear any more")


async def test_a_question_gets_one_answer_without_a_preview(awa: Stage) -> None:
    """A question is answered by one message, with a few buttons below and without a link preview."""
    answer = await awa.asks(WHERE)
    assert "Parc des expositions" in answer.text
    assert answer.labels == ["👍", "👎", "Source"]
    assert not answer.preview
    assert answer.reply_to is None


async def test_start_greets_with_the_topics(awa: Stage, assistant: Assistant) -> None:
    """/start greets in the user's language, with a button for each topic."""
    greeting = await awa.asks("/start")
    assert greeting.text == assistant.say("welcome", "fr")
    assert greeting.labels == ["Dates", "Lieu", "Invités", "Exposants", "Programme", "À propos"]


@pytest.mark.parametrize("link", ["dates", "delegation-niger", "delegation-burkina_faso", "exhibitor-baykar"])
async def test_a_deep_link_opens_with_its_answer(awa: Stage, assistant: Assistant, link: str) -> None:
    """t.me/<bot>?start=<entry id> answers at once; a dash stands for the colon that links cannot hold."""
    answer = await awa.asks(f"/start {link}")
    assert answer.text == assistant.answer(link.replace("-", ":"), "fr", AFTER_THE_EVENT).text


@pytest.mark.parametrize("link", ["", "nothing", "not-an-entry", "🙈", "outside:politics", "x" * 500])
async def test_an_unknown_link_greets(awa: Stage, assistant: Assistant, link: str) -> None:
    """A deep link to nothing is a plain /start."""
    assert (await awa.asks(f"/start {link}")).text == assistant.say("welcome", "fr")


async def test_an_unknown_command_gets_help(awa: Stage, assistant: Assistant) -> None:
    """A command that the bot does not know gets told so, and /help."""
    answer = await awa.asks("/fly to the moon")
    assert assistant.say("unknown_command", "fr") in answer.text
    assert assistant.say("help", "fr") in answer.text


@pytest.mark.parametrize("text", ["/help", "/HELP", "/help@bamex_test_bot", "/help please"])
async def test_help(awa: Stage, assistant: Assistant, text: str) -> None:
    """/help helps, however it is written."""
    assert assistant.say("help", "fr") in (await awa.asks(text)).text


@pytest.mark.parametrize("kind", MEDIA)
async def test_what_has_no_words_gets_a_kind_request(awa: Stage, assistant: Assistant, kind: str) -> None:
    """Voice, photos, stickers and the like are asked for words."""
    assert (await awa.one_answer(awa.sends(kind))).text == assistant.say("please_write", "fr")


async def test_a_caption_is_a_question(awa: Stage) -> None:
    """The words under a photo are answered like any other."""
    assert "Parc des expositions" in (await awa.one_answer(awa.sends("photo", caption=WHERE))).text


async def test_service_messages_are_not_answered(awa: Stage, api: BotApi) -> None:
    """Nobody wrote a pinned message's notice or a timer's change, so nobody answers it."""
    await awa.sees(message_auto_delete_timer_changed={"message_auto_delete_time": 60})
    await awa.sees(pinned_message={"message_id": 1, "date": 0, "chat": awa.room.as_json()})
    await api.until_acknowledged()
    assert awa.room.heard == []


async def test_unclear_questions_get_buttons_that_answer(
    awa: Stage, assistant: Assistant, unclear: tuple[str, tuple[str, ...]]
) -> None:
    """When unsure the bot offers what it understood; a tap turns that message into the answer."""
    text, suggestions = unclear
    offer = await awa.asks(text)
    assert offer.text == assistant.say("suggest", "fr")
    assert offer.labels == [assistant.title(entry, "fr") for entry in suggestions]
    await awa.taps(offer.labels[0])
    await awa.api.until_acknowledged()
    assert awa.room.heard == [offer]
    assert offer.text == assistant.answer(suggestions[0], "fr", AFTER_THE_EVENT).text


async def test_two_questions_get_one_message_with_a_source_each(awa: Stage) -> None:
    """A message with two questions is answered by one message; each answer has its own source."""
    answer = await awa.asks("le Ghana et le Niger étaient là ?")
    assert "Ghana" in answer.text
    assert "Niger" in answer.text
    assert len(answer.labels) == 2
    assert all(label.startswith("Source · ") for label in answer.labels)


async def test_source_is_added_in_place(awa: Stage, assistant: Assistant) -> None:
    """A tap on Source adds the paragraphs to the answer, once, and takes the button away."""
    answer = await awa.asks(WHERE)
    before = answer.text
    assert await awa.notice_of(awa.taps("Source")) == ""
    assert answer.text == f"{before}\n\n{assistant.source_line('venue', 'fr')}"
    assert answer.labels == ["👍", "👎"]
    assert awa.room.heard == [answer]


async def test_source_of_a_message_out_of_reach(awa: Stage, assistant: Assistant) -> None:
    """Where the message is too old or gone, the source is shown as a notice, within Telegram's 200 characters."""
    answer = await awa.asks(WHERE)
    assert await awa.notice_of(awa.taps("Source", inaccessible=True)) == assistant.source_line("venue", "fr")
    answer.deleted = True
    assert await awa.notice_of(awa.taps("Source", answer)) == assistant.source_line("venue", "fr")


@pytest.mark.parametrize("data", ["", "x", "a:fr:nothing", "s:fr:", "::::", "l", "l:xx", "z:fr:dates", "é" * 32])
async def test_a_foreign_button_does_no_harm(awa: Stage, api: BotApi, data: str) -> None:
    """A tap with data that this bot never wrote, or of an older version, is answered and changes nothing."""
    answer = await awa.asks(WHERE)
    text = answer.text
    await awa.taps_data(data, answer)
    await api.until_acknowledged()
    assert not api.methods.open_taps
    assert answer.text == text


async def test_a_tap_that_is_too_old(awa: Stage, api: BotApi, assistant: Assistant) -> None:
    """A tap that Telegram no longer lets the bot answer still does what the button says."""
    menu = await awa.asks("/start")
    await awa.taps("Dates")
    api.methods.open_taps.clear()
    await api.until_acknowledged()
    assert menu.text == assistant.answer("dates", "fr", AFTER_THE_EVENT).text


async def test_an_edited_question_edits_its_answer(awa: Stage, api: BotApi, assistant: Assistant) -> None:
    """When a question is edited, the answer to it changes in place."""
    question = awa.says("C'est quand ?")
    answer = await awa.one_answer(question)
    await awa.asks("Merci")
    await awa.edits(awa.room.notes[0], WHERE)
    await api.until_acknowledged()
    assert answer.text == assistant.answer("venue", "fr", AFTER_THE_EVENT).text
    assert len(awa.room.heard) == 2


async def test_an_edit_without_an_answer_left_gets_a_new_one(awa: Stage) -> None:
    """When the answer to an edited question is gone, a new one replies to it."""
    answer = await awa.asks("C'est quand ?")
    answer.deleted = True
    again = await awa.one_answer(awa.edits(awa.room.notes[0], WHERE))
    assert "Parc des expositions" in again.text
    assert again.reply_to == awa.room.notes[0].id


async def test_an_edit_that_changes_nothing(awa: Stage, api: BotApi) -> None:
    """An edit that leads to the same answer leaves it alone and sends no other."""
    answer = await awa.asks("C'est où?")
    await awa.edits(awa.room.notes[0], WHERE)
    await api.until_acknowledged()
    assert awa.room.heard == [answer]
    assert api.called("editMessageText")


async def test_markup_in_names_is_escaped(awa: Stage) -> None:
    """What looks like markup is shown as it is, never as an error."""
    assert "Heckler & Koch" in (await awa.asks("Heckler & Koch <b>était là ?")).text


async def test_a_long_message_is_answered_and_told_so(awa: Stage, assistant: Assistant) -> None:
    """Of a long message the beginning is read, and the reply says so."""
    answer = await awa.asks(f"{WHERE} {'Merci. ' * 500}")
    assert answer.text.endswith(assistant.say("too_long", "fr"))


async def test_a_language_nobody_has_texts_for(api: BotApi, live: None, assistant: Assistant) -> None:
    """A phone in a language without texts is greeted in English, a phone without a language too."""
    for number, code in enumerate(("ka", None), start=50):
        visitor = Stage.private(api, number, code)
        assert (await visitor.asks("/start")).text == assistant.say("welcome", assistant.nearest_language(code))


async def test_each_message_of_a_chat_in_order(awa: Stage, api: BotApi) -> None:
    """Questions sent in one go are answered in their order."""
    for text in ("C'est quand ?", WHERE, "Merci", "le Ghana était là ?"):
        await awa.says(text)
    await api.until_acknowledged()
    found = [note.text for note in awa.room.heard]
    assert len(found) == 4
    for text, part in zip(found, ("novembre", "Parc", "plaisir", "Ghana"), strict=True):
        assert part in text


async def test_a_blocked_or_vanished_chat_stops_nobody(
    awa: Stage, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    """Who blocks the bot, or deletes the chat, leaves the others answered, and a line in the log that is no error."""
    for number, trouble in ((60, "blocked"), (61, "gone")):
        other = Stage.private(api, number)
        setattr(other.room, trouble, True)
        await other.says(WHERE)
        await api.until_acknowledged()
    assert "Parc" in (await awa.asks(WHERE)).text
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
