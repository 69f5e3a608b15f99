"""Which slips are forgiven, and which words are simply other words."""

import pytest

from bot.understanding.spelling import Spelling, corrected

SPELLING = Spelling({"trial": 3, "ergo": 1, "mattress": 5, "billet": 4, "saying": 1, "told": 9, "2025": 2, "salon": 7})


@pytest.mark.parametrize(
    ("written", "meant"),
    [("trail", "trial"), ("egro", "ergo"), ("matress", "mattress"), ("matteress", "mattress"), ("bilet", "billet")],
)
def test_a_slip_is_forgiven(written: str, meant: str) -> None:
    """A letter swapped, left out or doubled leads to the known word; two slips are forgiven from 8 letters on."""
    assert SPELLING.nearest(written) == meant


@pytest.mark.parametrize("written", ["paying", "hold", "2026", "sal", "a", "", "zzzzzzzz", "sabot"])
def test_another_word_is_left_alone(written: str) -> None:
    """Another first letter, a number, a short word, a letter exchanged in a short word: not a slip."""
    assert SPELLING.nearest(written) is None


def test_known_words_stay() -> None:
    """Only words that the variants do not hold are replaced, in place."""
    assert corrected(["told", "the", "trail", "salon"], SPELLING) == ["told", "the", "trial", "salon"]
