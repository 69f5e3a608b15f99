"""The flood limits' arithmetic, without waiting for real minutes."""

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.pacing import _Window

# For each call: how long after the one before it is wanted, and how long it takes on the way there and back.
CALLS = st.lists(st.tuples(st.floats(0, 0.3), st.floats(0, 0.8), st.floats(0, 0.8)), min_size=1, max_size=60)


@given(CALLS, st.integers(1, 5))
def test_never_more_than_the_limit_in_any_second(calls: list[tuple[float, float, float]], most: int) -> None:
    """However long calls travel and overtake each other, the server never counts more than the limit in a second."""
    window, now, arrivals = _Window(most, 1.0), 0.0, []
    for gap, there, back in calls:
        now += gap
        while (pause := window.wait(now)) > 0:
            now += pause
        place = window.take(now)
        place.until = min(place.until, now + there + back + window.span)
        arrivals.append(now + there)
    for arrival in arrivals:
        # Rounding of floats must not decide.
        assert sum(arrival <= other < arrival + window.span - 1e-6 for other in arrivals) <= most


def test_a_call_without_a_reply_gives_its_place_back() -> None:
    """A call that hangs does not count for ever, or a few of them would stop all others."""
    window = _Window(1, 1.0)
    window.take(0.0)
    assert 0 < window.wait(0.0) <= 5
    assert window.wait(5.0) == 0


def test_an_idle_window_keeps_nothing() -> None:
    """What lies behind is forgotten, so that a quiet chat costs no memory."""
    window = _Window(20, 60.0)
    for second in range(20):
        window.take(float(second))
    assert window.wait(19.0) > 0
    assert window.wait(200.0) == 0
    assert window.places == []
