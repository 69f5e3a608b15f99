"""What a report tells, gathered from the database and the organisers' files."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.assistant import Assistant
from bot.guide.documents import read_documents
from bot.guide.files import read_folder
from bot.guide.guide import SOURCE_LANGUAGE
from bot.guide.originals import originals
from bot.guide.problems import Severity
from bot.insights.clusters import Cluster, clusters
from bot.insights.figures import Figures, figures
from bot.rivalry import Rivalry, closest_pairs
from bot.settings import Settings
from bot.store.asked import Asked, Kind, Unanswered
from bot.store.reading import reading
from bot.store.votes import Vote, Votes
from bot.translation.filling import BrokenFile, counted
from bot.understanding.understanding import Understanding

_DAY = 86_400
# One stray question is no likeness.
_LEAST_STOLEN = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database holds of visitors' questions."""

    counts: Mapping[Kind, int]
    unanswered: tuple[Unanswered, ...]
    votes: Mapping[tuple[str, str], Mapping[Vote, int]]


@dataclass(frozen=True, slots=True)
class Contents:
    """`made` is in the event's time zone. `kept_days` is how long unanswered questions are kept.

    `translations` counts the states of a language's texts; None for a file that cannot be read.
    """

    made: datetime
    has_database: bool
    kept_days: int
    figures: Figures
    clusters: tuple[Cluster, ...]
    votes: Mapping[str, Mapping[Vote, int]]
    translations: Mapping[str, Counter[str] | None]
    pairs: tuple[Rivalry, ...]


async def kept(settings: Settings, now: datetime) -> Kept | None:
    """What is in the database; None where no bot has kept anything yet. Raises StoreUnavailable."""
    async with reading(settings.database_url.reveal()) as store:
        if store is None:
            return None
        asked = Asked(store)
        since = int(now.timestamp()) - settings.unanswered_days * _DAY
        # The key marks who voted; adding up needs none.
        votes = await Votes(store, key="").counts()
        return Kept(await asked.counts(), tuple(await asked.unanswered(since)), votes)


def gathered(
    found: Kept | None, assistant: Assistant, understanding: Understanding, settings: Settings, now: datetime
) -> Contents:
    """Everything a report tells; takes seconds, for every French question is asked once more."""
    made = now.astimezone(assistant.guide.event.time_zone)
    there = found or Kept({}, (), {})
    return Contents(
        made=made,
        has_database=found is not None,
        kept_days=settings.unanswered_days,
        figures=figures(there.counts, made.date()),
        clusters=tuple(clusters(there.unanswered, understanding)),
        votes=_by_entry(there.votes),
        translations=_translations(settings.faq_dir, settings.translations_dir),
        pairs=tuple(pair for pair in closest_pairs(understanding, SOURCE_LANGUAGE) if pair.stolen >= _LEAST_STOLEN),
    )


def _by_entry(votes: Mapping[tuple[str, str], Mapping[Vote, int]]) -> dict[str, Counter[Vote]]:
    """The votes of all languages together, the entries that helped least first."""
    found: dict[str, Counter[Vote]] = {}
    for (entry, _), counts in votes.items():
        found.setdefault(entry, Counter()).update(counts)
    return dict(sorted(found.items(), key=lambda item: (-item[1][Vote.DOWN], -item[1][Vote.UP], item[0])))


def _translations(faq: Path, translations: Path) -> dict[str, Counter[str] | None]:
    folder = read_folder(translations, Severity.WARNING)
    documents, _ = read_documents(read_folder(faq, Severity.ERROR), folder)
    french = originals(documents)
    found: dict[str, Counter[str] | None] = {}
    for file in folder.files:
        try:
            found[file.stem] = counted(Path(file.path), french)
        except BrokenFile:
            found[file.stem] = None
    return found
