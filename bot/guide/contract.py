"""The entry ids that other programs rely on at any event: dashboards, acceptance checks, organisers' scripts.

Those of one event stand in its event.yaml, under `promised`.
"""

STANDARD_IDS: tuple[str, ...] = (
    "what_is",
    "dates",
    "duration",
    "venue",
    "source",
    "greeting",
    "thanks",
    "goodbye",
    "bot_identity",
    "help",
    "language",
    "not_in_document:tickets",
    "not_in_document:hours",
    "not_in_document:registration",
    "not_in_document:transport",
    "not_in_document:parking",
    "not_in_document:hotels",
    "not_in_document:visa",
    "not_in_document:food",
    "not_in_document:contact",
    "not_in_document:website",
    "not_in_document:photos",
    "not_in_document:children",
    "not_in_document:accessibility",
    "not_in_document:programme",
    "not_in_document:visitor_numbers",
    "not_in_document:contracts",
    "not_in_document:safety",
    "not_in_document:jobs",
)
_NOT_STATED = frozenset({"country_not_named", "exhibitor_not_named", "next_edition"})


def is_not_stated(id_: str) -> bool:
    """Whether the outcome of an entry with this id must be `not_stated`."""
    return id_ in _NOT_STATED or id_.startswith("not_in_document:")
