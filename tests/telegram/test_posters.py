"""`qr`: the code of a poster."""

import argparse
from pathlib import Path

import pytest
import segno

from bot.settings import Settings
from bot.telegram.posters import Refused, add_parsers, link_to, run_qr
from tests.botapi.server import TOKEN, BotApi
from tests.conftest import FAQ, TRANSLATIONS


def _parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_parsers(parser.add_subparsers(required=True))
    return parser.parse_args(["qr", *arguments])


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FAQ_DIR", str(FAQ))
    monkeypatch.setenv("TRANSLATIONS_DIR", str(TRANSLATIONS))
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(("name", "start"), [("poster.png", b"\x89PNG"), ("poster.svg", b"<?xml")])
def test_a_file_to_print(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, start: bytes) -> None:
    """The code is written as PNG or SVG, and the link it holds is printed."""
    assert run_qr(_parsed("delegation:niger", "--bot", "@bamex_bot", "--out", name)) == 0
    assert (tmp_path / name).read_bytes().startswith(start)
    assert "https://t.me/bamex_bot?start=delegation-niger" in capsys.readouterr().out


def test_the_code_holds_the_link(tmp_path: Path) -> None:
    """The file is the code of the very link, large enough for a poster."""
    run_qr(_parsed("venue", "--bot", "bamex_bot", "--out", "poster.png"))
    segno.make("https://t.me/bamex_bot?start=venue", error="q", micro=False).save("same.png", scale=20, border=4)
    assert (tmp_path / "poster.png").read_bytes() == (tmp_path / "same.png").read_bytes()


def test_in_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a file the code is shown in the terminal, with its link."""
    assert run_qr(_parsed("venue", "--bot", "bamex_bot")) == 0
    assert capsys.readouterr().out.endswith("https://t.me/bamex_bot?start=venue\n")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("nothing", "--bot", "bamex_bot"), "ENTRY"),
        (("outside:politics", "--bot", "bamex_bot"), "ENTRY"),
        (("venue", "--bot", "no name"), "--bot"),
        (("venue",), "--bot"),
        (("venue", "--bot", "bamex_bot", "--out", "poster.gif"), "--out"),
    ],
)
def test_wrong_use_says_what_to_do(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], word: str) -> None:
    """What no code can be made of is refused in one line, with status 2."""
    assert run_qr(_parsed(*arguments)) == 2
    error = capsys.readouterr().err
    assert error.startswith("bamex-bot: ")
    assert word in error
    assert error.count("\n") == 1


def test_a_file_that_cannot_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that does not exist is said so, with status 1."""
    assert run_qr(_parsed("venue", "--bot", "bamex_bot", "--out", "nowhere/poster.png")) == 1
    assert "nowhere" in capsys.readouterr().err


async def test_the_name_is_asked_of_telegram(
    api: BotApi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a token the bot's own name need not be given."""
    import asyncio

    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", api.root)
    assert await asyncio.to_thread(run_qr, _parsed("venue")) == 0
    assert "https://t.me/bamex_test_bot?start=venue" in capsys.readouterr().out


async def test_a_token_that_telegram_refuses(
    api: BotApi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong token ends with status 2 and never shows the token."""
    import asyncio

    wrong = TOKEN[:-1] + "X"
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", wrong)
    monkeypatch.setenv("TELEGRAM_API_URL", api.root)
    assert await asyncio.to_thread(run_qr, _parsed("venue")) == 2
    error = capsys.readouterr().err
    assert "--bot" in error
    assert wrong not in error


def test_every_entry_of_the_faq_can_be_linked() -> None:
    """Each entry that has an answer fits into a deep link."""
    settings = Settings(faq_dir=FAQ, translations_dir=TRANSLATIONS)
    for entry in ("venue", "delegation:burkina_faso", "not_in_document:army_recruitment"):
        assert link_to(entry, "bamex_bot", settings).startswith("https://t.me/bamex_bot?start=")
    with pytest.raises(Refused):
        link_to("", "bamex_bot", settings)
