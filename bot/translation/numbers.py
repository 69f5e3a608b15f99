"""Dates, times and numbers read out of a folded text, each with every value that its writing may stand for."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from bot.guide.locales import locale
from bot.translation.facts import Fact, Kind
from bot.translation.folding import fold
from bot.translation.number_words import COUNTED_IN_CHINESE, SCALES, chinese_number, number_words

_ISO_DATE = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_DATE = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_MONTH_NUMBER = re.compile(r"(?<!\d)(\d{1,2}) ?[月월]")
_CLOCK = re.compile(
    r"(?<![\d.,])([01]?\d|2[0-4])(?::|h|(?<=\d)\.(?=\d\d ?(?:uhr|h\b)))([0-5]\d)(?![\d])(?: ?(?:uhr|h)\b)?"
    r"|(?<![\d.,])([01]?\d|2[0-4]) ?(?:h\b|uhr\b|o'clock|[ap]\.?m\b|heures?\b)"
    r"|(?<![\d.,])([01]?\d|2[0-4]) ?[点點时時시](?: ?([0-5]?\d) ?分?|(半))?"
    r"|(?:الساعه|\bsaat|\bsaa) ([01]?\d|2[0-4])(?:[:.]([0-5]\d))?(?!\d)"
    r"|(?<![\d.,])([01]?\d|2[0-4])(?:[:.]([0-5]\d))? ?(?:часов|часа|बजे)"
)
_GROUPED = re.compile(r"\d+(?:[.,' ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
_CHINESE_NUMERAL = re.compile("[一二三四五六七八九十百千两〇零]+")
# Where a Chinese numeral is no number: "very", "some", "together", "Sichuan"... ; after it, a counted thing follows.
_CHINESE_COUNTED = re.compile("[个個多余名位家国國天日年月号號人种種次场場支项項条條时時点點分名张張万亿萬億]")
_MONTHS_THAT_ARE_WORDS = frozenset(
    fold("may march mars mai marzo mayo ocak ekim mart mei июля марта мая março maio मई मार्च مارس أيار").split()
)
_WEEKDAYS_THAT_ARE_WORDS = frozenset(
    fold("martes pazar cuma salı الأحد الجمعة segunda terça quarta quinta sexta среда среду суббота").split()
)
_HALF_DAY = 720
# Digits that a double holds exactly.
_LONGEST = 15


class _Calendar(NamedTuple):
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    words: frozenset[str]


def numbers(folded: str, words: list[str], language: str) -> list[Fact]:
    """Every date, time and number of a folded text and its words, in a language (code without script or region)."""
    facts: list[Fact] = []
    if any(map(str.isdigit, folded)):
        folded = _dates_and_clocks(folded, language, facts)
        facts += _digits(folded)
    facts += _words(folded, words, language)
    return facts


def _dates_and_clocks(text: str, language: str, facts: list[Fact]) -> str:
    def iso(match: re.Match[str]) -> str:
        year, _, month, day = match.groups()
        facts.extend(_date(match.group(), int(year), (int(day), int(month))))
        return " "

    def day_first(match: re.Match[str]) -> str:
        first, _, second, year = match.groups()
        facts.extend(_date(match.group(), int(year), (int(first), int(second)), (int(second), int(first))))
        return " "

    def clock(match: re.Match[str]) -> str:
        groups = match.groups()
        hour = next(int(groups[at]) for at in (0, 2, 3, 6, 8) if groups[at])
        minute = next((int(groups[at]) for at in (1, 4, 7, 9) if groups[at]), 30 if groups[5] else 0)
        minutes = hour * 60 + minute
        # Swahili counts the hours of day and night from six.
        readings = {minutes, minutes + 360} if language == "sw" else {minutes}
        facts.append(Fact(Kind.CLOCK, frozenset(value % _HALF_DAY for value in readings), match.group().strip()))
        return " "

    def month(match: re.Match[str]) -> str:
        facts.append(Fact(Kind.MONTH, frozenset({int(match.group(1))}), match.group()))
        return " "

    text = _DATE.sub(day_first, _ISO_DATE.sub(iso, text))
    return _MONTH_NUMBER.sub(month, _CLOCK.sub(clock, text))


def _date(written: str, year: int, *days_and_months: tuple[int, int]) -> Iterator[Fact]:
    possible = [(day, month) for day, month in days_and_months if 1 <= month <= 12 and 1 <= day <= 31]
    yield Fact(Kind.NUMBER, frozenset({year}), written)
    yield Fact(Kind.NUMBER, frozenset(day for day, _ in possible), written)
    yield Fact(Kind.MONTH, frozenset(month for _, month in possible), written)


def _digits(text: str) -> Iterator[Fact]:
    for match in _GROUPED.finditer(text):
        written = match.group()
        readings = _readings(written)
        scale = _scale_after(text, match.end())
        if scale:
            readings = frozenset(round(value * scale, 6) for value in readings if isinstance(value, int | float))
        if readings:
            yield Fact(Kind.NUMBER, readings, written)


def _readings(written: str) -> frozenset[int | float | str]:
    bare = re.sub(r"\D", "", written)
    if len(bare) > _LONGEST or (len(bare) > 1 and bare[0] == "0" and written == bare):
        # "007" is no 7: a number that begins with a zero, or has no end, is a code.
        return frozenset({written})
    if written == bare:
        return frozenset({int(bare)})
    readings: set[int | float | str] = set()
    head, *groups = re.split(r"\D", written)
    if all(len(group) == 3 for group in groups) and len(head) <= 3:
        readings.add(int(bare))
    whole, decimals = re.sub(r"\D", "", written[: -len(groups[-1]) - 1]), groups[-1]
    readings.add(_plain(float(f"{whole}.{decimals}")))
    return frozenset(readings)


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value


_AFTER = re.compile(r" ?([^\W\d_]+(?: [^\W\d_]+)?)")


def _scale_after(text: str, position: int) -> int:
    following = _AFTER.match(text, position)
    if following is None:
        return 0
    words = following.group(1)
    return SCALES.get(words) or SCALES.get(words.split(" ")[0]) or SCALES.get(words[0], 0) * (not words.isascii())


def _words(text: str, words: list[str], language: str) -> Iterator[Fact]:
    if language in COUNTED_IN_CHINESE:
        yield from _chinese(text)
        return
    known, calendar = number_words(language), _calendar(language)
    # Arabic writes "and", "in", "for" onto the next word.
    bare = [word[1:] if word[0] in "وبلك" else word for word in words] if language == "ar" else words
    if known.keys().isdisjoint(words) and calendar.words.isdisjoint(words) and known.keys().isdisjoint(bare):
        return
    for position, (word, stem) in enumerate(zip(words, bare, strict=True)):
        counted = known.get(word) or known.get(stem)
        if counted is not None:
            yield Fact(Kind.NUMBER, frozenset({counted[0]}), word, counted[1])
        else:
            yield from _calendar_words(words, position, calendar)


def _chinese(text: str) -> Iterator[Fact]:
    for match in _CHINESE_NUMERAL.finditer(text):
        value = chinese_number(match.group())
        if value > 2:
            counted = bool(_CHINESE_COUNTED.match(text, match.end()))
            yield Fact(Kind.NUMBER, frozenset({value}), match.group(), counted)


def _calendar_words(words: list[str], position: int, calendar: _Calendar) -> Iterator[Fact]:
    word = words[position]
    month = calendar.months.get(word)
    if month is not None:
        beside = words[max(0, position - 2) : position + 3]
        dated = any(other.isdigit() for other in beside)
        if dated or word not in _MONTHS_THAT_ARE_WORDS:
            yield Fact(Kind.MONTH, frozenset({month}), word, dated)
    elif word in calendar.weekdays:
        yield Fact(Kind.WEEKDAY, frozenset({calendar.weekdays[word]}), word, word not in _WEEKDAYS_THAT_ARE_WORDS)


@lru_cache(maxsize=64)
def _calendar(language: str) -> _Calendar:
    where = locale(language)
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated") if language in ("fr", "en") else ("wide",):
            _add(months, where.months[form].get(width, {}))
        _add(weekdays, where.days[form].get("wide", {}))
    if language == "ar":
        for number, name in enumerate(_LEVANT_MONTHS, start=1):
            months.setdefault(fold(name), number)
    return _Calendar(months, weekdays, frozenset({*months, *weekdays}))


# Arab countries of the east name the months so, where CLDR's Arabic has the western names.
_LEVANT_MONTHS = ("كانون", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين", "تشرين", "كانون")


def _add(found: dict[str, int], names: Mapping[int, str]) -> None:
    for number, name in names.items():
        folded = fold(name).rstrip(".")
        if re.fullmatch(r"[^\d\s_]{3,}", folded):
            found.setdefault(folded, number)
