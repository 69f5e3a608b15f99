"""The reading of pages and of console blocks, on which the other tests of the documentation rest."""

from pathlib import Path

import pytest

from tests.docs.console import agrees, commands
from tests.docs.grammar import faults
from tests.docs.pages import Block, Page


def test_a_console_block_is_commands_with_their_outputs() -> None:
    """Lines after `$ command` are its output; a backslash joins lines; `...` is kept for the comparison."""
    block = Block("console", 10, "$ one\n$ two \\\n    --more\nfirst\n...\n")
    found = [(shown.line, shown.command, shown.output) for shown in commands(block)]
    assert found == [(11, "one", ()), (12, "two --more", ("first", "..."))]


@pytest.mark.parametrize(
    ("output", "shown", "agree"),
    [
        ("a\nb\n", ("a", "b"), True),
        ("a\nb\n", ("a",), False),
        ("a\nb\nc\n", ("a", "..."), True),
        ("a\nb\nc\n", ("...", "c"), True),
        ("a\nb\nc\n", ("a", "...", "c"), True),
        ("a\nb\nc\n", ("a", "...", "b"), False),
        ("took 1.5 ms  \n", ("took ... ms",), True),
        ("a\n", ("a", "", ""), True),
        ("a.c\n", ("abc",), False),
    ],
)
def test_outputs_are_compared_with_wildcards(output: str, shown: tuple[str, ...], agree: bool) -> None:
    """A line `...` stands for any lines, `...` within a line for any text; anything else has to be equal."""
    assert agrees(output, shown) is agree


@pytest.mark.parametrize(
    "command",
    [
        "bamex-bot ask --json -",
        "make test",
        "cat x | bamex-bot ask --json -",
        "BOT_NOW=2025-11-12 bamex-bot chat",
        "ls",
    ],
)
def test_what_exists_is_no_fault(command: str) -> None:
    """Commands, options and targets that there are pass."""
    assert faults(command) == []


@pytest.mark.parametrize(
    "command", ["bamex-bot answer", "bamex-bot ask --yaml x", "make coffee", "true && bamex-bot asks"]
)
def test_what_does_not_exist_is_a_fault(command: str) -> None:
    """An unknown command, option or target is found, behind `&&` too."""
    assert len(faults(command)) == 1


def test_anchors_are_made_as_github_makes_them() -> None:
    """Lower case, punctuation gone, hyphens for spaces, a number for a heading that comes again."""
    page = Page(Path("x.md"), (), "# Life of a question\n## `ask`, and more\n## Été\n## Été\n")
    assert page.anchors() == {"life-of-a-question", "ask-and-more", "été", "été-1"}


def test_links_are_found() -> None:
    """Links, pictures, pictures inside links and HTML pictures; not what inline code shows."""
    page = Page(Path("x.md"), (), '[a](b.md#c) ![d](e.png) [![f](g.png)](h.md) `[i](j)`\n<img alt="k" src="l.svg">\n')
    assert {link for _, link in page.links()} == {"b.md#c", "e.png", "g.png", "h.md", "l.svg"}
