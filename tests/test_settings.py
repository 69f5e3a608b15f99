"""Settings from the environment and a .env file."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.settings import BadSettings, Clock, Settings, instant, read_settings

TOKEN = "123456:AAbbccddeeffgghhiijjkkllmmnnooppqq"


def test_defaults_are_the_contract_s(tmp_path: Path) -> None:
    """Without any variable every setting has the contract's default."""
    assert read_settings({}, tmp_path) == Settings()
    assert Settings().database_url.reveal() == "sqlite+aiosqlite:///data/bot.db"


def test_every_variable_is_read(tmp_path: Path) -> None:
    """Each variable of the contract arrives."""
    settings = read_settings(
        {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
            "POLL_TIMEOUT": "5",
            "BOT_ORGANIZERS": "12, 34,",
            "DATABASE_URL": "postgresql+asyncpg://bot:hunter2@db/bot",
            "FAQ_DIR": "/srv/faq",
            "TRANSLATIONS_DIR": "/srv/translations",
            "CACHE_DIR": "/srv/cache",
            "WEBHOOK_URL": "https://example.org/hook",
            "WEBHOOK_SECRET": "s3cret_-",
            "HTTP_HOST": "0.0.0.0",  # noqa: S104  # a value, nothing listens
            "HTTP_PORT": "9090",
            "BOT_NOW": "2025-11-12T09:30",
            "LOG_LEVEL": "debug",
            "LOG_FORMAT": "JSON",
        },
        tmp_path,
    )
    assert settings.token is not None
    assert settings.token.reveal() == TOKEN
    assert settings.api_url == "http://127.0.0.1:8081"
    assert settings.organizers == {12, 34}
    assert settings.faq_dir == Path("/srv/faq")
    assert settings.now == datetime(2025, 11, 12, 9, 30, tzinfo=UTC)
    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")
    assert (settings.http_host, settings.http_port, settings.poll_timeout) == ("0.0.0.0", 9090, 5)  # noqa: S104
    assert set(settings.secrets()) == {TOKEN, "s3cret_-", "hunter2"}


def test_no_secret_prints(tmp_path: Path) -> None:
    """Neither repr nor str of the settings, or of a secret, holds the secret."""
    url = "postgresql+asyncpg://bot:hunter2@db/bot"
    settings = read_settings({"TELEGRAM_BOT_TOKEN": TOKEN, "DATABASE_URL": url}, tmp_path)
    for shown in (
        repr(settings),
        str(settings),
        repr(settings.token),
        f"{settings.token}",
        repr(settings.database_url),
    ):
        assert TOKEN not in shown
        assert "hunter2" not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "123:ABC/../getMe?hunter2"),
        ("TELEGRAM_BOT_TOKEN", "two words hunter2"),
        ("TELEGRAM_API_URL", "telegram.org"),
        ("TELEGRAM_API_URL", "http://"),
        ("TELEGRAM_API_URL", "http://[::1"),
        ("POLL_TIMEOUT", "-1"),
        ("POLL_TIMEOUT", "٣"),
        ("POLL_TIMEOUT", "1e3"),
        ("POLL_TIMEOUT", "9" * 5000),
        ("BOT_ORGANIZERS", "12;34"),
        ("BOT_ORGANIZERS", "@awa"),
        ("DATABASE_URL", "mysql://bot:hunter2@db"),
        ("WEBHOOK_URL", "https://example.org/hook"),
        ("WEBHOOK_URL", "http://example.org/hook"),
        ("WEBHOOK_SECRET", "hunter2 with spaces"),
        ("HTTP_PORT", "99999"),
        ("BOT_NOW", "tomorrow"),
        ("BOT_NOW", "2025-13-01"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_bad_value_is_one_line_that_names_the_variable(tmp_path: Path, name: str, value: str) -> None:
    """A value that cannot be used is refused in one line that names the variable and shows no secret."""
    with pytest.raises(BadSettings) as refusal:
        read_settings({name: value}, tmp_path)
    message = str(refusal.value)
    assert name in message
    assert "\n" not in message
    assert len(message) < 200
    assert "hunter2" not in message


def test_a_dotenv_file_completes_the_environment(tmp_path: Path) -> None:
    """.env is read; the environment wins over it, an empty value too, which stands for the default."""
    (tmp_path / ".env").write_text(
        f"export TELEGRAM_BOT_TOKEN='{TOKEN}'\nPOLL_TIMEOUT=7 # seconds\nHTTP_PORT=1\nLOG_LEVEL=${{X}}ERROR\n"
    )
    with pytest.raises(BadSettings, match="LOG_LEVEL"):
        read_settings({}, tmp_path)
    settings = read_settings({"HTTP_PORT": "", "LOG_LEVEL": ""}, tmp_path)
    assert settings.token is not None
    assert settings.token.reveal() == TOKEN
    assert (settings.poll_timeout, settings.http_port, settings.log_level) == (7, 8080, "INFO")
    assert read_settings({"TELEGRAM_BOT_TOKEN": "", "LOG_LEVEL": ""}, tmp_path).token is None


def test_a_dotenv_file_in_another_encoding(tmp_path: Path) -> None:
    """A .env file that is not UTF-8 is refused in one line that names it."""
    (tmp_path / ".env").write_bytes(b"A=\xff\xfe\n")
    with pytest.raises(BadSettings, match=r"\.env"):
        read_settings({}, tmp_path)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2025-11-12", datetime(2025, 11, 12, tzinfo=UTC)),
        ("2025-11-12T09:30", datetime(2025, 11, 12, 9, 30, tzinfo=UTC)),
        (" 2025-11-12 09:30 ", datetime(2025, 11, 12, 9, 30, tzinfo=UTC)),
        ("2025-11-12T09:30+03:00", datetime(2025, 11, 12, 6, 30, tzinfo=UTC)),
        ("2025-11-12T09:30Z", datetime(2025, 11, 12, 9, 30, tzinfo=UTC)),
    ],
)
def test_an_instant_without_a_zone_is_bamako_s(text: str, when: datetime) -> None:
    """A date without a zone is in Africa/Bamako; one with a zone is what it says."""
    assert instant(text) == when


def test_a_rehearsal_s_clock_runs() -> None:
    """The clock begins at BOT_NOW and then runs, aware of its zone; without a start it is the real one."""
    start = instant("2025-11-10T23:59:59")
    clock = Clock(start)
    first = clock()
    time.sleep(0.02)
    second = clock()
    assert first.tzinfo is not None
    assert timedelta(0) <= first - start < timedelta(seconds=5)
    assert second - first >= timedelta(seconds=0.02)
    assert abs(Clock()() - datetime.now(UTC)) < timedelta(seconds=5)
