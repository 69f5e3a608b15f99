"""The placeholders that texts may hold, and the fact that each one renders. The only table of them."""

import re
from collections.abc import Mapping
from types import MappingProxyType

# Placeholder → the facts of event.yaml that it needs.
FACTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "event": ("name",),
        "dates": ("first_day", "last_day"),
        "venue": ("place.name",),
        "city": ("place.city",),
        "host": ("place.country",),
        "pm": ("people.prime_minister.name",),
        "pm_rank": ("people.prime_minister.rank",),
        "dm": ("people.defence_minister.name",),
        "dm_rank": ("people.defence_minister.rank",),
        "guest": ("guest_of_honour",),
        "delegations": ("delegations",),
        "exhibitors": ("exhibitors",),
        "countries_count": ("counts.countries",),
        "companies_count": ("counts.turkish_companies",),
        "duration": ("first_day", "last_day"),
        "days_until": ("first_day",),
        "day_number": ("first_day",),
        "day_count": ("first_day", "last_day"),
        "author": ("article.author",),
        "outlet": ("article.outlet",),
        "languages": (),
    }
)
# What an entry with for_each says of each fact.
FOR_EACH: Mapping[str, str] = MappingProxyType({"delegations": "country", "exhibitors": "company"})
# The entries that repeat the name the visitor asked for.
ASKED: Mapping[str, str] = MappingProxyType({"country_not_named": "asked", "exhibitor_not_named": "asked"})
# What the program fills in interface texts alone.
INTERFACE = frozenset({"count", "language", "paragraphs", "number"})

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def allowed_in_entry(template: str, for_each: str = "") -> frozenset[str]:
    """The placeholders that the texts of an entry may hold."""
    return frozenset(FACTS) | {name for name in (FOR_EACH.get(for_each), ASKED.get(template)) if name}


def allowed_in_interface() -> frozenset[str]:
    """The placeholders that interface texts may hold."""
    return frozenset(FACTS) | INTERFACE


def everywhere() -> frozenset[str]:
    """Every placeholder there is, wherever it is allowed."""
    return frozenset(FACTS) | INTERFACE | set(FOR_EACH.values()) | set(ASKED.values())


def placeholders_in(text: str) -> tuple[str, ...]:
    """The names between braces, in order, repeats included."""
    return tuple(_PLACEHOLDER.findall(text))


def has_stray_brace(text: str) -> bool:
    """Whether a brace stands in the text without its partner."""
    rest = _PLACEHOLDER.sub("", text)
    return "{" in rest or "}" in rest
