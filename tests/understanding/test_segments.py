"""A message cut into questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.segments import MOST_SENTENCES, joints, sentences, splits


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("La France y était ? et le Qatar ?", ["La France y était", "et le Qatar"]),
        ("أين المعرض؟ ومتى؟", ["أين المعرض", "ومتى"]),
        ("在哪里？什么时候。", ["在哪里", "什么时候"]),
        ("कब है? कहाँ है।", ["कब है", "कहाँ है"]),
        ("2.5 km à l'est. Merci!!! 🙂", ["2.5 km à l'est", "Merci"]),
        ("?!...", []),
    ],
)
def test_a_sentence_ends_where_its_script_ends_it(text: str, parts: list[str]) -> None:
    """Question marks and full stops of every script end a sentence; a dot inside a number does not."""
    assert sentences(text) == parts


@pytest.mark.parametrize(
    ("text", "joining", "ways"),
    [
        ("Prix du billet et adresse", ["et"], [("Prix du billet", "adresse")]),
        ("prix, adresse", ["et"], [("prix", "adresse")]),
        ("et le Qatar", ["et"], []),
        ("أين المعرض ومتى يبدأ", ["و*"], [("أين المعرض", "متى يبدأ")]),
        ("时间和地点", ["和"], [("时间", "地点")]),
        ("Sand und Andere", ["and"], []),
    ],
)
def test_a_joining_word_or_a_comma_may_part_two_questions(
    text: str, joining: list[str], ways: list[tuple[str, str]]
) -> None:
    """Every place for a cut is offered, the joining word left out, whichever way the language joins."""
    assert splits(text, joints(joining)) == ways


@given(st.text())
def test_any_text_is_cut_into_a_bounded_number_of_telling_parts(text: str) -> None:
    """Never more than MOST_SENTENCES, and none without a letter or a digit."""
    parts = sentences(text)
    assert len(parts) <= MOST_SENTENCES
    assert all(any(map(str.isalnum, part)) for part in parts)
