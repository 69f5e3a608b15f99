"""What the bot keeps, on SQLite."""

import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.store import Store, StoreUnavailable


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the database will be; neither file nor folder is there yet."""
    return tmp_path / "data" / "bot.db"


@pytest.fixture
async def store(database: Path) -> AsyncIterator[Store]:
    """An open store."""
    async with Store.opened(f"sqlite+aiosqlite:///{database}") as opened:
        yield opened


async def test_a_choice_is_kept_and_replaced(store: Store) -> None:
    """The last language chosen in a chat is its language; other chats have none."""
    assert await store.language(7) is None
    await store.choose_language(7, "ar")
    await store.choose_language(7, "tr")
    assert await store.language(7) == "tr"
    assert await store.language(8) is None
    await store.choose_language(7, None)
    assert await store.language(7) is None


async def test_chat_ids_of_every_size(store: Store) -> None:
    """Chat ids take more than 32 bits, and are negative for groups."""
    for chat_id in (2**52 - 1, -1_002_222_222_222, -1):
        await store.choose_language(chat_id, "zh-Hant")
        assert await store.language(chat_id) == "zh-Hant"


async def test_forgetting_deletes_and_counts(store: Store, database: Path) -> None:
    """Forgetting says how many records it deleted, and leaves no byte of them in any file."""
    await store.choose_language(7, "language-to-forget")
    await store.choose_language(8, "language-to-keep")
    assert await store.forget(7) == 1
    assert await store.forget(7) == 0
    assert await store.language(8) == "language-to-keep"
    kept = b"".join(path.read_bytes() for path in database.parent.iterdir())
    assert b"language-to-keep" in kept
    assert b"language-to-forget" not in kept


async def test_answered_updates_are_remembered_until_acknowledged(store: Store) -> None:
    """An answered update is remembered, once, until those below an acknowledged one are dropped."""
    for update_id in (870_000_001, 870_000_003, 870_000_003, 2**40):
        await store.note_answered(update_id)
    assert sorted(await store.answered_updates()) == [870_000_001, 870_000_003, 2**40]
    await store.drop_answered(870_000_003)
    assert sorted(await store.answered_updates()) == [870_000_003, 2**40]


async def test_it_outlives_the_process(database: Path) -> None:
    """What is kept is there when the store is opened again."""
    url = f"sqlite+aiosqlite:///{database}"
    async with Store.opened(url) as store:
        await store.choose_language(7, "ha")
    async with Store.opened(url) as store:
        assert await store.language(7) == "ha"


async def test_only_the_owner_can_read_it(store: Store, database: Path) -> None:
    """The folder is made, and every file in it is for its owner alone, SQLite's own beside it too."""
    await store.choose_language(7, "fr")
    assert {path.name for path in database.parent.iterdir()} >= {"bot.db", "bot.db-wal"}
    for path in database.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(database.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite:////proc/nowhere/bot.db",
        "postgresql+asyncpg://bot:hunter2@127.0.0.1:1/bot",
        "nonsense",
        "sqlite+aiosqlite:////",
    ],
)
async def test_a_database_that_cannot_be_opened(url: str) -> None:
    """It is said in one line, without the URL and its password."""
    with pytest.raises(StoreUnavailable) as refusal:
        async with Store.opened(url):
            pass
    assert "DATABASE_URL" in str(refusal.value)
    assert "hunter2" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


async def test_a_database_that_goes_away(store: Store, database: Path) -> None:
    """A database that breaks while the bot runs is reported as such, with nothing of what was stored."""
    for path in database.parent.iterdir():
        path.write_bytes(b"not a database any more" * 1000)
    with pytest.raises(StoreUnavailable) as refusal:
        await store.choose_language(7, "secret-language")
    assert "secret-language" not in str(refusal.value)
