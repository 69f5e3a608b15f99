"""Whatever is written to the matcher, it answers, in bounded time, without an exception.

MATCHER_FUZZ sets how many inputs the fuzz run makes (2,000 in `make test`, a million in `make soak`), MATCHER_SEED
where it starts.
"""

import os
import random
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.indexing import index_arrays
from bot.understanding.matcher import Example, Matcher
from tests.understanding.test_matcher import TABLE

INPUTS = int(os.environ.get("MATCHER_FUZZ", "2000"))
SEED = int(os.environ.get("MATCHER_SEED", "1"))
# The slowest question that the fuzz run ever made took 20 ms on two shared cores; a second is a different order.
LONGEST_S = 1.0

MATCHERS = (
    Matcher.fit([Example(label, text) for label, text in TABLE]),
    Matcher.from_arrays(index_arrays([(label, text, ()) for label, text in TABLE])),
)


def ask(matcher: Matcher, text: str, terms: tuple[str, ...] = ()) -> None:
    begin = time.perf_counter()
    matches = matcher.rank(text, terms)
    took = time.perf_counter() - begin
    assert took < LONGEST_S
    assert len(matches) <= 3
    for match in matches:
        assert 0 <= match.score <= 1
        assert 0 <= match.inside <= 1
        assert 0 <= match.similarity <= 1
        assert 0 <= match.unseen <= 1
        assert match.lead >= 0
        assert match.evidence == match.evidence  # not a number would differ from itself


@pytest.mark.parametrize("matcher", MATCHERS)
@pytest.mark.parametrize(
    "text",
    [
        "prix " * 2_000_000,
        "a" * 10_000_000,
        "e\u0301\u0300\u0302" * 500_000,
        "\u202e\u202d\u2066" * 300_000 + "prix",
        "🙂" * 1_000_000,
        "👩\u200d👩\u200d👧" * 100_000,
        "\x00\x01\x1b[31m prix \x7f",
        "\ud800\udfff prix \udc00",
        "prix السعر цена 价格 कीमत ราคา fiyat",
        "ﷺ" * 10_000,
        "ß" * 5_000 + "İ" * 5_000,
        "\n" * 1_000_000,
    ],
    ids=lambda text: f"{len(text)} of {text[:4]!r}",
)
def test_floods_cost_no_more_than_questions(matcher: Matcher, text: str) -> None:
    """Ten megabytes, stacked accents, overrides of direction, emoji, controls, half characters: all are answered."""
    ask(matcher, text)
    matcher.explain(text)


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.characters(codec=None, exclude_categories=())), terms=st.lists(st.text(max_size=8), max_size=40))
def test_any_text_is_answered(text: str, terms: list[str]) -> None:
    """No text and no terms raise."""
    for matcher in MATCHERS:
        ask(matcher, text, tuple(terms))


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=12), st.lists(st.text(max_size=3), max_size=3))),
    text=st.text(max_size=12),
)
def test_any_table_is_fitted(rows: list[tuple[str, str, list[str]]], text: str) -> None:
    """No table makes fitting fail, by either way, and what it learnt can be asked."""
    for matcher in (
        Matcher.fit([Example(label, said, tuple(terms)) for label, said, terms in rows]),
        Matcher.from_arrays(index_arrays(rows)),
    ):
        ask(matcher, text)


def hostile(choose: random.Random) -> Iterator[str]:
    """Texts without end: real questions cut, glued, misspelt, wrapped and drowned in everything that Unicode has."""
    known = [text for _, text in TABLE]

    def letters() -> str:
        return "".join(chr(choose.choice((choose.randrange(0x250), choose.randrange(0x110000)))) for _ in range(20))

    def marks() -> str:
        return "".join(letter + "".join(chr(choose.randrange(0x300, 0x370)) for _ in range(9)) for letter in question())

    def question() -> str:
        return choose.choice(known)

    ways: list[Callable[[], str]] = [
        letters,
        marks,
        lambda: question()[: choose.randrange(40)],
        lambda: question() + letters() + question(),
        lambda: "".join(choose.sample(question(), 8)),
        lambda: question().replace(choose.choice("aeiou"), chr(choose.randrange(0x110000))),
        lambda: choose.choice(letters()) * choose.randrange(3_000),
        lambda: "\u202e" + question() + choose.choice("\u200b\u200f\ufeff\x00\x1b") * choose.randrange(50),
        lambda: " ".join(choose.choice(known).split()[0] for _ in range(choose.randrange(60))),
    ]
    while True:
        yield choose.choice(ways)()


def test_a_long_run_of_hostile_texts() -> None:
    """The matcher survives MATCHER_FUZZ texts of a seeded generator."""
    texts = hostile(random.Random(SEED))
    for number in range(INPUTS):
        ask(MATCHERS[number % 2], next(texts), ("c:when",) if number % 5 == 0 else ())
