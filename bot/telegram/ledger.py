"""Which updates are taken, finished and may be acknowledged: bookkeeping only, without a clock or a network."""

from collections import OrderedDict
from collections.abc import Iterable

_IDS_REMEMBERED = 10_000


class Ledger:
    """Update ids on their way. An update is acknowledged by asking Telegram for what lies behind it: see `offset`."""

    def __init__(self, answered: Iterable[int] = ()) -> None:
        """`answered` are updates that an earlier process answered and perhaps did not acknowledge."""
        self._unfinished: set[int] = set()
        self._held: set[int] = set()
        self._highest: int | None = None
        self._recent: OrderedDict[int, None] = OrderedDict.fromkeys(sorted(answered))

    def take(self, update_id: int) -> bool:
        """Note an update that came; False if it is a repeated one, which must not be answered again."""
        if update_id in self._recent:
            self._highest = update_id if self._highest is None else max(self._highest, update_id)
            return False
        self._recent[update_id] = None
        if len(self._recent) > _IDS_REMEMBERED:
            self._recent.popitem(last=False)
        # After a quiet week Telegram begins with any number, a lower one too.
        restarted = self._highest is None or not self._unfinished
        self._highest = update_id if restarted else max(update_id, self._highest or update_id)
        self._unfinished.add(update_id)
        return True

    def finish(self, update_id: int) -> None:
        """Note that an update is answered."""
        self._unfinished.discard(update_id)
        self._held.discard(update_id)

    def hold(self, update_ids: Iterable[int]) -> int:
        """Let these updates be acknowledged before they are answered; how many were not held before.

        If the process dies before it has answered them, they are lost.
        """
        newly = (self._unfinished & set(update_ids)) - self._held
        self._held |= newly
        return len(newly)

    @property
    def unfinished(self) -> int:
        """How many updates are not answered yet."""
        return len(self._unfinished)

    @property
    def unacknowledged(self) -> bool:
        """Whether Telegram still keeps an unfinished update, and so gives it again at once when asked for more."""
        return len(self._unfinished) > len(self._held)

    @property
    def offset(self) -> int | None:
        """What to ask Telegram for next: the first update that is neither finished nor held. None before the first."""
        if self._highest is None:
            return None
        return min(self._unfinished - self._held, default=self._highest + 1)
