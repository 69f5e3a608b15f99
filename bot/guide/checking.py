"""Every check that needs more than the shape of one document."""

from bot.guide.documents import Documents
from bot.guide.entry_checks import check_entries
from bot.guide.event_checks import check_event
from bot.guide.name_checks import check_names
from bot.guide.problems import Problem
from bot.guide.translation_checks import check_translations
from bot.guide.variant_checks import check_variants


def check(documents: Documents) -> list[Problem]:
    """Every problem found across the documents, in no particular order."""
    return [
        *check_event(documents),
        *check_entries(documents),
        *check_translations(documents),
        *check_variants(documents),
        *check_names(documents),
    ]
