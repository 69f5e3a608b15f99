"""Plain text → what Telegram shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.rendering import as_html, clean, directed, in_parts, units
from tests.botapi.markup import parse_html

FSI, PDI, RLM = "\u2068", "\u2069", "\u200f"


@given(st.text())
def test_escaped_text_comes_back_unchanged(text: str) -> None:
    """Telegram's HTML parser gives back exactly what was escaped, and finds no formatting in it."""
    parsed = parse_html(as_html(text))
    assert parsed.text == text
    assert parsed.entities == ()


@given(st.text(st.sampled_from("ab \n😀é\u0301\u200d\ufe0f👨🏽"), max_size=400), st.integers(24, 60))
def test_parts_fit_and_lose_no_letter(text: str, most: int) -> None:
    """Each part fits, none is empty, and together they hold everything but the spaces at the cuts."""
    parts = in_parts(text, most)
    assert all(0 < units(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_parts_break_between_paragraphs() -> None:
    """A cut falls between paragraphs, lines or words, not within a word, where there is a choice."""
    assert in_parts("one two\n\nthree four", 14) == ["one two", "three four"]
    assert in_parts("one two three four", 14) == ["one two three", "four"]
    assert in_parts("👨‍👩‍👧" * 3, 10) == ["👨‍👩‍👧", "👨‍👩‍👧", "👨‍👩‍👧"]


def test_a_text_of_telegram_s_own_length_is_one_part() -> None:
    """4,096 UTF-16 units are one message; one more are two."""
    assert len(in_parts("😀" * 2048)) == 1
    assert len(in_parts("😀" * 2048 + "a")) == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("أقيم BAMEX'25 في باماكو.", f"أقيم {FSI}BAMEX'25{PDI} في باماكو."),
        ("BAMEX'25 في باماكو", f"{RLM}{FSI}BAMEX'25{PDI} في باماكو"),
        ("11–14 نوفمبر 2025", f"{RLM}11–14 نوفمبر 2025"),
        ("اكتب /language للغة", f"اكتب {FSI}/language{PDI} للغة"),
        (
            "مقال Boub's SiDiBÉ (MaliBuzz TV)، الفقرة 2",
            f"مقال {FSI}Boub's SiDiBÉ{PDI} ({FSI}MaliBuzz TV{PDI})، الفقرة 2",
        ),
        ("Parc des expositions, Bamako", "Parc des expositions, Bamako"),
        ("أ\nParc des expositions", "أ\nParc des expositions"),
        ("", ""),
    ],
)
def test_arabic_runs_from_the_right(text: str, shown: str) -> None:
    """A line with Arabic runs from the right, Latin names and commands stay whole; a line without stays as it is."""
    assert directed(text, "ar") == shown


@given(st.text())
def test_other_languages_get_no_marks(text: str) -> None:
    """Text for a language that is written from the left is sent as it is."""
    assert directed(text, "fr") == text


@given(st.text())
def test_marks_are_all_that_is_added(text: str) -> None:
    """Direction marks are added, and nothing is taken away."""
    marks = {ord(mark): None for mark in (FSI, PDI, RLM)}
    assert directed(text, "ar").translate(marks) == text.translate(marks)


@given(st.text(st.characters()))
def test_cleaned_text_can_be_encoded(text: str) -> None:
    """Whatever came in, lone surrogates included, goes out as UTF-8."""
    assert len(clean(text).encode()) >= 0
    assert clean("a\ud800b\U0001f600") == "a\ufffdb\U0001f600"
