"""What a button carries, and what a tap on it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.store.votes import Vote
from bot.telegram.buttons import (
    HOME,
    MOST_DATA,
    TOPICS,
    CastVote,
    ChooseLanguage,
    OpenMenu,
    SendCalendar,
    SendMap,
    ShowAnswer,
    ShowInMenu,
    ShowOriginal,
    ShowSource,
    Tap,
    read,
    written,
)

ENTRY = st.text(min_size=1, max_size=80)
LANGUAGE = st.sampled_from(["fr", "en", "zh-Hant", "sr-Latn-RS"])
TAPS = st.one_of(
    st.builds(ShowAnswer, ENTRY, LANGUAGE, st.booleans()),
    st.builds(ShowSource, ENTRY, LANGUAGE),
    st.builds(ShowInMenu, ENTRY, LANGUAGE),
    st.builds(ShowOriginal, ENTRY, LANGUAGE),
    st.builds(CastVote, ENTRY, LANGUAGE, st.sampled_from(Vote)),
    st.builds(OpenMenu, st.sampled_from((HOME, *TOPICS)), LANGUAGE),
    st.builds(SendMap, LANGUAGE),
    st.builds(SendCalendar, LANGUAGE),
    st.builds(ChooseLanguage, LANGUAGE),
)


@given(TAPS)
def test_a_tap_survives_the_button(tap: Tap) -> None:
    """Any tap fits into Telegram's 64 bytes, and is read back as what it was, however long the entry's id."""
    data = written(tap)
    assert len(data.encode()) <= MOST_DATA
    entries = ["dates", getattr(tap, "entry", "dates")]
    assert read(data, entries, ["fr", "en", "zh-Hant", "sr-Latn-RS"]) == tap


@given(st.text())
def test_any_data_can_be_read(data: str) -> None:
    """Data from a foreign or older button is read as something known, or as nothing."""
    tap = read(data, ["dates"], ["fr"])
    assert tap is None or getattr(tap, "entry", "dates") == "dates"


@pytest.mark.parametrize("kind", [ShowSource, lambda entry, language: ShowAnswer(entry, language, False)])
def test_every_entry_of_the_faq_fits(assistant: Assistant, kind: type[ShowSource]) -> None:
    """Each entry of the FAQ is carried by its own id, in each language."""
    for language in assistant.languages:
        for entry in assistant.guide.entries:
            assert written(kind(entry, language)).endswith(f":{entry}")
