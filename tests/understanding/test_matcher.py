"""The matcher's contract on a table that fits in a head."""

import subprocess
import sys

import numpy as np
import pytest

from bot.understanding.matcher import Example, Match, Matcher

TABLE = [
    ("when", "Quand a lieu le salon ?"),
    ("when", "C'est quelle date ?"),
    ("when", "Le salon commence quel jour ?"),
    ("when", "À partir de quand peut-on visiter ?"),
    ("where", "Où se trouve le salon ?"),
    ("where", "C'est dans quelle ville ?"),
    ("where", "Quelle est l'adresse exacte ?"),
    ("where", "Comment aller au parc des expositions ?"),
    ("price", "Combien coûte l'entrée ?"),
    ("price", "Quel est le prix du billet ?"),
    ("price", "Est-ce que l'entrée est payante ?"),
    ("price", "Y a-t-il un tarif réduit pour les étudiants ?"),
    ("weather", "Quel temps fait-il à Bamako ?"),
    ("weather", "Va-t-il pleuvoir demain ?"),
    ("weather", "Quelle est la température aujourd'hui ?"),
    ("weather", "La météo de la semaine"),
]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.fit([Example(label, text) for label, text in TABLE])


def best(matcher: Matcher, text: str, terms: tuple[str, ...] = ()) -> Match:
    return matcher.rank(text, terms)[0]


@pytest.mark.parametrize(("label", "text"), TABLE)
def test_a_variant_is_answered_by_its_own_label(matcher: Matcher, label: str, text: str) -> None:
    """A variant asked word for word finds its label, itself as the nearest variant, and nothing unseen."""
    match = best(matcher, text)
    assert (match.label, match.nearest, match.unseen) == (label, text, 0)
    assert match.similarity == pytest.approx(1, abs=1e-3)
    assert TABLE[match.variant] == (label, text)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("price", "le prix du bilet"),
        ("price", "TARIF ETUDIANT"),
        ("where", "adrese exacte svp"),
        ("weather", "meteo demain"),
        ("when", "quel jour commence le salon"),
    ],
)
def test_other_words_and_slips_find_the_label(matcher: Matcher, label: str, text: str) -> None:
    """Case, accents, word order, endings and a slip in a long word do not hide what was asked."""
    assert best(matcher, text).label == label


@pytest.mark.parametrize(
    ("table", "text", "label"),
    [
        (
            {"when": ["متى يقام المعرض؟", "ما هو تاريخ المعرض"], "where": ["أين يقام المعرض؟", "في أي مدينة"]},
            "فين المدينة",
            "where",
        ),
        ({"when": ["展会什么时候举行", "几号开始"], "where": ["展会在哪里举行", "在哪个城市"]}, "哪个城市?", "where"),
        ({"when": ["मेला कब है", "तारीख क्या है"], "where": ["मेला कहाँ है", "किस शहर में"]}, "तारीख बताओ", "when"),
        (
            {"when": ["fuar ne zaman", "hangi tarihte"], "where": ["fuar nerede", "hangi şehirde"]},
            "hangi sehir",
            "where",
        ),
    ],
)
def test_any_script_will_do(table: dict[str, list[str]], text: str, label: str) -> None:
    """Nothing in the matcher is of one language: Arabic, Chinese, Hindi and Turkish find their label."""
    matcher = Matcher.fit([Example(name, said) for name, texts in table.items() for said in texts])
    assert best(matcher, text).label == label


def test_the_best_come_first_and_no_more_than_asked(matcher: Matcher) -> None:
    """Scores never rise down the list, add up to 1 at most, lead is never negative, and `limit` is kept."""
    for limit in (1, 2, 3, 10):
        matches = matcher.rank("quel est le prix du salon", limit=limit)
        assert len(matches) == min(limit, 4)
        scores = [match.score for match in matches]
        assert scores == sorted(scores, reverse=True)
        assert sum(scores) <= 1 + 1e-9
        assert all(match.lead >= 0 and 0 <= match.inside <= 1 for match in matches)


@pytest.mark.parametrize("text", ["", "   ", "?!", "🙂🙂", "ʬ", "\u202e\u200b"])
def test_nothing_known_is_no_match(matcher: Matcher, text: str) -> None:
    """A question of which nothing is known has no best label."""
    assert matcher.rank(text) == []
    assert matcher.explain(text) == []


def test_strange_words_count_against_a_match(matcher: Matcher) -> None:
    """The same known words among unknown ones are weaker evidence, and the share of the unknown is told."""
    clear, strange = best(matcher, "prix du billet"), best(matcher, "prix du billet xylophone zigzagant kangourou")
    assert strange.unseen == 0.5
    assert strange.score < clear.score
    assert strange.inside < clear.inside


def test_terms_outweigh_words() -> None:
    """A concept given from outside decides against the letters of the text."""
    matcher = Matcher.fit(
        [
            Example("when", "quand a lieu le salon", ("c:when", "c:fair")),
            Example("when", "date du salon", ("c:when", "c:fair")),
            Example("where", "où a lieu le salon", ("c:where", "c:fair")),
            Example("where", "lieu du salon", ("c:where", "c:fair")),
        ]
    )
    assert best(matcher, "lieu du salon", ("c:when", "c:fair")).label == "when"
    assert best(matcher, "", ("c:fair", "c:where")).label == "where"
    pair = [said.feature for said in matcher.explain("", ("c:fair", "c:where"))]
    assert "term pair c:fair c:where" in pair


def test_an_explanation_adds_up_to_the_evidence(matcher: Matcher) -> None:
    """Contributions are sorted by strength, and their sum is the evidence that the score is read from."""
    text = "le prix du billet pour le salon"
    for match in matcher.rank(text):
        amounts = [said.amount for said in matcher.explain(text, label=match.label)]
        assert sum(amounts) == pytest.approx(match.evidence, abs=1e-4)
        assert [abs(amount) for amount in amounts] == sorted(map(abs, amounts), reverse=True)
    with pytest.raises(KeyError):
        matcher.explain(text, label="no such label")


def test_arrays_bring_the_same_matcher_back(matcher: Matcher, tmp_path: object) -> None:
    """Saved without pickle and loaded, a matcher answers to the last digit as before."""
    path = f"{tmp_path}/matcher.npz"
    np.savez(path, **matcher.to_arrays())  # type: ignore[arg-type]  # numpy's stub takes only one positional
    with np.load(path, allow_pickle=False) as arrays:
        loaded = Matcher.from_arrays(dict(arrays))
    for _, text in TABLE:
        assert loaded.rank(text) == matcher.rank(text)
    assert (loaded.labels, loaded.threshold) == (matcher.labels, matcher.threshold)


def test_fitting_twice_gives_the_same_matcher(matcher: Matcher) -> None:
    """Fitting has no randomness in it."""
    again = Matcher.fit([Example(label, text) for label, text in TABLE])
    for name, array in matcher.to_arrays().items():
        assert np.array_equal(array, again.to_arrays()[name]), name


@pytest.mark.parametrize(
    "examples",
    [
        [],
        [Example("one", "hello")],
        [Example("one", "hello"), Example("one", "hello there")],
        [Example("one", ""), Example("two", "")],
        [Example("one", "same"), Example("two", "same")],
        [Example("one", "", ("t",)), Example("two", "\0 \ud800")],
    ],
)
def test_tables_of_almost_nothing_fit(examples: list[Example]) -> None:
    """No table is too small, too empty or too contradictory to be fitted and asked."""
    matcher = Matcher.fit(examples)
    for match in matcher.rank("hello same", ("t",)):
        assert 0 <= match.score <= 1


def test_loading_needs_no_scipy() -> None:
    """Importing the matcher imports neither scipy nor what only fitting needs."""
    code = "import sys, bot.understanding.matcher; sys.exit(any(name.startswith('scipy') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
