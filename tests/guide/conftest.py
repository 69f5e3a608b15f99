"""Copies of the real FAQ that a test may break, with a small translation beside it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.guide.documents import Documents, read_documents
from bot.guide.files import read_folder
from bot.guide.originals import originals
from bot.guide.problems import Problem, Severity
from bot.reading import Reading, read_guide

FAQ = Path(__file__).parent.parent.parent / "faq"
ENGLISH = FAQ.parent / "translations" / "en.yaml"

# A whole names.yaml for tests that change it, so that they do not depend on which names are known today.
OWN_NAMES = """\
companies:
  roketsan: {name: Roketsan, aliases: [rokestan]}
  aselsan: {name: Aselsan, aliases: [aselsn, azelsan]}
  havelsan: {name: Havelsan}
  stm: {name: STM}
countries: {}
"""
# The one people that the English texts name; without it the gate cannot tell that "Turkish" says "turque".
OWN_COUNTRIES = "countries: {TR: {people: [turkish]}}"
# What tests change in the English: texts and variants of their own in the place of the shipped ones.
OWN_ENGLISH: dict[tuple[str, ...], str | list[str]] = {
    ("facts", "place.name"): "Bamako Exhibition Park",
    ("entries", "dates", "answer", "before"): "{event} will be held in {city}: {dates}. It opens in {days_until}.",
    ("entries", "duration", "title"): "Length",
    ("entries", "dates", "variants"): ["which days does the mango market take"],
    ("entries", "venue", "variants"): ["which square does the mango market fill"],
}


@dataclass(frozen=True, slots=True)
class Folders:
    """The two folders, and what a test does to them."""

    faq: Path
    translations: Path

    def change(self, file: str, old: str, new: str) -> None:
        """Put `new` for the first `old` in a file (`faq/dates.yaml`); the test is out of date if `old` is not there."""
        path = self.faq.parent / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} no longer holds {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add_variant(self, file: str, entry: str, variant: str) -> None:
        """Put a variant before those that an entry of a topic file has."""
        path = self.faq.parent / file
        start, id_, rest = path.read_text(encoding="utf-8").partition(f"  - id: {entry}\n")
        assert id_, f"{file} has no entry {entry}"
        head, variants, tail = rest.partition("    variants:\n")
        assert variants, f"{entry} has no variants"
        assert "  - id: " not in head, f"{entry} has no variants"
        path.write_text(f"{start}{id_}{head}{variants}      - {variant}\n{tail}", encoding="utf-8")

    def write(self, file: str, content: str | bytes) -> None:
        """Write a file anew."""
        path = self.faq.parent / file
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def read(self) -> Reading:
        """Read both folders."""
        return read_guide(self.faq, self.translations)

    def errors(self) -> list[Problem]:
        """The errors, their files as the test names them."""
        return [problem for problem in self.problems() if problem.severity is Severity.ERROR]

    def problems(self) -> list[Problem]:
        """All problems, their files as the test names them (`faq/dates.yaml`)."""
        root = self.faq.parent.as_posix() + "/"
        return [
            Problem(
                problem.file.removeprefix(root),
                problem.line,
                problem.column,
                problem.message,
                problem.mend,
                problem.severity,
            )
            for problem in self.read().problems
        ]

    def line_of(self, file: str, text: str) -> int:
        """The number of the first line that holds a text."""
        lines = (self.faq.parent / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if text in line)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """The FAQ as it is, without translations."""
    shutil.copytree(FAQ, tmp_path / "faq")
    (tmp_path / "translations").mkdir()
    return Folders(tmp_path / "faq", tmp_path / "translations")


@pytest.fixture
def translate(folders: Folders) -> Callable[..., Path]:
    """Write a whole translation that says in every text what the French says: the shipped English."""

    def write(language: str = "en", state: str = "drafted") -> Path:
        documents, _ = read_documents(
            read_folder(folders.faq, Severity.ERROR), read_folder(folders.translations, Severity.WARNING)
        )
        path = folders.translations / f"{language}.yaml"
        path.write_text("\n".join(translation(documents, language, state)) + "\n", encoding="utf-8")
        return path

    return write


def translation(documents: Documents, language: str, state: str) -> list[str]:
    """The lines of a translation file: its texts are English, its lists the French ones, but for `OWN_ENGLISH`."""
    shipped = yaml.load(ENGLISH.read_bytes(), yaml.CBaseLoader)  # noqa: S506  builds strings only
    lines = [f"language: {language}", OWN_COUNTRIES]
    before: tuple[str, ...] = ()
    for key, original in originals(documents).items():
        shared = next((i for i, (old, new) in enumerate(zip(before, key, strict=False)) if old != new), 0)
        lines += ["  " * depth + json.dumps(key[depth]) + ":" for depth in range(shared, len(key) - 1)]
        text = OWN_ENGLISH.get(key, list(original.texts) if original.many else _shipped(shipped, key))
        said = json.dumps(text, ensure_ascii=False)
        name = "texts" if original.many else "text"
        indent = "  " * (len(key) - 1)
        lines.append(f'{indent}{json.dumps(key[-1])}: {{state: {state}, source: "{original.hash}", {name}: {said}}}')
        before = key
    return lines


def _shipped(node: Any, key: tuple[str, ...]) -> str:
    for step in key:
        node = node[step]
    return str(node["text"])
