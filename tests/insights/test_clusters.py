"""Questions alike, whoever asked them and however they were spelt."""

import itertools

import pytest

from bot.guide.guide import Guide
from bot.insights.clusters import clusters
from bot.insights.masking import MARK
from bot.store.asked import Unanswered
from bot.understanding.understanding import Understanding


@pytest.fixture(scope="module")
def understanding(guide: Guide) -> Understanding:
    return Understanding(guide)


def rows(*texts: tuple[str, str]) -> list[Unanswered]:
    return [Unanswered(text, language, "unknown", 0, number) for number, (language, text) in enumerate(texts, 1)]


def test_spellings_meet_and_other_questions_stay_apart(understanding: Understanding) -> None:
    """Case and typos do not part a question; another question is another cluster; the largest comes first."""
    found = clusters(
        rows(
            ("fr", "où louer un groupe électrogène"),
            ("fr", "OU LOUER UN GROUPE ELECTROGENE ?"),
            ("fr", "ou louer un groupe electrogen"),
            ("fr", "le gagnant de la tombola"),
        ),
        understanding,
    )
    assert [len(cluster.rows) for cluster in found] == [3, 1]
    assert found[0].languages == [("fr", 3)]


def test_the_key_does_not_depend_on_the_order(understanding: Understanding) -> None:
    """A button finds its cluster again, whatever was asked in between and in which order rows come."""
    asked = rows(("fr", "louer un groupe électrogène"), ("fr", "louer un groupe électrogène"), ("en", "lottery winner"))
    keys = {
        frozenset(cluster.key for cluster in clusters(order, understanding)) for order in itertools.permutations(asked)
    }
    assert len(keys) == 1


def test_a_masked_text_does_not_stand_for_its_cluster(understanding: Understanding) -> None:
    """Where a like question without a mark exists, it is the example."""
    asked = rows(
        ("fr", f"louer un groupe électrogène au {MARK} demain matin"),
        ("fr", "louer un groupe électrogène demain matin"),
        ("fr", f"louer un groupe électrogène au {MARK} demain matin"),
    )
    (found,) = clusters(asked, understanding)
    assert MARK not in found.text
