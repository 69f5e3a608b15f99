"""Phrases of the vocabulary and of names, found word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import words
from bot.understanding.phrases import PhraseIndex

INDEX = PhraseIndex(
    [
        ("quand", "when"),
        ("c'est quand", "when2"),
        ("inaugur*", "open"),
        ("*messe", "fair"),
        ("*waffe*", "arms"),
        ("x*", "x"),
    ]
)


def found(text: str) -> set[str]:
    tokens = words(text)
    return {match.value for place in range(len(tokens)) for match in INDEX.find(tokens, place)}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Quand ?", {"when"}),
        ("C’EST QUAND", {"when", "when2"}),
        ("inauguration", {"open"}),
        ("inaugur", {"open"}),
        ("Rüstungsmesse", {"fair"}),
        ("Messen", set()),
        ("Handwaffen", {"arms"}),
        ("x", {"x"}),
        ("xylophone", set()),
    ],
)
def test_a_star_stands_for_any_letters_at_its_end_of_the_word(text: str, values: set[str]) -> None:
    """`abc*` is a beginning, `*abc` an end, `*abc*` anything inside; a stem of one letter stands for itself only."""
    assert found(text) == values


@given(st.lists(st.text(max_size=8), max_size=12))
def test_any_words_can_be_looked_up(tokens: list[str]) -> None:
    """What is found lies within the text, and covers as many words as the phrase has."""
    for place in range(len(tokens)):
        for match in INDEX.find(tokens, place):
            assert place == match.start < match.end <= len(tokens)
