"""Six weeks of a bot in use, the same at every run: 12 languages, every topic, votes on nearly every entry."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.guide.entries import Outcome
from bot.guide.guide import Guide
from bot.insights.clusters import Cluster
from bot.insights.figures import figures
from bot.insights.report.contents import Contents
from bot.rivalry import Rivalry
from bot.store.asked import Kind, Unanswered
from bot.store.votes import Vote

FIRST, LAST = date(2025, 10, 10), date(2025, 11, 20)
NOW = datetime(2025, 11, 20, 18, tzinfo=ZoneInfo("Africa/Bamako"))
LANGUAGES = ("fr", "en", "ar", "tr", "es", "pt", "ru", "zh", "hi", "de", "ha", "sw")
MOST_ENTRIES = 94
_OUTCOMES = (Outcome.ANSWER, Outcome.NOT_STATED, Outcome.SUGGEST, Outcome.UNKNOWN, Outcome.DECLINED)
_BUSIEST = date(2025, 11, 12)

HOSTILE = '<script>alert(1)</script><img src="http://tracker.example/x.png" onerror=alert(2)> {{ 7*7 }} \u202eevil'
QUESTIONS: tuple[tuple[str, str, int], ...] = (
    ("Y a-t-il du wifi sur le site ?", "fr", 14),
    ("where can I leave my luggage", "en", 9),
    ("هل يوجد مكان للصلاة قريب من المعرض؟", "ar", 7),
    ("Est-ce que je peux venir avec mon chien, et si oui par quelle entrée, et y a-t-il de l'eau pour lui ?", "fr", 5),
    ("Gümrük için hangi belgeler gerekli", "tr", 4),
    ("je m'appelle ▒, mon numéro est ▒, rappelez-moi", "fr", 2),
    ("डिजिटल कैटलॉग कहाँ मिलेगा", "hi", 2),
    ("展会有中文讲解吗", "zh", 2),
    ("Taumatawhakatangihangakoauauotamateaturipukakapikimaungahoronukupokaiwhenuakitanatahu", "en", 1),
    (HOSTILE, "en", 1),
)


def counts(guide: Guide) -> dict[Kind, int]:
    """Questions of 42 days: few, then a crowd during the event, then few; two days without any."""
    chance = random.Random(25)
    topics = [entry.topic for entry in guide.entries.values() if entry.outcome is Outcome.ANSWER]
    found: dict[Kind, int] = {}
    for place in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=place)
        if place in (8, 9):
            continue
        for rank, language in enumerate(LANGUAGES):
            crowd = 900 / (1 + abs((day - _BUSIEST).days) ** 1.6) / (1 + rank) ** 1.3
            for outcome, weight in zip(_OUTCOMES, (0.78, 0.09, 0.05, 0.06 + rank / 200, 0.02), strict=True):
                answered = outcome in (Outcome.ANSWER, Outcome.NOT_STATED)
                parts = 4 if answered else 1
                for _ in range(parts):
                    topic = (
                        "" if not answered else "practical" if outcome is Outcome.NOT_STATED else chance.choice(topics)
                    )
                    count = round(crowd * weight / parts * chance.uniform(0.5, 1.5))
                    if count:
                        kind = Kind(day.isoformat(), language, outcome.value, topic)
                        found[kind] = found.get(kind, 0) + count
    return found


def unanswered() -> list[Unanswered]:
    """Masked questions, some asked often, one hostile."""
    rows = [(text, language) for text, language, times in QUESTIONS for _ in range(times)]
    at = int(NOW.timestamp())
    return [
        Unanswered(text, language, Outcome.UNKNOWN.value, at - place * 3_600, place + 1)
        for place, (text, language) in enumerate(rows)
    ]


def votes(entries: Sequence[str]) -> dict[tuple[str, str], dict[Vote, int]]:
    """Votes on up to 94 entries, in two languages each."""
    chance = random.Random(11)
    return {
        (entry, language): {Vote.UP: chance.randrange(1, 60), Vote.DOWN: chance.choice((0, 0, 1, 2, 5, 20))}
        for entry in entries[:MOST_ENTRIES]
        for language in ("fr", chance.choice(LANGUAGES[1:]))
    }


def contents(guide: Guide) -> Contents:
    """A whole report, with a broken translation file and votes on an entry that is no longer there."""
    asked: dict[tuple[str, str], list[Unanswered]] = {}
    for row in unanswered():
        asked.setdefault((row.text, row.language), []).append(row)
    titled = [entry.id for entry in guide.entries.values() if entry.topic != "outside"]
    by_entry: dict[str, Counter[Vote]] = {HOSTILE: Counter({Vote.UP: 1, Vote.DOWN: 2})}
    for (entry, _), found in votes(titled).items():
        by_entry.setdefault(entry, Counter()).update(found)
    states = {code: Counter(reviewed=40 * place, drafted=480 - 40 * place) for place, code in enumerate(LANGUAGES[1:])}
    states["ha"] = Counter(drafted=300, machine=120, stale=60, missing=40)
    return Contents(
        made=NOW,
        has_database=True,
        kept_days=30,
        figures=figures(counts(guide), NOW.date()),
        clusters=tuple(Cluster(text, language, tuple(rows)) for (text, language), rows in asked.items()),
        votes=by_entry,
        translations=states | {"it": None},
        pairs=(
            Rivalry("countries_count", "delegations", 5, 43, "quel est le nombre de délégations étrangères"),
            Rivalry("outside:travel", "not_in_document:visa", 12, 77, HOSTILE),
        ),
    )


def nothing() -> Contents:
    """The report of a bot that has not run yet."""
    return Contents(NOW, False, 30, figures({}, NOW.date()), (), {}, {}, ())
