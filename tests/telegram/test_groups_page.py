"""docs/groups.md tells administrators what /settings really offers."""

import re

import pytest

from bot.assistant import Assistant
from bot.store.chats import GroupSettings
from bot.telegram.group_settings import HOURLY, Page, Panel, Show
from tests.conftest import ROOT

GROUPS = " ".join((ROOT / "docs" / "groups.md").read_text(encoding="utf-8").split())


def _labels(assistant: Assistant, page: Page) -> list[str]:
    shown = Panel(assistant, "en", GroupSettings(), None).shown(Show(page)).keyboard
    assert shown is not None
    return [button.text.removeprefix("✓ ") for row in shown.inline_keyboard for button in row]


def test_each_setting_is_explained(assistant: Assistant) -> None:
    """Every setting of the panel has its paragraph, under the name that the button bears."""
    assert all(f"**{label}**" in GROUPS for label in _labels(assistant, Page.ALL) if label != "OK")


@pytest.mark.parametrize("page", [Page.MODE, Page.WHO])
def test_each_choice_is_explained(assistant: Assistant, page: Page) -> None:
    """Every choice of a setting is on the page, in the words of its button; the numbers an hour as well."""
    for label in _labels(assistant, page):
        if label.startswith("‹"):
            continue
        general = re.sub(r"\d+(?= an hour)", str(HOURLY[0]), label)
        assert f"*{general}*" in GROUPS
    assert f"(or {HOURLY[1]}, or {HOURLY[2]})" in GROUPS
