"""Labelled questions are read strictly: a line that could never be right is no line."""

from pathlib import Path

import pytest

from bot.evaluation import BadLine, labelled


def test_a_question_without_an_expectation_is_refused(tmp_path: Path) -> None:
    """An empty `expect` says what to write where nothing should answer."""
    file = tmp_path / "questions.jsonl"
    file.write_text('{"q": "ricetta?", "lang": "it", "expect": []}\n', encoding="utf-8")
    with pytest.raises(BadLine, match="out_of_scope"):
        labelled(file)


def test_an_expectation_is_a_list(tmp_path: Path) -> None:
    """A bare id would be read letter by letter, and every answer be wrong: it is refused, with what to write."""
    file = tmp_path / "questions.jsonl"
    file.write_text('{"q": "quand ?", "lang": "fr", "expect": "dates"}\n', encoding="utf-8")
    with pytest.raises(BadLine, match="dates"):
        labelled(file)
