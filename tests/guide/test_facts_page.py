"""docs/add-a-fact.md lists the placeholders that there are."""

import re

from bot.guide import placeholders
from tests.conftest import ROOT

_ROW = re.compile(r"^\| (`\{.*?) \|", re.MULTILINE)


def test_every_placeholder_is_on_the_page() -> None:
    """The table names each placeholder that an entry may hold, and no other."""
    page = (ROOT / "docs" / "add-a-fact.md").read_text(encoding="utf-8")
    listed = {name for row in _ROW.findall(page) for name in re.findall(r"\{(\w+)\}", row)}
    assert listed == placeholders.everywhere() - {*placeholders.INTERFACE.values()}
