"""The command `report`."""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from bot.starting import Refused, settings_or_refused

OK, PROBLEMS = 0, 1
DEFAULT_FILE = Path("data/report.html")


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `report` to the command line; it sets `run`, which returns the exit status."""
    report = commands.add_parser("report", help="what visitors asked, as one self-contained HTML page")
    report.add_argument(
        "--out",
        metavar="FILE.html",
        type=Path,
        default=DEFAULT_FILE,
        help=f"where to write it (default: {DEFAULT_FILE})",
    )
    report.add_argument("--lang", choices=("fr", "en"), help="language of the page (default: that of this terminal)")
    report.set_defaults(run=run_report)


def run_report(options: argparse.Namespace) -> int:
    """`report`: 0 once the page is written, 1 if it could not be made. Raises Refused for wrong use."""
    # Imported here: every command passes through this module.
    from bot.assistant import Assistant
    from bot.insights.report.contents import gathered, kept
    from bot.insights.report.page import Page
    from bot.loading import Broken, load_understanding
    from bot.store.files import write_private
    from bot.store.store import StoreUnavailable

    file: Path = options.out
    if file.suffix.lower() not in (".html", ".htm") or file.is_dir():
        raise Refused(f"--out: {file.name!r} must be a file that ends in .html")
    settings = settings_or_refused()
    now = settings.clock()()
    try:
        # Before what takes long, so that a wrong place is told at once.
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = asyncio.run(kept(settings, now))
        understanding = load_understanding(settings.faq_dir, settings.translations_dir, settings.cache_dir)
    except OSError as error:
        return _unwritable(file, error)
    except StoreUnavailable as error:
        return _problem(str(error))
    except Broken as error:
        raise Refused(str(error)) from error
    assistant = Assistant(understanding.guide, understanding)
    contents = gathered(found, assistant, understanding, settings, now)
    try:
        write_private(file, Page(contents, assistant, options.lang or _terminals_language()).html())
    except OSError as error:
        return _unwritable(file, error)
    print(file)
    return OK


def _terminals_language() -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((os.environ[name] for name in names if os.environ.get(name)), "en").split("_")[0]


def _unwritable(file: Path, error: OSError) -> int:
    return _problem(f"--out: {file} cannot be written ({error.strerror or type(error).__name__})")


def _problem(line: str) -> int:
    print(f"bamex-bot: {line}", file=sys.stderr)
    return PROBLEMS
