"""What in a text belongs to one event alone, so that the next event's FAQ must not inherit it."""

import re
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from bot.guide.entries import CountryNames
from bot.guide.guide import SOURCE_LANGUAGE, Guide
from bot.guide.locales import country
from bot.text import words
from bot.translation.facts import Kind as FactKind
from bot.translation.gate import Gate
from bot.understanding.analysis import Analyser
from bot.understanding.names import Kind, Name, Names
from bot.understanding.phrases import PhraseIndex

# Names this long are recognised with a letter wrong; shorter ones have too many neighbours.
_SHORTEST_MISSPELT = 5
_SHORTEST_STEM = 4
_NAMES = ("place.name", "place.city", "article.author", "article.outlet")
# Which edition it is, the number words of the gate leave out.
_ORDINAL = re.compile(r"\b(?:premi[eè]re?|seconde?|\w+i[eè]me) (?:édition|fois)\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{\w+\}")
_TWICE = re.compile(r"(\{\w+\})(?: \1)+")
_EDGES = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)


def name_concepts(guide: Guide) -> frozenset[str]:
    """The concepts of the vocabulary that hold the event's own name."""
    name = words(guide.event.name)
    vocabulary = guide.languages[SOURCE_LANGUAGE].vocabulary
    return frozenset(
        concept for concept, phrases in vocabulary.items() if any(words(phrase) == name for phrase in phrases)
    )


class Own:
    """The names and ideas of a Guide's event, as one language (BCP 47) writes them.

    `theme` are concepts of the vocabulary: what the event is about, which its visitors ask and others' do not.
    """

    def __init__(self, guide: Guide, language: str, theme: Iterable[str]) -> None:
        event, spoken = guide.event, guide.languages[language]
        self._countries = {event.place.country, event.guest_of_honour} - {None}
        self._exhibitors = event.exhibitors.keys()
        self._theme = frozenset(theme)
        self._name_concepts = name_concepts(guide)
        analyser = Analyser(guide, language)
        self._lexicon = analyser.lexicon
        # People of every language mix English in.
        self._names = (analyser.names, Names(guide, "en"))
        self._host = Name(Kind.COUNTRY, event.place.country)
        called = [
            event.name,
            *(phrase for concept in self._name_concepts for phrase in spoken.vocabulary.get(concept, ())),
        ]
        facts = [fact for code in (SOURCE_LANGUAGE, language) for fact in guide.languages[code].facts.items()]
        named = [(key, text.text) for key, text in facts if _is_name(key)]
        # A venue's words are everybody's; the words of other names are not.
        names = [*(phrase for key, phrase in named if key != "place.name"), *event.exhibitors.values()]
        parts = [part for phrase in names for part in words(phrase)]
        parts = [part for part in parts if len(part) >= _SHORTEST_MISSPELT]
        cities = [phrase for key, phrase in named if key == "place.city"]
        self._called = PhraseIndex([*((name, "{event}") for name in called), *((city, "{city}") for city in cities)])
        self._named = PhraseIndex((phrase, "fact") for phrase in (*(phrase for _, phrase in named), *called, *parts))
        long = {word for phrase in called for word in words(phrase)} | {*parts}
        self._long = sorted(word for word in long if len(word) >= _SHORTEST_MISSPELT and not word.isdigit())
        places = [word for code in self._countries for word in _country_words(guide, code, language)]
        self._beginnings = tuple({*self._long, *(word for word in places if len(word) >= _SHORTEST_MISSPELT)})

    def is_named_in(self, text: str) -> bool:
        """Whether a text names the event, its place, people, host country, guest or exhibitors, typos included."""
        found = words(_PLACEHOLDER.sub(" ", text))
        for mention in (mention for names in self._names for mention in names.find(found)):
            owners = self._exhibitors if mention.name.kind is Kind.COMPANY else self._countries
            if mention.name.key in owners:
                return True
        if any(any(self._named.find(found, place)) for place in range(len(found))):
            return True
        if any(word.startswith(self._beginnings) for word in found):
            return True
        return any(
            OSA.distance(word, own, score_cutoff=1) <= 1
            for word in found
            if len(word) >= _SHORTEST_MISSPELT
            for own in self._long
        )

    def is_named_by(self, phrase: str) -> bool:
        """As `is_named_in`, for a phrase of the vocabulary, where a star stands for any ending."""
        stems = [stem for part in phrase.split() if part.endswith("*") for stem in words(part)]
        return self.is_named_in(phrase) or any(
            len(stem) >= _SHORTEST_STEM and beginning.startswith(stem)
            for stem in stems
            for beginning in self._beginnings
        )

    def is_its_theme(self, text: str) -> bool:
        """Whether a text speaks of what this event is about."""
        return bool(self._theme.intersection(self._lexicon.concepts(words(_PLACEHOLDER.sub(" ", text)))))

    def with_placeholders(self, variant: str) -> str:
        """A variant with `{event}`, `{city}` and `{host}` where it names the event, its city or its country."""
        pieces = variant.split()
        counts = [len(words(piece)) for piece in pieces]
        found = words(variant)
        if sum(counts) != len(found):
            return variant
        covered: dict[int, str] = {}
        for place in range(len(found)):
            for match in self._called.find(found, place):
                covered |= dict.fromkeys(range(place, match.end), match.value)
        for mention in self._names[0].find(found):
            if mention.name == self._host:
                covered |= dict.fromkeys(range(mention.start, mention.end), "{host}")
        said: list[str] = []
        position = 0
        for piece, count in zip(pieces, counts, strict=True):
            inside = {covered.get(place, "") for place in range(position, position + count)}
            position += count
            name = inside.pop() if len(inside) == 1 else ""
            edges = _EDGES.fullmatch(piece)
            said.append(f"{edges[1]}{name}{edges[3]}" if name and edges else piece)
        return _TWICE.sub(r"\1", " ".join(said))


class OwnProse:
    """Whether a French answer says something that is true of one event only."""

    def __init__(self, guide: Guide, own: Own) -> None:
        self._gate, self._own = Gate(guide), own

    def holds_facts(self, text: str) -> bool:
        """Whether a French text states a number, a day, a name or the event's theme in its own words."""
        facts = self._gate.facts(text, SOURCE_LANGUAGE)
        if any(fact.sure and (fact.kind is not FactKind.NAME or "{" not in fact.written) for fact in facts):
            return True
        return bool(_ORDINAL.search(text)) or self.speaks_of_event(text)

    def speaks_of_event(self, text: str) -> bool:
        """Whether a French text names the event or its theme."""
        return self._own.is_named_in(text) or self._own.is_its_theme(text)


def _country_words(guide: Guide, code: str | None, language: str) -> Iterator[str]:
    """The one-word names of a country, its people and cities in a language; a star at an end is left off."""
    own = guide.languages[language].countries.get(code or "", CountryNames())
    for phrase in (country(code or "", language), *own.names, *own.people, *own.cities):
        found = words(phrase)
        if len(found) == 1:
            yield found[0]


def _is_name(key: str) -> bool:
    return key.endswith(".name") or key in _NAMES
