"""Strict YAML: bytes → a tree with positions, or problems. Nothing raises, whatever the bytes.

Every scalar stays the text that was typed (YAML 1.1 would read 18:00 as 1080 and `no` as false). Anchors, aliases,
tags, duplicate keys, tabs and invisible control characters are refused; size, depth and number of nodes are capped.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.guide.characters import BREAKS, INVISIBLE, decode, invisible
from bot.guide.nodes import ListNode, MapNode, Node, TextNode
from bot.guide.problems import Problem, Wording, shown
from bot.guide.syntax import complaint

MAX_DEPTH = 10
# A language of 2,500 lines holds about 12,000 nodes.
MAX_NODES = 60_000
MAX_PROBLEMS = 100

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class _Composition:
    file: str
    problems: list[Problem] = field(default_factory=list)
    nodes: int = 0

    def report(self, line: int, column: int, message: Wording, mend: Wording) -> None:
        self.problems.append(Problem(self.file, line, column, message, mend))


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    line: int
    column: int
    mapping: bool
    items: list[Node] = field(default_factory=list)
    values: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, TextNode] = field(default_factory=dict)
    key: TextNode | None = None
    skip_value: bool = False


class _TooMuchError(Exception):
    """A cap is passed; the problem is already reported."""


def compose(source: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    """The tree of a file, None if there is none to be had, with every problem found; at most MAX_PROBLEMS and one."""
    work = _Composition(file)
    text, work.problems = decode(source, file)
    root = _tree(text, work) if text is not None else None
    if len(work.problems) > MAX_PROBLEMS:
        rest = len(work.problems) - MAX_PROBLEMS
        last = work.problems[MAX_PROBLEMS]
        del work.problems[MAX_PROBLEMS:]
        work.report(
            last.line,
            last.column,
            Wording(f"et encore {rest} problème(s) de ce genre", f"and {rest} more problem(s) of this kind"),
            Wording("Corrigez d'abord ceux d'avant", "Mend those before first"),
        )
    return root, work.problems


def _tree(text: str, work: _Composition) -> Node | None:
    root: Node | None = None
    try:
        for number, node in enumerate(_documents(text, work)):
            if number:
                work.report(
                    node.line,
                    node.column,
                    Wording("un second document commence ici", "a second document begins here"),
                    Wording("Gardez un seul document : effacez « --- »", "Keep one document: delete `---`"),
                )
                return root
            root = node
    except _TooMuchError:
        return None
    except yaml.MarkedYAMLError as error:
        said = error.problem or ""
        # What was opened and never ended is mended where it begins; the parser notices it much later.
        from_start = "end of stream" in said or "could not find expected ':'" in said
        mark = (error.context_mark if from_start else None) or error.problem_mark or error.context_mark
        line, column = (1, 1) if mark is None else (mark.line + 1, mark.column + 1)
        before = "".join(BREAKS.split(text)[line - 1 : line])[: column - 1]
        work.report(line, column, *complaint(said, bool(before.strip())))
        return None
    except (yaml.YAMLError, ValueError) as error:
        work.report(1, 1, *complaint(str(error)))
        return None
    if root is None:
        work.report(
            1,
            1,
            Wording("le fichier est vide", "the file is empty"),
            Wording("Remplissez-le ou effacez-le", "Fill it or delete it"),
        )
    return root


def _documents(text: str, work: _Composition) -> Iterator[Node]:
    stack: list[_Open] = []
    loader = _LOADER(text)
    try:
        while loader.check_event():
            event = loader.get_event()
            match event:
                case yaml.ScalarEvent() | yaml.AliasEvent():
                    node: Node = _text(event, work)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    _refuse_decoration(event, work)
                    line, column = _start(event)
                    _count(line, column, work, len(stack) + 1)
                    stack.append(_Open(line, column, isinstance(event, yaml.MappingStartEvent)))
                    continue
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    node = _closed(stack.pop())
                case _:
                    continue
            if stack:
                _add(stack[-1], node, work)
            else:
                yield node
    finally:
        loader.dispose()


def _start(event: Any) -> tuple[int, int]:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def _text(event: Any, work: _Composition) -> TextNode:
    line, column = _start(event)
    _count(line, column, work, 0)
    if isinstance(event, yaml.AliasEvent):
        name = f"*{event.anchor}"
        work.report(
            line,
            column,
            Wording(
                f"{shown(name)} serait un renvoi (alias), ce qui n'est pas permis",
                f"{shown(name)} would be an alias, which is not allowed",
            ),
            Wording(f'Pour le texte lui-même, écrivez "{name}"', f'For the text itself, write "{name}"'),
        )
        return TextNode(name, line, column)
    if event.anchor is not None or event.tag is not None:
        _refuse_decoration(event, work)
    text: str = event.value.strip()
    # Elsewhere such a character was seen before parsing; here an escape (\e) may have made it.
    hidden = INVISIBLE.search(text) if event.style == '"' else None
    if hidden:
        work.report(line, column, *invisible(hidden.group()))
        text = INVISIBLE.sub("", text)
    return TextNode(text, line, column)


def _refuse_decoration(event: Any, work: _Composition) -> None:
    line, column = _start(event)
    for sign, name in (("&", event.anchor), ("", event.tag)):
        if name is not None:
            word = shown(sign + name)
            work.report(
                line,
                column,
                Wording(
                    f"une ancre ou un type YAML ({word}) n'est pas permis",
                    f"a YAML anchor or tag ({word}) is not allowed",
                ),
                Wording(
                    "Effacez-le, ou mettez tout le texte entre guillemets droits",
                    "Delete it, or put the whole text between straight quotes",
                ),
            )


def _count(line: int, column: int, work: _Composition, depth: int) -> None:
    work.nodes += 1
    if depth > MAX_DEPTH:
        work.report(
            line,
            column,
            Wording(f"plus de {MAX_DEPTH} niveaux imbriqués", f"more than {MAX_DEPTH} levels of nesting"),
            Wording("Vérifiez les crochets et le retrait", "Check the brackets and the indentation"),
        )
        raise _TooMuchError
    if work.nodes > MAX_NODES:
        work.report(
            line,
            column,
            Wording(f"plus de {MAX_NODES} éléments dans un fichier", f"more than {MAX_NODES} items in one file"),
            Wording("Répartissez-les en plusieurs fichiers", "Split them into several files"),
        )
        raise _TooMuchError


def _closed(done: _Open) -> Node:
    if done.mapping:
        return MapNode(done.values, done.keys, done.line, done.column)
    return ListNode(tuple(done.items), done.line, done.column)


def _add(parent: _Open, node: Node, work: _Composition) -> None:
    if not parent.mapping:
        parent.items.append(node)
    elif parent.skip_value:
        parent.skip_value = False
    elif parent.key is not None:
        parent.values[parent.key.text] = node
        parent.keys[parent.key.text] = parent.key
        parent.key = None
    elif not isinstance(node, TextNode):
        work.report(
            node.line,
            node.column,
            Wording("une clé doit être un simple mot", "a key must be a plain word"),
            Wording(
                "Un texte qui commence par une accolade ou un crochet se met entre guillemets droits",
                "A text that begins with a brace or a bracket goes between straight quotes",
            ),
        )
        parent.skip_value = True
    elif node.text in parent.values:
        first = parent.keys[node.text].line
        work.report(
            node.line,
            node.column,
            Wording(
                f"{shown(node.text)} est déjà donné à la ligne {first}",
                f"{shown(node.text)} is already given on line {first}",
            ),
            Wording("Gardez un seul des deux", "Keep one of the two"),
        )
        parent.skip_value = True
    else:
        parent.key = node
