"""The menu: a list of topics, and for each topic a page with its entries to tap. All of it edits one message."""

from collections.abc import Iterator, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.assistant import Assistant
from bot.dialogue import Answer
from bot.guide.entries import Entry, Outcome
from bot.telegram import buttons
from bot.telegram.buttons import HOME, TOPICS, OpenMenu, ShowInMenu, written

Row = list[InlineKeyboardButton]

# What a topic's page begins with where that is not the topic's first entry, and what else belongs on it.
_FIRST = {"guests": "delegations"}
_BESIDE = {"programme": ("not_in_document:programme",)}
# A phone shows about so many letters on a third, and on a half, of its width.
_SHORT, _MIDDLING = 12, 20
# Telegram takes a hundred buttons; nobody reads so many. What is not listed can still be asked for in words.
_MOST_LISTED = 60


def home(assistant: Assistant, language: str) -> InlineKeyboardMarkup:
    """The topics that have answers, two in a row."""
    there = [topic for topic in TOPICS if entries(assistant, topic)]
    return InlineKeyboardMarkup(
        _in_rows([_tap(assistant.say(f"menu_{topic}", language), OpenMenu(topic, language)) for topic in there], 2)
    )


def entries(assistant: Assistant, topic: str) -> tuple[Entry, ...]:
    """A topic's entries that answer something, the one its page begins with first."""
    guide = assistant.guide
    found = [entry for entry in guide.entries.values() if entry.topic == topic and entry.outcome is Outcome.ANSWER]
    found += [guide.entries[name] for name in _BESIDE.get(topic, ()) if name in guide.entries]
    return tuple(sorted(found, key=lambda entry: entry.id != _FIRST.get(topic)))


def topic_of(assistant: Assistant, entry: str) -> str:
    """The topic on whose page an entry stands; `HOME` if it stands on none."""
    own = assistant.guide.entries[entry].topic
    beside = (topic for topic, names in _BESIDE.items() if entry in names)
    return own if own in TOPICS else next(beside, HOME)


def page(assistant: Assistant, language: str, answer: Answer) -> InlineKeyboardMarkup:
    """What stands under an entry's answer in the menu: the topic's other entries, and the way back."""
    others = [entry for entry in entries(assistant, topic_of(assistant, answer.id)) if entry.id != answer.id]
    rows = [*_listed(assistant, language, others[:_MOST_LISTED])]
    extra = buttons.attached(assistant, language, answer.id)
    back = _tap(f"‹ {assistant.say('menu_back', language)}", OpenMenu(HOME, language))
    last = [
        back,
        *buttons.origin(assistant, language, answer),
        *buttons.original(assistant, language, answer),
    ]
    return InlineKeyboardMarkup([row for row in (*rows, extra, last) if row])


def _listed(assistant: Assistant, language: str, listed: Sequence[Entry]) -> Iterator[Row]:
    """Names of one kind three in a row, other entries two in a row, whatever is long on its own."""
    named = [_entry(assistant, language, entry) for entry in listed if entry.for_each]
    others = [_entry(assistant, language, entry) for entry in listed if not entry.for_each]
    yield from _in_rows(named, 3 if all(len(button.text) <= _SHORT for button in named) else 2)
    yield from _in_rows([button for button in others if len(button.text) <= _MIDDLING], 2)
    yield from _in_rows([button for button in others if len(button.text) > _MIDDLING], 1)


def _entry(assistant: Assistant, language: str, entry: Entry) -> InlineKeyboardButton:
    return _tap(assistant.title(entry.id, language), ShowInMenu(entry.id, language))


def _tap(text: str, tap: OpenMenu | ShowInMenu) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=written(tap))


def _in_rows(row: Row, most: int) -> list[Row]:
    return [row[at : at + most] for at in range(0, len(row), most)]
