"""JSON Schemas of the YAML files, so that editors complete and check while typing."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.guide import shapes

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHAPES: Mapping[str, type[shapes.Shape]] = MappingProxyType(
    {
        "event": shapes.EventFile,
        "topic": shapes.TopicFile,
        "interface": shapes.InterfaceFile,
        "names": shapes.NamesFile,
        "vocabulary": shapes.VocabularyFile,
        "learned": shapes.LearnedFile,
        "translation": shapes.TranslationFile,
    }
)


def schema_of(shape: type[shapes.Shape]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one document."""
    return {"$schema": _DIALECT, **_as_editors_read(shape.model_json_schema(by_alias=True))}


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of every kind of document, by the name that the YAML files use ("topic" for topic.schema.json)."""
    return {name: schema_of(shape) for name, shape in SHAPES.items()}


def write_schemas(faq: Path, translations: Path) -> list[Path]:
    """Write the schemas into `.schema` of both folders and return the files written. Raises OSError."""
    written = []
    for path, text in schema_files(faq, translations).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def schema_files(faq: Path, translations: Path) -> dict[Path, str]:
    """The files in `.schema` of both folders, by path, and what each holds."""
    return {
        (translations if name == "translation" else faq) / ".schema" / f"{name}.schema.json": (
            json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        )
        for name, schema in schemas().items()
    }


def _as_editors_read(schema: Any) -> Any:
    """The schema without what pydantic adds for programs (titles, null for absent keys), its keys closed."""
    if isinstance(schema, list):
        return [_as_editors_read(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: _as_editors_read(part) for key, part in schema.items() if not (key == "title" and isinstance(part, str))
    }
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    if kept.get("default", ...) is None:
        del kept["default"]
    choices = kept.get("anyOf")
    if choices and {"type": "null"} in choices:
        choices = [choice for choice in choices if choice != {"type": "null"}]
        if len(choices) == 1:
            del kept["anyOf"]
            # A description written here says more than the one of the type referred to.
            return {**choices[0], **kept}
        kept["anyOf"] = choices
    return kept
