"""Personal data never reach what is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.insights.masking import LONGEST_KEPT, MARK, masked, without_marks


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("appelez le +223 76 12 34 56 svp", "76 12"),
        ("mon num 76123456", "76123456"),
        ("(00223) 76.12.34.56", "76.12"),
        ("رقمي ٧٦١٢٣٤٥٦", "٧٦١٢٣٤٥٦"),
        ("écrivez à awa.d@mail.ml", "awa.d"),
        ("suis @awa_d", "awa_d"),
        ("https://t.me/awa_d alors", "awa_d"),
        ("passeport AB1234567", "1234567"),
        ("je m'appelle Moussa Traoré, c'est où ?", "Traoré"),
        ("je mappelle moussa c où", "moussa"),
        ("My name is John Smith. Where is it?", "Smith"),
        ("me llamo Lucía", "Lucía"),
        ("chamo-me João", "João"),
        ("ich heiße Jürgen", "Jürgen"),
        ("adım Mehmet", "Mehmet"),
        ("меня зовут Иван Петров", "Петров"),
        ("اسمي محمد", "محمد"),
        ("मेरा नाम राम", "राम"),
        ("我叫王小明，几点开门", "王小明"),
        ("sunana Musa", "Musa"),
        ("jina langu ni Juma", "Juma"),
        ("Madame Keita est là", "Keita"),
    ],
)
def test_personal_data_are_masked(text: str, gone: str) -> None:
    """Numbers, addresses, handles and names that people give as their own are taken out, and leave a mark."""
    assert gone not in masked(text)
    assert MARK in masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "c'est du 11 au 14 novembre 2025 ?",
        "du 11-11-2025 au 14.11.2025",
        "l'édition 2024-2025",
        "plus de 30 pays ?",
        "c'est quand BAMEX'25 ?",
        "comment s'appelle le ministre ?",
    ],
)
def test_questions_stay_as_they_are(text: str) -> None:
    """Dates, counts and questions about names are no personal data."""
    assert masked(text) == text


@given(st.text(max_size=1_000))
def test_whatever_comes_is_one_short_line(text: str) -> None:
    """The result fits the database, on one line, and masking twice changes nothing that was a mark."""
    kept = masked(text)
    assert len(kept) <= LONGEST_KEPT
    assert len(kept.splitlines()) <= 1
    assert MARK not in without_marks(kept)
