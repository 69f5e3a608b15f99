"""What an article lets one guess: its language, days, countries. Suggestions for a person to accept, never facts."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.core import get_global

from bot.editing.new_event.article import Article
from bot.guide.guide import Guide
from bot.guide.locales import locale
from bot.text import words
from bot.understanding.names import Kind, Names
from bot.understanding.understanding import Understanding

_ENOUGH_WORDS = 400
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_UNSPACED_DAY = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日(?:[至到~—–-]+(\d{1,2})日)?")
_ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that the article says, and the numbers of the paragraphs that say it, from 1."""

    value: str
    paragraphs: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.value} [{', '.join(map(str, self.paragraphs))}]"


@dataclass(frozen=True, slots=True)
class Guesses:
    """The article's language (BCP 47); days as ISO dates, earliest first; countries (ISO 3166-1), most named first."""

    language: str
    days: tuple[Seen, ...]
    countries: tuple[Seen, ...]
    time_zone: str


def guesses(article: Article, guide: Guide, understanding: Understanding) -> Guesses:
    """What can be guessed safely, with the names that the bot knows in the language that the article seems to be in."""
    likely = understanding.model.likelihoods(words(" ".join(article.paragraphs))[:_ENOUGH_WORDS])
    language = max(likely, key=lambda code: likely[code])
    countries = _collected(_countries(article, guide, language))
    mentioned = tuple(sorted(countries, key=lambda seen: -len(seen.paragraphs)))
    return Guesses(
        language,
        tuple(sorted(_collected(_days(article, language)), key=lambda seen: seen.value)),
        mentioned,
        _only_zone(mentioned[0].value) if mentioned else "",
    )


def _collected(found: Iterator[tuple[str, int]]) -> list[Seen]:
    places: dict[str, Counter[int]] = {}
    for value, paragraph in found:
        places.setdefault(value, Counter())[paragraph] += 1
    return [Seen(value, tuple(sorted(numbers))) for value, numbers in places.items()]


def _countries(article: Article, guide: Guide, language: str) -> Iterator[tuple[str, int]]:
    names = Names(guide, language)
    for number, paragraph in enumerate(article.paragraphs, start=1):
        for mention in names.find(words(paragraph)):
            # Cities and peoples are ambiguous in prose; a country's own name is not.
            if mention.name.kind is Kind.COUNTRY:
                yield mention.name.key, number


def _days(article: Article, language: str) -> Iterator[tuple[str, int]]:
    months = _months(language)
    named = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    day_first = re.compile(
        rf"\b(\d{{1,2}})(?:er|st|nd|rd|th|\.)?(?:\s*(?:au|et|to|and|al|a|y|bis|und|e|до|по|-|–|—)\s*(\d{{1,2}})(?:\.|th)?)?"
        rf"(?:\s+de)?\s+({named})\.?,?(?:\s+de)?\s+(20\d\d)\b",
        re.IGNORECASE,
    )
    month_first = re.compile(
        rf"\b({named})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:to|and|-|–|—)\s*(\d{{1,2}}))?,?\s+(20\d\d)\b",
        re.IGNORECASE,
    )
    for number, paragraph in enumerate(article.paragraphs, start=1):
        found = [(match[4], months[match[3].casefold()], match[1], match[2]) for match in day_first.finditer(paragraph)]
        found += [
            (match[4], months[match[1].casefold()], match[2], match[3]) for match in month_first.finditer(paragraph)
        ]
        found += [(match[1], int(match[2]), match[3], match[4]) for match in _UNSPACED_DAY.finditer(paragraph)]
        found += [(match[1], int(match[2]), match[3], None) for match in _ISO.finditer(paragraph)]
        for year, month, *days in found:
            for day in days:
                if day and (written := _written(int(year), month, int(day))):
                    yield written, number


def _months(language: str) -> dict[str, int]:
    forms = locale(language).months
    names = {
        name.casefold().rstrip("."): month
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for month, name in forms[form][width].items()
    }
    return {name: month for name, month in names.items() if len(name) > 1 and not name.isdigit()}


def _written(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _only_zone(country: str) -> str:
    zones = get_global("territory_zones").get(country, ())
    return zones[0] if len(zones) == 1 else ""
