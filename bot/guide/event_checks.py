"""Whether the facts can be true: days, time zone, countries, coordinates."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from bot.guide import shapes
from bot.guide.complaints import suggestion
from bot.guide.documents import Document, Documents
from bot.guide.locales import countries
from bot.guide.nodes import Step
from bot.guide.problems import Problem, Wording, shown

_MAX_DEGREES = (90, 180)


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """The codes (ISO 3166-1 alpha-2) that stand for a country or territory, Kosovo's XK included."""
    return frozenset(countries("en"))


def check_event(documents: Documents) -> Iterator[Problem]:
    """The problems of event.yaml, and of the country codes in names.yaml and the translations."""
    if documents.event:
        yield from _days(documents.event)
        yield from _time_zone(documents.event)
        yield from _event_countries(documents.event)
        yield from _coordinates(documents.event)
        if documents.names:
            yield from _companies(documents.event, documents.names)
        if documents.vocabulary:
            yield from _theme(documents.event, documents.vocabulary)
    if documents.names:
        yield from _country_keys(documents.names, documents.names.shape.countries)
    for translation in documents.translations:
        yield from _country_keys(translation, translation.shape.countries)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _days(event: Document[shapes.EventFile]) -> Iterator[Problem]:
    first, last = _day(event.shape.first_day), _day(event.shape.last_day)
    for key, text, day in (("first_day", event.shape.first_day, first), ("last_day", event.shape.last_day, last)):
        if day is None:
            yield event.problem(
                (key,),
                Wording(f"{shown(text)} n'est pas un jour du calendrier", f"{shown(text)} is no day of the calendar"),
                Wording("Écrivez année-mois-jour, comme 2025-11-11", "Write year-month-day, like 2025-11-11"),
            )
    if first and last and last < first:
        yield event.problem(
            ("last_day",),
            Wording("le dernier jour est avant le premier", "the last day is before the first"),
            Wording("Corrigez l'un des deux", "Correct one of the two"),
        )


def _time_zone(event: Document[shapes.EventFile]) -> Iterator[Problem]:
    name = event.shape.time_zone
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        yield event.problem(
            ("time_zone",),
            Wording(f"le fuseau horaire {shown(name)} n'existe pas", f"there is no time zone {shown(name)}"),
            suggestion(
                name,
                available_timezones(),
                Wording("Écrivez par exemple Africa/Bamako", "Write Africa/Bamako, for example"),
            ),
        )


def _no_country(code: str) -> tuple[Wording, Wording]:
    return (
        Wording(f"{shown(code)} n'est le code d'aucun pays", f"{shown(code)} is no country's code"),
        Wording(
            "Écrivez le code ISO 3166-1 de deux lettres, comme ML pour le Mali",
            "Write the two letters of ISO 3166-1, like ML for Mali",
        ),
    )


def _event_countries(event: Document[shapes.EventFile]) -> Iterator[Problem]:
    shape = event.shape
    fields: list[tuple[tuple[Step, ...], str]] = [
        (("place", "country"), shape.place.country),
        *(((key,), shape.guest_of_honour) for key in ("guest_of_honour",) if shape.guest_of_honour),
        *((("delegations", name), code) for name, code in shape.delegations.items()),
    ]
    for path, code in fields:
        if code not in country_codes():
            yield event.problem(path, *_no_country(code))
    first: dict[str, str] = {}
    for name, code in shape.delegations.items():
        if first.setdefault(code, name) != name:
            yield event.problem(
                ("delegations", name),
                Wording(
                    f"{code} est déjà la délégation {shown(first[code])}",
                    f"{code} is already the delegation {shown(first[code])}",
                ),
                Wording("Corrigez le code ou effacez la ligne", "Correct the code or delete the line"),
            )


def _coordinates(event: Document[shapes.EventFile]) -> Iterator[Problem]:
    for position, degrees in enumerate(event.shape.place.coordinates or ()):
        if abs(float(degrees)) > _MAX_DEGREES[position]:
            most = _MAX_DEGREES[position]
            yield event.problem(
                ("place", "coordinates", position),
                Wording(f"{shown(degrees)} sort de -{most} à {most}", f"{shown(degrees)} is outside -{most} to {most}"),
                Wording(
                    "Écrivez [latitude, longitude] en degrés décimaux", "Write [latitude, longitude] in decimal degrees"
                ),
            )


def _companies(event: Document[shapes.EventFile], names: Document[shapes.NamesFile]) -> Iterator[Problem]:
    for id_, name in event.shape.exhibitors.items():
        company = names.shape.companies.get(id_)
        if company and company.name != name:
            yield names.problem(
                ("companies", id_, "name"),
                Wording(f"event.yaml écrit {shown(name)}", f"event.yaml writes {shown(name)}"),
                Wording("Écrivez le même nom dans les deux fichiers", "Write the same name in both files"),
            )


def _theme(event: Document[shapes.EventFile], vocabulary: Document[shapes.VocabularyFile]) -> Iterator[Problem]:
    concepts = {*vocabulary.shape.vocabulary, *(key for _, key in vocabulary.broken)}
    for position, concept in enumerate(event.shape.theme):
        if concept not in concepts:
            yield event.problem(
                ("theme", position),
                Wording(f"vocabulary.yaml n'a pas d'idée {shown(concept)}", f"vocabulary.yaml has no {shown(concept)}"),
                suggestion(concept, concepts, Wording("Effacez-la ici", "Delete it here")),
            )


def _country_keys(
    document: Document[shapes.NamesFile] | Document[shapes.TranslationFile], countries: dict[str, shapes.CountryShape]
) -> Iterator[Problem]:
    for code in countries:
        if code not in country_codes():
            yield document.problem(("countries", code), *_no_country(code), at_key=True)
