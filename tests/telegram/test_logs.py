"""Logs hold neither secrets nor what visitors wrote."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from telegram.error import InvalidToken

from bot.telegram.logs import set_up_logs

TOKEN = "123456:AAbbccddeeffgghhiijjkkllmmnnooppqq"
SECRETS = (TOKEN, "pass/word+1")


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is logged at DEBUG, in each format; the logging of the tests themselves is put back afterwards."""
    root, stream = logging.getLogger(), io.StringIO()
    before, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    # basicConfig(force=True) closes what it removes, and pytest still needs its handlers.
    root.handlers = []
    monkeypatch.setattr("sys.stderr", stream)
    set_up_logs("DEBUG", request.param, SECRETS)
    yield stream
    logging.captureWarnings(False)
    root.handlers, logging.raiseExceptions = before, raising
    root.setLevel(level)


def test_secrets_are_redacted_everywhere(log: io.StringIO) -> None:
    """A secret in a message, an argument, a URL, an exception or its cause never reaches the log."""
    logger = logging.getLogger("bot.test")
    logger.info("token %s", TOKEN)
    logger.warning("https://api.telegram.org/bot%s/getMe and 123456%%3AAAbbccddeeffgghhiijjkkllmmnnooppqq", TOKEN)
    logger.info(
        "another bot's 999999:AAbbccddeeffgghhiijjkkllmmnnooppqr, and pass%%2Fword%%2B1, and %r", {"p": SECRETS[1]}
    )
    try:
        try:
            raise InvalidToken(f"The token `{TOKEN}` was rejected")
        except InvalidToken as error:
            raise OSError(TOKEN) from error
    except OSError:
        logger.exception("failed")
    written = log.getvalue()
    assert "[secret]" in written
    for secret in ("AAbbccddeeff", "word+1", "word%2B1"):
        assert secret not in written


def test_what_visitors_wrote_stays_out_of_exceptions(log: io.StringIO) -> None:
    """An exception is logged by its kind and its frames, not by a message that may quote a visitor."""
    try:
        raise KeyError("".join(reversed("mon numéro")))
    except KeyError:
        logging.getLogger("bot.test").exception("an update could not be answered")
    written = log.getvalue()
    assert "KeyError" in written
    assert "test_logs.py" in written
    assert "orémun" not in written


@pytest.mark.parametrize("name", ["telegram.ext.ExtBot", "httpx", "httpcore.http11", "aiosqlite", "sqlalchemy.engine"])
def test_talkative_libraries_are_quiet(log: io.StringIO, name: str) -> None:
    """Even at DEBUG the libraries that log texts or URLs say nothing below WARNING."""
    logging.getLogger(name).info("sendMessage with parameters ...")
    logging.getLogger(name).debug("sendMessage with parameters ...")
    assert log.getvalue() == ""


def test_each_record_is_one_json_object(monkeypatch: pytest.MonkeyPatch, log: io.StringIO) -> None:
    """In JSON every record, with a traceback too, is one object on one line."""
    logging.getLogger("bot.test").info("line one\nline two")
    try:
        raise ValueError
    except ValueError:
        logging.getLogger("bot.test").exception("failed")
    if log.getvalue().startswith("{"):
        records = [json.loads(line) for line in log.getvalue().splitlines()]
        assert [record["message"] for record in records] == ["line one\nline two", "failed"]
        assert "ValueError" in records[1]["error"]
