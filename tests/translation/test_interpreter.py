"""A language that no file has, answered through installed packages."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.dialogue import Question, Translation
from bot.translating import Interpreter
from tests.conftest import BAMAKO
from tests.translation.conftest import Models

NOW = datetime(2026, 11, 24, 12, tzinfo=BAMAKO)


def test_a_language_with_packages_and_no_file_is_translated_on_demand(
    models: Models, assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks for Polish reads Polish, marked as a machine's, with the facts as code renders them for Polish."""
    models.install(models.fr_en, models.en_pl)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(models.packages))
    interpreter = Interpreter(assistant, tmp_path)
    reply = interpreter.reply_now(assistant, Question("où se tient le salon ?", NOW, chosen_language="pl"))
    interpreter.close()
    (answer,) = reply.answers
    assert answer.translation is Translation.MACHINE
    assert "to tutaj odbyły się BAMEX'25" in answer.text
    assert "Parc des expositions de Bamako" in answer.text


def test_an_answer_that_cannot_be_translated_safely_falls_back(
    models: Models, assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where every candidate says something else than the French, the reader gets English and a line that says so."""
    models.install(models.fr_en, models.en_pl)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(models.packages))
    interpreter = Interpreter(assistant, tmp_path)
    reply = interpreter.reply_now(
        assistant, Question("quel temps faisait-il pendant BAMEX ?", NOW, chosen_language="pl")
    )
    interpreter.close()
    assert [answer.translation for answer in reply.answers] == [Translation.FALLBACK]


def test_a_language_without_packages_falls_back_at_once(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No package, no waiting: the fallback comes as quickly as any other answer, and says that it is one."""
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "none"))
    interpreter = Interpreter(assistant, tmp_path)
    assert not interpreter.can("pl")
    reply = interpreter.reply_now(assistant, Question("c'est où ?", NOW, chosen_language="pl"))
    interpreter.close()
    assert reply.answers[0].translation is Translation.FALLBACK
