"""Answers in words: facts filled in, the tense of the day, the reader's language."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.guide.entries import Outcome, Phase
from bot.guide.guide import Guide
from bot.guide.rendering import Renderer

BAMAKO = ZoneInfo("Africa/Bamako")
MOMENTS = {
    Phase.BEFORE: datetime(2025, 11, 8, 9, tzinfo=BAMAKO),
    Phase.DURING: datetime(2025, 11, 12, 9, tzinfo=BAMAKO),
    Phase.AFTER: datetime(2026, 11, 24, 9, tzinfo=BAMAKO),
}
LONGEST = 400


@pytest.fixture(scope="module")
def renderer(guide: Guide) -> Renderer:
    return Renderer(guide)


def test_every_answer_is_short_and_complete_in_every_language_and_phase(guide: Guide, renderer: Renderer) -> None:
    """At most 400 characters once filled in, no brace left over, in each language on each kind of day."""
    for language in guide.languages:
        for entry in guide.entries.values():
            if entry.outcome in (Outcome.UNKNOWN, Outcome.DECLINED):
                continue
            for now in MOMENTS.values():
                text = renderer.answer(entry, language, now).text
                assert 0 < len(text) <= LONGEST, (language, entry.id, len(text))
                assert "{" not in text, (language, entry.id)


def test_every_interface_text_can_be_said_in_every_language(guide: Guide, renderer: Renderer) -> None:
    """Each key of faq/interface.yaml has a text in each language, and its facts can be filled in."""
    values = {"count": 2, "language": "x", "paragraphs": "1", "number": 3, "bot": "a_bot", "kept_for": "30 days"}
    for language, spoken in guide.languages.items():
        for key in guide.languages["fr"].interface:
            assert key in spoken.interface, (language, key)
            assert "{" not in renderer.interface(key, language, **values)


@pytest.mark.parametrize(
    ("moment", "pieces"),
    [
        ("2025-11-08T09:00", ["se tiendra", "3 jours"]),
        ("2025-11-10T23:59:59", ["se tiendra", "1 jour"]),
        ("2025-11-11T00:00:00", ["en ce moment", "jour 1 sur 4"]),
        ("2025-11-11T23:59:59", ["jour 1 sur 4"]),
        ("2025-11-12T00:00:00", ["jour 2 sur 4"]),
        ("2025-11-13T23:59:59", ["jour 3 sur 4"]),
        ("2025-11-14T23:59:59", ["jour 4 sur 4"]),
        ("2025-11-15T00:00:00", ["a eu lieu", "terminé"]),
    ],
)
def test_the_dates_are_told_in_the_tense_of_the_day(
    guide: Guide, renderer: Renderer, moment: str, pieces: list[str]
) -> None:
    """Before: how many days are left; during: which day it is; after: that it is over; to the second, in Bamako."""
    text = renderer.answer(guide.entries["dates"], "fr", datetime.fromisoformat(moment).replace(tzinfo=BAMAKO)).text
    assert all(piece in text for piece in pieces), text
    assert "11–14 novembre 2025" in text


def test_a_language_without_texts_falls_back_to_english(guide: Guide, renderer: Renderer) -> None:
    """A reader of a language that has no file gets English, and the caller is told so."""
    rendered = renderer.answer(guide.entries["venue"], "pl", MOMENTS[Phase.AFTER])
    assert rendered.language == "en"


def test_counts_keep_their_hedge(guide: Guide, renderer: Renderer) -> None:
    """The article says "more than thirty": no language may turn it into thirty."""
    for language, spoken in guide.languages.items():
        text = renderer.answer(guide.entries["countries_count"], language, MOMENTS[Phase.AFTER]).text
        hedge = spoken.interface["more_than"].text.replace("{number}", "30")
        assert hedge.casefold() in text.casefold(), (language, text)


def test_an_entry_without_an_answer_is_refused(guide: Guide, renderer: Renderer) -> None:
    """What is outside the FAQ has no text of its own."""
    with pytest.raises(KeyError):
        renderer.answer(guide.entries["outside:sport"], "fr", MOMENTS[Phase.AFTER])
