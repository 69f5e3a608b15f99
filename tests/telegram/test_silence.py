"""In a group the bot speaks when it is addressed, and never else, whatever happens there in whatever order."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.botapi.faults import FloodWait
from tests.botapi.rooms import Note
from tests.botapi.scenes import membership
from tests.botapi.server import BotApi
from tests.botapi.stage import MEDIA, Stage

WHERE = "C'est où le salon ?"
OTHER = {"id": 9, "is_bot": True, "first_name": "B", "username": "another_bot"}
PLAIN = st.text(st.characters(exclude_characters="@/", exclude_categories=["Cs"]), min_size=1, max_size=60)
# What is not for the bot: the text, and the fields that make it something else than a plain message.
NOT_FOR_IT = st.one_of(
    st.tuples(st.just("says"), PLAIN, st.just({})),
    st.tuples(
        st.just("says"),
        st.sampled_from([WHERE, "venue", "Bonjour", "/start@another_bot", "/fly", "@another_bot c'est où"]),
        st.just({}),
    ),
    st.tuples(
        st.just("says"),
        st.just(f"@bamex_test_bot {WHERE}"),
        st.sampled_from([{"is_automatic_forward": True}, {"via_bot": OTHER}, {"from": OTHER}]),
    ),
    st.tuples(st.just("sends"), st.sampled_from(sorted(MEDIA)), st.just({})),
    st.tuples(st.just("replies"), PLAIN, st.just({})),
    st.tuples(st.just("edits"), PLAIN, st.just({})),
    st.tuples(
        st.just("sees"),
        st.just(""),
        st.sampled_from(
            [
                {"new_chat_title": "Salon"},
                {"new_chat_members": [{"id": 50, "is_bot": False, "first_name": "Awa"}]},
                {"left_chat_member": {"id": 50, "is_bot": False, "first_name": "Awa"}},
                {"group_chat_created": True},
                {"delete_chat_photo": True},
                {"forum_topic_created": {"name": "FAQ", "icon_color": 7322096}},
                {"video_chat_started": {}},
            ]
        ),
    ),
    st.tuples(st.just("becomes"), st.sampled_from(["member", "administrator", "restricted"]), st.just({})),
)
FOR_IT: st.SearchStrategy[tuple[str, str, dict[str, Any]]] = st.tuples(
    st.just("asks"), st.sampled_from([f"@bamex_test_bot {WHERE}", "/faq venue", "/help"]), st.just({})
)
# What nobody in a chat can notice: the bot asks Telegram, and sets its own profile.
_UNSEEN = ("get", "set", "deleteWebhook")
Event = tuple[str, str, dict[str, Any]]


@pytest.fixture(params=["group", "supergroup", "channel"])
def crowd(api: BotApi, live: None, request: pytest.FixtureRequest) -> Stage:
    """A group or channel that the bot sees everything of."""
    return Stage.group(api, kind=request.param)


@given(st.lists(st.one_of(NOT_FOR_IT, NOT_FOR_IT, FOR_IT), max_size=8))
@example([("says", WHERE, {}), ("asks", "/help", {}), ("edits", "venue", {}), ("becomes", "administrator", {})])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_it_answers_what_is_for_it_and_nothing_else(crowd: Stage, events: list[Event]) -> None:
    """Over any sequence of events, the bot's messages are exactly one reply to each message addressed to it."""
    calls, said = len(crowd.api.calls), len(crowd.room.heard)
    asked: list[Note] = []
    plain = await crowd.says("Bonjour à tous")
    for way, text, fields in events:
        match way:
            case "asks":
                asked.append(await crowd.says(text))
            case "says":
                # No bot's name stands on a channel's post.
                if not (crowd.room.kind == "channel" and "from" in fields):
                    plain = await crowd.says(text, **fields)
            case "sends":
                await crowd.sends(text)
            case "replies":
                await crowd.says(text, reply_to_message=plain.json)
            case "edits":
                await crowd.edits(plain, text)
            case "sees":
                await crowd.sees(**fields)
            case "becomes":
                await membership(crowd, "administrator", text)
    await crowd.api.until_acknowledged()
    assert [answer.reply_to for answer in crowd.room.heard[said:]] == [note.id for note in asked]
    seen = {method for method, _ in crowd.api.calls[calls:] if not method.startswith(_UNSEEN)}
    assert seen <= ({"sendMessage", "sendChatAction"} if asked else set())


async def test_a_flooded_chat_stops_no_other(api: BotApi, live: None) -> None:
    """While Telegram makes one group wait, every other chat is answered at once, and the group after its wait."""
    now = asyncio.get_running_loop().time
    busy, others = Stage.group(api, -1001), [Stage.group(api, -1100 - number) for number in range(5)]
    friend = Stage.private(api)
    await friend.asks(WHERE)
    before = len(api.called("sendMessage"))
    busy.room.flooded_until = now() + 3
    started = now()
    for _ in range(5):
        await busy.says(f"@bamex_test_bot {WHERE}")
    await api.until(lambda: len(api.called("sendMessage")) > before)
    for chat in (*others, friend):
        await chat.says(f"@bamex_test_bot {WHERE}")
    await api.until(lambda: len(friend.room.heard) == 2 and all(chat.room.heard for chat in others))
    assert now() - started < 2
    assert not busy.room.heard
    await api.until(lambda: len(busy.room.heard) == 5)
    assert [answer.reply_to for answer in busy.room.heard] == [note.id for note in busy.room.notes[:5]]
    # One refusal told the bot to wait; the other four answers did not run into the same wall.
    assert len(api.called("sendMessage")) == before + 12


async def test_two_flooded_chats_wait_apart(api: BotApi, live: None) -> None:
    """Each chat waits for what Telegram asked of it, not for what it asked of another."""
    now = asyncio.get_running_loop().time
    await Stage.private(api).asks(WHERE)
    short, long = Stage.group(api, -1001), Stage.group(api, -1002)
    short.room.flooded_until, long.room.flooded_until = now() + 1, now() + 4
    await long.says(f"@bamex_test_bot {WHERE}")
    await short.says(f"@bamex_test_bot {WHERE}")
    await api.until(lambda: bool(short.room.heard))
    assert not long.room.heard
    await api.until(lambda: bool(long.room.heard))


async def test_a_flooded_tap_stops_no_message(api: BotApi, live: None) -> None:
    """A 429 to something that is no message (an answer to a tap) holds up no message."""
    awa, moussa = Stage.private(api, 42), Stage.private(api, 43)
    answer = await awa.asks(WHERE)
    await moussa.asks(WHERE)
    api.fails("answerCallbackQuery", FloodWait(3))
    await awa.taps("Source", answer)
    async with asyncio.timeout(2):
        await moussa.says(WHERE)
        await api.until(lambda: len(moussa.room.heard) == 2)
