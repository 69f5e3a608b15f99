"""Every command that a page shows works: console blocks are run, the others are named here with the reason."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs.cannot_run import CANNOT_RUN
from tests.docs.console import Shown, agrees, commands
from tests.docs.grammar import NAMED, faults, targets
from tests.docs.pages import Block, Page, pages

# Blocks that hold no command: what a page may show beside them.
_OTHER_BLOCKS = frozenset({"yaml", "json", "text", "ini", "nginx", "python", "mermaid", "ftl", "markdown"})
_LEFT_OUT = frozenset({".git", ".venv", ".env", ".hypothesis", "data", "build", "dist"})
_LEFT_OUT_ANYWHERE = shutil.ignore_patterns("__pycache__", ".*_cache", "*.egg-info")
_SECONDS = 300


def _runnable(page: Page) -> list[Block]:
    return [block for block in page.blocks if block.language in ("console", "diff")]


def _sh_lines() -> set[str]:
    found: set[str] = set()
    for page in pages():
        for block in page.blocks:
            if block.language == "sh":
                lines = block.text.replace("\\\n", " ").splitlines()
                found |= {" ".join(line.partition(" # ")[0].split()) for line in lines}
    return {line for line in found if line and not line.startswith("#")}


def _unpublished(folder: str, names: list[str]) -> set[str]:
    top = _LEFT_OUT & {*names} if Path(folder) == ROOT else set()
    return {*top, *_LEFT_OUT_ANYWHERE(folder, names)}


@pytest.fixture
def scratch(tmp_path: Path, cache: Path) -> Path:
    """A copy of the repository with nothing in it that is not published, and what is fitted already within reach."""
    copy = tmp_path / "bamex-bot"
    shutil.copytree(ROOT, copy, ignore=_unpublished, symlinks=True)
    fitted = copy / "data" / "cache"
    fitted.mkdir(parents=True)
    for path in cache.iterdir():
        # Links: whoever renews the cache replaces them and leaves the files alone.
        (fitted / path.name).symlink_to(path)
    (copy / ".venv").symlink_to(Path(sys.executable).parent.parent)
    return copy


def _run(shown: Shown, folder: Path, home: Path) -> str | None:
    """Run a command in the copy; what is wrong with it, or None."""
    if shown.command.startswith("make "):
        return None
    path = os.pathsep.join((str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"))
    done = subprocess.run(
        ["bash", "-c", shown.command], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=_SECONDS, check=False,
        env={"HOME": str(home), "PATH": path, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(folder)},
    )  # fmt: skip
    if not any(shown.output) and done.returncode:
        return f"ended with {done.returncode}:\n{done.stdout}"
    if any(shown.output) and not agrees(done.stdout, shown.output):
        return "\n".join(["printed", done.stdout, "and the page shows", *shown.output])
    return None


@pytest.mark.parametrize("page", [page for page in pages() if _runnable(page)], ids=lambda page: page.name)
def test_the_console_blocks_of_a_page_run(page: Page, scratch: Path, tmp_path: Path) -> None:
    """A page's commands, in order, in a fresh copy of the repository, print what the page shows; its diffs apply."""
    home = tmp_path / "home"
    home.mkdir()
    for block in _runnable(page):
        if block.language == "diff":
            done = subprocess.run(
                ["git", "apply", "-"], cwd=scratch, input=block.text, capture_output=True, text=True, check=False,
                env={**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path)},
            )  # fmt: skip
            assert done.returncode == 0, f"{page.name}:{block.line}: {done.stderr}"
            continue
        for shown in commands(block):
            wrong = _run(shown, scratch, home)
            assert wrong is None, f"{page.name}:{shown.line}: {shown.command}\n{wrong}"


def test_every_command_that_cannot_run_is_listed_with_its_reason() -> None:
    """A command of an sh block stands in CANNOT_RUN, and what stands there is on a page."""
    assert _sh_lines() == set(CANNOT_RUN)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_block_says_what_it_holds(page: Page) -> None:
    """Each fenced block names its language, and commands stand in no other way than fenced."""
    for block in page.blocks:
        assert block.language in {"console", "diff", "sh"} | _OTHER_BLOCKS, f"{page.name}:{block.line}"
    indented = [number for number, line in enumerate(page.prose.splitlines(), 1) if line.startswith("    $ ")]
    indented += [
        number
        for number, line in enumerate(page.prose.splitlines(), 1)
        if line.startswith(("    make ", "    bamex-bot ", "    .venv/", "    pip ", "    docker "))
    ]
    assert indented == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_command_that_is_named_exists(page: Page) -> None:
    """What begins with `bamex-bot` or `make`, in text and in blocks, names commands, targets and options that exist."""
    named = [(line, code) for line, code in page.inline_code() if code.startswith(NAMED)]
    for block in page.blocks:
        if block.language == "sh":
            named += [(block.line, line) for line in block.text.replace("\\\n", " ").splitlines()]
        elif block.language == "console":
            named += [(shown.line, shown.command) for shown in commands(block)]
    wrong = [f"{page.name}:{line}: {fault}" for line, code in named for fault in faults(code)]
    assert wrong == []


@pytest.mark.parametrize("target", sorted(targets()))
def test_every_target_of_the_makefile_can_be_made(target: str) -> None:
    """`make -n` finds a way to each target, and `make help` names it."""
    subprocess.run(["make", "-n", target], cwd=ROOT, check=True, capture_output=True)
    told = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert target == "help" or f"make {target} " in told
