"""What operators read is what the program does."""

import re

from bot.settings import _Reader
from tests.conftest import ROOT

OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
TRANSLATION = (ROOT / "docs" / "translation.md").read_text(encoding="utf-8")
_CODE = re.compile(r"`([^`]+)`")
_VARIABLE = re.compile(r"[A-Z][A-Z_]+[A-Z]")
# Of the system, not of the bot: in which language `check` speaks.
_LOCALE = {"LC_ALL", "LC_MESSAGES", "LANG"}


class _Environment(dict[str, str]):
    """An empty environment that notes what is asked of it, and the text that stands in when nothing is set."""

    def __init__(self) -> None:
        self.asked: dict[str, str | None] = {}

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]  # texts only
        self.asked[name] = default or None
        return default


def _read() -> dict[str, str | None]:
    """Each variable that the settings read, with its default; None where without one nothing is set."""
    environment = _Environment()
    _Reader(environment).settings()
    return environment.asked


def _documented(page: str) -> dict[str, str | None]:
    """Each variable of a page's table, with its default; None where the page gives it in words."""
    found: dict[str, str | None] = {}
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        names = _CODE.findall(cells[0])
        if len(cells) == 3 and names and all(_VARIABLE.fullmatch(name) for name in names):
            defaults = _CODE.findall(cells[2]) or [None] * len(names)
            found |= dict(zip(names, defaults, strict=True))
    return found


def test_every_variable_is_documented_with_its_default() -> None:
    """The table of docs/operations.md holds each variable that the settings read with its default, and no other."""
    assert _documented(OPERATIONS) == _read()


def test_every_other_variable_is_documented() -> None:
    """A variable that is read outside the settings is in the table of docs/translation.md, and no other is."""
    read = set()
    for path in (ROOT / "bot").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        read |= set(re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', source))
    assert set(_documented(TRANSLATION)) == read - _LOCALE


def test_every_measure_is_documented() -> None:
    """Each Prometheus metric is named in docs/operations.md."""
    source = (ROOT / "bot" / "operations" / "metrics.py").read_text(encoding="utf-8")
    for name in re.findall(r'"(bamex_\w+)"', source):
        assert name in OPERATIONS
