"""The entry ids that other programs rely on: dashboards, acceptance checks, organisers' scripts."""

_ANSWERS = (
    "what_is edition dates duration venue goals guest_of_honour why_turkey opened_by prime_minister defence_minister"
    " pm_message countries_count delegations country_not_named exhibitors exhibitor_count exhibitor_not_named products"
    " activities south_south future next_edition source"
    " greeting thanks goodbye bot_identity help language"
).split()
_DELEGATIONS = "niger burkina_faso senegal chad libya qatar ghana egypt sudan india".split()
_EXHIBITORS = "roketsan aselsan baykar".split()
_NOT_IN_DOCUMENT = (
    "tickets hours registration transport parking hotels visa food contact website photos children accessibility"
    " programme visitor_numbers contracts safety jobs"
).split()

REQUIRED_IDS: tuple[str, ...] = (
    *_ANSWERS,
    *(f"delegation:{name}" for name in _DELEGATIONS),
    *(f"exhibitor:{name}" for name in _EXHIBITORS),
    *(f"not_in_document:{topic}" for topic in _NOT_IN_DOCUMENT),
)
_NOT_STATED = frozenset({"country_not_named", "exhibitor_not_named", "next_edition"})


def is_not_stated(id_: str) -> bool:
    """Whether the outcome of an entry with this id must be `not_stated`."""
    return id_ in _NOT_STATED or id_.startswith("not_in_document:")
