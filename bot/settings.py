"""The settings: environment variables and a .env file, read once, with secrets that do not print.

Written by hand because every command reads them: pydantic-settings alone takes 130 ms to import, this module 25.
"""

import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

TIME_ZONE = "Africa/Bamako"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_FORMATS = ("text", "json")
LONGEST_POLL = 300
LONGEST_KEPT = 366
DEFAULT_DATABASE = "sqlite+aiosqlite:///data/bot.db"

_PACKAGED = Path(__file__).parent / "content"
_TIME_ZONE = re.compile(r"^time_zone:[ \t]*[\"']?([A-Za-z0-9_+/-]+)", re.MULTILINE)
_MOST_READ = 100_000
_TOKEN = re.compile(r"[A-Za-z0-9_:-]{1,256}")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_DATABASES = ("sqlite+aiosqlite://", "postgresql+asyncpg://")
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")


class BadSettings(Exception):
    """A setting cannot be used; the message is one line that names the variable and says what would do."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that shows itself only to who calls `reveal`."""

    _text: str = field(repr=False)

    def reveal(self) -> str:
        """The text itself; never for a log or a message."""
        return self._text

    def __str__(self) -> str:
        return "[secret]"


class Clock:
    """Tells the time (aware). With a start it begins there and then runs on, whatever the system's clock does."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start
        self._origin = time.monotonic()

    def __call__(self) -> datetime:
        if self._start is None:
            return datetime.now(UTC)
        # In UTC, so that a rehearsal over a change of summer time does not skip an hour.
        return datetime.fromtimestamp(self._start.timestamp() + time.monotonic() - self._origin, UTC)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every variable of docs/operations.md's Environment table, checked; `now` is the first instant of a rehearsal."""

    token: Secret | None = None
    api_url: str | None = None
    poll_timeout: int = 30
    organizers: frozenset[int] = frozenset()
    database_url: Secret = field(default_factory=lambda: Secret(DEFAULT_DATABASE))
    faq_dir: Path = Path("faq")
    translations_dir: Path = Path("translations")
    cache_dir: Path = Path("data/cache")
    history_dir: Path = Path("data/history")
    unanswered_days: int = 30
    webhook_url: str | None = None
    webhook_secret: Secret | None = None
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    messages_per_second: int = 30
    farewell: bool = False
    now: datetime | None = None
    log_level: str = "INFO"
    log_format: str = "text"

    def clock(self) -> Clock:
        """The clock to run with: the real one, or one that starts now at `BOT_NOW`."""
        return Clock(self.now)

    def secrets(self) -> tuple[str, ...]:
        """What no log may show."""
        database = urlsplit(self.database_url.reveal())
        passwords = [database.password or "", *parse_qs(database.query).get("password", ())]
        revealed = (secret.reveal() for secret in (self.token, self.webhook_secret) if secret is not None)
        # A database's driver is handed the password without its escapes.
        return (*revealed, *(form for password in passwords if password for form in {password, unquote(password)}))


def time_zone_of(faq: Path) -> tzinfo:
    """The event's time zone, read off event.yaml without a YAML parser; Bamako's while the file does not give one."""
    try:
        with (faq / "event.yaml").open(encoding="utf-8", errors="replace") as stream:
            written = _TIME_ZONE.search(stream.read(_MOST_READ))
        return ZoneInfo(written.group(1) if written else TIME_ZONE)
    except (OSError, ValueError, KeyError):
        return ZoneInfo(TIME_ZONE)


def instant(text: str, zone: tzinfo | None = None) -> datetime:
    """An ISO 8601 date, or date and time; without a zone it is in `zone`, or Bamako's. Raises BadSettings otherwise."""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadSettings(f"{_shown(text)} is no date; write one such as 2025-11-12T09:30") from error
    return when if when.tzinfo is not None else when.replace(tzinfo=zone or ZoneInfo(TIME_ZONE))


def read_settings(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """The settings of the environment, completed from `folder`/.env; an empty value stands for the default.

    Raises BadSettings for the first value that cannot be used; the message never holds a secret.
    """
    values = {**_dotenv((folder or Path()) / ".env"), **(os.environ if environment is None else environment)}
    return _Reader({name: value.strip() for name, value in values.items() if value.strip()}).settings()


def _dotenv(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    # Only who has a .env file pays for reading it.
    from dotenv import dotenv_values

    try:
        return {name: value for name, value in dotenv_values(path, interpolate=False).items() if value is not None}
    except (OSError, UnicodeError) as error:
        raise BadSettings(f"{path}: cannot be read as UTF-8 text; check its permissions and encoding") from error


class _Reader:
    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def settings(self) -> Settings:
        webhook_url, webhook_secret = self._webhook_url(), self._secret("WEBHOOK_SECRET", _WEBHOOK_SECRET)
        if webhook_url and not webhook_secret:
            raise BadSettings("WEBHOOK_URL: needs WEBHOOK_SECRET beside it, 1 to 256 of A-Z a-z 0-9 _ -")
        now, faq = self._values.get("BOT_NOW"), self._content("FAQ_DIR", "faq")
        try:
            start = instant(now, time_zone_of(faq)) if now else None
        except BadSettings as error:
            raise BadSettings(f"BOT_NOW: {error}") from error
        return Settings(
            token=self._secret("TELEGRAM_BOT_TOKEN", _TOKEN),
            api_url=self._api_url(),
            poll_timeout=self._whole("POLL_TIMEOUT", 30, 0, LONGEST_POLL),
            organizers=self._organizers(),
            database_url=self._database_url(),
            faq_dir=faq,
            translations_dir=self._content("TRANSLATIONS_DIR", "translations"),
            cache_dir=Path(self._values.get("CACHE_DIR", "data/cache")),
            history_dir=Path(self._values.get("HISTORY_DIR", "data/history")),
            unanswered_days=self._whole("UNANSWERED_DAYS", 30, 0, LONGEST_KEPT),
            webhook_url=webhook_url,
            webhook_secret=webhook_secret,
            http_host=self._values.get("HTTP_HOST", "127.0.0.1"),
            http_port=self._whole("HTTP_PORT", 8080, 0, 65535),
            messages_per_second=self._whole("BOT_MESSAGES_PER_SECOND", 30, 1, 1000),
            farewell=self._choice("BOT_FAREWELL", ("0", "1"), "0") == "1",
            now=start,
            log_level=self._choice("LOG_LEVEL", LOG_LEVELS, "INFO"),
            log_format=self._choice("LOG_FORMAT", LOG_FORMATS, "text"),
        )

    def _content(self, name: str, default: str) -> Path:
        """The folder that is asked for, or the one of the working folder, or else the copy that a wheel brings."""
        here, packaged = Path(self._values.get(name, default)), _PACKAGED / default
        return packaged if name not in self._values and not here.exists() and packaged.is_dir() else here

    def _secret(self, name: str, shape: re.Pattern[str]) -> Secret | None:
        text = self._values.get(name)
        if text is None:
            return None
        if not shape.fullmatch(text):
            raise BadSettings(f"{name}: holds characters that cannot be part of it; copy it again, without quotes")
        return Secret(text)

    def _whole(self, name: str, default: int, least: int, most: int) -> int:
        text = self._values.get(name, str(default))
        if not (text.isascii() and text.isdigit() and least <= int(text[:10]) <= most):
            raise BadSettings(f"{name}: {_shown(text)} is no whole number from {least} to {most}")
        return int(text)

    def _choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        text = self._values.get(name, default)
        for choice in choices:
            if text.casefold() == choice.casefold():
                return choice
        raise BadSettings(f"{name}: {_shown(text)} is none of {', '.join(choices)}")

    def _organizers(self) -> frozenset[int]:
        ids = [part.strip() for part in self._values.get("BOT_ORGANIZERS", "").split(",") if part.strip()]
        for text in ids:
            if not (text.isascii() and text.isdigit() and len(text) <= 19):
                raise BadSettings(f"BOT_ORGANIZERS: {_shown(text)} is no Telegram user id; write 123456,789012")
        return frozenset(map(int, ids))

    def _database_url(self) -> Secret:
        url = self._values.get("DATABASE_URL", DEFAULT_DATABASE)
        if not url.startswith(_DATABASES):
            raise BadSettings(f"DATABASE_URL: must begin with {' or '.join(_DATABASES)}")
        try:
            _ = urlsplit(url).port
        except ValueError as error:
            raise BadSettings("DATABASE_URL: its port is no number; write / in a password as %2F") from error
        return Secret(url)

    def _api_url(self) -> str | None:
        text = self._values.get("TELEGRAM_API_URL")
        if text is None:
            return None
        if not _is_url(text, ("http", "https")):
            raise BadSettings("TELEGRAM_API_URL: is no root of a server; write one such as https://api.telegram.org")
        return text.rstrip("/")

    def _webhook_url(self) -> str | None:
        text = self._values.get("WEBHOOK_URL")
        if text is None:
            return None
        if not (_is_url(text, ("https",)) or (_is_url(text, ("http",)) and urlsplit(text).hostname in _LOCAL_HOSTS)):
            raise BadSettings("WEBHOOK_URL: must be a whole https:// URL (http:// is for 127.0.0.1 only)")
        return text


def _is_url(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
