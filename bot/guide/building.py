"""Documents that passed every check → the Guide."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from bot.guide import locales, shapes
from bot.guide.documents import Documents
from bot.guide.entries import EVENT_NAME, Company, CountryNames, Entry, Language, Outcome, Phase, State, Text
from bot.guide.facts import Article, Count, Event, Person, Place
from bot.guide.guide import SOURCE_LANGUAGE, Guide
from bot.guide.originals import facts_to_translate
from bot.text import normalise

Learned = Mapping[str, Mapping[str, tuple[str, ...]]]
_NAMES = re.compile(r"\{(?:event|city|host)\}")


def build(documents: Documents, digest: str) -> Guide:
    """The Guide. Raises ValueError if a required document is absent: only call it when no check found an error."""
    if not (documents.event and documents.interface and documents.names and documents.vocabulary):
        raise ValueError("a required document of the FAQ is absent")
    event_file, names = documents.event.shape, documents.names.shape
    event = _event(event_file)
    entries = {
        entry.id: entry
        for topic in documents.topics
        for shape in topic.shape.entries
        for entry in expanded(shape, topic.shape.topic, event_file)
    }
    learned = _learned(documents, entries)
    shapes_of_entries = [shape for topic in documents.topics for shape in topic.shape.entries]
    french = Language(
        code=SOURCE_LANGUAGE,
        facts={key: _original(text) for key, text, _ in facts_to_translate(event_file)},
        interface={key: _original(text) for key, text in documents.interface.shape.interface.items()},
        titles={shape.id: _original(shape.title) for shape in shapes_of_entries if shape.title is not None},
        answers={shape.id: _french_answer(shape.answer) for shape in shapes_of_entries if shape.answer is not None},
        variants=_joined(
            {
                shape.id: asked(shape.variants, event_file, SOURCE_LANGUAGE, event.place.city)
                for shape in shapes_of_entries
            },
            learned.get(SOURCE_LANGUAGE, {}),
        ),
        vocabulary=_with_name(documents.vocabulary.shape.vocabulary, event_file),
        countries=_countries(names.countries),
    )
    translated = sorted((document.shape for document in documents.translations), key=lambda shape: shape.language)
    return Guide(
        event=event,
        entries=entries,
        companies=_companies(names, event_file),
        languages={french.code: french}
        | {shape.language: _language(shape, learned, event_file) for shape in translated},
        digest=digest,
    )


def expanded(shape: shapes.EntryShape, topic: str, event: shapes.EventFile) -> Iterator[Entry]:
    """The entries that one in the YAML stands for: itself, or one for each fact that `for_each` names."""
    outcome, sources = Outcome(shape.outcome), tuple(int(number) for number in shape.sources or ())
    ask, not_ = tuple(shape.tests.ask), tuple(shape.tests.not_)
    if shape.for_each is None:
        yield Entry(shape.id, shape.id, topic, outcome, sources, ask=ask, not_=not_)
        return
    subjects = event.delegations if shape.for_each == "delegations" else event.exhibitors
    for subject in subjects:
        id_ = f"{shape.id}:{subject}"
        yield Entry(id_, shape.id, topic, outcome, sources, shape.for_each, subject, ask, not_)


def _event(shape: shapes.EventFile) -> Event:
    coordinates = shape.place.coordinates
    return Event(
        name=shape.name,
        first_day=date.fromisoformat(shape.first_day),
        last_day=date.fromisoformat(shape.last_day),
        time_zone=ZoneInfo(shape.time_zone),
        place=Place(
            name=shape.place.name,
            city=shape.place.city,
            country=shape.place.country,
            coordinates=(float(coordinates[0]), float(coordinates[1])) if coordinates else None,
        ),
        guest_of_honour=shape.guest_of_honour,
        people={id_: Person(person.name, person.rank, person.role) for id_, person in shape.people.items()},
        exhibitors=dict(shape.exhibitors),
        delegations=dict(shape.delegations),
        counts={id_: Count(int(count.more_than)) for id_, count in shape.counts.items()},
        article=Article(
            author=shape.article.author,
            outlet=shape.article.outlet,
            language=shape.article.language,
            paragraphs=int(shape.article.paragraphs),
        ),
    )


def _companies(names: shapes.NamesFile, event: shapes.EventFile) -> dict[str, Company]:
    companies = {id_: Company(company.name, tuple(company.aliases)) for id_, company in names.companies.items()}
    return {id_: Company(name) for id_, name in event.exhibitors.items()} | companies


def _countries(countries: Mapping[str, shapes.CountryShape]) -> dict[str, CountryNames]:
    return {
        code: CountryNames(tuple(names.names), tuple(names.people), tuple(names.cities))
        for code, names in countries.items()
    }


def _original(text: str) -> Text:
    return Text(text, State.ORIGINAL)


def _french_answer(answer: str | shapes.PhaseSentences) -> dict[Phase, Text]:
    match answer:
        case str(text):
            return dict.fromkeys(Phase, _original(text))
        case shapes.PhaseSentences(before=before, during=during, after=after):
            return {
                Phase.BEFORE: _original(before),
                Phase.DURING: _original(during),
                Phase.AFTER: _original(after),
            }


def _text(shape: shapes.TranslatedText | shapes.TranslatedFact) -> Text:
    return Text(shape.text, State(shape.state), shape.source or "")


def _answer(answer: shapes.TranslatedText | shapes.TranslatedPhases) -> dict[Phase, Text]:
    match answer:
        case shapes.TranslatedText():
            return dict.fromkeys(Phase, _text(answer))
        case shapes.TranslatedPhases(before=before, during=during, after=after):
            return {Phase.BEFORE: _text(before), Phase.DURING: _text(during), Phase.AFTER: _text(after)}


def asked(variants: Iterable[str], event: shapes.EventFile, language: str, city: str) -> tuple[str, ...]:
    """The variants as visitors would type them: `{event}`, `{city}` and `{host}` give way to what these are called."""
    called = {
        "{event}": (*event.also_called, event.name)[0],
        "{city}": city,
        "{host}": locales.country(event.place.country, language),
    }
    return tuple(_NAMES.sub(lambda found: called[found.group()], text) for text in variants)


def _with_name(vocabulary: Mapping[str, Iterable[str]], event: shapes.EventFile) -> dict[str, tuple[str, ...]]:
    """A language's vocabulary, with what people call the event if that stands in event.yaml.

    To who holds a book fair, "book fair" means theirs, whatever else a vocabulary takes it for.
    """
    called = {normalise(name) for name in event.also_called}
    concepts = {
        concept: tuple(word for word in words if normalise(word.rstrip("*")) not in called)
        for concept, words in vocabulary.items()
    }
    if event.also_called:
        concepts[EVENT_NAME] = (*concepts.get(EVENT_NAME, ()), event.name, *event.also_called)
    return concepts


def _language(shape: shapes.TranslationFile, learned: Learned, event: shapes.EventFile) -> Language:
    city = shape.facts["place.city"].text if "place.city" in shape.facts else event.place.city
    variants = {
        id_: asked(entry.variants.texts, event, shape.language, city)
        for id_, entry in shape.entries.items()
        if entry.variants
    }
    return Language(
        code=shape.language,
        facts={key: _text(text) for key, text in shape.facts.items()},
        interface={key: _text(text) for key, text in shape.interface.items()},
        titles={id_: _text(entry.title) for id_, entry in shape.entries.items() if entry.title},
        answers={id_: _answer(entry.answer) for id_, entry in shape.entries.items() if entry.answer},
        variants=_joined(variants, learned.get(shape.language, {})),
        vocabulary=_with_name({concept: words.texts for concept, words in shape.vocabulary.items()}, event),
        companies={id_: tuple(names) for id_, names in shape.companies.items()},
        countries=_countries(shape.countries),
    )


def _learned(documents: Documents, entries: Mapping[str, Entry]) -> Learned:
    """Language → template → variants; an expanded id (`delegation:niger`) counts for its template."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    templates = {entry.template for entry in entries.values()}
    for id_, languages in documents.learned.shape.learned.items() if documents.learned else ():
        template = entries[id_].template if id_ in entries else id_
        if template not in templates:
            continue
        for language, variants in languages.items():
            of_language = found.setdefault(language, {})
            of_language[template] = (*of_language.get(template, ()), *variants)
    return found


def _joined(
    variants: Mapping[str, tuple[str, ...]], learned: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    both = dict(variants)
    for id_, more in learned.items():
        both[id_] = (*both.get(id_, ()), *more)
    return both
