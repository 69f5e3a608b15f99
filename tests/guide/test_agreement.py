"""Words agree with the numbers before them, in French and in English."""

import pytest

from bot.guide.problems import agreed


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("fr", "0 erreur(s), 1 erreur(s), 2 erreur(s)", "0 erreur, 1 erreur, 2 erreurs"),
        ("en", "0 error(s), 1 error(s), 2 error(s)", "0 errors, 1 error, 2 errors"),
        ("fr-CA", "3 autre(s) question(s) en 1 langue(s)", "3 autres questions en 1 langue"),
        ("en", "1,001 question(s)", "1,001 questions"),
        ("fr", "1\u202f001 question(s)", "1\u202f001 questions"),
        ("fr", "question(s) du 2", "question(s) du 2"),
        ("fr", "", ""),
    ],
)
def test_words_agree_with_the_number_before_them(code: str, text: str, expected: str) -> None:
    """French counts 0 and 1 as one, English 1 alone; thousands count whole; without a number nothing is decided."""
    assert agreed(text, code) == expected
