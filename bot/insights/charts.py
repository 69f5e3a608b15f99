"""Pictures of figures, drawn in a process of their own, so that the bot neither waits nor keeps what drawing takes."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_SECONDS = 60.0
_PACKAGES = Path(__file__).parents[2]
# What a program needs to start; not the rest of the environment, which holds the token.
_PASSED_ON = ("PATH", "SYSTEMROOT", "TMPDIR", "LANG", "LC_ALL")
_BEGINNING_OF_PNG = b"\x89PNG\r\n\x1a\n"


class CannotDraw(Exception):
    """There is no picture; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number to be read first, as it is written, and what it counts."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A part of the whole: its name, and how many there are, as it is written, under each of the chart's `columns`."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A name, how many it has of each kind (in the order of the chart's `kinds`), and the sum as it is written."""

    name: str
    parts: tuple[int, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars to compare with each other."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture. `whole` is what the first bar splits; `kinds`, in the same order, are its legend and a table."""

    title: str
    subtitle: str
    figures: tuple[Figure, ...]
    whole: tuple[int, ...]
    columns: tuple[str, ...]
    kinds: tuple[Kind, ...]
    panels: tuple[Panel, ...]


async def drawn(chart: Chart, cache: Path, seconds: float = _SECONDS) -> bytes:
    """The chart as a PNG. `cache` is where matplotlib keeps its list of fonts. Raises CannotDraw."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "bot.insights.charts_drawing"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(os.environ, cache),
    )
    try:
        async with asyncio.timeout(seconds):
            picture, _ = await process.communicate(json.dumps(asdict(chart)).encode())
    except TimeoutError as error:
        raise CannotDraw(f"the chart took longer than {seconds:.0f} s") from error
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode or not picture.startswith(_BEGINNING_OF_PNG):
        raise CannotDraw(f"drawing the chart ended with status {process.returncode}")
    return picture


def _environment(ours: Mapping[str, str], cache: Path) -> dict[str, str]:
    passed_on = {name: ours[name] for name in _PASSED_ON if name in ours}
    return passed_on | {"PYTHONPATH": str(_PACKAGES), "MPLCONFIGDIR": str((cache / "matplotlib").absolute())}
