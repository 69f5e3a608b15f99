"""The names that a text of one language mentions: countries, peoples, cities, companies, and the event's own names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.guide.guide import SOURCE_LANGUAGE, Guide
from bot.guide.locales import countries, locale
from bot.translation.facts import Fact, Kind
from bot.translation.folding import fold, tokens

# Kind of name and its key: ("place", "TR"), ("city", "SN"), ("company", "thales"), ("fact", "article.author").
Named = tuple[str, str]
_ENDINGS = {
    "tr": re.compile(
        r"(?:l[ae]r)?(?:[iu]n|n[iu]n|y?[iu]|y?[ae]|[dt][ae]n?|[dt]eki|l[iu]|[sc]?a|[dt][iu]r|y?l[ae]|y?d[iu])?"
    ),
    "ru": re.compile(r"(?:[аяуюеыиоьи]|ом|ои|еи|ою|ем|ам|ах|ями|ами|ью|иеи|ия|ии|ию)?"),
    "de": re.compile(r"(?:s|n|e[nrsm]?)?"),
    "hi": re.compile(r"(?:ी|ा|े)?"),
    "": re.compile(r"\w{0,3}"),
}  # fmt: skip
_FINAL_VOWEL = re.compile(r"[аяиьеоaeiouy]$")
_SHORTEST_STEM = 4
_ARABIC_PREFIX = re.compile(r"[وف]?(?:لل|[بكل]?ال|[بكل])?(?=\w{3})")
# Languages whose own names come with every ending that the FAQ needs; the others may glue any short ending on.
_UNINFLECTED = frozenset({"fr", "en", "es", "pt", "it", "ar", "zh", "sw", "ha", "id", "vi", "ja", "th", "ko"})
_UNCASED = frozenset({"ar", "fa", "ur", "he", "hi", "bn", "zh", "ja", "ko", "th"})
_LEAST_LETTERS = 3
# Scripts without spaces begin here.
_UNSPACED = "\u0e00"
_BREAKS = str.maketrans(dict.fromkeys("'-./()&,·:\"", " "))


@dataclass(slots=True)
class _Bucket:
    """The phrases whose first words begin alike: by first word, by a stem that goes on, by a stem that is inflected."""

    exact: dict[str, list[tuple[tuple[str, ...], Named]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[tuple[str, ...], Named]]] = field(default_factory=dict)
    inflected: dict[str, set[Named]] = field(default_factory=dict)


_NOTHING = _Bucket()


class Glossary:
    """The names of one language (BCP 47), as its file, Unicode CLDR and the event's facts write them."""

    def __init__(self, guide: Guide, language: str) -> None:
        self._base = language.split("-")[0]
        self._endings = None if self._base in _UNINFLECTED else _ENDINGS.get(self._base, _ENDINGS[""])
        self._tongues = frozenset(fold("\n".join(locale(language).languages.values())).split("\n"))
        self._waiting: dict[str, list[tuple[str, Named]]] = {}
        self._buckets: dict[str, _Bucket] = {}
        phrases, named = zip(*_phrases(guide, language), strict=True)
        # One folding for all is ten times as fast as one for each; a phrase is read when a word begins as it does.
        folded = fold("\n".join(phrases)).translate(_BREAKS).split("\n")
        for phrase, name in zip(folded, named, strict=True):
            phrase = phrase.strip()
            self._waiting.setdefault(_key(phrase), []).append((phrase, name))

    def names(self, words: list[str], written: str) -> list[Fact]:
        """The names among a folded text's words; in `written`, the text before, a capital makes a name sure."""
        originals: list[str] = []
        facts: list[Fact] = []
        position = 0
        while position < len(words):
            length, found, exact = self._at(words, position)
            if found:
                originals = originals or _alike(tokens(written), words)
                sure = exact and (self._base == SOURCE_LANGUAGE or not originals[position].islower())
                # "En anglais" names a language, and few languages name it as they name the people.
                sure = sure and words[position] not in self._tongues
                facts.append(Fact(Kind.NAME, frozenset(found), " ".join(originals[position : position + length]), sure))
            position += length
        return facts

    def _at(self, words: Sequence[str], position: int) -> tuple[int, set[Named], bool]:
        """The longest name that begins at a word: how many words it takes, what it may name, whether it is exact."""
        word = words[position]
        best, found, sure = 1, set[Named](), False
        for candidate in self._forms(word):
            for rest, name in self._beginning_with(candidate):
                length = 1 + len(rest)
                if length < best or not _follows(words, position + 1, rest):
                    continue
                if length > best:
                    best, found, sure = length, set(), False
                found.add(name)
                sure = True
            if found:
                return best, found, sure
        if self._endings is not None and len(word) >= _SHORTEST_STEM:
            inflected = self._bucket(word).inflected
            for length in range(len(word), _SHORTEST_STEM - 1, -1):
                stem = inflected.get(word[:length])
                if stem and self._endings.fullmatch(word[length:]):
                    return 1, set(stem), self._base in _ENDINGS
        return 1, set(), False

    def _forms(self, word: str) -> Iterator[str]:
        yield word
        if self._base == "ar":
            prefix = _ARABIC_PREFIX.match(word)
            if prefix and prefix.group():
                rest = word[prefix.end() :]
                yield rest
                yield f"ال{rest}"
                yield word[1:]

    def _beginning_with(self, word: str) -> Iterator[tuple[tuple[str, ...], Named]]:
        bucket = self._bucket(word)
        yield from bucket.exact.get(word, ())
        if bucket.stems:
            for length in range(_LEAST_LETTERS, len(word) + 1):
                if word[:length] in bucket.stems:
                    yield from bucket.stems[word[:length]]

    def _bucket(self, word: str) -> _Bucket:
        key = _key(word)
        found = self._buckets.get(key)
        if found is None:
            waiting = self._waiting.get(key)
            if waiting is None:
                return _NOTHING
            found = _Bucket()
            for phrase, name in waiting:
                self._add(found, phrase, name)
            self._buckets[key] = found
        return found

    def _add(self, bucket: _Bucket, phrase: str, name: Named) -> None:
        words = tokens(phrase)
        if not words or (len(words) == 1 and len(words[0]) < _LEAST_LETTERS and words[0].isascii()):
            return
        starred = phrase.endswith("*")
        if len(words) > 1:
            rest = (*words[1:-1], words[-1] + "*") if starred else tuple(words[1:])
            bucket.exact.setdefault(words[0], []).append((rest, name))
        elif starred:
            bucket.stems.setdefault(words[0], []).append(((), name))
        else:
            bucket.exact.setdefault(words[0], []).append(((), name))
            if self._endings is not None:
                stem = words[0] if self._base == "tr" else _FINAL_VOWEL.sub("", words[0])
                if len(stem) >= _SHORTEST_STEM:
                    bucket.inflected.setdefault(stem, set()).add(name)


def _key(phrase: str) -> str:
    """What a phrase and its first word share: three letters, or one where each letter is a word."""
    return phrase[:1] if phrase >= _UNSPACED else phrase[:_LEAST_LETTERS].partition(" ")[0]


def _alike(originals: list[str], words: list[str]) -> list[str]:
    """The words as written, where folding has parted none."""
    return originals if len(originals) == len(words) else [word.title() for word in words]


def _follows(words: Sequence[str], start: int, rest: tuple[str, ...]) -> bool:
    if not rest:
        return True
    if start + len(rest) > len(words):
        return False
    return all(
        word.startswith(part[:-1]) if part.endswith("*") else word == part
        for word, part in zip(words[start : start + len(rest)], rest, strict=True)
    )


def _phrases(guide: Guide, language: str) -> Iterator[tuple[str, Named]]:
    spoken = guide.languages.get(language)
    french = guide.languages[SOURCE_LANGUAGE]
    yield guide.event.name, ("fact", "event")
    # "BAMEX'25" is a word and a number; the word alone names the event too.
    yield guide.event.name.split("'")[0], ("fact", "event")
    for facts in (french.facts, spoken.facts if spoken else {}):
        for key, text in facts.items():
            if not key.endswith((".rank", "place.name", "subject")):
                yield text.text.strip(), ("fact", key)
    for code, name in countries(language).items():
        yield name, ("place", code)
        yield re.split(r"[(（]", name)[0].strip(), ("place", code)
    uncased = language.split("-")[0] in _UNCASED
    if spoken:
        for code, names in spoken.countries.items():
            yield from _each(filter(_is_name, names.names) if uncased else names.names, ("place", code))
            yield from _each(names.people, ("place", code))
            yield from _each(names.cities, ("city", code))
    for key, company in guide.companies.items():
        yield from _each((company.name, *company.aliases), ("company", key))
        if spoken:
            yield from _each(spoken.companies.get(key, ()), ("company", key))


def _is_name(phrase: str) -> bool:
    """Not "our country": scripts without capitals show no difference between a name and other words."""
    return phrase[:1].isascii() or " " not in phrase.strip()


def _each(phrases: Iterable[str], name: Named) -> Iterator[tuple[str, Named]]:
    return ((phrase.strip(), name) for phrase in phrases if phrase.strip())
