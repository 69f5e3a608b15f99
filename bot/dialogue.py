"""What goes into the assistant and what comes out: plain values that the terminal and Telegram share."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.guide.entries import Outcome


class Translation(StrEnum):
    """How an answer's text came to be in the reader's language (names as in `ask --json`)."""

    ORIGINAL = "original"
    REVIEWED = "reviewed"
    DRAFTED = "drafted"
    MACHINE = "machine"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Question:
    """A visitor's message. Languages are BCP 47 codes; `now` is aware of its time zone.

    `chosen_language` is the one to reply in; `client_language`, the one that the visitor's app is set to, is no more
    than a weak hint at the language of `text`.
    """

    text: str
    now: datetime
    chosen_language: str | None = None
    client_language: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, ready to send as plain text in the reply's language.

    `score` is the share of times such an answer is right (0 to 1; 1 when it was asked for by id), `matched` the variant
    nearest to the question, `sources` paragraph numbers of the article.
    """

    id: str
    text: str
    score: float
    matched: str
    sources: tuple[int, ...]
    translation: Translation


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says to a question: `text` is the whole message in plain text, whatever the outcome.

    `answers` is empty when the outcome is suggest, unknown or declined; `suggestions` are entry ids (two or three) and
    only come with suggest. `elapsed_ms` is the time that the assistant took.
    """

    question: str
    language: str
    outcome: Outcome
    text: str
    answers: tuple[Answer, ...] = ()
    suggestions: tuple[str, ...] = ()
    elapsed_ms: float = 0.0
