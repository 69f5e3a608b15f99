"""What is counted, for Prometheus: numbers only, never a text, a name or an id."""

from collections.abc import Awaitable, Callable, Collection
from time import perf_counter
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.dialogue import Reply

_Update = TypeVar("_Update")

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """The counts of one process. `languages` are the ones told apart; any other is counted as `other`."""

    def __init__(self, languages: Callable[[], Collection[str]]) -> None:
        self._languages = languages
        self._registry = registry = CollectorRegistry()
        self._questions = Counter(
            "bamex_questions", "Questions by outcome and language", ("outcome", "language"), registry=registry
        )
        self._answering = Histogram(
            "bamex_answer_seconds", "From an update taken to its answer sent", buckets=_SECONDS, registry=registry
        )
        self._errors = Counter("bamex_errors", "Updates whose answer failed", registry=registry)
        self._flood_waits = Counter("bamex_flood_waits", "Times that Telegram made the bot wait", registry=registry)
        self._queue = Gauge("bamex_queue", "Updates taken and not answered yet", registry=registry)
        self._refused = Counter(
            "bamex_webhooks_refused", "Webhook requests that were not taken", ("reason",), registry=registry
        )

    def replied(self, reply: Reply) -> None:
        """Count a question."""
        language = reply.language if reply.language in self._languages() else "other"
        self._questions.labels(reply.outcome.value, language).inc()

    def timed(self, answer: Callable[[_Update], Awaitable[None]]) -> Callable[[_Update], Awaitable[None]]:
        """The same work, measured: how long it takes and how much of it is going on."""

        async def measured(update: _Update) -> None:
            began = perf_counter()
            with self._queue.track_inprogress():
                await answer(update)
            self._answering.observe(perf_counter() - began)

        return measured

    async def failed(self, *_: object) -> None:
        """Count an update whose answer failed; an error handler of the Application."""
        self._errors.inc()

    def flooded(self) -> None:
        """Count a flood wait."""
        self._flood_waits.inc()

    def refused(self, reason: str) -> None:
        """Count a webhook request that was not taken; `reason` is one of a few words."""
        self._refused.labels(reason).inc()

    def page(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self._registry)
