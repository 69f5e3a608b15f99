"""One state of the organisers' files, built and checked whole: what the bot answers from until the next one."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from bot.assistant import Assistant
from bot.editing.sources import Sources
from bot.guide import cache as compiled
from bot.guide.guide import Guide
from bot.guide.problems import Problem, Severity
from bot.reading import read_folders
from bot.trials import trials
from bot.understanding.fitted_cache import FittedCache
from bot.understanding.understanding import Understanding

_MATCHER = "matcher-"


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a question leads: the entries that answer it, or else the outcome; and the entries offered, if any."""

    entries: tuple[str, ...]
    outcome: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Files that do not become an edition, and why: located problems, at least one of them an error."""

    sources: Sources
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the files out."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


class Edition:
    """A Guide with its understanding; what it was read from; and, once asked for, where every known question leads."""

    def __init__(
        self, sources: Sources, guide: Guide, understanding: Understanding, problems: tuple[Problem, ...] = ()
    ) -> None:
        self.sources, self.guide, self.understanding, self.problems = sources, guide, understanding, problems
        self.assistant = Assistant(guide, understanding)
        self._fingerprints: dict[str, bytes] = {}
        self._reached: dict[str, Reached] = {}

    def fingerprint(self, language: str) -> bytes:
        """Equal for two editions whose matchers of a language (BCP 47) would be equal; empty without the language."""
        if language not in self.guide.languages:
            return b""
        if language not in self._fingerprints:
            self._fingerprints[language] = _fingerprint(self.understanding, language)
        return self._fingerprints[language]

    def reached(self, question: str) -> Reached:
        """Where a question leads."""
        if question not in self._reached:
            decision = self.understanding.decide(question)
            entries = tuple(finding.entry for finding in decision.findings)
            self._reached[question] = Reached(entries, decision.outcome.value, decision.suggestions)
        return self._reached[question]

    def questions(self) -> Iterator[tuple[str, str]]:
        """Every question that the files themselves hold, with the template id of the entry it stands under."""
        for language in self.guide.languages.values():
            for template, texts in language.variants.items():
                yield from ((text, template) for text in texts)
        for template, asked in {entry.template: entry.ask for entry in self.guide.entries.values()}.items():
            yield from ((text, template) for text in asked)

    def keep_compiled(self, cache: Path) -> None:
        """Keep what was built for the next start; a folder that cannot be written is left as it is."""
        compiled.store(cache / "guide.json", self.guide, self.problems)
        self.understanding.keep_in(FittedCache(cache, self.guide.digest))


class _Inheriting(FittedCache):
    """What was fitted, from the disk or from the edition before, where this one's variants are the same.

    Nothing is written: what is not accepted must not push out what the next start needs.
    """

    def __init__(self, cache: Path, digest: str, former: Edition | None) -> None:
        super().__init__(cache, digest)
        self._former = former
        self._heir: Edition | None = None

    def serve(self, heir: Edition | None) -> None:
        """Say who inherits; None when everything is there, so that no edition keeps its forerunners alive."""
        self._heir = heir
        if heir is None:
            self._former = None

    def load(self, name: str) -> dict[str, NDArray[Any]] | None:
        found = self._inherited(name.removeprefix(_MATCHER)) if name.startswith(_MATCHER) else None
        return found or super().load(name)

    def save(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Nothing, as said above."""

    def _inherited(self, language: str) -> dict[str, NDArray[Any]] | None:
        former, heir = self._former, self._heir
        if former and heir and former.fingerprint(language) == heir.fingerprint(language):
            return dict(former.understanding.matcher(language).to_arrays())
        return None


def build(sources: Sources, cache: Path, former: Edition | None = None) -> Edition | Refused:
    """Read, check, fit every language and ask the FAQ's own questions: seconds of work, for a thread of its own."""
    reading = read_folders(sources.faq, sources.translations)
    if reading.guide is None:
        return Refused(sources, reading.problems)
    matchers = _Inheriting(cache, reading.guide.digest, former)
    understanding = Understanding(reading.guide, matchers)
    edition = Edition(sources, reading.guide, understanding, reading.problems)
    matchers.serve(edition)
    understanding.warm_up()
    matchers.serve(None)
    failed = tuple(trials(reading.guide, understanding, reading.trial_places))
    return Refused(sources, (*reading.problems, *failed)) if failed else edition


def trusted(sources: Sources, cache: Path) -> Edition | Refused:
    """An edition of files known to be good: from the cache in an instant, and without asking their questions again."""
    found = compiled.load(cache / "guide.json", sources.digest)
    if found is not None:
        guide, problems = found
        return Edition(sources, guide, Understanding(guide, FittedCache(cache, guide.digest)), problems)
    reading = read_folders(sources.faq, sources.translations)
    if reading.guide is None:
        return Refused(sources, reading.problems)
    compiled.store(cache / "guide.json", reading.guide, reading.problems)
    understanding = Understanding(reading.guide, FittedCache(cache, reading.guide.digest))
    return Edition(sources, reading.guide, understanding, reading.problems)


def _fingerprint(understanding: Understanding, language: str) -> bytes:
    total = hashlib.sha256()
    for example in understanding.examples(language):
        total.update(repr((example.label, example.text, example.terms)).encode("utf-8", "surrogatepass"))
    return total.digest()
