"""Tables beyond what has a weight for every feature and label: the same contract, through an index."""

import random

import numpy as np
import pytest

from bot.understanding.indexing import index_arrays
from bot.understanding.matcher import Matcher
from tests.bench.tables import made_up_table
from tests.understanding.test_matcher import TABLE


def indexed(rows: list[tuple[str, str]]) -> Matcher:
    return Matcher.from_arrays(index_arrays([(label, text, ()) for label, text in rows]))


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return indexed(TABLE)


@pytest.mark.parametrize(("label", "text"), TABLE)
def test_a_variant_is_answered_by_its_own_label(matcher: Matcher, label: str, text: str) -> None:
    """Through the index too, a variant asked word for word finds its label and itself."""
    match = matcher.rank(text)[0]
    assert (match.label, match.nearest) == (label, text)
    assert TABLE[match.variant] == (label, text)


def test_an_explanation_speaks_of_the_question_only(matcher: Matcher) -> None:
    """Each contribution is a feature of the question; a label that is not near has none that counts."""
    said = matcher.explain("le prix du billet", label="price")
    assert said[0].amount > 0
    assert all(found.amount == 0 for found in matcher.explain("pleuvoir", label="price"))


def test_arrays_bring_the_same_matcher_back(matcher: Matcher) -> None:
    """Nothing but the arrays is needed."""
    loaded = Matcher.from_arrays(matcher.to_arrays())
    assert all(loaded.rank(text) == matcher.rank(text) for _, text in TABLE)


def test_many_labels_stay_apart() -> None:
    """Of 600 labels with 4 variants each, the right one is first for at least 90 of 100 questions."""
    rows, questions = made_up_table(labels=600, variants=4, questions=100, lexicon=8_000, seed=3)
    matcher = indexed(rows)
    right = sum(matcher.rank(text)[0].label == label for label, text in questions)
    assert right >= 90


def test_order_of_the_variants_does_not_matter() -> None:
    """Shuffled variants give the same answers, and `variant` still points at the text it names."""
    rows, questions = made_up_table(labels=50, variants=4, questions=20, lexicon=2_000, seed=4)
    shuffled = random.Random(1).sample(rows, len(rows))
    one, other = indexed(rows), indexed(shuffled)
    for _, text in questions:
        match = other.rank(text)[0]
        assert one.rank(text)[0].label == match.label
        assert shuffled[match.variant] == (match.label, match.nearest)


def test_the_index_is_plain_numbers() -> None:
    """No array of the index holds Python objects."""
    assert all(array.dtype != np.dtype(object) for array in indexed(TABLE).to_arrays().values())
