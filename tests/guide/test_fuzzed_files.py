"""The organisers' files with anything changed in them: read or reported, line by line, and never an exception."""

import os
import random
from collections.abc import Iterator

from bot.guide.files import MAX_BYTES, Folder, SourceFile
from bot.guide.problems import render
from bot.reading import read_folders
from tests.conftest import FAQ, TRANSLATIONS

ROUNDS = int(os.environ.get("FUZZ_FILES", "60"))
# Small ones, so that a round takes milliseconds. Between them they have every kind of entry and fact.
FAQ_FILES = ("event.yaml", "dates.yaml", "venue.yaml", "programme.yaml", "interface.yaml")
MARKS = (
    *("\t", "  ", "- ", ": ", ":", "#", "&a ", "*a ", "<<: *a", "!!python/object:os.system ", "!!binary ", "? ", "| "),
    *("> ", "'", '"', "[", "]", "{", "}", "{event}", "{x", "%YAML 9.9\n", "---\n", "...\n", "\x00", "\ufeff", "\u2028"),
    *("\r", "é", "\u202e", "~", "no", "0o17", "1e999", "2025-13-45", ".inf", "@", "`", "\\", "- - - - ", "id: dates\n"),
)


def test_changed_files() -> None:
    """With lines lost, doubled and moved, marks put in and bytes broken, each problem has its place and its words."""
    faq = {name: (FAQ / name).read_bytes() for name in FAQ_FILES}
    translations = {"sw.yaml": (TRANSLATIONS / "sw.yaml").read_bytes()[:20_000].rpartition(b"\n")[0] + b"\n"}
    whole = faq | translations
    for name, content in _changed(whole, ROUNDS):
        changed = {**whole, name: content}
        reading = read_folders(_folder("faq", changed, faq), _folder("translations", changed, translations))
        assert (reading.guide is None) == bool(reading.errors)
        lines = {f"{'faq' if each in faq else 'translations'}/{each}": _lines(text) for each, text in changed.items()}
        for problem in reading.problems:
            assert problem.line >= 1
            assert problem.column >= 1
            assert problem.line <= lines.get(problem.file, 1)
            assert render(problem, "fr").isprintable()
            assert render(problem, "en").isprintable()


def _folder(name: str, contents: dict[str, bytes], files: dict[str, bytes]) -> Folder:
    return Folder(
        name,
        tuple(
            SourceFile(f"{name}/{file}", file.removesuffix(".yaml"), contents[file][: MAX_BYTES + 1]) for file in files
        ),
    )


def _lines(content: bytes) -> int:
    # YAML counts more characters as line breaks than Python's readlines does.
    return len(content.decode("utf-8", "replace").splitlines()) + 1


def _changed(whole: dict[str, bytes], rounds: int) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(25)
    names = sorted(whole)
    for _ in range(rounds):
        name = chance.choice(names)
        lines = whole[name].decode().splitlines(keepends=True)
        for _ in range(chance.choice((1, 1, 2, 3, 8))):
            at = chance.randrange(len(lines))
            column = chance.randrange(len(lines[at]) + 1)
            match chance.randrange(8):
                case 0:
                    del lines[at : at + chance.randrange(1, 4)]
                case 1:
                    lines.insert(at, chance.choice(lines))
                case 2:
                    lines[at] = lines[at].lstrip() if chance.random() < 0.5 else "  " + lines[at]
                case 3:
                    lines[at] = lines[at][:column]
                case 4:
                    lines[at] = lines[at][:column] + chr(chance.choice((0, 9, 0x85, 0x2028, 0xFEFF, 0x1F600))) + "\n"
                case _:
                    lines[at] = lines[at][:column] + chance.choice(MARKS) + lines[at][column:]
            lines = lines or [""]
        content = bytearray("".join(lines).encode())
        if content and chance.random() < 0.2:
            content[chance.randrange(len(content))] = chance.randrange(256)
        yield name, bytes(content)
