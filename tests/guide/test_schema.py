"""JSON Schemas: up to date, valid, and of one mind with the FAQ and the reader."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.guide.schema import schemas, write_schemas
from tests.guide.conftest import Folders

ROOT = Path(__file__).parent.parent.parent
FILES = sorted([*(ROOT / "faq").glob("*.yaml"), *(ROOT / "translations").glob("*.yaml")])


class _AsEditorsRead(yaml.SafeLoader):
    """YAML 1.2's core types, as editors' language servers apply them."""


_AsEditorsRead.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("tag:yaml.org,2002:int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("tag:yaml.org,2002:null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    _AsEditorsRead.add_implicit_resolver(_tag, re.compile(f"(?:{_pattern})$"), list(_first))


def as_editors_read(text: str) -> Any:
    return yaml.load(text, _AsEditorsRead)  # noqa: S506  a SafeLoader with fewer types


@pytest.mark.parametrize("name", schemas())
def test_committed_schemas_are_up_to_date(name: str) -> None:
    """`bamex-bot schema` has been run since the shapes last changed."""
    folder = "translations" if name == "translation" else "faq"
    committed = json.loads((ROOT / folder / ".schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert committed == schemas()[name]


@pytest.mark.parametrize("name", schemas())
def test_schemas_are_valid_and_closed(name: str) -> None:
    """Each is a JSON Schema 2020-12, and no mapping of fixed keys takes others."""
    schema = schemas()[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    for part in [schema, *schema.get("$defs", {}).values()]:
        if "properties" in part:
            assert part["additionalProperties"] is False


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_committed_files_name_their_schema_and_agree_with_it(path: Path) -> None:
    """An editor that follows the first line of a file finds its schema, and nothing to complain about."""
    text = path.read_text(encoding="utf-8")
    first_line = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", text.split("\n", 1)[0])
    assert first_line
    schema = json.loads((path.parent / first_line.group(1)).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(as_editors_read(text))


def test_a_translation_agrees_with_its_schema(folders: Folders, translate: Callable[..., Path]) -> None:
    """What the reader accepts, the editor does."""
    document = as_editors_read(translate().read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schemas()["translation"]).validate(document)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("topic", "topic: x\nentries:\n  - {id: a, awnser: b, variants: [c]}\n"),
        ("topic", "topic: x\nentries:\n  - {id: a, answer: {before: b}, variants: [c]}\n"),
        ("topic", "topic: x\nentries:\n  - {id: a, sources: [one], variants: [c]}\n"),
        ("topic", f"topic: x\nentries:\n  - {{id: a, answer: {'x' * 401}, variants: [c]}}\n"),
        ("translation", "language: en\ninterface:\n  a: {state: draft, source: '00000000', text: b}\n"),
        ("translation", "language: en\ncountries:\n  fr: {}\n"),
        ("vocabulary", "vocabulary:\n  when: quand\n"),
    ],
)
def test_an_editor_sees_the_usual_mistakes(name: str, text: str) -> None:
    """Misspelt keys, missing phases, wrong types and texts that are too long show while typing."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schemas()[name]).validate(as_editors_read(text))


@pytest.mark.parametrize("word", ["2025", "1.5", "true", "no", "18:00", "00223"])
def test_an_editor_takes_words_as_the_reader_does(word: str) -> None:
    """A variant or a word may look like a number: to the reader it is text, to the editor no mistake."""
    text = f"topic: x\nentries:\n  - {{id: a, variants: [{word}]}}\n"
    jsonschema.Draft202012Validator(schemas()["topic"]).validate(as_editors_read(text))


def test_schemas_are_written_beside_the_files(tmp_path: Path) -> None:
    """Schemas land in `.schema` of each folder, folders made as needed."""
    written = write_schemas(tmp_path / "faq", tmp_path / "translations")
    assert {path.relative_to(tmp_path).as_posix() for path in written} == {
        f"{'translations' if name == 'translation' else 'faq'}/.schema/{name}.schema.json" for name in schemas()
    }
