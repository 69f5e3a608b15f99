"""The buttons under a message, and what a tap on one means."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.assistant import Assistant
from bot.dialogue import Answer, Reply

MOST_DATA = 64  # bytes that Telegram lets a button carry
TOPICS = (
    ("dates", "menu_dates"),
    ("venue", "menu_venue"),
    ("delegations", "menu_guests"),
    ("exhibitors", "menu_exhibitors"),
)
AUTOMATIC = ""


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


Tap = ShowAnswer | ShowSource | ChooseLanguage


def written(tap: Tap) -> str:
    """A tap as a button carries it, within Telegram's 64 bytes."""
    match tap:
        case ShowAnswer(entry, language, in_place):
            return _fitted("t" if in_place else "a", language, entry)
        case ShowSource(entry, language):
            return _fitted("s", language, entry)
        case ChooseLanguage(language):
            return f"l:{language}"


def read(data: str, entries: Iterable[str], languages: Collection[str]) -> Tap | None:
    """The tap that a button meant; None for what this bot never wrote, or for what is no more."""
    kind, colon, rest = data.partition(":")
    if kind == "l":
        return ChooseLanguage(rest) if colon and rest in ("", *languages) else None
    language, _, reference = rest.partition(":")
    entry = next((entry for entry in entries if reference in (entry, _digest(entry))), None)
    if entry is None:
        return None
    match kind:
        case "a" | "t":
            return ShowAnswer(entry, language, kind == "t")
        case "s":
            return ShowSource(entry, language)
    return None


def topics(assistant: Assistant, language: str) -> InlineKeyboardMarkup:
    """The four topics of a greeting, two in a row."""
    buttons = [_button(assistant.say(key, language), ShowAnswer(entry, language, False)) for entry, key in TOPICS]
    return InlineKeyboardMarkup(_in_pairs(buttons))


def languages(assistant: Assistant, language: str) -> InlineKeyboardMarkup:
    """Each language by its own name, two in a row, and the automatic choice."""
    buttons = [_button(assistant.language_name(code), ChooseLanguage(code)) for code in assistant.languages]
    automatic = _button(assistant.say("language_automatic", language), ChooseLanguage(AUTOMATIC))
    return InlineKeyboardMarkup([*_in_pairs(buttons), automatic])


def under(reply: Reply, assistant: Assistant) -> InlineKeyboardMarkup | None:
    """What goes under a reply: the suggestions, one a row, or a source button for each answer that has a source."""
    rows = [
        _button(assistant.title(entry, reply.language), ShowAnswer(entry, reply.language, True))
        for entry in reply.suggestions
    ]
    return InlineKeyboardMarkup(rows) if rows else source(assistant, reply.language, *reply.answers)


def source(assistant: Assistant, language: str, *answers: Answer) -> InlineKeyboardMarkup | None:
    """A source button for each answer that has a source; which is whose is only said when there are several."""
    sourced = [answer.id for answer in answers if answer.sources]
    label = assistant.say("source_button", language)
    labels = [f"{label} · {assistant.title(entry, language)}" for entry in sourced] if len(sourced) > 1 else [label]
    rows = [_button(text, ShowSource(entry, language)) for text, entry in zip(labels, sourced, strict=False)]
    return InlineKeyboardMarkup(rows) if rows else None


def without(markup: InlineKeyboardMarkup | None, data: str) -> InlineKeyboardMarkup | None:
    """The buttons but for the ones that carry `data`."""
    rows = [
        [button for button in row if button.callback_data != data] for row in (markup.inline_keyboard if markup else ())
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
