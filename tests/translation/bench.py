"""Speed and memory of translation: `python -m tests.translation.bench`. The model is the tests' own, not Argos's.

A look-up model says what the door around Argos costs; a real model adds 50 to 300 ms a sentence on one core.
"""

import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.guide.rendering import Renderer
from bot.reading import read_guide
from bot.translation.argos import Argos, load
from bot.translation.gate import Gate
from bot.translation.on_demand import OnDemand
from bot.translation.packages import install
from bot.translation.served import refusals
from bot.translation.translator import Translator
from tests.conftest import FAQ, TRANSLATIONS
from tests.translation.argosmodel import build

LONGEST = 400


def main() -> None:
    """Print the figures."""
    guide = read_guide(FAQ, TRANSLATIONS).guide
    assert guide is not None
    started = time.process_time()
    refusals(guide)
    seconds = time.process_time() - started
    print(f"gate over {len(guide.languages) - 1} languages, cold: {seconds * 1000:.0f} ms")
    gate = Gate(guide)
    french = guide.languages["fr"].answers["venue"]
    pairs = [(next(iter(french.values())).text, next(iter(spoken.answers["venue"].values())).text, code)
             for code, spoken in guide.languages.items() if code != "fr"]  # fmt: skip
    for pair in pairs:
        gate.faults(*pair)
    print(
        f"gate, one text, warm: {_each(lambda: [gate.faults(*pair) for pair in pairs], 50) / len(pairs) * 1e6:.0f} µs"
    )
    renderer, now = Renderer(guide), datetime(2025, 11, 12, tzinfo=UTC)
    entry = guide.entries["country_not_named"]
    renderer.answer(entry, "ar", now)
    reply = _each(lambda: renderer.answer(entry, "ar", now), 2000)
    print(f"a reply from the memory, longest answer: {reply * 1e6:.0f} µs")
    with tempfile.TemporaryDirectory() as folder:
        _engine(Path(folder), gate)


def _engine(folder: Path, gate: Gate) -> None:
    table = {f"Phrase {number} du salon.": f"Sentence {number} of the fair." for number in range(3, 403)}
    packages = folder / "packages"

    def trial(unpacked: Path) -> None:
        load(unpacked, packages)

    memory = _megabytes()
    started = time.perf_counter()
    install(build(folder / "a.argosmodel", "fr", "en", table), packages, trial)
    seconds = time.perf_counter() - started
    print(f"import of argostranslate, install and trial: {seconds * 1000:.0f} ms, {_megabytes() - memory:.0f} MB")
    engine = Argos(packages)
    translator = Translator(engine, gate)
    demand = OnDemand(translator, engine, folder / "kept")
    sources = list(table)
    for total in (1, 100, 10_000):
        memory, started = _megabytes(), time.perf_counter()
        for number in range(total):
            assert translator.text(sources[number % len(sources)], "en", LONGEST)
        seconds = time.perf_counter() - started
        print(f"{total:6} texts: {seconds / total * 1000:.2f} ms each, memory +{_megabytes() - memory:.0f} MB")

    asyncio.run(demand.get(sources[0], "en", LONGEST))
    print(f"a kept text: {_each(lambda: demand.kept(sources[0], 'en'), 5000) * 1e6:.1f} µs")
    demand.close()


def _each(call: Callable[[], object], times: int) -> float:
    started = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - started) / times


def _megabytes() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1_000_000 if sys.platform == "darwin" else 1_000)


if __name__ == "__main__":
    main()
