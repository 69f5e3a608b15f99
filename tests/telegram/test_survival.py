"""Nothing that anybody sends can crash the bot or silence it."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.dialogue import Question, Reply
from bot.store.store import Store, StoreUnavailable
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import Running

WHERE = "C'est où ?"
NASTY = {
    "emoji flood": "🎉" * 4096,
    "joined emoji": "👨‍👩‍👧‍👦" * 500,
    "stacked accents": "a" + "\u0301" * 4000,
    "control characters": "".join(map(chr, range(32))),
    "nulls": "\x00" * 100,
    "lone surrogates": "\ud800\udfff\udc00 C'est où",
    "direction overrides": "\u202e\u2066\u2069\u202c" * 200,
    "byte order marks": "\ufeff" * 4096,
    "markup": "<b><i>&lt;</b>&#0;<script>" * 100,
    "braces": "{event} {0} {} %s %(x)s" * 50,
    "only spaces": " \u00a0\u2003\u200b",
    "one long word": "a" * 4096,
    "many words": "pays " * 900,
    "slashes": "/" * 4096,
    "a command of nothing": "/",
    "a long command": "/" + "a" * 4000,
    "mentions": "@bamex_test_bot " * 200,
    "not characters": "\ufffe\uffff\U0010ffff",
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
async def test_strange_texts_are_answered(awa: Stage, text: str) -> None:
    """Each strange text gets one answer, and the next question too."""
    assert (await awa.asks(text)).text
    assert "Parc" in (await awa.asks(WHERE)).text


async def test_ten_megabytes_are_answered(awa: Stage) -> None:
    """A text larger than Telegram would ever carry is answered, and quickly."""
    async with asyncio.timeout(10):
        assert (await awa.asks("où " * 3_500_000)).text
    assert "Parc" in (await awa.asks(WHERE)).text


@given(st.text(st.characters(), max_size=300), st.sampled_from(["says", "caption", "edits", "taps"]))
@example("\ud800", "says")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_text_by_any_way(awa: Stage, text: str, way: str) -> None:
    """Any text, as a message, a caption, an edit or a tap's data, is answered, and the same bot lives on."""
    if not awa.room.heard:
        await awa.asks("/start")
    before, api = len(awa.room.heard), awa.api
    if way == "taps":
        await awa.taps_data(text, awa.room.heard[0])
        await api.until_acknowledged()
        assert not api.methods.open_taps
        return
    if way == "edits":
        note = await awa.says("Merci")
        await api.until_acknowledged()
        await awa.edits(note, text)
    elif way == "caption":
        await awa.sends("photo", caption=text)
    else:
        await awa.says(text or " ")
    await api.until_acknowledged()
    assert len(awa.room.heard) == before + 1


class _Broken:
    """The real assistant, except that a reply fails in a way nobody foresaw."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)

    def reply(self, question: Question) -> Reply:
        raise RuntimeError(question.text)


async def test_a_fault_of_our_own_is_said_and_logged_without_the_text(
    api: BotApi, running: Running, assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    """When answering fails, the visitor is told so and the log says where, not what was asked."""
    awa = Stage.private(api)
    broken = _Broken(assistant)
    async with running(current=lambda: broken):
        answer = await awa.asks("mon secret")
        assert answer.text == assistant.say("something_wrong", "fr")
        assert assistant.say("help", "fr") in (await awa.asks("/help")).text
        crowd = Stage.group(api)
        await crowd.says("mon secret")
        await api.until_acknowledged()
        assert crowd.room.heard == []
    errors = [record for record in caplog.records if record.name.startswith("bot.") and record.levelname == "ERROR"]
    assert [record.getMessage() for record in errors] == ["an update could not be answered"]


async def test_without_its_database_the_bot_still_answers(
    awa: Stage, monkeypatch: pytest.MonkeyPatch, assistant: Assistant
) -> None:
    """When the database is away, questions are answered; a choice that cannot be kept is said to have failed."""

    async def away(*_: object) -> None:
        raise StoreUnavailable("the database of DATABASE_URL cannot be used (OperationalError)")

    monkeypatch.setattr(Store, "language", away)
    monkeypatch.setattr(Store, "choose_language", away)
    assert "Parc" in (await awa.asks(WHERE)).text
    offer = await awa.asks("/language")
    assert await awa.notice_of(awa.taps("English")) == assistant.say("something_wrong", "fr")
    assert "English" in offer.labels
