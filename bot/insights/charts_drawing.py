"""Draws a chart: JSON of bot.insights.charts.Chart on standard input, a PNG on standard output. Run as a program."""

import json
import sys
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

# A phone shows the picture on a third of these pixels: letters of 30 are then as large as those of the chat.
_WIDTH, _MARGIN = 1080, 64
_RIGHT = _WIDTH - _MARGIN
_DOTS = 100
_POINT = 72 / _DOTS
_PAPER, _INK, _QUIET, _TRACK = "#ffffff", "#14212b", "#51606c", "#eef1f4"
# Good to bad; told apart by people who see no red or no green, and each 3:1 against the paper.
_COLOURS = ("#12658a", "#3d8aab", "#b97800", "#c23b22", "#75808b")
_NAMES, _BARS, _BARS_END = 290, _MARGIN + 300, _RIGHT - 120
_TABLE, _COLUMN, _LINE, _ROW = 376, 280, 52, 56


class _Sheet:
    """Draws from top to bottom, in pixels."""

    def __init__(self, chart: dict[str, Any]) -> None:
        self._chart = chart
        self._figure = Figure(dpi=_DOTS, facecolor=_PAPER)
        FigureCanvasAgg(self._figure)
        height = self._height()
        self._figure.set_size_inches(_WIDTH / _DOTS, height / _DOTS)
        self._axes: Axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, _WIDTH)
        self._axes.set_ylim(height, 0)

    def draw(self) -> None:
        chart = self._chart
        self._text(_MARGIN, 70, chart["title"], 36, weight="bold", widest=680)
        self._text(_RIGHT, 70, chart["subtitle"], 30, _QUIET, align="right")
        step = (_RIGHT - _MARGIN) / len(chart["figures"])
        for place, figure in enumerate(chart["figures"]):
            pixels = min(84, 420 // len(figure["value"]))
            self._text(_MARGIN + place * step, 186, figure["value"], pixels, weight="bold")
            self._text(_MARGIN + place * step, 234, figure["name"], 30, _QUIET, widest=int(step) - 24)
        self._bar(_MARGIN, 276, _RIGHT - _MARGIN, 52, chart["whole"], sum(chart["whole"]))
        top = _TABLE
        columns = [_RIGHT - place * _COLUMN for place in reversed(range(len(chart["columns"])))]
        for right, name in zip(columns, chart["columns"], strict=True):
            self._text(right, top, name, 27, _QUIET, align="right")
        for colour, kind in zip(_COLOURS, chart["kinds"], strict=True):
            top += _LINE
            self._axes.add_patch(Rectangle((_MARGIN, top - 24), 26, 26, facecolor=colour, linewidth=0))
            self._text(_MARGIN + 44, top, kind["name"], 31)
            for right, value in zip(columns, kind["values"], strict=True):
                self._text(right, top, value, 31, align="right")
        for panel in chart["panels"]:
            top = self._panel(panel, top + 100)

    def save(self) -> None:
        self._figure.savefig(sys.stdout.buffer, format="png", dpi=_DOTS)

    def _height(self) -> int:
        rows = sum(len(panel["bars"]) for panel in self._chart["panels"])
        return _TABLE + _LINE * len(self._chart["kinds"]) + 120 * len(self._chart["panels"]) + _ROW * rows + 40

    def _panel(self, panel: dict[str, Any], top: int) -> int:
        self._text(_MARGIN, top, panel["title"], 34, weight="bold")
        largest = max(sum(bar["parts"]) for bar in panel["bars"])
        top += 20
        for bar in panel["bars"]:
            top += _ROW
            self._text(_MARGIN, top, bar["name"], 31, widest=_NAMES)
            self._axes.add_patch(Rectangle((_BARS, top - 27), _BARS_END - _BARS, 34, facecolor=_TRACK, linewidth=0))
            self._bar(_BARS, top - 27, _BARS_END - _BARS, 34, bar["parts"], largest)
            self._text(_RIGHT, top, bar["value"], 31, align="right")
        return top

    def _bar(self, left: float, top: float, width: float, height: float, parts: list[int], whole: int) -> None:
        for colour, part in zip(_COLOURS, parts, strict=True):
            long = width * part / whole
            if long:
                # A gap keeps two colours apart; it must not eat a small part up.
                shown = long - min(height / 16, long / 4)
                self._axes.add_patch(Rectangle((left, top), shown, height, facecolor=colour, linewidth=0))
            left += long

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        pixels: int,
        colour: str = _INK,
        weight: str = "normal",
        align: str = "left",
        widest: int = _RIGHT - _MARGIN,
    ) -> None:
        written = self._axes.text(
            x, y, text, fontsize=pixels * _POINT, color=colour, weight=weight, ha=align, parse_math=False
        )
        while len(text) > 1 and written.get_window_extent().width > widest:
            text = text[:-1]
            written.set_text(f"{text.rstrip()}…")


def main() -> None:
    """Draw what standard input asks for."""
    sheet = _Sheet(json.load(sys.stdin.buffer))
    sheet.draw()
    sheet.save()


if __name__ == "__main__":
    main()
