"""Whatever goes wrong between the bot and Telegram, by polling and by webhook, the bot goes on answering.

test_polling.py and test_webhook.py have what concerns one way alone; test_trouble.py the machine and the database.
"""

import asyncio
from dataclasses import replace

import pytest

from bot.settings import Secret, Settings
from tests.botapi.faults import BAD_GATEWAY, NOT_JSON, Answers, Fault, FloodWait, HalfReply, Resets, Silence
from tests.botapi.line import Line
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import Running

WHERE = "C'est où ?"
WITHOUT_EFFECT = (FloodWait(1), Answers(429, "{}"), Answers(500), BAD_GATEWAY, NOT_JSON, Resets(), Silence())
WITH_EFFECT = (Resets(after=True), HalfReply())


@pytest.fixture(params=["polling", "webhook"])
def settings(request: pytest.FixtureRequest, settings: Settings, port: int) -> Settings:
    """Settings for either way to take updates."""
    if request.param == "polling":
        return replace(settings, poll_timeout=1)
    url = f"http://127.0.0.1:{port}/updates"
    return replace(settings, webhook_url=url, webhook_secret=Secret("webhook-secret"))


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reply that does not come is given up after one second instead of twenty."""
    for module in ("aiohttp_request", "connection"):
        monkeypatch.setattr(f"bot.telegram.{module}.READ_SECONDS", 1.0)


async def _still_answers(api: BotApi) -> None:
    assert "Parc" in (await Stage.private(api, 9_999).asks(WHERE)).text


@pytest.mark.parametrize("method", ["sendMessage", "getMe", "deleteWebhook", "setWebhook", "getUpdates"])
async def test_a_call_that_fails_in_every_way(api: BotApi, running: Running, method: str) -> None:
    """429, 500, 502, HTML, a reset, half a reply, none: the call is made again, and nobody waits for an answer."""
    visitors = [Stage.private(api, number) for number in range(1, 1 + len(WITHOUT_EFFECT) + len(WITH_EFFECT))]
    # A bot that starts, or fetches, makes one call after another, and waits longer after each failure.
    starting: list[Fault] = [BAD_GATEWAY, Silence(), Resets()]
    faults = [*WITHOUT_EFFECT, *WITH_EFFECT] if method == "sendMessage" else starting
    api.fails(method, *faults)
    async with running():
        for visitor in visitors:
            await visitor.says(WHERE)
        await api.until_acknowledged(60)
        answers = [len(visitor.room.heard) for visitor in visitors]
        assert min(answers) == 1
        assert sum(answers) <= len(visitors) + len(WITH_EFFECT)
        await _still_answers(api)


async def test_a_slow_network(api: BotApi, running: Running) -> None:
    """With a line that lets a few bytes through at a time every question is answered, once."""
    visitors = [Stage.private(api, number) for number in range(1, 21)]
    async with Line(api.root, piece=512, pause=0.08).open() as line, running(api_url=line.root):
        for visitor in visitors:
            await visitor.says(WHERE)
        await api.until_acknowledged(60)
    assert [len(visitor.room.heard) for visitor in visitors] == [1] * 20


async def test_a_network_that_is_away(api: BotApi, running: Running) -> None:
    """While there is no connection to Telegram nothing is given up; when it is back, every question is answered."""
    visitors = [Stage.private(api, number) for number in range(1, 21)]
    async with Line(api.root).open() as line, running(api_url=line.root):
        await visitors[0].asks(WHERE)
        line.die()
        for visitor in visitors[1:]:
            await visitor.says(WHERE)
        await asyncio.sleep(2)
        line.live_again()
        await api.until_acknowledged(60)
        await _still_answers(api)
    assert [len(visitor.room.heard) for visitor in visitors] == [1] * 20


async def test_chats_that_take_nothing(api: BotApi, running: Running) -> None:
    """Blocked by its visitor, a chat that is gone, a group that was left: tried once, and the others are answered."""
    blocked, gone, muted = Stage.private(api, 1), Stage.private(api, 2), Stage.group(api)
    blocked.room.blocked = gone.room.gone = muted.room.muted = True
    async with running():
        for stage in (blocked, gone):
            await stage.says(WHERE)
        await muted.says(f"@bamex_test_bot {WHERE}")
        await api.until_acknowledged()
        assert len(api.called("sendMessage")) == 3
        await _still_answers(api)


async def test_messages_and_taps_that_are_too_old(api: BotApi, running: Running) -> None:
    """A tap that Telegram no longer lets answer, and a message that it no longer lets change, are no trouble."""
    awa = Stage.private(api)
    async with running():
        answer = await awa.asks(WHERE)
        tap = await awa.taps_data("t:en:dates", answer)
        api.methods.open_taps.discard(tap)
        await api.until_acknowledged()
        answer.deleted = True
        await awa.notice_of(awa.taps_data("s:fr:venue", answer))
        await awa.notice_of(awa.taps_data("m:en:", answer))
        await awa.edits(awa.room.notes[0], "C'est quand ?")
        await api.until_acknowledged()
        await _still_answers(api)
