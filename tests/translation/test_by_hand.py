"""A new language begins as a file in which a person finds every text, its French, and where to write."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bot.guide.guide import Guide
from bot.guide.originals import Key
from bot.reading import read_guide
from bot.translation.commands import _french
from bot.translation.gate import Gate
from tests.conftest import FAQ, TRANSLATIONS
from tests.translation.conftest import main


@pytest.fixture
def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """`translate --by-hand` over an empty translations folder."""
    monkeypatch.setenv("FAQ_DIR", str(FAQ))
    monkeypatch.setenv("TRANSLATIONS_DIR", str(tmp_path))
    return lambda *arguments: main(["translate", "--by-hand", *arguments])


def _keys(node: object, at: Key = ()) -> set[Key]:
    if isinstance(node, dict) and not {"text", "texts"} & node.keys():
        return {key for name, child in node.items() for key in _keys(child, (*at, str(name)))}
    return {at}


def test_every_text_has_its_line(begin: Callable[..., int], tmp_path: Path) -> None:
    """As it is written the file is one that the bot reads; without the "# " it has every text, and nothing else."""
    assert begin("--to", "it") == 0
    content = (tmp_path / "it.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(content) == {"language": "it"}
    assert not read_guide(FAQ, tmp_path).errors
    filled = yaml.safe_load(re.sub(r"^# (?=[ a-z]*[\w.:]+:)", "", content, flags=re.MULTILINE))
    _, originals = _french()
    wanted = set(originals)
    sections = ("facts", "interface", "entries", "vocabulary")
    assert {(name, *key) for name in sections for key in _keys(filled[name])} == wanted
    assert {"TR", "ML", "SN"} <= filled["countries"].keys()


def test_of_a_file_that_is_there_what_it_lacks_is_shown(
    begin: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A language's file is not touched; what it lacks is printed as YAML to put into it."""
    shipped = (TRANSLATIONS / "de.yaml").read_text(encoding="utf-8")
    lines = shipped.splitlines(keepends=True)
    lacking = next(line for line in lines if line.startswith("  farewell:"))
    (tmp_path / "de.yaml").write_text(shipped.replace(lacking, ""), encoding="utf-8")
    assert begin("--to", "de") == 0
    shown = capsys.readouterr().out
    (source,) = re.findall(r'source: "(\w+)"', lacking)
    assert yaml.safe_load(shown) == {"interface": {"farewell": {"state": "drafted", "source": source, "text": ""}}}
    assert (tmp_path / "de.yaml").read_text(encoding="utf-8") == shipped.replace(lacking, "")
    (tmp_path / "de.yaml").write_text(shipped, encoding="utf-8")
    assert begin("--to", "de") == 0
    assert "nothing is missing" in capsys.readouterr().out


def test_what_cannot_be_done_is_said_in_one_line(
    begin: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command that does not say which language, or whose file is broken, ends with status 2 and says what to do."""
    assert begin() == 2
    assert "--to it" in capsys.readouterr().err
    (tmp_path / "it.yaml").write_text("language: [it", encoding="utf-8")
    assert begin("--to", "it") == 2
    assert "bamex-bot check" in capsys.readouterr().err


def test_a_people_that_the_bot_does_not_know_says_where_to_teach_it(guide: Guide) -> None:
    """When a text lacks a country that it may name in a word of its own, the fault says where to write that word."""
    (fault,) = Gate(guide).faults("Des entreprises turques ont exposé.", "Hanno esposto aziende turche.", "it")
    assert "countries: {TR: {people: [...]}}" in fault.en
    assert "countries: {TR: {people: [...]}}" in fault.fr
    (fault,) = Gate(guide).faults("Aselsan a exposé au salon.", "Ha esposto al salone.", "it")
    assert "countries" not in fault.en
