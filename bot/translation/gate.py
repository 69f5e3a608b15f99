"""The fact gate: a translation is served only if it states the facts of its French, no fewer, no more, no others."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from bot.guide.facts import Event
from bot.guide.guide import SOURCE_LANGUAGE, Guide
from bot.guide.problems import Wording
from bot.translation.facts import Fact, Kind, listed, unmatched
from bot.translation.folding import fold, tokens
from bot.translation.glossary import Glossary
from bot.translation.marks import Mark, kind_in, marks
from bot.translation.negation import Span, denials, disagree, reads_negation
from bot.translation.number_words import reads_number_words
from bot.translation.numbers import numbers
from bot.translation.prose import strangeness

# Five times what a text may hold; at this length no text that was tried took longer than 60 ms.
LONGEST = 2_000
_KINDS = {
    Kind.NUMBER: ("le nombre", "the number"),
    Kind.MONTH: ("le mois", "the month"),
    Kind.WEEKDAY: ("le jour", "the day"),
    Kind.CLOCK: ("l'heure", "the time"),
    Kind.NAME: ("le nom", "the name"),
}


_EVENT = frozenset({("fact", "event")})
_CITY = frozenset({("fact", "place.city")})


def _named_by(event: Event) -> dict[str, Fact]:
    """A text that holds a placeholder may also write out the name that it stands for."""
    city = _CITY | {("city", event.place.country)}
    names = {"{event}": _EVENT, "{city}": city, "{venue}": city, "{host}": frozenset({("place", event.place.country)})}
    if event.guest_of_honour:
        names["{guest}"] = frozenset({("place", event.guest_of_honour)})
    return {written: Fact(Kind.NAME, values, written, sure=False) for written, values in names.items()}


@dataclass(frozen=True, slots=True)
class Statement:
    """A text as the gate reads it: without its marks, folded, and every fact in it."""

    bare: str
    words: tuple[str, ...]
    marks: Counter[Mark]
    facts: tuple[Fact, ...]
    denials: tuple[Span, ...]


class Gate:
    """Compares texts of one Guide's languages. Safe to share between threads; a glossary is made at first need."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._named_by = _named_by(guide.event)
        self._glossaries: dict[str, Glossary] = {}
        self._sources = lru_cache(maxsize=4096)(self._read)

    def faults(self, source: str, target: str, language: str, *, title: bool = False) -> list[Wording]:
        """What the target (BCP 47 `language`) changes of the French source's facts; empty if it may be served.

        A `title` is a button: it has no room, and may leave the event's city unsaid.
        """
        if len(target) > LONGEST or len(source) > LONGEST:
            return [Wording("le texte est trop long pour être vérifié", "the text is too long to be verified")]
        said, meant = self._read(target, language), self._sources(source, SOURCE_LANGUAGE)
        base = language.split("-")[0]
        found = [*_mark_faults(meant.marks, said.marks)]
        for kind in _kinds(meant, said):
            lacking, added = unmatched(
                [fact for fact in meant.facts if fact.kind is kind], [fact for fact in said.facts if fact.kind is kind]
            )
            if kind is Kind.NAME:
                lacking = [fact for fact in lacking if not (_repeats(fact, said) or (title and _CITY & fact.values))]
                added = [fact for fact in added if not _repeats(fact, meant)]
            french, english = _KINDS[kind]
            if lacking:
                names, (hint, hint_in_english) = listed(lacking), _how_to_name(lacking)
                found.append(
                    Wording(f"il manque {french} « {names} »{hint}", f"{english} `{names}` is missing{hint_in_english}")
                )
            if added:
                names = listed(added)
                found.append(Wording(f"{french} « {names} » est en trop", f"{english} `{names}` is too much"))
        if reads_negation(base) and disagree([*meant.denials], [*said.denials]):
            found.append(Wording("la négation n'est pas celle du français", "the negation is not that of the French"))
        found += strangeness(meant.bare, said.bare, meant.words, said.words, base)
        return found

    def can_verify(self, source: str, language: str) -> bool:
        """Whether the gate reads every kind of fact of a French text in a language; else no machine may say it."""
        base, meant = language.split("-")[0], self._sources(source, SOURCE_LANGUAGE)
        if any(span.most for span in meant.denials) and not reads_negation(base):
            return False
        in_words = any(fact.kind is Kind.NUMBER and not fact.written[0].isdigit() for fact in meant.facts)
        return not in_words or reads_number_words(base)

    def facts(self, text: str, language: str) -> tuple[Fact, ...]:
        """The facts that a text of a language (BCP 47) states in its own words; of placeholders, facts not sure."""
        return self._read(text, language).facts

    def _read(self, text: str, language: str) -> Statement:
        base = language.split("-")[0]
        found, bare = marks(text)
        folded = fold(bare)
        spans = denials(folded, base) if reads_negation(base) else []
        words = tokens(folded)
        facts = [*numbers(folded, words, base), *self._glossary(language).names(words, bare)]
        facts += [self._named_by[written] for _, written in found if written in self._named_by]
        return Statement(bare, tuple(words), found, tuple(facts), tuple(spans))

    def _glossary(self, language: str) -> Glossary:
        glossary = self._glossaries.get(language)
        if glossary is None:
            glossary = self._glossaries[language] = Glossary(self._guide, language)
        return glossary


def _repeats(fact: Fact, other: Statement) -> bool:
    """Whether the other text has the very words ("Español" among languages) or, of the event, the name already."""
    named = [name for name in other.facts if name.kind is Kind.NAME]
    if fact.values == _EVENT:
        return any(name.values == _EVENT for name in named)
    words = tokens(fold(fact.written))
    taken = {word for name in named for word in tokens(fold(name.written))}
    return all(word in other.words and word not in taken for word in words)


def _how_to_name(lacking: list[Fact]) -> tuple[str, str]:
    """What to do, in French and English, when a text does name the country, in a word that only its speakers know."""
    codes = sorted({code for fact in lacking for kind, code in _names(fact) if kind == "place"})
    if not codes:
        return "", ""
    where = f"countries: {{{codes[0]}: {{people: [...]}}}}"
    return (
        f" (si le texte le dit d'un autre mot, écrivez ce mot dans ce fichier : `{where}`)",
        f" (if the text says it in another word, write that word in this file: `{where}`)",
    )


def _names(fact: Fact) -> list[tuple[str, str]]:
    return [value for value in fact.values if fact.kind is Kind.NAME and isinstance(value, tuple)]


def _kinds(*statements: Statement) -> list[Kind]:
    present = {fact.kind for statement in statements for fact in statement.facts}
    return [kind for kind in Kind if kind in present]


def _mark_faults(meant: Counter[Mark], said: Counter[Mark]) -> list[Wording]:
    if meant == said:
        return []
    found: list[Wording] = []
    for kind, written in (meant - said).elements():
        found.append(
            Wording(f"il manque {kind_in(kind, True)} « {written} »", f"{kind_in(kind, False)} `{written}` is missing")
        )
    for kind, written in (said - meant).elements():
        found.append(
            Wording(
                f"{kind_in(kind, True)} « {written} » est en trop", f"{kind_in(kind, False)} `{written}` is too much"
            )
        )
    return found
