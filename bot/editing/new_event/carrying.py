"""The standard content of another event's FAQ: what of an existing one holds for any event, in all its languages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.editing.new_event.own import Own, OwnProse, name_concepts
from bot.editing.new_event.standard import INTERFACE, standard_texts
from bot.guide import placeholders, shapes
from bot.guide.documents import Documents, is_optional
from bot.guide.entry_checks import texts_of
from bot.guide.guide import SOURCE_LANGUAGE, Guide
from bot.guide.nodes import Plain
from bot.guide.sources import source_hash
from bot.guide.translation_checks import reads_as_french
from bot.understanding.decision import is_outside

Texts = dict[str, Plain]
# What every language must say of a new event in its own words or letters, before it can speak of it.
_FACTS = ("subject", "place.name", "place.city")


@dataclass(frozen=True, slots=True)
class Carried:
    """The files of the new FAQ but for event.yaml, by stem: those of faq/, those of translations/."""

    faq: dict[str, Texts]
    translations: dict[str, Texts]


@dataclass(slots=True)
class _Entry:
    """An entry that is carried over: its French shape, and the French of the parts that changed on the way."""

    shape: Texts
    replaced: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)


def carried(documents: Documents, guide: Guide) -> Carried:
    """What carries over. Every document must be there: call it only for files without errors."""
    if not (documents.event and documents.interface and documents.names and documents.vocabulary):
        raise ValueError("a required document of the FAQ is absent")
    return _Carrying(guide, documents, documents.event.shape).all(
        documents.interface.shape, documents.names.shape, documents.vocabulary.shape
    )


class _Carrying:
    def __init__(self, guide: Guide, documents: Documents, event: shapes.EventFile) -> None:
        self._documents, self._event = documents, event
        self._own = {code: Own(guide, code, event.theme) for code in guide.languages}
        self._prose = OwnProse(guide, self._own[SOURCE_LANGUAGE])
        self._names = name_concepts(guide)
        self._behind = placeholders.facts_behind(event.people, event.counts)
        self._entries: dict[str, _Entry] = {}

    def all(
        self, interface: shapes.InterfaceFile, names: shapes.NamesFile, vocabulary: shapes.VocabularyFile
    ) -> Carried:
        faq: dict[str, Texts] = {}
        for topic in self._documents.topics:
            kept = [self._kept(entry) for entry in topic.shape.entries]
            entries: list[Plain] = [entry.shape for entry in kept if entry is not None]
            if entries:
                faq[topic.stem] = {"topic": topic.shape.topic, "entries": entries}
        said = {key: self._interface_text(key, text) for key, text in interface.interface.items()}
        words = {concept: self._words(SOURCE_LANGUAGE, phrases) for concept, phrases in vocabulary.vocabulary.items()}
        # An idea of the theme that holds names of this event is made of them.
        lost = {
            name for name in self._event.theme if len(words.get(name, ())) < len(vocabulary.vocabulary.get(name, ()))
        }
        words = {name: phrases for name, phrases in words.items() if phrases and name not in self._names | lost}
        faq["interface"] = {"interface": dict(said)}
        faq["vocabulary"] = {"vocabulary": _plain(words)}
        faq["names"] = {"companies": _plain(self._companies(names)), "countries": _countries(names.countries)}
        translations = {
            translation.stem: self._translation(translation.shape, said, interface.interface, words)
            for translation in self._documents.translations
        }
        return Carried(faq, translations)

    def _kept(self, entry: shapes.EntryShape) -> _Entry | None:
        """The entry as any event can have it; None for one that is about this event alone."""
        replaced = {part: texts for part in ("title", "answer") if (texts := standard_texts().get((entry.id, part)))}
        own_texts = [text for path, text in texts_of(entry) if path[0] not in replaced]
        answers = [text for path, text in texts_of(entry) if path[0] == "answer"]
        if "answer" not in replaced and self._is_bound(entry, answers, own_texts):
            return None
        about_it = not is_outside(entry.id)
        variants = self._variants(SOURCE_LANGUAGE, entry.variants, about_it)
        if not variants:
            return None
        kept = _Entry({"id": entry.id})
        if entry.title is not None:
            kept.shape["title"] = kept.parts["title"] = self._said(kept, "title", entry, entry.title)
        if entry.outcome != "answer":
            kept.shape["outcome"] = entry.outcome
        if entry.for_each:
            kept.shape["for_each"] = entry.for_each
        if entry.outcome == "answer" and entry.sources == []:
            kept.shape["sources"] = []
        answer = entry.answer
        if (entry.id, "answer") in standard_texts():
            answer = standard_texts()[entry.id, "answer"][SOURCE_LANGUAGE]
            kept.replaced["answer"] = answer
        match answer:
            case str():
                kept.shape["answer"] = kept.parts["answer"] = answer
            case shapes.PhaseSentences():
                phases = answer.model_dump()
                kept.shape["answer"] = phases
                kept.parts |= {f"answer.{phase}": text for phase, text in phases.items()}
        needed = self._needed(entry, kept.parts.values())
        if needed:
            kept.shape["only_with"] = _plain(needed)
        kept.shape["variants"] = _plain(variants)
        tests = {"ask": self._tests(entry.tests.ask), "not": self._tests(entry.tests.not_)}
        # Which country or company leads here is another event's to say.
        if any(tests.values()) and not entry.for_each and entry.id not in placeholders.ASKED:
            kept.shape["tests"] = {key: _plain(questions) for key, questions in tests.items() if questions}
        self._entries[entry.id] = kept
        return kept

    def _said(self, kept: _Entry, part: str, entry: shapes.EntryShape, text: str) -> str:
        standard = standard_texts().get((entry.id, part))
        if standard is None:
            return text
        kept.replaced[part] = standard[SOURCE_LANGUAGE]
        return standard[SOURCE_LANGUAGE]

    def _is_bound(self, entry: shapes.EntryShape, answers: list[str], own_texts: list[str]) -> bool:
        if any(self._prose.holds_facts(text) for text in own_texts):
            return True
        # What a paragraph of the article carries is true of its event, unless it only puts facts into words.
        facts = {*self._behind, *placeholders.FOR_EACH.values()}
        return bool(entry.sources) and not all(
            facts.intersection(placeholders.placeholders_in(text)) for text in answers
        )

    def _needed(self, entry: shapes.EntryShape, texts: Iterable[str]) -> list[str]:
        """The facts without which the entry has nothing to say, and which not every event has."""
        facts = [
            fact for text in texts for name in placeholders.placeholders_in(text) for fact in self._behind.get(name, ())
        ]
        facts += [entry.for_each] if entry.for_each else []
        needed = (".".join(fact.split(".")[:2]) for fact in facts)
        return [fact for fact in dict.fromkeys(needed) if is_optional(fact)]

    def _variants(self, language: str, texts: Iterable[str], about_it: bool) -> list[str]:
        own = self._own[language]
        found = dict.fromkeys(own.with_placeholders(text) if about_it else text for text in texts)
        return [text for text in found if not own.is_named_in(text) and not (about_it and own.is_its_theme(text))]

    def _tests(self, questions: Iterable[str]) -> list[str]:
        return [text for text in self._variants(SOURCE_LANGUAGE, questions, True) if "{" not in text]

    def _words(self, language: str, phrases: Iterable[str]) -> list[str]:
        return [phrase for phrase in phrases if not self._own[language].is_named_by(phrase)]

    def _interface_text(self, key: str, text: str) -> str:
        standard = standard_texts().get((INTERFACE, key))
        if standard:
            return standard[SOURCE_LANGUAGE]
        return "" if self._prose.speaks_of_event(text) else text

    def _companies(self, names: shapes.NamesFile) -> Mapping[str, Plain]:
        kept: dict[str, Plain] = {}
        for id_, company in names.companies.items():
            if id_ not in self._event.exhibitors and not self._own[SOURCE_LANGUAGE].is_named_in(company.name):
                aliases = self._words(SOURCE_LANGUAGE, company.aliases)
                kept[id_] = {"name": company.name, **({"aliases": _plain(aliases)} if aliases else {})}
        return kept

    def _translation(
        self,
        shape: shapes.TranslationFile,
        said: Mapping[str, str],
        french: Mapping[str, str],
        words: Mapping[str, list[str]],
    ) -> Texts:
        language = shape.language
        interface: Texts = {}
        for key, text in said.items():
            standard = standard_texts().get((INTERFACE, key), {})
            if language in standard:
                interface[key] = _drafted(text, standard[language])
            elif text and not standard and key in shape.interface and text == french[key]:
                interface[key] = _stated(shape.interface[key])
        entries: Texts = {id_: self._entry(id_, kept, shape) for id_, kept in self._entries.items()}
        vocabulary: Texts = {
            concept: _listed(shape.vocabulary[concept], phrases, self._words(language, shape.vocabulary[concept].texts))
            for concept, phrases in words.items()
            if concept in shape.vocabulary
        }
        companies = {
            id_: self._words(language, spellings)
            for id_, spellings in shape.companies.items()
            if id_ not in self._event.exhibitors
        }
        return {
            "language": language,
            "facts": {fact: {"state": "drafted", "text": ""} for fact in _facts(language)},
            "interface": interface,
            "entries": {id_: entry for id_, entry in entries.items() if entry},
            "vocabulary": vocabulary,
            "companies": _plain(companies),
            "countries": _countries(shape.countries),
        }

    def _entry(self, id_: str, kept: _Entry, shape: shapes.TranslationFile) -> Texts:
        translated = shape.entries.get(id_, shapes.TranslatedEntry())
        entry: Texts = {}
        for part in ("title", "answer"):
            standard = standard_texts().get((id_, part), {}) if part in kept.replaced else {}
            if standard.get(shape.language):
                entry[part] = _drafted(kept.replaced[part], standard[shape.language])
        if "title" not in kept.replaced and translated.title:
            entry["title"] = _stated(translated.title)
        if "answer" not in kept.replaced:
            match translated.answer:
                case shapes.TranslatedText() as text:
                    entry["answer"] = _stated(text)
                case shapes.TranslatedPhases(before=before, during=during, after=after):
                    entry["answer"] = {"before": _stated(before), "during": _stated(during), "after": _stated(after)}
        if translated.variants:
            texts = self._variants(shape.language, translated.variants.texts, not is_outside(id_))
            variants = kept.shape["variants"]
            if isinstance(variants, list):
                entry["variants"] = _listed(translated.variants, map(str, variants), texts)
        return entry


def _facts(language: str) -> Iterator[str]:
    return (fact for fact in _FACTS if not reads_as_french(fact, language))


def _drafted(french: str, text: str) -> Texts:
    return {"state": "drafted", "source": source_hash(french), "text": text}


def _stated(text: shapes.TranslatedText) -> Texts:
    return {"state": text.state, "source": text.source, "text": text.text}


def _listed(words: shapes.TranslatedWords, french: Iterable[str], texts: list[str]) -> Texts:
    return {"state": words.state, "source": source_hash([*french]), "texts": _plain(texts)}


def _countries(countries: Mapping[str, shapes.CountryShape]) -> Plain:
    return {
        code: _plain({key: texts for key, texts in names.model_dump().items() if texts})
        for code, names in countries.items()
    }


def _plain(value: Plain | Mapping[str, Plain] | Mapping[str, list[str]] | list[str]) -> Plain:
    """The same value, typed as a tree of texts."""
    match value:
        case str():
            return value
        case list():
            return [*value]
        case _:
            return {key: _plain(inner) for key, inner in value.items()}
