"""From the organisers' files to an assistant, and from their mistakes to lines that say how to mend them."""

from pathlib import Path

from bot.assistant import Assistant
from bot.guide.guide import SOURCE_LANGUAGE, Guide
from bot.guide.problems import Severity, render
from bot.reading import load_guide, read_guide
from bot.rivalry import rivalries
from bot.trials import trials
from bot.understanding.fitted_cache import FittedCache
from bot.understanding.understanding import Understanding


class Broken(Exception):
    """The files hold an error, so there is no Guide; the message is the first error and what to run to see all."""


def load_assistant(faq: Path, translations: Path, cache: Path | None) -> Assistant:
    """An assistant over the files, from the state in `cache` where that is of these very files. Raises Broken."""
    understanding = load_understanding(faq, translations, cache)
    return Assistant(understanding.guide, understanding)


def load_understanding(faq: Path, translations: Path, cache: Path | None) -> Understanding:
    """What tells questions apart, over the files; as `load_assistant`."""
    reading = load_guide(faq, translations, cache / "guide.json" if cache else None)
    if reading.guide is None:
        first = render(reading.errors[0], "en")
        raise Broken(f"{first} ({len(reading.errors)} in all: run `bamex-bot check` to see them)")
    return _understanding(reading.guide, cache)


def problems(faq: Path, translations: Path, language: str, cache: Path | None) -> tuple[list[str], bool]:
    """Every problem as a line in French or English, and whether one of them is an error.

    All files are read anew; `cache` only spares fitting. The FAQ's own tests are tried only when the files can be read
    without an error.
    """
    reading = read_guide(faq, translations)
    found = list(reading.problems)
    if reading.guide is not None:
        understanding = _understanding(reading.guide, cache)
        found += trials(reading.guide, understanding, reading.trial_places)
        found += (rivalry.problem(str(faq)) for rivalry in rivalries(understanding, SOURCE_LANGUAGE))
    return [render(problem, language) for problem in found], any(
        problem.severity is Severity.ERROR for problem in found
    )


def _understanding(guide: Guide, cache: Path | None) -> Understanding:
    return Understanding(guide, FittedCache(cache, guide.digest) if cache else None)
