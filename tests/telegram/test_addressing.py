"""Where the bot speaks and where it is silent."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Message, User

from bot.telegram.addressing import Command, Words, heard
from bot.telegram.conversation import COMMANDS
from tests.botapi.markup import automatic_entities
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage

ME = User(7654321, "BAMEX'25", True, username="bamex_test_bot")
WHERE = "C'est où ?"


@pytest.fixture(params=["group", "supergroup", "channel"])
def crowd(api: BotApi, live: None, request: pytest.FixtureRequest) -> Stage:
    """A group or channel that the bot sees everything of."""
    return Stage.group(api, kind=request.param)


@pytest.mark.parametrize(
    "text", [WHERE, "/fly", "/help@another_bot", "@another_bot c'est où ?", "bamex_test_bot ?", "🎉"]
)
async def test_silent_unless_addressed(crowd: Stage, text: str) -> None:
    """In groups and channels the bot says nothing to what is not for it, though it reads it."""
    await crowd.says(text)
    await crowd.api.until_acknowledged()
    assert crowd.room.heard == []


@pytest.mark.parametrize(
    "text", [f"@bamex_test_bot {WHERE}", f"{WHERE} @Bamex_Test_Bot", f"🎉🎉 @bamex_test_bot {WHERE}"]
)
async def test_a_mention_is_answered(crowd: Stage, text: str) -> None:
    """A mention, in any case and behind any emoji, is answered by a reply to it."""
    answer = await crowd.asks(text)
    assert "Parc des expositions" in answer.text
    assert answer.reply_to == crowd.room.notes[0].id


async def test_a_reply_to_the_bot_is_answered(api: BotApi, live: None) -> None:
    """A reply to one of the bot's messages goes on with it; a reply to somebody else does not."""
    crowd = Stage.group(api)
    first = await crowd.asks("@bamex_test_bot")
    second = await crowd.asks(WHERE, reply_to_message=first.json)
    assert second.reply_to is not None
    await crowd.says(WHERE, reply_to_message=crowd.room.notes[0].json)
    await api.until_acknowledged()
    assert len(crowd.room.heard) == 2


@pytest.mark.parametrize("text", ["/help@bamex_test_bot", "/help", "@bamex_test_bot"])
async def test_a_command_of_its_own_is_answered(crowd: Stage, text: str) -> None:
    """A command of the bot, with its name or without, is answered; a mention alone gets help."""
    assert "/language" in (await crowd.asks(text)).text


@pytest.mark.parametrize(
    "fields",
    [
        {"is_automatic_forward": True},
        {"via_bot": {"id": 9, "is_bot": True, "first_name": "Inline"}},
        {"from": {"id": 9, "is_bot": True, "first_name": "Another", "username": "another_bot"}},
    ],
    ids=["automatic forward", "via an inline bot", "another bot"],
)
async def test_no_answer_to_machines(api: BotApi, live: None, fields: dict[str, Any]) -> None:
    """Even addressed, the bot does not talk to bots or answer a linked channel's forwards."""
    crowd = Stage.group(api)
    await crowd.says(f"@bamex_test_bot {WHERE}", **fields)
    await api.until_acknowledged()
    assert crowd.room.heard == []


async def test_an_anonymous_administrator_is_a_person(api: BotApi, live: None) -> None:
    """Who writes in the group's name is answered, although Telegram calls the sender a bot."""
    crowd = Stage.group(api)
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    fields: dict[str, Any] = {"from": anonymous, "sender_chat": crowd.room.as_json()}
    assert "Parc" in (await crowd.asks(f"@bamex_test_bot {WHERE}", **fields)).text


async def test_the_first_message_of_a_topic_is_no_reply(api: BotApi, live: None) -> None:
    """In a forum each message "replies" to its topic's beginning; that does not address the bot that opened it."""
    crowd = Stage.group(api)
    opening = {
        "message_id": 3,
        "date": 1,
        "chat": crowd.room.as_json(),
        "from": api.me,
        "forum_topic_created": {"name": "FAQ", "icon_color": 7322096},
    }
    await crowd.says(WHERE, reply_to_message=opening, message_thread_id=3, is_topic_message=True)
    await api.until_acknowledged()
    assert crowd.room.heard == []


@given(st.text(), st.sampled_from(["group", "supergroup", "channel"]))
def test_any_text_without_the_name_is_silence(text: str, kind: str) -> None:
    """Whatever is written in a group, without the bot's name and without a command of its own there is no answer."""
    said = heard(_message(text, kind), ME, COMMANDS)
    assert said is None or (isinstance(said, Command) and said.name in COMMANDS)


@given(st.text(st.characters(exclude_characters="@/", exclude_categories=["Cs"]), min_size=1))
def test_a_mention_leaves_the_question_alone(text: str) -> None:
    """Taking the bot's name out of a question takes nothing else out, whatever stands before it."""
    said = heard(_message(f"{text} @bamex_test_bot", "group"), ME, COMMANDS)
    assert said == (Words(f"{text} ") if text.strip() else Command("help"))


def _message(text: str, kind: str) -> Message:
    message = Message.de_json(
        {
            "message_id": 1,
            "date": 1,
            "chat": {"id": -5, "type": kind, "title": "Salon"},
            "from": {"id": 43, "is_bot": False, "first_name": "Moussa"},
            "text": text,
            "entities": automatic_entities(text),
        },
        None,
    )
    assert message is not None
    return message
