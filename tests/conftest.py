"""What many tests share: the real FAQ, and days before, during and after the event."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.assistant import Assistant
from bot.guide.guide import Guide
from bot.loading import load_assistant
from bot.reading import read_guide
from tests.postgres import Cluster, programs

ROOT = Path(__file__).parent.parent
BAMAKO = ZoneInfo("Africa/Bamako")
FAQ, TRANSLATIONS = ROOT / "faq", ROOT / "translations"
FITTED = ROOT / "data" / "cache"


@pytest.fixture(scope="session")
def guide() -> Guide:
    reading = read_guide(FAQ, TRANSLATIONS)
    assert reading.guide is not None, reading.errors
    return reading.guide


@pytest.fixture(scope="session")
def cache() -> Path:
    """The folder that `make test` prepares; its files go by the FAQ's and the code's digest, so none is ever stale."""
    load_assistant(FAQ, TRANSLATIONS, FITTED).warm_up()
    return FITTED


@pytest.fixture(scope="session")
def assistant(cache: Path) -> Assistant:
    """The assistant over the real FAQ, with everything built."""
    warm = load_assistant(FAQ, TRANSLATIONS, cache)
    warm.warm_up()
    return warm


@pytest.fixture
def after() -> datetime:
    return datetime(2026, 11, 24, 12, tzinfo=BAMAKO)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running PostgreSQL."""
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with Cluster.running(folder) as running:
        yield running
