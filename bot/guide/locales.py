"""Facts in the reader's language: dates, durations, numbers, countries, lists and language names, from Unicode CLDR.

CLDR's data come with Babel. Numbers are in ASCII digits in every language, so that a reader can search and dial them.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_timedelta
from babel.lists import format_list

_LONGER_THAN_ANY_EVENT = 10_000
# CLDR has these beside the countries: unions, pseudo-locales, "unknown".
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


@lru_cache(maxsize=256)
def locale(code: str) -> Locale:
    """CLDR's locale for a BCP 47 code; English where CLDR has none. Never raises on a code."""
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def script(language: str) -> str:
    """The script (ISO 15924) that a language (BCP 47) is mostly written in, such as Latn; empty if CLDR has none."""
    base, _, rest = language.partition("-")
    likely = get_global("likely_subtags").get(base, "")
    return rest if len(rest) == len("Latn") else next((part for part in likely.split("_") if len(part) == 4), "")


def country(code: str, language: str) -> str:
    """The name of a country (ISO 3166-1 alpha-2) in a language; the code itself where CLDR has no name."""
    return locale(language).territories.get(code) or code


def countries(language: str) -> dict[str, str]:
    """The name in a language of each country and territory (ISO 3166-1 alpha-2, and XK for Kosovo) that CLDR has."""
    named = locale(language).territories.items()
    return {code: name for code, name in named if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES}


def language_name(code: str, language: str | None = None) -> str:
    """A language's name in `language`, by default its own, as a sentence or a button would begin with it."""
    name = locale(code).get_display_name(locale(language or code)) or code
    return capitalise(name, language or code)


def number(value: int) -> str:
    """A whole number in ASCII digits."""
    return str(value)


def listing(names: Sequence[str], language: str) -> str:
    """Names as a sentence lists them ("A, B and C")."""
    return format_list(list(names), locale=locale(language))


def days(count: int, language: str) -> str:
    """A number of days with its unit, in the form the number asks for ("4 days", "1 day")."""
    return _plain_spaces(
        format_timedelta(timedelta(days=count), "day", _LONGER_THAN_ANY_EVENT, locale=locale(language))
    )


def date_range(first: date, last: date, language: str) -> str:
    """A range of days with the month in full ("11–14 November 2025"), both ends written out if they cross a month."""
    where = locale(language)
    if first == last:
        return format_date(first, "long", locale=where)
    greatest = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    formats = where.interval_formats
    pattern = formats.get("yMMMMd", {}).get(greatest) or formats.get("yMMMd", {}).get(greatest)
    if pattern is None or len(pattern) != 2 or not _is_of_its_language(pattern, greatest, where):
        whole = format_date(last, "long", locale=where)
        if greatest == "d" and where.date_formats["long"].pattern.startswith("d "):
            return f"{first.day}–{whole}"
        return f"{format_date(first, 'long', locale=where)} – {whole}"
    start, end = (re.sub("MMM+", "MMMM", part) for part in pattern)
    text = format_date(first, start, locale=where) + format_date(last, end, locale=where)
    return _plain_spaces(text)


def _is_of_its_language(pattern: Sequence[str], greatest: str, where: Locale) -> bool:
    """Whether CLDR knows how the language writes a range: Hausa's is that of no language, Swahili's loses a month."""
    starts_with_year = "".join(pattern).lstrip().startswith("y")
    names_both_months = greatest != "M" or all("M" in part for part in pattern)
    return names_both_months and starts_with_year == where.date_formats["long"].pattern.startswith("y")


def _plain_spaces(text: str) -> str:
    """CLDR's thin and no-break spaces as plain ones, which phones search and copy better."""
    return " ".join(text.split())


def capitalise(text: str, language: str) -> str:
    """The text with its first letter in upper case, as the language writes it (Turkish i becomes İ)."""
    if text[:1] == "i" and language.split("-")[0] in ("tr", "az"):
        return "İ" + text[1:]
    return text[:1].upper() + text[1:]
