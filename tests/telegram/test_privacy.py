"""/privacy says what docs/privacy.md says, and docs/privacy.md says all that is kept."""

import re
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import create_async_engine

from bot.assistant import Assistant
from bot.settings import Secret
from bot.store.store import Store
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.conftest import ROOT
from tests.telegram.conftest import Running

PAGES = {"en": "privacy.md", "fr": "privacy.fr.md"}
_TABLE = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
_NAME = re.compile(r"`(\w+)`")
ANSWERED, NOT_UNDERSTOOD, NAME = "c'est où le saloon svppp", "qwertz uiopasdf ghjklyx", "Zanzibar"
VISITOR = 987_654_321_012


def _page(language: str) -> str:
    return (ROOT / "docs" / PAGES[language]).read_text(encoding="utf-8")


def _quoted(language: str) -> list[str]:
    """The paragraphs that the page quotes."""
    quotation = [line.removeprefix(">").strip() for line in _page(language).splitlines() if line.startswith(">")]
    return [paragraph for paragraph in quotation if paragraph]


@pytest.mark.parametrize("language", PAGES)
async def test_privacy_is_what_the_page_quotes(api: BotApi, live: None, language: str) -> None:
    """In private /privacy is the page's first three paragraphs, in a group all four, word by word."""
    awa, crowd, quoted = Stage.private(api, language_code=language), Stage.group(api), _quoted(language)
    crowd.person = awa.person
    assert len(quoted) == 4
    assert (await awa.asks("/privacy")).text == "\n\n".join(quoted[:3])
    assert (await crowd.asks("/privacy")).text == "\n\n".join(quoted)


async def test_the_days_are_those_that_are_set(api: BotApi, running: Running, assistant: Assistant) -> None:
    """/privacy tells the operator's UNANSWERED_DAYS; where nothing is kept it says nothing of it."""
    awa = Stage.private(api, language_code="en")
    async with running(unanswered_days=7):
        said = (await awa.asks("/privacy")).text
        assert assistant.say("privacy_unanswered", "en", kept_for="7 days") in said
    async with running(unanswered_days=0):
        said = (await awa.asks("/privacy")).text
        assert said == "\n\n".join(assistant.say(key, "en") for key in ("privacy", "privacy_votes"))


async def test_every_table_and_column_is_on_the_page(tmp_path: Path) -> None:
    """The page names each table of a real database with exactly its columns, whom it is about and how long it stays."""
    url = f"sqlite+aiosqlite:///{tmp_path}/bot.db"
    async with Store.opened(url):
        pass
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        real = await connection.run_sync(
            lambda sync: {
                table: {column["name"] for column in inspect(sync).get_columns(table)}
                for table in inspect(sync).get_table_names()
            }
        )
    await engine.dispose()
    rows = _TABLE.findall(_page("en"))
    assert {table: set(_NAME.findall(holds)) for table, holds, _, _ in rows} == real
    assert all(whom.strip() and kept.strip() for _, _, whom, kept in rows)


async def test_nothing_else_is_written(api: BotApi, running: Running, tmp_path: Path) -> None:
    """Of what a visitor writes only the masked words of an unanswered question reach a disk, and of who they are the
    id beside a chosen language, until /forget."""
    awa = Stage.private(api, VISITOR, "fr")
    files = {"cache_dir": tmp_path / "cache", "history_dir": tmp_path / "history"}
    async with running(database_url=Secret(f"sqlite+aiosqlite:///{tmp_path}/bot.db"), **files):
        answer = await awa.asks(ANSWERED)
        assert "Parc" in answer.text
        await awa.notice_of(awa.taps("👍", answer))
        await awa.asks(f"{NOT_UNDERSTOOD} 70 12 34 56, je m'appelle {NAME}")
    assert _kept_in(tmp_path, NOT_UNDERSTOOD)
    for text in (ANSWERED, "70 12 34 56", NAME):
        assert not _kept_in(tmp_path, text)
    assert not _has_id(tmp_path)
    async with running(database_url=Secret(f"sqlite+aiosqlite:///{tmp_path}/bot.db"), **files):
        await awa.asks("/language tr")
        await api.until_acknowledged()
        assert _has_id(tmp_path)
        await awa.asks("/forget")
    assert not _has_id(tmp_path)


def _kept_in(folder: Path, text: str) -> bool:
    return any(text.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def _has_id(folder: Path) -> bool:
    # SQLite keeps a number of this size as six bytes, the most significant first.
    number = VISITOR.to_bytes(6, "big")
    return _kept_in(folder, str(VISITOR)) or any(number in path.read_bytes() for path in folder.rglob("bot.db*"))
