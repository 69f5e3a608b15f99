"""What the bot says, as messages ready to send: without a call to Telegram."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from telegram import InlineKeyboardMarkup

from bot.assistant import Assistant
from bot.dialogue import Answer, Question, Reply, Translation
from bot.guide import locales
from bot.guide.entries import Outcome
from bot.guide.guide import SOURCE_LANGUAGE
from bot.telegram import buttons, topics
from bot.telegram.addressing import Words
from bot.telegram.followups import Followups, Last, continued, follow_up
from bot.telegram.rendering import as_html, directed, in_parts

COMMANDS = ("start", "help", "language", "privacy", "forget", "faq", "settings")
# The texts of /help, by key: in a private chat, and in a group or channel.
HELP, HELP_IN_GROUPS = ("help", "help_elsewhere"), ("help_groups",)
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
        on_bad_rating: Callable[[str, str], None] = lambda *_: None,
        unanswered_days: int = 0,
    ) -> None:
        """`unanswered_days` is how long questions that nobody could answer are kept, as /privacy tells."""
        self._current = current
        self._clock = clock
        self._on_reply = on_reply
        self._on_bad_rating = on_bad_rating
        self.unanswered_days = unanswered_days
        self._followups = Followups()

    def rated_badly(self, question: str, language: str) -> None:
        """Note a question whose answer (in a language, BCP 47) did not help."""
        self._on_bad_rating(question, language)

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

    def question(self, words: Words, reader: Reader) -> Question:
        """What somebody asks, now."""
        return Question(words.text, self._clock(), reader.chosen, reader.client)

    def reply(
        self, words: Words, reader: Reader, chat_id: int | None = None, speaker: Assistant | None = None
    ) -> Outgoing:
        """The reply to a question; in a chat, it may follow up the last answer there.

        `speaker` is the assistant to reply with, if not that of the moment.
        """
        assistant = speaker or self.assistant
        reply = self._reply(assistant, self.question(words, reader), chat_id)
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
        keyboard = buttons.under_answer(self.assistant, language, answer)
        return _message(answer.text, language, self._notes((answer,), language), keyboard)

    def alone(self, words: Words, reader: Reader, *notes: str) -> Outgoing:
        """The reply to a question without buttons, for where a tap could not be followed; with notes, as `sourced`."""
        reply = self.assistant.reply(self.question(words, reader))
        self._on_reply(reply)
        if reply.answers:
            return self.sourced(reply.answers, reply.language, *notes)
        return _message(reply.text, reply.language, [self.assistant.say(key, reply.language) for key in notes])

    def sourced(self, answers: tuple[Answer, ...], language: str, *notes: str) -> Outgoing:
        """Answers without buttons, a paragraph each; below, their sources and notes (interface texts, by key)."""
        assistant = self.assistant
        paragraphs = sorted({paragraph for answer in answers for paragraph in answer.sources})
        listing = locales.listing([*map(str, paragraphs)], language)
        source = assistant.say("source_paragraphs" if paragraphs else "source_none", language, paragraphs=listing)
        text = "\n\n".join(answer.text for answer in answers)
        said = (assistant.say(key, language) for key in notes)
        return _message(text, language, [*self._notes(answers, language), source, *said])

    def _reply(self, assistant: Assistant, question: Question, chat_id: int | None) -> Reply:
        last = self._followups.last(chat_id, question.now) if chat_id is not None else None
        again = follow_up(assistant, question.text, last, question.now) if last else None
        reply = again or assistant.reply(question)
        if last and not again:
            reply = continued(assistant, reply, last, question)
        if chat_id is not None and reply.answers and not any(map(self._is_small_talk, reply.answers)):
            entries = tuple(answer.id for answer in reply.answers)
            asked = last.question if again and last else question.text
            self._followups.note(chat_id, Last(entries, reply.language, asked, question.now))
        return reply

    def remember(self, chat_id: int, entry: str, language: str) -> None:
        """Remember that a chat was shown an entry's answer, which its next message may be about."""
        self._followups.note(chat_id, Last((entry,), language, "", self._clock()))

    def forget(self, chat_id: int) -> None:
        """Forget what a chat was answered."""
        self._followups.forget(chat_id)

    def _is_small_talk(self, answer: Answer) -> bool:
        return self.assistant.guide.entries[answer.id].topic == buttons.SMALL_TALK

    def menu(self, topic: str, language: str) -> Outgoing:
        """A topic's page of the menu, or the greeting with all topics."""
        found = topics.entries(self.assistant, topic)
        if found:
            return self.in_menu(found[0].id, language)
        keyboard = topics.home(self.assistant, language)
        return _message(self.assistant.say("welcome", language), language, [], keyboard)

    def in_menu(self, entry: str, language: str) -> Outgoing:
        """An entry's answer as a page of the menu. Raises KeyError for an entry that has none."""
        answer = self.assistant.answer(entry, language, self._clock())
        keyboard = topics.page(self.assistant, language, answer)
        return _message(answer.text, language, self._notes((answer,), language), keyboard)

    def original(self, entry: str) -> str:
        """What an entry says in French, marked as such, in plain text. Raises KeyError for one that has no answer."""
        text = self.assistant.answer(entry, SOURCE_LANGUAGE, self._clock()).text
        return f"{self.assistant.language_name(SOURCE_LANGUAGE)} : {text}"

    def welcome(self, reader: Reader) -> Outgoing:
        """The greeting, with the topics as buttons."""
        return self.menu(buttons.HOME, self.language(reader))

    def linked(self, payload: str, reader: Reader, chat_id: int) -> Outgoing:
        """What a deep link asks for: an entry's answer, or the greeting if the link names none."""
        # Telegram lets no colon into a link, so that `delegation:niger` travels as `delegation-niger`.
        for entry in (payload, payload.replace("-", ":")):
            try:
                outgoing = self.answer(entry, self.language(reader))
            except KeyError:
                continue
            self.remember(chat_id, entry, self.language(reader))
            return outgoing
        return self.welcome(reader)

    def say(self, *keys: str, reader: Reader, **values: object) -> Outgoing:
        """Interface texts, a paragraph each."""
        language = self.language(reader)
        return _message("\n\n".join(self.assistant.say(key, language, **values) for key in keys), language, [])

    def privacy(self, reader: Reader, among_others: bool) -> Outgoing:
        """What is kept, in a private chat or `among_others` (a group, a channel), as docs/privacy.md explains it."""
        keys = ["privacy", "privacy_votes"]
        if self.unanswered_days:
            keys.insert(1, "privacy_unanswered")
        if among_others:
            keys.append("privacy_groups")
        return self.say(*keys, reader=reader, kept_for=locales.days(self.unanswered_days, self.language(reader)))

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
