"""How far a long command is: a bar on a terminal, a line now and then elsewhere; always on standard error."""

import sys
from typing import TextIO

_WIDTH = 24
_LINES = 10


class Bar:
    """A bar for `total` steps; total 0 shows the count alone."""

    def __init__(self, label: str, stream: TextIO | None = None) -> None:
        self._label = label
        self._stream = stream or sys.stderr
        self._on_terminal = self._stream.isatty()
        self._shown = -1

    def show(self, done: int, total: int, note: str = "") -> None:
        """Say that `done` of `total` are done."""
        share = done / total if total else 0.0
        step = int(share * (100 if self._on_terminal else _LINES)) if total else done >> 22
        if step == self._shown and not (self._on_terminal and note):
            return
        self._shown = step
        if self._on_terminal:
            full = int(share * _WIDTH)
            bar = "#" * full + "." * (_WIDTH - full)
            self._stream.write(f"\r{self._label} [{bar}] {share:4.0%} {note[:30]:30}")
        else:
            self._stream.write(f"{self._label} {share:4.0%}\n")
        self._stream.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._on_terminal and self._shown >= 0:
            self._stream.write("\n")
            self._stream.flush()
