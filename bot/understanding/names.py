"""Countries, companies and years in a question, recognised apart from the sentence around them.

Country names come from Unicode CLDR (through Babel); other names, demonyms and cities from the language's YAML.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.guide.guide import Guide
from bot.guide.locales import countries
from bot.text import without_arabic_prefix, words
from bot.understanding.phrases import Found, PhraseIndex


class Kind(StrEnum):
    """What a name names. A country is named by its name, by its people or by one of its cities."""

    COUNTRY = "country"
    PEOPLE = "people"
    CITY = "city"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Name:
    """A country (key: ISO 3166-1 alpha-2) or a company (key: its id in names.yaml)."""

    kind: Kind
    key: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text and the words it covers, [start, end)."""

    name: Name
    start: int
    end: int


_PREFERENCE = (Kind.COUNTRY, Kind.COMPANY, Kind.PEOPLE, Kind.CITY)
# Endings that a language glues onto any name; CLDR lists base forms only.
_GLUED_ENDINGS = {
    "tr": re.compile(
        r"(?:l[ae]r)?(?:[iu]n|n[iu]n|y?[iu]|y?[ae]|[dt][ae]n?|[dt]eki|l[iu]|[sc]?a|[dt][iu]r|y?l[ae])?(?:m[iu])?"
    ),
    # й is и once normalised.
    "ru": re.compile(r"(?:[аяуюеыио]|ом|ои|еи|ою|ем|ам|ах|ями|ами|ью)?"),
    "de": re.compile(r"s?"),
}
_RU_VOWEL = re.compile(r"[аяьеио]$")
_SHORTEST_STEM = 4


class Names:
    """The names that people of one language (BCP 47) use for countries and companies."""

    def __init__(self, guide: Guide, language: str) -> None:
        self._language = language.split("-")[0]
        phrases = list(_phrases(guide, language))
        self._index = PhraseIndex(phrases)
        self._stems = {}
        if self._language in _GLUED_ENDINGS:
            self._stems = {
                self._stem(phrase): name
                for phrase, name in phrases
                if name.kind is not Kind.PEOPLE and len(words(phrase)) == 1 and "*" not in phrase
            }
        self.words = self._index.words

    def find(self, text: Sequence[str]) -> list[Mention]:
        """The names in a normalised text from left to right; where several begin, the longest, most exact one."""
        mentions: list[Mention] = []
        position = 0
        while position < len(text):
            best = max(self._index.find(text, position), key=_strength, default=None)
            if best is not None:
                mentions.append(Mention(best.value, best.start, best.end))
                position = best.end
            else:
                name = self._inflected(text[position])
                if name is not None:
                    mentions.append(Mention(name, position, position + 1))
                position += 1
        return mentions

    def _stem(self, phrase: str) -> str:
        word = "".join(words(phrase))
        return _RU_VOWEL.sub("", word) if self._language == "ru" else word

    def _inflected(self, word: str) -> Name | None:
        if self._language == "ar":
            return self._behind_prefix(word)
        endings = _GLUED_ENDINGS.get(self._language)
        if endings is None:
            return None
        for length in range(len(word), _SHORTEST_STEM - 1, -1):
            name = self._stems.get(word[:length])
            if name is not None and endings.fullmatch(word[length:]):
                return name
        return None

    def _behind_prefix(self, word: str) -> Name | None:
        for rest in without_arabic_prefix(word):
            for bare in (rest, f"ال{rest}"):
                best = max(self._index.find([bare], 0), key=_strength, default=None)
                if best is not None:
                    return best.value
        return None


def _strength(found: Found[Name]) -> tuple[int, bool, int, int]:
    return found.end - found.start, found.exact, found.letters, -_PREFERENCE.index(found.value.kind)


def _phrases(guide: Guide, language: str) -> Iterator[tuple[str, Name]]:
    spoken = guide.languages.get(language)
    own = spoken.countries if spoken else {}
    for code, name in countries(language).items():
        yield from _as_names(re.split(r"[()（）]", name)[:1], Kind.COUNTRY, code)
        yield from _as_names([name], Kind.COUNTRY, code)
    for code, names in own.items():
        yield from _as_names(names.names, Kind.COUNTRY, code)
        yield from _as_names(names.people, Kind.PEOPLE, code)
        yield from _as_names(names.cities, Kind.CITY, code)
    for key, company in guide.companies.items():
        yield from _as_names([company.name, *company.aliases], Kind.COMPANY, key)
        yield from _as_names(spoken.companies.get(key, ()) if spoken else (), Kind.COMPANY, key)


def _as_names(phrases: Iterable[str], kind: Kind, key: str) -> Iterator[tuple[str, Name]]:
    return ((phrase, Name(kind, key)) for phrase in phrases)
