"""The buttons under a message, and what a tap on one means."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.assistant import Assistant
from bot.dialogue import Answer, Reply, Translation
from bot.guide.guide import SOURCE_LANGUAGE
from bot.store.votes import Vote

MOST_DATA = 64  # bytes that Telegram lets a button carry
TOPICS = ("dates", "venue", "guests", "exhibitors", "programme", "about")
HOME = ""
AUTOMATIC = ""
# The entries that come with a file for the phone's calendar, or with a pin on its map.
WITH_CALENDAR, WITH_MAP = "dates", "venue"
# What people say to the bot itself is neither sourced nor voted on.
SMALL_TALK = "conversation"
_THUMBS = ((Vote.UP, "👍"), (Vote.DOWN, "👎"))


@dataclass(frozen=True, slots=True)
class ShowAnswer:
    """Answer an entry in a language (BCP 47); `in_place` turns the tapped message into the answer."""

    entry: str
    language: str
    in_place: bool


@dataclass(frozen=True, slots=True)
class ShowSource:
    """Add to the tapped message where the answer of an entry comes from."""

    entry: str
    language: str


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Reply in this language (BCP 47) from now on; empty for the language of each message."""

    language: str


@dataclass(frozen=True, slots=True)
class OpenMenu:
    """Turn the tapped message into a topic's page of the menu, or into the list of topics (`HOME`)."""

    topic: str
    language: str


@dataclass(frozen=True, slots=True)
class ShowInMenu:
    """Turn the tapped message into the answer of an entry, with its topic's page below."""

    entry: str
    language: str


@dataclass(frozen=True, slots=True)
class ShowOriginal:
    """Add to the tapped message what an entry says in French."""

    entry: str
    language: str


@dataclass(frozen=True, slots=True)
class CastVote:
    """Say whether the answer of an entry in a language helped."""

    entry: str
    language: str
    vote: Vote


@dataclass(frozen=True, slots=True)
class SendMap:
    """Send the venue as a pin on the map, named in a language."""

    language: str


@dataclass(frozen=True, slots=True)
class SendCalendar:
    """Send the event as a file for the calendar, in a language."""

    language: str


Tap = (
    ShowAnswer | ShowSource | ChooseLanguage | OpenMenu | ShowInMenu | ShowOriginal | CastVote | SendMap | SendCalendar
)


def written(tap: Tap) -> str:
    """A tap as a button carries it, within Telegram's 64 bytes."""
    match tap:
        case ShowAnswer(entry, language, in_place):
            return _fitted("t" if in_place else "a", language, entry)
        case ShowSource(entry, language):
            return _fitted("s", language, entry)
        case ChooseLanguage(language):
            return f"l:{language}"
        case OpenMenu(topic, language):
            return f"m:{language}:{topic}"
        case ShowInMenu(entry, language):
            return _fitted("e", language, entry)
        case ShowOriginal(entry, language):
            return _fitted("f", language, entry)
        case CastVote(entry, language, vote):
            return _fitted("u" if vote is Vote.UP else "d", language, entry)
        case SendMap(language):
            return f"p:{language}"
        case SendCalendar(language):
            return f"c:{language}"


def read(data: str, entries: Iterable[str], languages: Collection[str]) -> Tap | None:
    """The tap that a button meant; None for what this bot never wrote, or for what is no more."""
    kind, colon, rest = data.partition(":")
    if kind == "l":
        return ChooseLanguage(rest) if colon and rest in ("", *languages) else None
    language, _, reference = rest.partition(":")
    if kind in ("m", "p", "c"):
        return _without_entry(kind, language, reference) if language in languages else None
    entry = next((entry for entry in entries if reference in (entry, _digest(entry))), None)
    if entry is None:
        return None
    match kind:
        case "a" | "t":
            return ShowAnswer(entry, language, kind == "t")
        case "s":
            return ShowSource(entry, language)
        case "e":
            return ShowInMenu(entry, language)
        case "f":
            return ShowOriginal(entry, language)
        case "u" | "d":
            return CastVote(entry, language, Vote.UP if kind == "u" else Vote.DOWN) if language in languages else None
    return None


def _without_entry(kind: str, language: str, topic: str) -> Tap | None:
    if kind == "m":
        return OpenMenu(topic, language) if topic in (HOME, *TOPICS) else None
    if topic:
        return None
    return SendMap(language) if kind == "p" else SendCalendar(language)


def languages(assistant: Assistant, language: str) -> InlineKeyboardMarkup:
    """Each language by its own name, two in a row, and the automatic choice."""
    buttons = [_button(assistant.language_name(code), ChooseLanguage(code)) for code in assistant.languages]
    automatic = _button(assistant.say("language_automatic", language), ChooseLanguage(AUTOMATIC))
    return InlineKeyboardMarkup([*_in_pairs(buttons), automatic])


def under(reply: Reply, assistant: Assistant) -> InlineKeyboardMarkup | None:
    """What goes under a reply: the suggestions, one a row, or what goes under its answers."""
    rows = [
        _button(assistant.title(entry, reply.language), ShowAnswer(entry, reply.language, True))
        for entry in reply.suggestions
    ]
    if not rows and len(reply.answers) == 1:
        return under_answer(assistant, reply.language, reply.answers[0])
    return InlineKeyboardMarkup(rows) if rows else source(assistant, reply.language, *reply.answers)


def under_answer(assistant: Assistant, language: str, answer: Answer) -> InlineKeyboardMarkup | None:
    """At most two short rows: votes and the source; the French original, and what the phone can open."""
    # Buttons only carry languages that have texts.
    if assistant.guide.entries[answer.id].topic == SMALL_TALK or language not in assistant.languages:
        return source(assistant, language, answer)
    votes = [_button(label, CastVote(answer.id, language, vote))[0] for vote, label in _THUMBS]
    first = [*votes, *origin(assistant, language, answer)]
    second = [*original(assistant, language, answer), *attached(assistant, language, answer.id)]
    return InlineKeyboardMarkup([row for row in (first, second) if row])


def origin(assistant: Assistant, language: str, answer: Answer) -> list[InlineKeyboardButton]:
    """The source button of an answer that has a source."""
    return _button(assistant.say("source_button", language), ShowSource(answer.id, language)) if answer.sources else []


def original(assistant: Assistant, language: str, answer: Answer) -> list[InlineKeyboardButton]:
    """The button that shows the French of a translated answer to the reader."""
    if language == SOURCE_LANGUAGE or not answer.sources or answer.translation is Translation.ORIGINAL:
        return []
    return _button(assistant.say("original_button", language), ShowOriginal(answer.id, language))


def attached(assistant: Assistant, language: str, entry: str) -> list[InlineKeyboardButton]:
    """The button for what a phone can open with an entry: its map (where the place is known) or its calendar."""
    if entry == WITH_MAP and assistant.guide.event.place.coordinates is not None:
        return _button(assistant.say("map_button", language), SendMap(language))
    if entry == WITH_CALENDAR:
        return _button(assistant.say("calendar_button", language), SendCalendar(language))
    return []


def source(assistant: Assistant, language: str, *answers: Answer) -> InlineKeyboardMarkup | None:
    """A source button for each answer that has a source; which is whose is only said when there are several."""
    sourced = [answer.id for answer in answers if answer.sources]
    label = assistant.say("source_button", language)
    labels = [f"{label} · {assistant.title(entry, language)}" for entry in sourced] if len(sourced) > 1 else [label]
    sources = [_button(text, ShowSource(entry, language)) for text, entry in zip(labels, sourced, strict=False)]
    return InlineKeyboardMarkup(_in_pairs(sources)) if sources else None


def without(markup: InlineKeyboardMarkup | None, *data: str) -> InlineKeyboardMarkup | None:
    """The buttons but for the ones that carry `data`."""
    rows = [
        [button for button in row if button.callback_data not in data]
        for row in (markup.inline_keyboard if markup else ())
    ]
    rows = [row for row in rows if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _in_pairs(buttons: list[list[InlineKeyboardButton]]) -> list[list[InlineKeyboardButton]]:
    return [[button for row in buttons[at : at + 2] for button in row] for at in range(0, len(buttons), 2)]


def _button(text: str, tap: Tap) -> list[InlineKeyboardButton]:
    return [InlineKeyboardButton(text, callback_data=written(tap))]


def _fitted(kind: str, language: str, entry: str) -> str:
    data = f"{kind}:{language}:{entry}"
    return data if len(data.encode()) <= MOST_DATA else f"{kind}:{language}:{_digest(entry)}"


def _digest(entry: str) -> str:
    return "#" + hashlib.blake2b(entry.encode(), digest_size=8).hexdigest()
