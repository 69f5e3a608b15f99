"""Answers in words: templates filled with facts, in the reader's language and for the day they are read on."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.guide import calendar, locales
from bot.guide.entries import Entry, State, Text
from bot.guide.guide import SOURCE_LANGUAGE, Guide
from bot.guide.placeholders import own_facts

PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text ready to send, the state of its template, and the language (BCP 47) it is really in."""

    text: str
    state: State
    language: str


class Renderer:
    """Fills templates of a Guide. Facts come from faq/event.yaml alone; a translation cannot change one."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    def interface(self, key: str, language: str, /, **values: object) -> str:
        """An interface text, in English or French where the language lacks it. Raises KeyError for an unknown key."""
        return locales.capitalise(self._phrase(key, language, values), language)

    def title(self, entry: Entry, language: str) -> str:
        """The entry's short name for buttons, in English or French where the language lacks it."""
        text, spoken = self._find(
            entry.id, language, lambda code: self._guide.languages[code].titles.get(entry.template)
        )
        return locales.capitalise(self._fill(text, spoken, None, self._subject(entry, spoken)), spoken)

    def answer(self, entry: Entry, language: str, now: datetime, asked: str = "") -> Rendered:
        """The entry's answer on the day of `now` (aware); `asked` names what the article does not name, if anything.

        The text is in the reader's language where there is a translation, else in English, else in French. Raises
        KeyError for an entry that has no answer (those of faq/outside.yaml).
        """
        phase = calendar.phase(self._guide.event, now)
        text, spoken = self._find(
            entry.id, language, lambda code: self._guide.languages[code].answers.get(entry.template, {}).get(phase)
        )
        unnamed = "asked_unknown_company" if entry.topic == "exhibitors" else "asked_unknown_country"
        values = {**self._subject(entry, spoken), "asked": asked or self.interface(unnamed, spoken)}
        return Rendered(locales.capitalise(self._fill(text, spoken, now, values), spoken), text.state, spoken)

    def _phrase(self, key: str, language: str, values: Mapping[str, object]) -> str:
        text, spoken = self._find(key, language, lambda code: self._guide.languages[code].interface.get(key))
        return self._fill(text, spoken, None, values)

    def _find(self, key: str, language: str, look: Callable[[str], Text | None]) -> tuple[Text, str]:
        """What `look` finds in the language or in the nearest one that has it, and that language."""
        for code in (language, "en", SOURCE_LANGUAGE):
            text = look(code) if code in self._guide.languages else None
            if text is not None:
                return text, code
        raise KeyError(key)

    def _fill(self, text: Text, language: str, now: datetime | None, values: Mapping[str, object]) -> str:
        facts = self._facts(language, now)

        def fill(match: re.Match[str]) -> str:
            name = match.group(1)
            return str(values[name]) if name in values else facts[name]()

        return PLACEHOLDER.sub(fill, text.text)

    def _subject(self, entry: Entry, language: str) -> dict[str, str]:
        event = self._guide.event
        if entry.for_each == "delegations":
            return {"country": locales.country(event.delegations[entry.subject], language)}
        return {"company": event.exhibitors[entry.subject]} if entry.for_each == "exhibitors" else {}

    def _written(self, key: str, language: str) -> str:
        facts = self._guide.languages[language].facts
        return (facts.get(key) or self._guide.languages[SOURCE_LANGUAGE].facts[key]).text

    def _facts(self, spoken: str, now: datetime | None) -> dict[str, Callable[[], str]]:
        event = self._guide.event

        def written(key: str) -> Callable[[], str]:
            return lambda: self._written(key, spoken)

        def at_least(count: str) -> Callable[[], str]:
            bound = locales.number(event.counts[count].more_than)
            return lambda: self._phrase("more_than", spoken, {"number": bound})

        def countries() -> str:
            return locales.listing([locales.country(code, spoken) for code in event.delegations.values()], spoken)

        def today() -> datetime:
            if now is None:
                raise ValueError("this text depends on the day, and no day was given")
            return now

        def guest() -> str:
            if event.guest_of_honour is None:
                raise ValueError("this text names the guest of honour, and the event has none")
            return locales.country(event.guest_of_honour, spoken)

        facts: dict[str, Callable[[], str]] = {
            "event": lambda: event.name,
            "dates": lambda: locales.date_range(event.first_day, event.last_day, spoken),
            "duration": lambda: locales.days(calendar.day_count(event), spoken),
            "day_count": lambda: locales.number(calendar.day_count(event)),
            "day_number": lambda: locales.number(calendar.day_number(event, today())),
            "days_until": lambda: locales.days(calendar.days_until(event, today()), spoken),
            "venue": written("place.name"),
            "city": written("place.city"),
            "host": lambda: locales.country(event.place.country, spoken),
            "guest": guest,
            "delegations": countries,
            "exhibitors": lambda: locales.listing(list(event.exhibitors.values()), spoken),
            "subject": written("subject"),
            "author": written("article.author"),
            "outlet": written("article.outlet"),
            "languages": lambda: locales.listing([*map(locales.language_name, self._guide.languages)], spoken),
        }
        for name, (fact,) in own_facts(event.people, event.counts).items():
            section, _, key = fact.partition(".")
            facts.setdefault(name, at_least(key) if section == "counts" else written(fact))
        return facts
