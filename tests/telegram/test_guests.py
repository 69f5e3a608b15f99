"""The bot is called in a chat that it has not joined (Bot API 10.0)."""

import pytest

from bot.assistant import Assistant
from tests.botapi.rooms import Person
from tests.botapi.scenes import calls
from tests.botapi.server import BotApi
from tests.telegram.conftest import Running

AWA = Person(42)


def _text(api: BotApi, query: str) -> str:
    return str(api.methods.guests[query]["result"]["input_message_content"]["message_text"])


@pytest.mark.parametrize("kind", ["supergroup", "private"])
async def test_a_guest_answers_once(api: BotApi, live: None, kind: str) -> None:
    """Called in any kind of chat, the bot answers the question with one message, with its source, and sends nothing."""
    query = await calls(
        api, "@bamex_test_bot c'est où ?", AWA, chat={"id": -1009999, "type": kind, "title": "Ailleurs"}
    )
    text = _text(api, query)
    assert "Parc des expositions" in text
    assert "MaliBuzz" in text
    assert "reply_markup" not in api.methods.guests[query]["result"]
    assert len(api.called("answerGuestQuery")) == 1
    assert not api.called("sendMessage")


@pytest.mark.parametrize(
    ("text", "language"), [("where is it? @bamex_test_bot", "en"), ("@bamex_test_bot nerede?", "tr")]
)
async def test_in_the_asker_s_language(api: BotApi, live: None, assistant: Assistant, text: str, language: str) -> None:
    """The answer is in the language of who called."""
    query = await calls(api, text, Person(42, language_code=language))
    assert assistant.guide.languages[language].facts["place.name"].text in _text(api, query)


async def test_a_mention_under_a_question(api: BotApi, live: None, assistant: Assistant) -> None:
    """A mention alone asks for the message it replies to; without one, what the bot is for, and no command is named."""
    question = {
        "message_id": 5,
        "date": 1,
        "chat": {"id": -1009999, "type": "supergroup", "title": "Ailleurs"},
        "from": {"id": 50, "is_bot": False, "first_name": "Moussa"},
        "text": "Quand a eu lieu BAMEX ?",
    }
    assert "2025" in _text(api, await calls(api, "@bamex_test_bot", AWA, reply_to_message=question))
    assert _text(api, await calls(api, "@bamex_test_bot", AWA)) == assistant.say("bot_description", "fr")
    assert "/" not in assistant.say("bot_description", "fr")
    assert _text(api, await calls(api, "@bamex_test_bot recette de tarte ?", AWA)) == assistant.say("unknown", "fr")


async def test_a_call_that_is_over(api: BotApi, running: Running, caplog: pytest.LogCaptureFixture) -> None:
    """An answer that comes too late is let go, and nothing is said elsewhere about it."""
    async with running():
        message = {
            "message_id": 1,
            "date": 1,
            "chat": {"id": -1009999, "type": "private", "first_name": "X"},
            "from": AWA.as_json(),
            "text": "@bamex_test_bot c'est où ?",
            "guest_query_id": "over",
        }
        await api.give(guest_message=message)
        await api.until_acknowledged()
        assert not api.called("sendMessage")
    assert not [record for record in caplog.records if record.name.startswith("bot.telegram") and record.levelno >= 40]
