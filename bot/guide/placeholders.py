"""The placeholders that texts may hold, and the fact that each one renders. The only table of them."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

# Placeholder → the facts of event.yaml that it needs.
FACTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "event": ("name",),
        "dates": ("first_day", "last_day"),
        "venue": ("place.name",),
        "city": ("place.city",),
        "host": ("place.country",),
        "guest": ("guest_of_honour",),
        "delegations": ("delegations",),
        "exhibitors": ("exhibitors",),
        "duration": ("first_day", "last_day"),
        "days_until": ("first_day",),
        "day_number": ("first_day",),
        "day_count": ("first_day", "last_day"),
        "author": ("article.author",),
        "outlet": ("article.outlet",),
        "subject": ("subject",),
        "languages": (),
    }
)
# Shorter names for people and counts that texts mention often; without one the fact's own key is its name.
_SHORT: Mapping[str, str] = MappingProxyType(
    {"prime_minister": "pm", "defence_minister": "dm", "turkish_companies": "companies"}
)
# What an entry with for_each says of each fact.
FOR_EACH: Mapping[str, str] = MappingProxyType({"delegations": "country", "exhibitors": "company"})
# The entries that repeat the name the visitor asked for.
ASKED: Mapping[str, str] = MappingProxyType({"country_not_named": "asked", "exhibitor_not_named": "asked"})
# What only an answer can say: it is another thing on each day.
DAILY = frozenset({"days_until", "day_number"})
# What the program fills in interface texts: in these, by key, and in no other.
INTERFACE: Mapping[str, str] = MappingProxyType(
    {
        "forgotten": "count",
        "language_set": "language",
        "fallback_note": "language",
        "source_paragraphs": "paragraphs",
        "more_than": "number",
        "mode_sure": "number",
        "help_elsewhere": "bot",
        "help_groups": "bot",
        "privacy_unanswered": "kept_for",
    }
)
# `{visitors_count}` is written with this text, which so can hold no fact of its own.
_WRITES_COUNTS = "more_than"

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def own_facts(people: Iterable[str], counts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The placeholders of one event's people and counts, each with its fact: `{opener}`, `{opener_rank}`,
    `{visitors_count}` for people.opener and counts.visitors."""
    found: dict[str, tuple[str, ...]] = {}
    for id_ in people:
        short = _SHORT.get(id_, id_)
        found |= {short: (f"people.{id_}.name",), f"{short}_rank": (f"people.{id_}.rank",)}
    return found | {f"{_SHORT.get(id_, id_)}_count": (f"counts.{id_}",) for id_ in counts}


# So that a text that names one of them is told which fact it lacks.
_USUAL = own_facts(("prime_minister", "defence_minister", "opener"), ("countries", "turkish_companies", "exhibitors"))


def facts_behind(people: Iterable[str], counts: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Placeholder → the facts of event.yaml that it needs, for an event with these people and counts."""
    return {**_USUAL, **own_facts(people, counts), **FACTS}


def allowed_in_entry(template: str, for_each: str, facts: Iterable[str]) -> frozenset[str]:
    """The placeholders that the answers of an entry may hold; `facts` are those of `facts_behind`."""
    return frozenset(facts) | {name for name in (FOR_EACH.get(for_each), ASKED.get(template)) if name}


def allowed_in_title(for_each: str, facts: Iterable[str]) -> frozenset[str]:
    """The placeholders that an entry's title may hold: a button knows neither the day nor what was asked."""
    return allowed_in_entry("", for_each, facts) - DAILY


def allowed_in_interface(key: str, facts: Iterable[str]) -> frozenset[str]:
    """The placeholders that an interface text may hold, by its key; `facts` are those of `facts_behind`."""
    filled = {INTERFACE[key]} if key in INTERFACE else set[str]()
    return frozenset(filled if key == _WRITES_COUNTS else (set(facts) - DAILY) | filled)


def everywhere() -> frozenset[str]:
    """Every placeholder there is, wherever it is allowed."""
    return frozenset((*FACTS, *_USUAL, *INTERFACE.values(), *FOR_EACH.values(), *ASKED.values()))


def placeholders_in(text: str) -> tuple[str, ...]:
    """The names between braces, in order, repeats included."""
    return tuple(_PLACEHOLDER.findall(text))


def has_stray_brace(text: str) -> bool:
    """Whether a brace stands in the text without its partner."""
    rest = _PLACEHOLDER.sub("", text)
    return "{" in rest or "}" in rest
