"""Entries that steal each other's questions are found before visitors find them."""

import hashlib
from dataclasses import replace

from bot.guide.guide import Guide
from bot.rivalry import rivalries
from bot.understanding.understanding import Understanding


def test_an_entry_that_takes_anothers_questions_is_named(guide: Guide) -> None:
    """Half of the venue's questions put under the parking entry: the two are told to be rivals, with an example."""
    french = guide.languages["fr"]
    kept = {"venue", "dates", "duration", "goals", "thanks", "greeting", "not_in_document:parking"}
    variants = {template: texts[:40] for template, texts in french.variants.items() if template in kept}
    shuffled = sorted(variants["venue"], key=lambda text: hashlib.sha256(text.encode()).hexdigest())
    variants["venue"], variants["not_in_document:parking"] = tuple(shuffled[:20]), tuple(shuffled[20:])
    mixed = replace(guide, languages={"fr": replace(french, variants=variants)})
    pairs = {frozenset({rivalry.victim, rivalry.thief}) for rivalry in rivalries(Understanding(mixed), "fr")}
    assert frozenset({"venue", "not_in_document:parking"}) in pairs


def test_entries_that_differ_are_no_rivals(guide: Guide) -> None:
    """Dates and thanks share no question."""
    french = guide.languages["fr"]
    variants = {template: french.variants[template][:40] for template in ("dates", "thanks", "goals", "venue")}
    apart = replace(guide, languages={"fr": replace(french, variants=variants)})
    assert list(rivalries(Understanding(apart), "fr")) == []
