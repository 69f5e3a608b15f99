"""A YAML file as a tree of texts, lists and mappings that remember where they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextNode:
    """A text (every scalar is one), stripped of white space at both ends; line and column count from 1."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence."""

    items: tuple["Node", ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping, in the file's order; `keys` tells where each key stands."""

    values: Mapping[str, "Node"]
    keys: Mapping[str, TextNode]
    line: int
    column: int


Node = TextNode | ListNode | MapNode
Step = str | int
Plain = str | list["Plain"] | dict[str, "Plain"]


def plain(node: Node) -> Plain:
    """The tree without its positions: str, list and dict."""
    match node:
        case TextNode(text):
            return text
        case ListNode(items):
            return [plain(item) for item in items]
        case MapNode(values):
            return {key: plain(value) for key, value in values.items()}


def node_at(root: Node, path: Iterable[Step]) -> Node:
    """The node that a path leads to; where the path leaves the tree, the last node on the way."""
    node = root
    for step in path:
        match node:
            case MapNode(values) if isinstance(step, str) and step in values:
                node = values[step]
            case ListNode(items) if isinstance(step, int) and 0 <= step < len(items):
                node = items[step]
            case _:
                break
    return node


def key_at(root: Node, path: tuple[Step, ...]) -> Node:
    """The key that a path ends with, if it is one in the tree; else as `node_at`."""
    if path:
        match node_at(root, path[:-1]), path[-1]:
            case MapNode(keys=keys), str(key) if key in keys:
                return keys[key]
    return node_at(root, path)
