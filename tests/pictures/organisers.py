"""What an organiser does from the phone, in French and in English: the pictures of docs/organisers.md."""

import json
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.conftest import BAMAKO, ROOT
from tests.pictures.studio import ORGANISER, Studio
from tests.pictures.transcript import Transcript

BEFORE_THE_EVENT = datetime(2025, 11, 5, 16, 20, tzinfo=BAMAKO)
_CROWD_COMES = datetime(2025, 11, 8, 9, tzinfo=BAMAKO)
_A_DAY = 25
_DATE = ("last_day: 2025-11-14", "last_day: 2025-11-15")
_MISTAKE = ("{dates}. Ouverture", "{date}. Ouverture")


@dataclass(frozen=True, slots=True)
class Script:
    """What an organiser and the visitors type, and the corrections (old, new) they make in the files."""

    language: str
    answer_file: str
    answer: tuple[str, str]
    question: str
    unanswered: tuple[str, ...]
    belongs: str
    alone: str


FRENCH = Script(
    language="fr",
    answer_file="faq/dates.yaml",
    answer=("Ouverture dans {days_until}.", "Les portes ouvrent dans {days_until}."),
    question="C'est quand ?",
    unanswered=("c'est vers la colline ?", "le salon est vers la colline ?", "c'est vers la colline ?"),
    belongs="→ Lieu",
    alone="le patron de Baykar sera là ?",
)
ENGLISH = Script(
    language="en",
    answer_file="translations/en.yaml",
    answer=("It opens in {days_until}.", "The doors open in {days_until}."),
    question="When is it?",
    unanswered=("is it by the river?", "iz it by the river", "is it by the river?"),
    belongs="→ Venue",
    alone="who is the godfather of the show",
)


async def pictured(studio: Studio, script: Script) -> AsyncIterator[tuple[str, Transcript]]:
    """The pictures by name, each as soon as it can be taken; no question is left unanswered."""
    studio.now = BEFORE_THE_EVENT
    fatou = studio.phone(ORGANISER, "Fatou", script.language)

    await fatou.hands("dates.yaml", _corrected(_read("faq/dates.yaml"), _MISTAKE))
    yield f"broken-{script.language}", fatou.shown()

    (draft,) = await fatou.hands(Path(script.answer_file).name, _corrected(_read(script.answer_file), script.answer))
    (other,) = await fatou.hands("event.yaml", _corrected(_read("faq/event.yaml"), _DATE))
    yield f"difference-{script.language}", fatou.shown(4)

    await fatou.taps(other.labels[1], other)
    start = len(fatou.stage.room.notes)
    await fatou.taps(draft.labels[0], draft)
    await fatou.says(script.question)
    await fatou.says("/undo")
    await fatou.says(script.question)
    await fatou.says("/export")
    yield f"undo-{script.language}", fatou.shown(len(fatou.stage.room.notes) - start)

    await fatou.says("/rehearse 2025-11-12 09:00")
    await fatou.says(script.question)
    await fatou.says("/rehearse")
    yield f"rehearse-{script.language}", fatou.shown(6)

    awa = studio.phone(42, "Awa", script.language)
    for question in (*script.unanswered, script.alone):
        await awa.says(question)
    _, *clusters = await fatou.says("/unanswered")
    yield f"unanswered-{script.language}", fatou.shown(2 + len(clusters))

    await fatou.taps(script.belongs, clusters[0])
    yield f"learned-{script.language}", fatou.shown(1 + len(clusters))
    for cluster in clusters[1:]:
        await fatou.taps(cluster.labels[-1], cluster)


async def crowd(studio: Studio) -> None:
    """Some days of visitors, who ask what the FAQ is measured with; at its end it is an evening during the event."""
    asked = [question for language in ("fr", "en") for question in _questions(language)]
    random.Random(11).shuffle(asked)
    for day, start in enumerate(range(0, len(asked), _A_DAY)):
        studio.now = _CROWD_COMES + timedelta(days=day)
        for place, question in enumerate(asked[start : start + _A_DAY]):
            await studio.phone(1000 + place, "Awa", question["lang"]).says(question["q"])


async def stats(studio: Studio, script: Script) -> Transcript:
    """What an organiser then gets from /stats."""
    fatou = studio.phone(ORGANISER, "Fatou", script.language)
    await fatou.says("/stats")
    return fatou.shown()


def _questions(language: str) -> list[dict[str, str]]:
    lines = (ROOT / "tests" / "questions" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[::3]]


def _read(file: str) -> str:
    return Path(file).read_text(encoding="utf-8")


def _corrected(text: str, correction: tuple[str, str]) -> str:
    old, new = correction
    assert old in text, f"no file holds {old!r} any more"
    return text.replace(old, new, 1)
