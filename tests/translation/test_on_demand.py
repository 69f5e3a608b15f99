"""Texts computed on demand: kept, and never at the price of the answer."""

from pathlib import Path

import pytest

from bot.guide.guide import Guide
from bot.translation.argos import Argos
from bot.translation.gate import Gate
from bot.translation.on_demand import OnDemand
from bot.translation.packages import Pair
from bot.translation.translator import Translator

FRENCH = "Le salon est à Bamako."


@pytest.fixture(scope="module")
def gate(guide: Guide) -> Gate:
    return Gate(guide)


class Polish(Argos):
    """An engine that has Polish."""

    def route(self, language: str) -> tuple[Pair, ...]:
        """One package."""
        return (Pair("fr", language, "1", Path()),)


class Said(Translator):
    """Translates everything at once, or fails in a way that nobody has thought of."""

    def __init__(self, gate: Gate, failure: Exception | None = None) -> None:
        super().__init__(Polish(Path()), gate)
        self._failure = failure

    def text(self, source: str, language: str, longest: int) -> str | None:
        """The text with a mark."""
        if self._failure:
            raise self._failure
        return f"{source} [{language}]"


async def test_what_cannot_be_kept_is_said_and_leaves_nothing_behind(gate: Gate, tmp_path: Path) -> None:
    """Where the folder takes no file the translation is still served, and no part of a file stays to fill the disk."""
    (tmp_path / "pl.json").mkdir()
    demand = OnDemand(Said(gate), Polish(tmp_path), tmp_path)
    assert await demand.get(FRENCH, "pl", 400) == f"{FRENCH} [pl]"
    demand.close()
    assert [path.name for path in tmp_path.iterdir()] == ["pl.json"]


async def test_whatever_the_engine_raises_costs_the_translation_alone(gate: Gate, tmp_path: Path) -> None:
    """A model that breaks in an unknown way gives no translation, and no error to who asked."""
    demand = OnDemand(Said(gate, LookupError("no such layer")), Polish(tmp_path), tmp_path)
    assert await demand.get(FRENCH, "pl", 400) is None
    demand.close()
