"""The two folders of YAML → a Guide, or every problem that keeps them from being one.

Importing this module, and a start from the cache, load neither pydantic nor the YAML parser.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.guide import cache as compiled
from bot.guide.files import Folder, digest, read_folder
from bot.guide.guide import Guide
from bot.guide.problems import Problem, Severity, Wording

if TYPE_CHECKING:
    from bot.guide.documents import Documents

_NOTHING = Wording("", "")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading: the Guide unless a problem is an error, and all problems, by file and line.

    `trial_places` says where the tests of the entries stand: (template id, question) → file, line, column. It is empty
    for a Guide that comes from the cache.
    """

    guide: Guide | None
    problems: tuple[Problem, ...] = ()
    trial_places: Mapping[tuple[str, str], tuple[str, int, int]] = field(default_factory=dict, compare=False)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the Guide from being built."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def read_guide(faq: Path, translations: Path) -> Reading:
    """Read and check every file. Never raises on what the files hold."""
    folders = _folders(faq, translations)
    return _read(*folders, digest(folders))


def read_folders(faq: Folder, translations: Folder) -> Reading:
    """As `read_guide`, of folders that are in memory already."""
    return _read(faq, translations, digest((faq, translations)))


def load_guide(faq: Path, translations: Path, cache: Path | None) -> Reading:
    """As `read_guide`, but from the compiled file `cache` if it was made from these very files; else make it.

    A cache that cannot be read, trusted or written is as good as none. Problems are located as they were when the cache
    was made.
    """
    folders = _folders(faq, translations)
    digest_ = digest(folders)
    if cache is not None:
        found = compiled.load(cache, digest_)
        if found is not None:
            return Reading(*found)
    reading = _read(*folders, digest_)
    if cache is not None and reading.guide is not None:
        compiled.store(cache, reading.guide, reading.problems)
    return reading


def _folders(faq: Path, translations: Path) -> tuple[Folder, Folder]:
    # French alone is a bot too: translations that are not there yet are worth a word, no more.
    return read_folder(faq, Severity.ERROR), read_folder(translations, Severity.WARNING)


def _read(faq: Folder, translations: Folder, digest_: str) -> Reading:
    # Imported here, so that a start from the cache does without pydantic and the YAML parser.
    from bot.guide.building import build
    from bot.guide.checking import check
    from bot.guide.documents import read_documents
    from bot.translation.served import located, refusals, without

    documents, problems = read_documents(faq, translations)
    problems += [*faq.problems, *translations.problems, *check(documents)]
    if any(problem.severity is Severity.ERROR for problem in problems):
        return Reading(None, _in_order(problems))
    guide = build(documents, digest_)
    refused = refusals(guide)
    problems += located(refused, documents.translations)
    return Reading(without(guide, refused), _in_order(problems), dict(_trial_places(documents)))


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda found: (found.file, found.line, found.column)))


def _trial_places(documents: "Documents") -> Iterator[tuple[tuple[str, str], tuple[str, int, int]]]:
    for topic in documents.topics:
        for position, entry in enumerate(topic.shape.entries):
            for key, questions in (("ask", entry.tests.ask), ("not", entry.tests.not_)):
                for number, question in enumerate(questions):
                    path = ("entries", topic.place(position), "tests", key, number)
                    found = topic.problem(path, _NOTHING, _NOTHING)
                    yield (entry.id, question), (found.file, found.line, found.column)
