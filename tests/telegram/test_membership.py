"""The bot comes, goes, and moves with its group."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import permutations

import pytest

from bot.assistant import Assistant
from tests.botapi.scenes import membership
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage

OWNER = 43
CALL = "@bamex_test_bot c'est où le salon ?"
OLD, NEW = -500, -1001234567890


def _crowd(api: BotApi, chat_id: int = OLD, kind: str = "group") -> Stage:
    stage = Stage.group(api, chat_id, kind)
    stage.room.administrators = {OWNER: "creator"}
    return stage


async def _switch_off(stage: Stage) -> None:
    panel = await stage.asks("/settings")
    for label in ("Quand je réponds", "Éteint"):
        await stage.notice_of(stage.taps(label, panel))


async def _is_silent(stage: Stage) -> bool:
    said = len(stage.room.heard)
    await stage.says(CALL)
    await stage.api.until_acknowledged()
    return len(stage.room.heard) == said


@pytest.mark.parametrize("kind", ["group", "supergroup"])
@pytest.mark.parametrize("status", ["member", "administrator", "restricted"])
async def test_a_newcomer_says_once_what_it_does(
    api: BotApi, live: None, assistant: Assistant, kind: str, status: str
) -> None:
    """Added to a group, the bot says in one message what it does and how to set it up; made more or less, nothing."""
    crowd = _crowd(api, kind=kind)
    await membership(crowd, "left", status)
    await api.until_acknowledged()
    assert [note.text for note in crowd.room.heard] == [assistant.say("joined", "fr")]
    assert "/settings" in crowd.room.heard[0].text
    for before, now in (("member", "administrator"), ("administrator", "member"), ("member", "restricted")):
        await membership(crowd, before, now)
    await membership(crowd, "restricted", "member")
    await api.until_acknowledged()
    assert len(crowd.room.heard) == 1
    assert "Parc" in (await crowd.asks(CALL)).text


async def test_it_does_not_try_to_greet_where_it_may_not_write(api: BotApi, live: None) -> None:
    """Added without the right to write, the bot does not try to; nor does a refused greeting trouble it."""
    crowd = _crowd(api)
    crowd.room.muted = True
    await membership(crowd, "left", "restricted", can_send_messages=False)
    await api.until_acknowledged()
    assert not api.called("sendMessage")
    await membership(crowd, "left", "member")
    await api.until_acknowledged()
    crowd.room.muted = False
    assert "Parc" in (await crowd.asks(CALL)).text


async def test_a_restricted_bot_does_not_insist(api: BotApi, live: None, caplog: pytest.LogCaptureFixture) -> None:
    """Where it may not write, a question costs one refused call, and is no fault of ours."""
    crowd = _crowd(api)
    crowd.room.muted = True
    await crowd.says(CALL)
    await api.until_acknowledged()
    assert len(api.called("sendMessage")) == 1
    assert not [record for record in caplog.records if record.name.startswith("bot.telegram") and record.levelno >= 40]


@pytest.mark.parametrize("status", ["left", "kicked"])
async def test_removed_its_settings_are_gone(api: BotApi, live: None, status: str) -> None:
    """What was set in a group is deleted when the bot is removed; added again, it begins anew."""
    crowd = _crowd(api, NEW, "supergroup")
    await _switch_off(crowd)
    assert await _is_silent(crowd)
    await membership(crowd, "administrator", status)
    await api.until_acknowledged()
    await membership(crowd, status, "member")
    await api.until_acknowledged()
    assert not await _is_silent(crowd)


async def _move_to(old: Stage, new: Stage) -> None:
    await old.sees(migrate_to_chat_id=NEW)


async def _move_from(old: Stage, new: Stage) -> None:
    await new.sees(migrate_from_chat_id=OLD)


async def _leave_old(old: Stage, new: Stage) -> None:
    await membership(old, "administrator", "left")


async def _join_new(old: Stage, new: Stage) -> None:
    await membership(new, "left", "administrator")


STEPS: list[Callable[[Stage, Stage], Awaitable[None]]] = [_move_to, _move_from, _leave_old, _join_new]


@pytest.mark.parametrize(
    "order", list(permutations(STEPS)), ids=lambda order: ",".join(step.__name__ for step in order)
)
async def test_settings_follow_the_group(
    api: BotApi, live: None, order: tuple[Callable[[Stage, Stage], Awaitable[None]], ...]
) -> None:
    """When a group becomes a supergroup its settings move along, without a greeting, in whatever order it is told."""
    old, new = _crowd(api), _crowd(api, NEW, "supergroup")
    await old.notice_of(old.taps_data("group:language:tr", await old.asks("/settings")))
    await _switch_off(old)
    old.room.moved_to = NEW
    for step in order:
        await step(old, new)
    await api.until_acknowledged()
    assert await _is_silent(new)
    assert new.room.heard == []
    assert "Türkçe" in (await new.asks("/settings")).text


async def test_an_answer_on_its_way_reaches_the_new_group(api: BotApi, live: None) -> None:
    """A question asked before the move and answered after it is answered in the supergroup."""
    old, new = _crowd(api), _crowd(api, NEW, "supergroup")
    old.room.moved_to = NEW
    await old.says(CALL)
    await api.until_acknowledged()
    assert ["Parc" in note.text for note in new.room.heard] == [True]


async def test_a_topic_s_question_is_answered_there(api: BotApi, live: None) -> None:
    """In a forum the answer is in the topic of its question, General included, even if the question is deleted."""
    forum = _crowd(api, NEW, "supergroup")
    forum.room.topics = {7, 9}
    in_topic = {"message_thread_id": 7, "is_topic_message": True}
    answer = await forum.asks(CALL, **in_topic)
    assert (answer.json["message_thread_id"], answer.reply_to) == (7, forum.room.notes[-2].id)
    general = await forum.asks(CALL)
    assert "message_thread_id" not in general.json
    assert general.reply_to == forum.room.notes[-2].id
    question = await forum.says(CALL, **in_topic)
    question.deleted = True
    await api.until(lambda: len(forum.room.heard) == 3)
    assert (forum.room.heard[-1].json["message_thread_id"], forum.room.heard[-1].reply_to) == (7, None)
    offered = await forum.asks("/language", **in_topic)
    await api.until_acknowledged()
    assert offered.json["message_thread_id"] == 7


async def test_comments_under_a_channel_s_post(api: BotApi, live: None) -> None:
    """In a channel's discussion group its forwarded posts are left alone, and comments for the bot are answered."""
    group = _crowd(api, NEW, "supergroup")
    channel = {"id": -1007, "type": "channel", "title": "La chaîne"}
    service = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    post = await group.says(CALL, **{"from": service}, sender_chat=channel, is_automatic_forward=True)
    await group.says("C'est où ?", reply_to_message=post.json, message_thread_id=post.id)
    await api.until_acknowledged()
    assert group.room.heard == []
    answer = await group.asks(CALL, reply_to_message=post.json, message_thread_id=post.id)
    assert answer.reply_to == group.room.notes[-2].id


async def test_a_greeting_holds_up_nobody(api: BotApi, live: None) -> None:
    """While the bot waits to learn whether a supergroup is a moved group, other chats are answered."""
    crowd, awa = _crowd(api, NEW, "supergroup"), Stage.private(api)
    await membership(crowd, "left", "member")
    async with asyncio.timeout(1.5):
        await awa.says("C'est où ?")
        await api.until(lambda: bool(awa.room.heard))
    await api.until(lambda: bool(crowd.room.heard))
