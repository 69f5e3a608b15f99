"""Copies of the real FAQ, in French and Swahili, that a test may change."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.live import Live
from tests.conftest import FAQ, TRANSLATIONS


@dataclass(frozen=True, slots=True)
class Desk:
    """The two folders, and where the bot keeps what it makes of them."""

    root: Path

    @property
    def faq(self) -> Path:
        return self.root / "faq"

    @property
    def translations(self) -> Path:
        return self.root / "translations"

    @property
    def history(self) -> Path:
        return self.root / "history"

    def live(self) -> Live:
        """What a bot that starts now answers from."""
        return Live(self.faq, self.translations, self.root / "cache", self.history)

    def change(self, file: str, old: str, new: str) -> None:
        """Put `new` for the first `old` in a file (`faq/dates.yaml`); the test is out of date if `old` is not there."""
        path = self.root / file
        path.write_text(self.changed(file, old, new), encoding="utf-8")

    def changed(self, file: str, old: str, new: str) -> str:
        """What a file would hold with `new` for the first `old`."""
        text = (self.root / file).read_text(encoding="utf-8")
        assert old in text, f"{file} no longer holds {old!r}"
        return text.replace(old, new, 1)


@pytest.fixture(scope="session")
def proven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real French FAQ and its Swahili, compiled and proven once for all tests."""
    root = tmp_path_factory.mktemp("desk")
    (root / "translations").mkdir()
    shutil.copytree(FAQ, root / "faq", ignore=shutil.ignore_patterns(".*"))
    shutil.copy(TRANSLATIONS / "sw.yaml", root / "translations")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        Desk(Path()).live().refresh()
    return root


@pytest.fixture
def desk(proven: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Copies of the folders; paths are relative, so that every test's copy has the same digest and the same cache."""
    shutil.copytree(proven, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return Desk(Path())
