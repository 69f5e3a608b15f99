"""What a chat was answered last: kept in memory, for ten minutes, so that "and in English?" can be understood."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.assistant import Assistant
from bot.dialogue import Question, Reply
from bot.guide.entries import Outcome
from bot.telegram.language_requests import wanted_language
from bot.text import words

MINUTES = 10
_CHATS_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Last:
    """The last thing a chat was answered: entries, language (BCP 47), the question if it was one, and when (aware)."""

    entries: tuple[str, ...]
    language: str
    question: str
    at: datetime


class Followups:
    """The last answer of each chat, for as many chats as were answered last."""

    def __init__(self, kept: int = _CHATS_KEPT) -> None:
        self._kept = kept
        self._last: OrderedDict[int, Last] = OrderedDict()

    def note(self, chat_id: int, last: Last) -> None:
        """Remember what a chat was answered."""
        self._last[chat_id] = last
        self._last.move_to_end(chat_id)
        while len(self._last) > self._kept:
            self._last.popitem(last=False)

    def last(self, chat_id: int, now: datetime) -> Last | None:
        """What a chat was answered in the ten minutes before `now` (aware)."""
        last = self._last.get(chat_id)
        if last is None or now - last.at > timedelta(minutes=MINUTES):
            self._last.pop(chat_id, None)
            return None
        return last

    def forget(self, chat_id: int) -> None:
        """Forget what a chat was answered."""
        self._last.pop(chat_id, None)


def follow_up(assistant: Assistant, text: str, last: Last, now: datetime) -> Reply | None:
    """The last answer in the language that a message asks for; None if that is not what it asks."""
    language = wanted_language(text, assistant.languages)
    if language is None:
        return None
    if last.question:
        # An answer may repeat a name that was asked about, which only the question tells.
        again = assistant.reply(Question(last.question, now, language, last.language))
        if tuple(answer.id for answer in again.answers) == last.entries:
            return again
    try:
        answers = tuple(assistant.answer(entry, language, now) for entry in last.entries)
    except KeyError:
        return None
    told = "\n\n".join(answer.text for answer in answers)
    return Reply(text, language, Outcome.ANSWER, told, answers)


def continued(assistant: Assistant, reply: Reply, last: Last, question: Question) -> Reply:
    """The reply to a bare name ("Ghana?") in the language of the last answer: a name tells little about a language."""
    entries = (assistant.guide.entries[answer.id] for answer in reply.answers)
    is_name = bool(reply.answers) and all(entry.for_each for entry in entries)
    if not is_name or question.chosen_language or len(words(question.text)) != 1 or reply.language == last.language:
        return reply
    again = assistant.reply(Question(question.text, question.now, last.language, question.client_language))
    return again if [answer.id for answer in again.answers] == [answer.id for answer in reply.answers] else reply
