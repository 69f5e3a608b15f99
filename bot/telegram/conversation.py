"""What the bot says, as messages ready to send: pure, without a call to Telegram."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from telegram import InlineKeyboardMarkup

from bot.assistant import Assistant
from bot.dialogue import Answer, Question, Reply, Translation
from bot.guide.entries import Outcome
from bot.telegram import buttons
from bot.telegram.addressing import Words
from bot.telegram.rendering import as_html, directed, in_parts

COMMANDS = ("start", "help", "language", "privacy", "forget", "faq", "settings")
MOST_ALERT = 200  # characters that Telegram shows in answer to a tap


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message, in HTML; in several parts only if Telegram takes no longer one. The buttons go under the last."""

    parts: tuple[str, ...]
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is written to: the language they chose and the one their Telegram is set to (BCP 47), if known."""

    chosen: str | None = None
    client: str | None = None


class Conversation:
    """Says things in the reader's language. `current` gives the assistant of this moment: the FAQ may change."""

    def __init__(
        self,
        current: Callable[[], Assistant],
        clock: Callable[[], datetime],
        on_reply: Callable[[Reply], None] = lambda _: None,
    ) -> None:
        self._current = current
        self._clock = clock
        self._on_reply = on_reply

    def now(self) -> datetime:
        """The time by the clock that was passed in (aware)."""
        return self._clock()

    @property
    def assistant(self) -> Assistant:
        """The assistant of this moment."""
        return self._current()

    def language(self, reader: Reader) -> str:
        """The language for what is said unasked: the chosen one, or else Telegram's, or the nearest that has texts."""
        return self.assistant.nearest_language(reader.chosen or reader.client)

    def reply(self, words: Words, reader: Reader) -> Outgoing:
        """The reply to a question."""
        assistant = self.assistant
        reply = assistant.reply(Question(words.text, self._clock(), reader.chosen, reader.client))
        self._on_reply(reply)
        language = reply.language
        # The suggestions stand on the buttons; the text need not repeat them.
        text = assistant.say("suggest", language) if reply.outcome is Outcome.SUGGEST else reply.text
        notes = self._notes(reply.answers, language)
        if words.cut:
            notes.append(assistant.say("too_long", language))
        return _message(text, language, notes, buttons.under(reply, assistant))

    def answer(self, entry: str, language: str) -> Outgoing:
        """An entry's answer, asked for by its id. Raises KeyError for one that has none."""
        answer = self.assistant.answer(entry, language, self._clock())
        keyboard = buttons.source(self.assistant, language, answer)
        return _message(answer.text, language, self._notes((answer,), language), keyboard)

    def welcome(self, reader: Reader) -> Outgoing:
        """The greeting, with the topics as buttons."""
        language = self.language(reader)
        return _message(self.assistant.say("welcome", language), language, [], buttons.topics(self.assistant, language))

    def linked(self, payload: str, reader: Reader) -> Outgoing:
        """What a deep link asks for: an entry's answer, or the greeting if the link names none."""
        # Telegram lets no colon into a link, so that `delegation:niger` travels as `delegation-niger`.
        for entry in (payload, payload.replace("-", ":")):
            try:
                return self.answer(entry, self.language(reader))
            except KeyError:
                continue
        return self.welcome(reader)

    def say(self, *keys: str, reader: Reader, **values: object) -> Outgoing:
        """Interface texts, a paragraph each."""
        language = self.language(reader)
        return _message("\n\n".join(self.assistant.say(key, language, **values) for key in keys), language, [])

    def choose_language(self, reader: Reader) -> Outgoing:
        """The list of languages as buttons."""
        language = self.language(reader)
        text = self.assistant.say("choose_language", language)
        return _message(text, language, [], buttons.languages(self.assistant, language))

    def language_chosen(self, reader: Reader) -> str:
        """The confirmation of a choice, in plain text, in the language just chosen."""
        language = self.language(reader)
        if reader.chosen is None:
            return self.assistant.say("language_follows", language)
        return self.assistant.say("language_set", language, language=self.assistant.language_name(reader.chosen))

    def plain(self, text: str, reader: Reader) -> Outgoing:
        """A text already in the reader's language."""
        return _message(text, self.language(reader), [])

    def source(self, entry: str, language: str) -> str:
        """Where an entry's answer comes from, in plain text. Raises KeyError for an unknown entry."""
        return directed(self.assistant.source_line(entry, language), language)

    def _notes(self, answers: tuple[Answer, ...], language: str) -> list[str]:
        machine = any(answer.translation is Translation.MACHINE for answer in answers)
        return [self.assistant.say("machine_note", language)] if machine else []


def _message(text: str, language: str, notes: list[str], keyboard: InlineKeyboardMarkup | None = None) -> Outgoing:
    parts = [as_html(part) for part in in_parts(directed(text, language))]
    note = "\n".join(f"<i>{as_html(directed(note, language))}</i>" for note in notes)
    if note:
        last = f"{parts[-1]}\n\n{note}"
        parts = [*parts[:-1], last] if len(in_parts(last)) == 1 else [*parts, note]
    return Outgoing(tuple(parts), keyboard)


def payload(entry: str) -> str:
    """An entry's id as a deep link carries it (`t.me/<bot>?start=...`)."""
    return entry.replace(":", "-")


def alert(text: str) -> str:
    """A text cut to what Telegram shows in answer to a tap."""
    return text if len(text) <= MOST_ALERT else text[: MOST_ALERT - 1] + "…"
