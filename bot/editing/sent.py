"""A file that an organiser sent: which of the files it is meant to be, told from what it holds."""

import re
from pathlib import Path

from bot.editing.sources import Change, Part, Sources
from bot.guide import shapes
from bot.guide.composing import compose
from bot.guide.documents import FAQ_FILES
from bot.guide.nodes import MapNode, TextNode
from bot.guide.problems import Problem, Wording, shown

_STEM = re.compile(r"[a-z][a-z0-9_]{0,40}")
# Telegram and browsers add a number to the name of a file that they have already: "dates (1).yaml", "dates-2.yaml".
_COPY = re.compile(r"[\s_-]*\(?\d{1,3}\)?$")


def recognised(name: str, content: bytes, sources: Sources) -> Change | list[Problem]:
    """The change that a sent file stands for, or what keeps it from being one of the FAQ's files."""
    tree, problems = compose(content, name)
    if problems or not isinstance(tree, MapNode):
        return problems or [_unknown(name)]
    keys = set(tree.values)
    language, topic = _text(tree, "language"), _text(tree, "topic")
    if language and re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", language):
        return Change(Part.TRANSLATIONS, f"{language}.yaml", content)
    if topic and "entries" in keys:
        return Change(Part.FAQ, f"{_topic_file(name, topic, sources)}.yaml", content)
    for stem, shape in FAQ_FILES.items():
        required = {key for key, field in shape.model_fields.items() if field.is_required()}
        if required <= keys:
            return Change(Part.FAQ, f"{stem}.yaml", content)
    return [_unknown(name)]


def _topic_file(name: str, topic: str, sources: Sources) -> str:
    """The file that holds the topic now, else one named as the sent one, else as the topic."""
    for file in sources.faq.files:
        tree, _ = compose(file.content, file.path)
        if isinstance(tree, MapNode) and _text(tree, "topic") == topic:
            return file.stem
    stem = _COPY.sub("", Path(name).stem.lower())
    return stem if _STEM.fullmatch(stem) and stem not in FAQ_FILES else topic


def _text(tree: MapNode, key: str) -> str:
    node = tree.values.get(key)
    text = node.text if isinstance(node, TextNode) else ""
    return text if key == "language" or (re.fullmatch(shapes.ID_PATTERN, text) and ":" not in text) else ""


def _unknown(name: str) -> Problem:
    return Problem(
        name,
        1,
        1,
        Wording(f"{shown(name)} n'est aucun des fichiers de la FAQ", f"{shown(name)} is none of the files of the FAQ"),
        Wording(
            "Partez d'un fichier de /export : un sujet a `topic` et `entries`, une traduction a `language`",
            "Start from a file of /export: a topic has `topic` and `entries`, a translation has `language`",
        ),
    )
