"""Logs as text or JSON lines on stderr, without secrets and without what visitors wrote."""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from urllib.parse import quote

from telegram.error import TelegramError

# At INFO httpx logs each URL, token included; at DEBUG python-telegram-bot and aiosqlite log what visitors wrote.
_TALKATIVE = ("telegram", "httpx", "httpcore", "aiosqlite", "sqlalchemy", "asyncio", "hpack", "uvicorn", "alembic")
_ANY_TOKEN = re.compile(r"\d{5,}(:|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
_REDACTED = "[secret]"
_LONGEST_MESSAGE = 300

type_of_exception = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Redactor:
    """Takes secrets out of a text: those it was given, also as they stand in URLs, and all that look like a token."""

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets if secret for form in (secret, quote(secret, safe=""))}
        # The longest first: a secret may be part of another.
        self._forms = sorted(forms, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for form in self._forms:
            text = text.replace(form, _REDACTED)
        return _ANY_TOKEN.sub(_REDACTED, text)


class Lines(logging.Formatter):
    """One record as text. An exception is shown by its frames and kind: its message could hold a visitor's words."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        # Another handler may have left its own, unredacted rendering of the exception on the record.
        record.exc_text = None
        return self._redact(super().format(record))

    def formatException(self, ei: type_of_exception) -> str:  # noqa: N802  # logging's own name
        return described(ei[1]) if ei[1] is not None else ""


class JsonLines(Lines):
    """One record as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            fields["error"] = described(record.exc_info[1])
        return json.dumps({key: self._redact(value) for key, value in fields.items()}, ensure_ascii=False)


def described(error: BaseException) -> str:
    """An exception and its causes: frames and kind; the message only where Telegram or the system wrote it."""
    lines: list[str] = []
    link: BaseException | None = error
    while link is not None and len(lines) < 200:
        frames = traceback.format_tb(link.__traceback__)
        lines += [*(frame.rstrip("\n") for frame in frames), brief(link)]
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
        if link is not None:
            lines.append("... caused by:")
    return "\n".join(lines)


def brief(error: BaseException) -> str:
    """An exception's kind in one line, with its message where Telegram or the system wrote it."""
    name = type(error).__name__
    if isinstance(error, TelegramError | OSError):
        return f"{name}: {' '.join(str(error).split())[:_LONGEST_MESSAGE]}"
    return name


def set_up_logs(level: str, shape: str, secrets: Iterable[str]) -> None:
    """Log to stderr at a level (LOG_LEVEL) in a shape (LOG_FORMAT: text or json), whatever was set up before."""
    redact = Redactor(secrets)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(redact) if shape == "json" else Lines(redact))
    # Lone surrogates and a terminal in another encoding must not turn a log line into an error.
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(errors="backslashreplace")
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    logging.captureWarnings(True)
    logging.raiseExceptions = False
