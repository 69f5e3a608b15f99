"""What the FAQ is made of: entries, the phases of an event, outcomes, texts with their state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# The concept that holds the event's name in every language, where event.yaml says how people write it.
EVENT_NAME = "event_name"


class Phase(StrEnum):
    """Where a day lies: before the event's first day, during it, or after its last day."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class Outcome(StrEnum):
    """The ways a question can end (names as in `ask --json`)."""

    ANSWER = "answer"
    NOT_STATED = "not_stated"
    SUGGEST = "suggest"
    UNKNOWN = "unknown"
    DECLINED = "declined"


class State(StrEnum):
    """Who stands behind a text: French is the original; a draft awaits a native speaker."""

    ORIGINAL = "original"
    REVIEWED = "reviewed"
    DRAFTED = "drafted"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in one language; source is the hash of the French it was written from (empty for the original)."""

    text: str
    state: State
    source: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer of the FAQ, apart from its texts.

    `for_each` names the facts that multiply the entry ("delegations", "exhibitors"): the Guide then holds one entry for
    each of them (`delegation:niger`), and `subject` is that fact's key ("niger"). `template` is the id in the YAML,
    where the texts are found. `ask` must reach this entry, `not_` must not; both belong to the template and stand on
    every entry made from it, so that "this entry" then means any entry of the same template.
    """

    id: str
    template: str
    topic: str
    outcome: Outcome
    sources: tuple[int, ...]
    for_each: str = ""
    subject: str = ""
    ask: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountryNames:
    """How a language speaks of a country beside its CLDR name; a star at either end stands for any letters."""

    names: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Company:
    """A defence company that people ask about: the name as shown, and other spellings in Latin letters."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """Everything of one language (BCP 47): texts to say, and words to understand.

    `facts` and `interface` are keyed as in the YAML ("place.name", "welcome"); `titles`, `answers` and `variants` by
    template id. An answer that does not depend on the phase stands under all three.
    """

    code: str
    facts: Mapping[str, Text] = field(default_factory=dict)
    interface: Mapping[str, Text] = field(default_factory=dict)
    titles: Mapping[str, Text] = field(default_factory=dict)
    answers: Mapping[str, Mapping[Phase, Text]] = field(default_factory=dict)
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    companies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    countries: Mapping[str, CountryNames] = field(default_factory=dict)
