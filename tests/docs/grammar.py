"""What a command may be written like: the sub-commands and options of `bamex-bot`, the targets of the Makefile."""

import argparse
import re
import shlex
from functools import cache
from importlib.util import find_spec

from bot.cli import command_line
from tests.conftest import ROOT

_TARGETS = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
_PROGRAMS = ("bamex-bot", ".venv/bin/bamex-bot")
# How inline code begins that is a command to look at.
NAMED = (*(f"{program} " for program in _PROGRAMS), "make ", "python -m ")


def faults(command: str) -> list[str]:
    """What is wrong with a shell line that runs `bamex-bot` or `make`; nothing if it runs neither."""
    found: list[str] = []
    for simple in re.split(r"&&|\|\||[|;]|\$\(", command):
        try:
            words = shlex.split(simple, comments=True)
        except ValueError:
            words = simple.split()
        while words and re.fullmatch(r"[A-Z_]+=.*|sudo|env|time|exec", words[0]):
            words = words[1:]
        if words and words[0] in _PROGRAMS:
            found += _bamex_faults(words[1:])
        elif words and words[0] == "make":
            found += _make_faults(words[1:])
        elif words[:2] == ["python", "-m"] and words[2].split(".")[0] in ("bot", "tests"):
            found += [] if find_spec(words[2]) else [f"there is no module {words[2]}"]
    return found


@cache
def targets() -> frozenset[str]:
    """The targets of the Makefile that people may ask for."""
    return frozenset(_TARGETS.findall((ROOT / "Makefile").read_text(encoding="utf-8")))


def _make_faults(words: list[str]) -> list[str]:
    wanted = [word for word in words if "=" not in word and not word.startswith("-")]
    return [f"make has no target {word}" for word in wanted if word not in targets()]


def _bamex_faults(words: list[str]) -> list[str]:
    grammar, place, found = command_line(), "bamex-bot", list[str]()
    for word in words:
        commands = _commands(grammar)
        if word == "--":
            break
        if word.startswith("-") and len(word) > 1 and not word[1:].isdigit():
            option = word.split("=")[0]
            if option not in grammar._option_string_actions:
                found.append(f"{place} has no option {option}")
        elif commands is not None:
            if word in ("...", "COMMAND"):
                break
            if word not in commands:
                return [*found, f"{place} has no command {word}"]
            grammar, place = commands[word], f"{place} {word}"
    return found


def _commands(grammar: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser] | None:
    for action in grammar._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return None
