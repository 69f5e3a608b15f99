"""What an image brings along: its first start is as quick as any other, and as safe."""

import shutil
import stat
from datetime import datetime
from pathlib import Path
from typing import Never

import pytest

from bot import cli
from bot.dialogue import Question
from bot.editing import shipping
from bot.editing.edition import Refused
from bot.editing.sources import Part
from bot.guide import cache as compiled
from bot.guide.entries import Outcome
from bot.understanding import fitted_cache
from bot.understanding.matcher import Matcher
from tests.desk import Desk

SOURCES = "sources: [2]"


@pytest.fixture
def shipped(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own folder of an image; it begins with what was fitted before, to spare fitting it again."""
    folder = tmp_path / "shipped"
    shutil.copytree(desk.root / "cache", folder)
    for module in (compiled, fitted_cache, shipping):
        monkeypatch.setattr(module, "SHIPPED", folder)
    return folder


def fit(*_: object) -> Never:
    raise AssertionError("something is fitted while visitors wait")


def forget(desk: Desk) -> None:
    """What a new container has not."""
    shutil.rmtree(desk.root / "cache")
    shutil.rmtree(desk.history)


def test_a_first_start_fits_and_proves_nothing(
    desk: Desk, shipped: Path, after: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nothing of its own the bot answers in every language from what was shipped, with nothing left to prove."""
    assert shipping.ship(desk.faq, desk.translations) is None
    forget(desk)
    monkeypatch.setattr(Matcher, "fit", fit)
    live = desk.live()
    for text in ("C'est où ?", "Iko wapi?"):
        assert live.current().reply(Question(text, after)).outcome is Outcome.ANSWER
    assert live.refresh() is None
    assert not (desk.root / "cache").exists()
    assert shipped.exists()


def test_every_user_may_read_it(desk: Desk, shipped: Path) -> None:
    """The files are for whichever user the container runs as, for nobody to write, and half as big at most."""
    before = sum(path.stat().st_size for path in shipped.glob("*.npz"))
    assert shipping.ship(desk.faq, desk.translations) is None
    assert {stat.S_IMODE(path.stat().st_mode) for path in shipped.iterdir()} == {0o644}
    assert sum(path.stat().st_size for path in shipped.glob("*.npz")) < before / 2


def test_other_files_than_the_shipped_are_read(desk: Desk, shipped: Path) -> None:
    """Where the organisers' files have changed since, the bot answers from the files."""
    assert shipping.ship(desk.faq, desk.translations) is None
    desk.change("faq/dates.yaml", "Le salon est terminé.", "Le salon a fermé ses portes.")
    live = desk.live()
    assert live.edition.sources.content(Part.FAQ, "dates.yaml") == (desk.faq / "dates.yaml").read_bytes()
    assert not compiled.is_shipped(live.edition.sources.digest)


def test_what_is_broken_is_not_shipped(
    desk: Desk, shipped: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error in the files keeps them out of an image: it is printed with its place, and the build fails."""
    kept = {path.name: path.read_bytes() for path in shipped.iterdir()}
    desk.change("faq/dates.yaml", SOURCES, "sources: [99]")
    assert isinstance(shipping.ship(desk.faq, desk.translations), Refused)
    assert cli.main(["prepare", "--ship"]) == cli.PROBLEMS
    assert "faq/dates.yaml:" in capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in shipped.iterdir()} == kept
