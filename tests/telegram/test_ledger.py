"""The bookkeeping behind acknowledgement."""

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.ledger import Ledger


def test_nothing_is_acknowledged_before_the_first_update() -> None:
    """Before the first update there is no offset to ask for."""
    assert Ledger().offset is None


@given(st.permutations(range(10, 20)))
def test_an_unfinished_update_is_never_acknowledged(order: list[int]) -> None:
    """In whatever order updates finish, the offset never passes one that has not; at the end it passes all."""
    ledger = Ledger()
    assert all(ledger.take(update_id) for update_id in range(10, 20))
    left = set(order)
    for update_id in order:
        assert ledger.offset == min(left)
        ledger.finish(update_id)
        left.discard(update_id)
    assert ledger.offset == 20


@given(st.lists(st.integers(1, 30)))
def test_a_repeated_update_is_taken_once(arrivals: list[int]) -> None:
    """An update that comes again, finished or not, is not taken again."""
    ledger = Ledger()
    taken = [update_id for update_id in arrivals if ledger.take(update_id)]
    assert taken == list(dict.fromkeys(arrivals))


def test_what_an_earlier_process_answered() -> None:
    """An update answered before the process started is not taken again, and is acknowledged."""
    ledger = Ledger([5, 6])
    assert ledger.offset is None
    assert not ledger.take(5)
    assert not ledger.take(6)
    assert ledger.offset == 7


def test_numbers_that_begin_anew() -> None:
    """After a quiet week Telegram numbers from anywhere; lower numbers are new updates, not old ones."""
    ledger = Ledger()
    ledger.take(500)
    ledger.finish(500)
    assert ledger.take(7)
    ledger.finish(7)
    assert ledger.offset == 8


def test_held_updates_let_the_queue_move() -> None:
    """What is held may be acknowledged although it is unfinished, and counts until it is finished."""
    ledger = Ledger()
    ledger.take(1)
    ledger.take(2)
    assert ledger.hold([1, 2, 99]) == 2
    assert ledger.hold([1]) == 0
    assert ledger.offset == 3
    assert ledger.unfinished == 2
    assert not ledger.unacknowledged
    ledger.take(3)
    assert ledger.offset == 3
    ledger.finish(1)
    ledger.finish(3)
    assert ledger.offset == 4
