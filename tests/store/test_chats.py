"""What the bot keeps about groups, channels and accounts, on SQLite."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.chats import Chats, GroupSettings, Mode, Who
from bot.store.store import Store

SETTINGS = GroupSettings(Mode.SURE, 12, (22, 6), Who.OWNER)
OLD, NEW = -5, -1_001_234_567_890


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An open store."""
    async with Store.opened(f"sqlite+aiosqlite:///{tmp_path}/bot.db") as opened:
        yield opened


@pytest.fixture
def chats(store: Store) -> Chats:
    """What it keeps about chats."""
    return Chats(store)


async def test_settings_are_kept_and_replaced(chats: Chats) -> None:
    """The last settings of a group count; another group has none."""
    await chats.change(NEW, GroupSettings())
    await chats.change(NEW, SETTINGS)
    assert await chats.settings(NEW) == SETTINGS
    assert await chats.settings(OLD) is None


async def test_leaving_deletes_everything(chats: Chats, store: Store) -> None:
    """Nothing about a group is left, its language and what it counted included; other groups keep theirs."""
    for chat_id in (OLD, NEW):
        await chats.change(chat_id, SETTINGS)
        await store.choose_language(chat_id, "tr")
        assert await chats.may_speak_unasked(chat_id, 1, 0.0)
    await chats.leave(OLD)
    assert await chats.kept(OLD) == (None, None)
    assert await chats.kept(NEW) == (SETTINGS, "tr")
    assert await chats.may_speak_unasked(OLD, 1, 0.0)
    assert not await chats.may_speak_unasked(NEW, 1, 0.0)


async def test_a_move_said_twice_is_one_move(chats: Chats, store: Store) -> None:
    """Settings and language follow the group; what is set at the new id meanwhile stays."""
    await chats.change(OLD, SETTINGS)
    await store.choose_language(OLD, "tr")
    await chats.move(OLD, NEW)
    assert await chats.kept(NEW) == (SETTINGS, "tr")
    await chats.change(NEW, GroupSettings(Mode.OFF))
    await chats.move(OLD, NEW)
    assert await chats.kept(NEW) == (GroupSettings(Mode.OFF), "tr")
    assert await chats.kept(OLD) == (None, None)


async def test_unasked_answers_are_counted_by_the_hour(chats: Chats) -> None:
    """No window of sixty minutes holds more than the limit."""
    granted = [second for second in range(0, 10_800, 60) if await chats.may_speak_unasked(NEW, 3, float(second))]
    assert len(granted) == 9
    for start in granted:
        assert len([second for second in granted if start <= second < start + 3600]) <= 3


async def test_channels_that_let_the_bot_post(chats: Chats) -> None:
    """A channel is noted once, and no more when it no longer lets the bot post."""
    await chats.open_channel(NEW)
    await chats.open_channel(NEW)
    assert await chats.channels() == [NEW]
    await chats.close_channel(NEW)
    assert await chats.channels() == []


async def test_an_account_begins_switched_off(chats: Chats, store: Store) -> None:
    """A switch needs a connected account, stays when it connects again, and /forget deletes it."""
    await chats.answer_for(7, True)
    assert await chats.answers_for(7) is None
    await chats.connect(7)
    assert await chats.answers_for(7) is False
    await chats.answer_for(7, True)
    await chats.connect(7)
    assert await chats.answers_for(7) is True
    assert await store.forget(7) == 1
    assert await chats.answers_for(7) is None


@given(st.integers(0, 23), st.integers(0, 23), st.integers(0, 23))
def test_quiet_hours_go_round_midnight(start: int, end: int, hour: int) -> None:
    """An hour is quiet if one comes to it from the first quiet hour before one comes to the end."""
    quiet = GroupSettings(quiet=(start, end)).is_silent(hour)
    assert quiet is ((hour - start) % 24 < ((end - start) % 24 or 24))
