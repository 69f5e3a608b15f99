"""Random changes to one fact of a text: a digit, name, address, placeholder or denial is changed, dropped or added."""

# ruff: noqa: E501 - tables of words

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.guide.guide import Guide
from bot.guide.locales import locale

# How each language loses a denial, written apart from the gate's own lists. Every change turns a sentence round.
LOST_DENIALS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"\bdoes not ", "does "), (r"\bdo not ", "do "), (r"\bis not ", "is "), (r"\bam not ", "am "),
        (r"\bnot ", ""), (r"\bcannot ", "can "), (r"\bgives no ", "gives "), (r"\bmentions no ", "mentions "),
        (r"\bno ", "a "), (r"\bUnofficial ", "Official "), (r"\bunofficial ", "official "),
        (r"\bmentions neither ", "mentions "), (r"\bwithout ", "with "), (r"\bNothing ", "Something "),
    ),
    "es": ((r"\bno ", ""), (r"\bNo ", ""), (r"\bsin ", "con "), (r"\bTodavía no ", "Ya ")),
    "pt": ((r"\bnão ", ""), (r"\bNão ", ""), (r"\bsem ", "com ")),
    "ru": ((r"\bне ", ""), (r"\bНе ", ""), (r"\bбез ", "с "), (r"\bнет ", "есть "), ("Неофициальный", "Официальный")),
    "tr": (
        ("mıyor", "ıyor"), ("miyor", "iyor"), ("muyor", "uyor"), ("müyor", "üyor"), (r" değil", " "),
        (r"\bolmayan\b", "olan"), ("saymadan", "sayarak"), ("saklamam", "saklarım"),
    ),
    "ar": ((r"(?<!\w)لا ", ""), (r"(?<!\w)لم ", ""), (r"(?<!\w)غير ", ""), (r"(?<!\w)دون ", "مع "), (r"(?<!\w)لست ", "")),
    "de": (
        (r"\bnicht ", ""), (r"\bnicht\.", "."), (r"\bkeine ", "eine "), (r"\bkeinen ", "einen "), (r"\bkein ", "ein "),
        (r"\bohne ", "mit "), ("Inoffizieller", "Offizieller"), (r"\bweder ", ""), (r"\bnichts ", "etwas "),
    ),
    "hi": ((r"नहीं ", ""), ("अनौपचारिक", "औपचारिक"), (r"बिना ", ""), ("गैर-", "")),
    "zh": (("没有", "有"), ("并未", "已"), ("非官方", "官方"), ("未说明", "说明"), ("未提及", "提及"), ("无法", "可以")),
    "sw": ((r"\bhai(?=[a-z]{3})", "i"), (r"\bsi rasmi\b", "rasmi"), (r"\bisiyo rasmi\b", "rasmi"), (r"\bbila ", "kwa "), (r"\bsiwezi\b", "naweza")),
    "ha": ((r"\bbai ([^.?!]*?) ba\b", r"ya \1"), (r"\bbabu\b", "akwai"), (r"\bba na hukuma ba\b", "na hukuma")),
}  # fmt: skip
ADDED_DENIALS = {
    "en": "not", "es": "no", "pt": "não", "ru": "не", "tr": "değil", "ar": "لا", "de": "nicht", "hi": "नहीं",
    "zh": "从未", "sw": "siwezi", "ha": "babu",
}  # fmt: skip
ADDRESSES = (
    "https://example.org/bamex",
    "www.example.com",
    "@bamex_info",
    "info@example.org",
    "/start",
    "+223 20 22 33 44",
)
PLACEHOLDERS = ("{event}", "{dates}", "{city}", "{guest}", "{venue}", "{pm}", "{countries_count}", "{exhibitors}")
_NUMBER = re.compile(r"\d+")
_ADDRESS = re.compile(r"/[a-z]{3,}|https?://\S+|@\w+")
_PLACEHOLDER = re.compile(r"\{\w+\}")


# Where a word may be put: before a word; in Chinese before any letter.
_PLACES = (re.compile(r"(?:(?<=\s)|^)(?=[^\W\d])"), re.compile("(?=[\u4e00-\u9fff])"))


@dataclass(frozen=True)
class Mutator:
    """Changes one fact of a text of a language; a change that its text has no place for gives None."""

    guide: Guide
    language: str
    random: random.Random

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Companies of the FAQ and countries as CLDR writes them in the language."""
        territories = locale(self.language).territories
        countries = [
            territories[code] for code in ("NG", "FR", "CN", "MA", "RU", "US", "DE", "TG", "JP", "BR", "NE", "QA")
        ]
        return (*countries, "Thales", "Havelsan", "Roketsan", "Aselsan", "Norinco", "Otokar")

    def mutations(self) -> dict[str, Callable[[str], str | None]]:
        """Every kind of change by its name."""
        return {
            "digit changed": self.digit_changed,
            "digit dropped": self.digit_dropped,
            "digit added": self.digit_added,
            "number added": lambda text: self._insert(text, str(self.random.randint(3, 2999))),
            "name changed": self.name_changed,
            "name dropped": self.name_dropped,
            "name added": lambda text: self._insert(text, self.random.choice(self.names)),
            "address changed": lambda text: self._replace(text, _ADDRESS, lambda old: old + "s"),
            "address dropped": lambda text: self._replace(text, _ADDRESS, lambda _: ""),
            "address added": lambda text: self._insert(text, self.random.choice(ADDRESSES)),
            "placeholder changed": self.placeholder_changed,
            "placeholder dropped": lambda text: self._replace(text, _PLACEHOLDER, lambda _: ""),
            "placeholder added": lambda text: self._insert(text, self.random.choice(PLACEHOLDERS)),
            "denial dropped": self.denial_dropped,
            "denial added": lambda text: self._insert(text, ADDED_DENIALS[self.language]),
        }

    def digit_changed(self, text: str) -> str | None:
        return self._replace(
            text, re.compile(r"\d"), lambda old: self.random.choice([d for d in "0123456789" if int(d) != int(old)])
        )

    def digit_dropped(self, text: str) -> str | None:
        return self._replace(text, re.compile(r"\d"), lambda _: "")

    def digit_added(self, text: str) -> str | None:
        return self._replace(text, _NUMBER, lambda old: old + self.random.choice("0123456789"))

    def name_changed(self, text: str) -> str | None:
        present = self._present(text)
        if not present:
            return None
        old = self.random.choice(present)
        return text.replace(
            old, self.random.choice([name for name in self.names if name not in text and name != old]), 1
        )

    def name_dropped(self, text: str) -> str | None:
        present = self._present(text)
        return text.replace(self.random.choice(present), "", 1) if present else None

    def placeholder_changed(self, text: str) -> str | None:
        return self._replace(text, _PLACEHOLDER, lambda old: self.random.choice([p for p in PLACEHOLDERS if p != old]))

    def denial_dropped(self, text: str) -> str | None:
        possible = [
            (re.compile(pattern), new) for pattern, new in LOST_DENIALS[self.language] if re.search(pattern, text)
        ]
        if not possible:
            return None
        pattern, new = self.random.choice(possible)
        places = list(pattern.finditer(text))
        place = self.random.choice(places)
        return text[: place.start()] + place.expand(new) + text[place.end() :]

    def _present(self, text: str) -> Sequence[str]:
        event, spoken = self.guide.event, self.guide.languages[self.language].facts
        territories = locale(self.language).territories
        codes = [event.place.country, event.guest_of_honour, *event.delegations.values()]
        known = [*event.exhibitors.values(), *(territories[code] for code in codes), "BAMEX"]
        known += [text.text for key, text in spoken.items() if not key.endswith((".rank", "place.name"))]
        found = [name for name in dict.fromkeys(known) if name in text]
        return [name for name in found if not any(name != other and name in other for other in found)]

    def _replace(self, text: str, pattern: re.Pattern[str], new: Callable[[str], str]) -> str | None:
        places = list(pattern.finditer(text))
        if not places:
            return None
        place = self.random.choice(places)
        return text[: place.start()] + new(place.group()) + text[place.end() :]

    def _insert(self, text: str, new: str) -> str:
        places = [match.start() for match in re.finditer(_PLACES[self.language == "zh"], text)] or [0]
        place = self.random.choice(places)
        return f"{text[:place]}{new} {text[place:]}"
