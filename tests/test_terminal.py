"""The conversation in the terminal understands the commands that its help names."""

import io

import pytest

from bot.assistant import Assistant
from bot.settings import Clock
from bot.terminal import converse


def _said(assistant: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{text}\n"))
    converse(assistant, assistant.reply, Clock(), "fr")
    return capsys.readouterr().out


def test_faq_asks_a_question(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`/faq QUESTION` is answered as the question alone is."""
    alone = _said(assistant, monkeypatch, capsys, "c'est où ?")
    assert "Parc" in alone
    assert _said(assistant, monkeypatch, capsys, "/faq c'est où ?") == alone


@pytest.mark.parametrize("command", ["start", "help", "language", "privacy", "forget", "faq"])
def test_no_command_of_the_help_is_unknown(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """Each command that the help of the terminal names does something."""
    assert f"/{command}" in assistant.say("help", "fr")
    assert assistant.say("unknown_command", "fr") not in _said(assistant, monkeypatch, capsys, f"/{command}")


def test_a_number_of_any_length_is_a_question(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Thousands of digits choose no suggestion and end no conversation."""
    assert assistant.say("unknown", "fr") in _said(assistant, monkeypatch, capsys, "7" * 5_000)
