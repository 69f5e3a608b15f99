"""The Guide as plain JSON values and back, without loss."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.guide.entries import Company, CountryNames, Entry, Language, Outcome, Phase, State, Text
from bot.guide.facts import Article, Count, Event, Person, Place
from bot.guide.guide import Guide

_PHASES = tuple(Phase)
_STATES: dict[str, State] = {state.value: state for state in State}


def encode_guide(guide: Guide) -> dict[str, Any]:
    """JSON values from which `decode_guide` makes an equal Guide."""
    return {
        "event": _encode_event(guide.event),
        "entries": [_encode_entry(entry) for entry in guide.entries.values()],
        "companies": {id_: [company.name, company.aliases] for id_, company in guide.companies.items()},
        "languages": [_encode_language(language) for language in guide.languages.values()],
    }


def decode_guide(values: Mapping[str, Any], digest: str) -> Guide:
    """The Guide again. Raises KeyError, ValueError or TypeError if anything is lacking or of another kind."""
    entries = [_decode_entry(entry) for entry in values["entries"]]
    languages = [_decode_language(language) for language in values["languages"]]
    return Guide(
        event=_decode_event(values["event"]),
        entries={entry.id: entry for entry in entries},
        companies={id_: Company(name, tuple(aliases)) for id_, (name, aliases) in values["companies"].items()},
        languages={language.code: language for language in languages},
        digest=digest,
    )


def _encode_event(event: Event) -> dict[str, Any]:
    place, article = event.place, event.article
    return {
        "name": event.name,
        "days": [event.first_day.isoformat(), event.last_day.isoformat()],
        "time_zone": event.time_zone.key,
        "place": [place.name, place.city, place.country, place.coordinates],
        "guest_of_honour": event.guest_of_honour,
        "people": {id_: [person.name, person.rank, person.role] for id_, person in event.people.items()},
        "exhibitors": dict(event.exhibitors),
        "delegations": dict(event.delegations),
        "counts": {id_: count.more_than for id_, count in event.counts.items()},
        "article": [article.author, article.outlet, article.language, article.paragraphs],
    }


def _decode_event(values: Mapping[str, Any]) -> Event:
    first_day, last_day = values["days"]
    name, city, country, coordinates = values["place"]
    author, outlet, language, paragraphs = values["article"]
    return Event(
        name=values["name"],
        first_day=date.fromisoformat(first_day),
        last_day=date.fromisoformat(last_day),
        time_zone=ZoneInfo(values["time_zone"]),
        place=Place(name, city, country, (coordinates[0], coordinates[1]) if coordinates else None),
        guest_of_honour=values["guest_of_honour"],
        people={id_: Person(*person) for id_, person in values["people"].items()},
        exhibitors=values["exhibitors"],
        delegations=values["delegations"],
        counts={id_: Count(more_than) for id_, more_than in values["counts"].items()},
        article=Article(author, outlet, language, paragraphs),
    )


def _encode_entry(entry: Entry) -> list[Any]:
    return [
        entry.id,
        entry.template,
        entry.topic,
        entry.outcome.value,
        entry.sources,
        entry.for_each,
        entry.subject,
        entry.ask,
        entry.not_,
    ]


def _decode_entry(values: list[Any]) -> Entry:
    id_, template, topic, outcome, sources, for_each, subject, ask, not_ = values
    return Entry(id_, template, topic, Outcome(outcome), tuple(sources), for_each, subject, tuple(ask), tuple(not_))


def _encode_text(text: Text) -> list[str]:
    return [text.text, text.state.value, text.source]


def _decode_text(values: list[str]) -> Text:
    text, state, source = values
    return Text(text, _STATES[state], source)


def _encode_answer(answer: Mapping[Phase, Text]) -> list[list[str]]:
    """One text where it is the same in every phase, else one for each, empty where the gate left it out."""
    texts = [_encode_text(answer[phase]) if phase in answer else [] for phase in _PHASES]
    return texts[:1] if texts.count(texts[0]) == len(texts) else texts


def _decode_answer(values: list[list[str]]) -> dict[Phase, Text]:
    texts = zip(_PHASES, values * len(_PHASES) if len(values) == 1 else values, strict=True)
    return {phase: _decode_text(text) for phase, text in texts if text}


def _encode_language(language: Language) -> dict[str, Any]:
    return {
        "code": language.code,
        "facts": {key: _encode_text(text) for key, text in language.facts.items()},
        "interface": {key: _encode_text(text) for key, text in language.interface.items()},
        "titles": {key: _encode_text(text) for key, text in language.titles.items()},
        "answers": {key: _encode_answer(answer) for key, answer in language.answers.items()},
        "variants": dict(language.variants),
        "vocabulary": dict(language.vocabulary),
        "companies": dict(language.companies),
        "countries": {code: [names.names, names.people, names.cities] for code, names in language.countries.items()},
    }


def _decode_language(values: Mapping[str, Any]) -> Language:
    return Language(
        code=values["code"],
        facts={key: _decode_text(text) for key, text in values["facts"].items()},
        interface={key: _decode_text(text) for key, text in values["interface"].items()},
        titles={key: _decode_text(text) for key, text in values["titles"].items()},
        answers={key: _decode_answer(answer) for key, answer in values["answers"].items()},
        variants=_decode_lists(values["variants"]),
        vocabulary=_decode_lists(values["vocabulary"]),
        companies=_decode_lists(values["companies"]),
        countries={
            code: CountryNames(tuple(names), tuple(people), tuple(cities))
            for code, (names, people, cities) in values["countries"].items()
        },
    )


def _decode_lists(values: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(texts) for key, texts in values.items()}
