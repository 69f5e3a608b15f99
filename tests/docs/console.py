"""Commands as the pages show them, and whether their output is what the page says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.docs.pages import Block

ANY = "..."


@dataclass(frozen=True, slots=True)
class Shown:
    """A command of a console block, the line it stands on, and the output that the page shows; `...` is any text."""

    line: int
    command: str
    output: tuple[str, ...]


def commands(block: Block) -> Iterator[Shown]:
    """The commands of a console block; one that ends in a backslash goes on in the next line."""
    line, command, output = 0, "", list[str]()
    for number, text in enumerate(block.text.splitlines(), block.line + 1):
        if command.endswith("\\"):
            command = f"{command[:-1].rstrip()} {text.removeprefix('> ').strip()}"
        elif text.startswith("$ "):
            if command:
                yield Shown(line, command, tuple(output))
            line, command, output = number, text[2:].strip(), []
        elif not command and text.strip():
            raise AssertionError(f"line {number}: a console block begins with a line `$ command`")
        else:
            output.append(text)
    if command:
        yield Shown(line, command, tuple(output))


def agrees(output: str, shown: tuple[str, ...]) -> bool:
    """Whether an output is the one shown: a line `...` stands for any lines, `...` within a line for any text."""
    expected = "".join(_pattern(line) for line in _trimmed(shown))
    return re.fullmatch(expected, "".join(f"{line}\n" for line in _trimmed(output.splitlines()))) is not None


def _pattern(line: str) -> str:
    if line.strip() == ANY:
        return r"(?:[^\n]*\n)*"
    return "[^\n]*".join(map(re.escape, line.split(ANY))) + "\n"


def _trimmed(lines: tuple[str, ...] | list[str]) -> list[str]:
    """The lines without blanks at their ends, and without empty lines at the end of all."""
    return "\n".join(line.rstrip() for line in lines).rstrip("\n").split("\n")
