"""The typed facts of an event, as faq/event.yaml gives them: no texts, nothing that depends on a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Place:
    """Where the event is held: names as in French, country as ISO 3166-1 alpha-2, coordinates in decimal degrees."""

    name: str
    city: str
    country: str
    coordinates: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the article names, with rank and role in French."""

    name: str
    rank: str
    role: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number that the article gives only as a lower bound ("more than 30")."""

    more_than: int


@dataclass(frozen=True, slots=True)
class Article:
    """The one source: its author, outlet, language (BCP 47) and number of paragraphs."""

    author: str
    outlet: str
    language: str
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Event:
    """Everything that answers may state; both days belong to the event, in the event's own time zone."""

    name: str
    first_day: date
    last_day: date
    time_zone: ZoneInfo
    place: Place
    guest_of_honour: str | None
    people: Mapping[str, Person]
    exhibitors: Mapping[str, str]
    delegations: Mapping[str, str]
    counts: Mapping[str, Count]
    article: Article
