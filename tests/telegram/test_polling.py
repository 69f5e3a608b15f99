"""No question is lost, none is answered twice, and one chat does not hold up another."""

import asyncio
import logging
import time
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.settings import Secret
from bot.telegram.intake import Patience
from bot.telegram.pacing import FloodLimits
from tests.botapi.faults import BAD_GATEWAY, NOT_JSON, Answers, Fault, FloodWait, HalfReply, Resets, Slow
from tests.botapi.flood import FloodControl
from tests.botapi.rooms import Note
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import UNLIMITED, Running

WHERE = "C'est où ?"
SERVER_ERROR = Answers(500)


async def test_an_update_is_acknowledged_only_after_its_answer(api: BotApi, running: Running) -> None:
    """While an answer is on its way, Telegram keeps the question; another chat is answered meanwhile."""
    slow, quick = Stage.private(api, 1), Stage.private(api, 2)
    async with running():
        api.fails("sendMessage", Slow(1.0))
        await slow.says(WHERE)
        await asyncio.sleep(0.3)
        await quick.says(WHERE)
        await api.until(lambda: bool(quick.room.heard))
        assert not slow.room.heard
        assert len(api.pending) == 2
        await api.until_acknowledged()
        assert len(slow.room.heard) == len(quick.room.heard) == 1


async def test_a_bot_that_dies_leaves_the_question_to_the_next(api: BotApi, running: Running) -> None:
    """A question whose answer was not sent when the process ended is answered by the next process."""
    awa = Stage.private(api)
    async with running(patience=Patience(stopping=0.1)):
        api.fails("sendMessage", Slow(30))
        await awa.says(WHERE)
        await api.until(lambda: bool(api.called("sendMessage")))
    assert len(api.pending) == 1
    async with running():
        await api.until_acknowledged()
    assert len(awa.room.heard) == 1


async def test_stopping_finishes_and_acknowledges_answers_in_flight(api: BotApi, running: Running) -> None:
    """Asked to stop, the bot sends the answers in flight, acknowledges them, and ends with status 0."""
    awa = Stage.private(api)
    async with running() as task:
        api.fails("sendMessage", Slow(0.5))
        await awa.says(WHERE)
        await api.until(lambda: bool(api.called("sendMessage")))
    assert task.result() == 0
    assert len(awa.room.heard) == 1
    assert not api.pending


async def test_a_repeated_update_is_answered_once(api: BotApi, running: Running) -> None:
    """An update that Telegram gives again, even after its acknowledgement, is not answered again."""
    awa = Stage.private(api)
    async with running():
        await awa.asks(WHERE)
        again = {"update_id": api.delivered[-1], "message": awa.room.notes[0].json}
        await api.give_raw(again)
        await awa.says("Merci")
        await api.until(lambda: len(awa.room.heard) >= 2)
        await asyncio.sleep(0.2)
        assert len(awa.room.heard) == 2


async def test_an_answer_sent_before_a_crash_is_not_sent_after_it(api: BotApi, running: Running) -> None:
    """A question that was answered but not acknowledged when the process died is acknowledged, not answered again."""
    awa = Stage.private(api)
    async with running():
        await awa.asks(WHERE)
    await api.give_raw({"update_id": api.delivered[-1], "message": awa.room.notes[0].json})
    async with running():
        await api.until_acknowledged()
    assert len(awa.room.heard) == 1


async def test_what_cannot_be_read_holds_up_nothing(api: BotApi, running: Running) -> None:
    """An update that python-telegram-bot cannot read, or of an unknown kind, is passed over."""
    awa = Stage.private(api)
    async with running():
        await api.give(message={"message_id": "?", "chat": 7})
        await api.give(message={})
        await api.give(callback_query={"id": "1"})
        await api.give(message=[1, 2])
        assert "Parc" in (await awa.asks(WHERE)).text


@pytest.mark.parametrize("fault", [SERVER_ERROR, BAD_GATEWAY, NOT_JSON, Resets(), HalfReply(), FloodWait(1)], ids=str)
async def test_fetching_survives(api: BotApi, running: Running, fault: Fault) -> None:
    """Whatever happens to a poll, the next one brings the question."""
    awa = Stage.private(api)
    api.fails("getUpdates", fault)
    async with running():
        assert "Parc" in (await awa.asks(WHERE)).text


@pytest.mark.parametrize("fault", [SERVER_ERROR, BAD_GATEWAY, Resets(), FloodWait(1), Answers(429, "{}")], ids=str)
async def test_an_answer_that_did_not_arrive_is_sent_again(api: BotApi, running: Running, fault: Fault) -> None:
    """A message that Telegram or the network did not take is sent again, once."""
    awa = Stage.private(api)
    async with running():
        api.fails("sendMessage", fault)
        assert "Parc" in (await awa.asks(WHERE)).text


@pytest.mark.parametrize("fault", [Resets(after=True), HalfReply()], ids=str)
async def test_better_twice_than_never(api: BotApi, running: Running, fault: Fault) -> None:
    """When only the reply to a send is lost, the message may come twice, but not more."""
    awa = Stage.private(api)
    async with running():
        api.fails("sendMessage", fault)
        await awa.says(WHERE)
        await api.until_acknowledged()
        assert 1 <= len(awa.room.heard) <= 2


@pytest.mark.parametrize("fault", [SERVER_ERROR, Resets(), FloodWait(1)], ids=str)
async def test_starting_survives(api: BotApi, running: Running, fault: Fault) -> None:
    """A bot that starts while Telegram has trouble is live soon after."""
    api.fails("getMe", fault)
    api.fails("deleteWebhook", fault)
    async with running():
        assert "Parc" in (await Stage.private(api).asks(WHERE)).text


async def test_stopping_while_telegram_is_out_of_reach(running: Running) -> None:
    """A bot that still waits for Telegram to come back stops at once when told to, with status 0."""
    async with running(api_url="http://127.0.0.1:9") as task:
        await asyncio.sleep(0.3)
    assert task.result() == 0


async def test_a_poll_that_does_not_wait(api: BotApi, running: Running) -> None:
    """With POLL_TIMEOUT=0 questions are answered, and Telegram is not asked more than about ten times a second."""
    awa = Stage.private(api)
    async with running(poll_timeout=0):
        await awa.asks(WHERE)
        before = len(api.called("getUpdates"))
        await asyncio.sleep(1)
        assert len(api.called("getUpdates")) - before <= 11


async def test_a_refusal_is_not_repeated(api: BotApi, running: Running) -> None:
    """What Telegram refuses (a block, a bad request) is tried once, and the question counts as dealt with."""
    awa = Stage.private(api)
    awa.room.blocked = True
    async with running():
        await awa.says(WHERE)
        await api.until_acknowledged()
    assert len(api.called("sendMessage")) == 1


async def test_a_flood_wait_of_one_chat_stops_no_other(api: BotApi, running: Running) -> None:
    """While Telegram makes one chat wait, the others are answered at once."""
    waiting = Stage.private(api, 1)
    async with running():
        api.fails("sendMessage", FloodWait(2))
        await waiting.says(WHERE)
        await api.until(lambda: bool(api.called("sendMessage")))
        start = time.monotonic()
        others = [Stage.private(api, number) for number in range(2, 12)]
        for other in others:
            await other.says(WHERE)
        await api.until(lambda: all(other.room.heard for other in others))
        assert time.monotonic() - start < 1.5
        assert not waiting.room.heard
        await api.until_acknowledged()
        assert len(waiting.room.heard) == 1


async def test_a_full_queue_moves_past_a_chat_that_waits(api: BotApi, running: Running) -> None:
    """Telegram shows a hundred updates at a time; one chat that waits does not hide those behind them."""
    waiting = Stage.private(api, 1)
    async with running(patience=Patience(queue=0.3)):
        api.fails("sendMessage", FloodWait(4))
        await waiting.says(WHERE)
        await api.until(lambda: bool(api.called("sendMessage")))
        others = [Stage.private(api, number) for number in range(2, 152)]
        for other in others:
            await other.says(WHERE)
        await api.until(lambda: all(other.room.heard for other in others), 20)
        assert not waiting.room.heard
        await api.until(lambda: bool(waiting.room.heard))


async def test_flood_limits_are_kept_before_the_call(api: BotApi, running: Running) -> None:
    """With the real limits, many chats at once and one chat in a hurry never meet a refusal, and lose nothing."""
    api.flood = FloodControl()
    people = [Stage.private(api, number) for number in range(1, 41)]
    async with running(limits=FloodLimits()):
        for person in people:
            await person.says(WHERE)
        for _ in range(2):
            await people[0].says("Merci")
        await api.until_acknowledged(20)
    assert api.flood.refusals == 0
    assert [len(person.room.heard) for person in people] == [3] + 39 * [1]


async def test_a_chat_that_floods_is_cut_and_others_are_served(api: BotApi, running: Running) -> None:
    """Of a chat that sends faster than anybody reads, a hundred messages are kept waiting, no more."""
    spammer, awa = Stage.private(api, 1), Stage.private(api, 2)
    async with running(limits=FloodLimits(chat_interval=0.05), patience=Patience(queue=0.3)):
        for number in range(250):
            await spammer.says(f"spam {number}")
        assert "Parc" in (await _first_answer(awa)).text
        await api.until_acknowledged(30)
        assert not api.pending
    assert 100 <= len(spammer.room.heard) < 200


async def test_a_second_poller_is_told_and_ends_the_bot(
    api: BotApi, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    """Another process with the same token is reported in one clear line; the bot ends after a while, not with 0."""
    async with running(patience=Patience(conflict=1.5)) as task:
        await Stage.private(api).asks(WHERE)
        api.second_poller = True
        await api.notice()
        await asyncio.wait([task], timeout=10)
        assert task.result() == 1
    reports = [record for record in caplog.records if "same token" in record.getMessage()]
    assert [record.levelno for record in reports] == [logging.ERROR, logging.CRITICAL]


async def test_a_second_poller_that_leaves_is_borne(api: BotApi, running: Running) -> None:
    """When the other process goes away in time (a restart that overlaps), the bot goes on."""
    awa = Stage.private(api)
    async with running():
        await awa.asks(WHERE)
        api.second_poller = True
        await api.notice()
        await asyncio.sleep(0.7)
        api.second_poller = False
        assert "plaisir" in (await awa.asks("Merci")).text


async def test_a_token_that_is_withdrawn_ends_the_bot(api: BotApi, running: Running) -> None:
    """When Telegram stops accepting the token, the bot ends with a status other than 0."""
    async with running() as task:
        await Stage.private(api).asks(WHERE)
        api.token = "1:another"
        await Stage.private(api, 3).says(WHERE)
        await asyncio.wait([task], timeout=10)
        assert task.result() == 1


async def test_ids_that_are_none_hold_up_nothing(api: BotApi, running: Running) -> None:
    """An update whose chat or person has anything but a number for its id is passed over."""
    awa = Stage.private(api)
    async with running():
        wrong: tuple[object, ...] = ([], {}, [[1]], "1", None, 1.5)
        for chat_id in wrong:
            await api.give(
                message={"message_id": 1, "date": 1, "chat": {"id": chat_id, "type": "private"}, "text": "?"}
            )
        assert "Parc" in (await awa.asks(WHERE)).text


async def test_two_that_poll_with_one_token(
    api: BotApi, running: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Where two processes poll, though visitors write all the time, one clear line says so, and one of the two ends."""
    patience, other = Patience(conflict=3), Secret(f"sqlite+aiosqlite:///{tmp_path}/other/bot.db")
    async with AsyncExitStack() as both:
        one = await both.enter_async_context(running(patience=patience))
        await Stage.private(api, 9_999).asks(WHERE)
        two = await both.enter_async_context(running(patience=patience, database_url=other))
        async with asyncio.timeout(60):
            number = 0
            while not (one.done() or two.done()):
                number += 1
                await Stage.private(api, number).says(WHERE)
                await asyncio.sleep(0.3)
        said = [record for record in caplog.records if "same token" in record.getMessage()]
        assert {record.levelno for record in said} == {logging.ERROR, logging.CRITICAL}
        assert len(said) <= 3
        assert 1 in {task.result() for task in (one, two) if task.done()}


async def test_many_visitors_at_once(api: BotApi, running: Running) -> None:
    """Five hundred questions from a hundred chats are all answered, each once."""
    people = [Stage.private(api, number) for number in range(1, 101)]
    async with running(limits=UNLIMITED):
        for text in (WHERE, "Merci", "C'est quand ?", "le Ghana était là ?", "Au revoir"):
            for person in people:
                await person.says(text)
        await api.until_acknowledged(60)
    assert {len(person.room.heard) for person in people} == {5}


async def _first_answer(stage: Stage) -> Note:
    await stage.says(WHERE)
    await stage.api.until(lambda: bool(stage.room.heard))
    return stage.room.heard[0]
