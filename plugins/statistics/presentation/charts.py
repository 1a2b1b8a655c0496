"""Charts of counts: small inline SVG drawings for pages and for the printed report.

A chart receives what readers may know and nothing else: the numbers of the table beside it, which tells all
(the caller's). A hatched bar counts several categories together.
Rules: bars and columns start at zero; the order is the vocabulary's, never the values'; a year
without a figure is a gap; a period of several years is never drawn among years (a point is a year).
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.french.numbers import number as written
from plugins.statistics.presentation import svg

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

_LINE = 17  # from one line of text to the next
_BAR = 14  # thickness of a bar
_GAP = 12  # between two rows of bars
_CHARACTERS = 48  # of a label on one line: some 310 units of the typeface
_PLOT_TOP, _PLOT_HEIGHT = 22, 120  # where columns and curves stand; the numbers are above them
_WIDEST_COLUMN = 44
_MARGIN = 6  # between a mark and its number


@dataclass(frozen=True)
class Bar:
    """One number and its French label; `grouped` when it counts several categories together."""

    label: str
    number: int
    grouped: bool = False


@dataclass(frozen=True)
class Point:
    """The figure of one year; `approximate` where the report says "environ"."""

    year: int
    number: int
    approximate: bool = False


def bar_chart(identifier: str, title: str, bars: Sequence[Bar]) -> str:
    """Draw one horizontal bar per number, under its label.

    Args:
        identifier: unique in the page (a–z, 0–9, hyphens).
        title: accessible name, in French: what is counted, by what, when.
        bars: in the order of the vocabulary, or of time.

    Returns:
        An `<svg>` element.

    Raises:
        ValueError: no bar, a negative number or a malformed identifier.
    """
    if not bars or min(bar.number for bar in bars) < 0:
        raise ValueError("a chart needs at least one bar, and no negative number")
    labels = [textwrap.wrap(bar.label, _CHARACTERS) for bar in bars]
    height = sum(_LINE * len(lines) + _BAR + _GAP for lines in labels)
    description = " ; ".join(f"{bar.label} : {written(bar.number)}" for bar in bars)
    root = svg.chart(identifier, title, f"{description}.", height)
    paint = svg.hatching(root, identifier) if any(bar.grouped for bar in bars) else ""
    largest = max(bar.number for bar in bars)
    longest = svg.WIDTH - 2 * _MARGIN - max(_width(written(bar.number)) for bar in bars)
    y = 0.0
    for lines, bar in zip(labels, bars, strict=True):
        for line in lines:
            svg.text(root, "chart-label", 0, y + svg.FONT_SIZE, line)
            y += _LINE
        length = longest * bar.number / largest if largest else 0
        if bar.grouped:
            svg.rectangle(root, "chart-group", 0, y, length, _BAR, fill=paint, stroke="currentColor")
        else:
            svg.rectangle(root, "chart-bar", 0, y, length, _BAR)
        svg.text(root, "chart-value", length + _MARGIN, y + _BAR - 2, written(bar.number))
        y += _BAR + _GAP
    return svg.serialise(root)


def column_chart(identifier: str, title: str, points: Sequence[Point]) -> str:
    """Draw one column per year, for what is counted afresh each year; all else as `line_chart`."""
    frame = _Frame(identifier, title, points)
    width = min(_WIDEST_COLUMN, 0.7 * frame.slot)
    for point in frame.points:
        x, y = frame.place(point)
        box = (x - width / 2, y, width, frame.bottom - y)
        if point.approximate:
            svg.rectangle(
                frame.root,
                "chart-bar chart-approximate",
                *box,
                fill="none",
                stroke="currentColor",
                stroke_width="2",
                stroke_dasharray="4 3",
            )
        else:
            svg.rectangle(frame.root, "chart-bar", *box)
    return frame.finish()


def line_chart(identifier: str, title: str, points: Sequence[Point]) -> str:
    """Draw a curve over years, for what is measured once a year; it breaks where a year is missing.

    Args:
        identifier: unique in the page (a–z, 0–9, hyphens).
        title: accessible name, in French.
        points: one per year, in any order; an approximate one is hollow and says "env.".

    Returns:
        An `<svg>` element.

    Raises:
        ValueError: no point, a year given twice, a negative number or a malformed identifier.
    """
    frame = _Frame(identifier, title, points)
    data = ""
    previous = None
    for point in frame.points:
        x, y = frame.place(point)
        data += f"{'L' if previous == point.year - 1 else 'M'}{svg.coordinate(x)} {svg.coordinate(y)}"
        previous = point.year
    svg.path(frame.root, "chart-line", data, stroke_width="2.5", stroke_linejoin="round")
    for point in frame.points:
        if point.approximate:
            svg.disc(
                frame.root,
                "chart-point chart-approximate",
                *frame.place(point),
                fill="none",
                stroke="currentColor",
            )
        else:
            svg.disc(frame.root, "chart-point", *frame.place(point))
    return frame.finish()


class _Frame:
    """What columns and curves share: the places of the years, the base line, the numbers."""

    def __init__(self, identifier: str, title: str, points: Sequence[Point]) -> None:
        self.points = sorted(points, key=lambda point: point.year)
        years = [point.year for point in self.points]
        if not years or len(set(years)) < len(years) or min(point.number for point in points) < 0:
            raise ValueError("a chart needs at least one year, each once, and no negative number")
        self.first, self.last = years[0], years[-1]
        self.slot = svg.WIDTH / (self.last - self.first + 1)
        self.bottom = _PLOT_TOP + _PLOT_HEIGHT
        self._largest = max(point.number for point in points)
        described = " ; ".join(f"{point.year} : {_said(point, 'environ')}" for point in self.points)
        missing = [str(year) for year in range(self.first, self.last) if year not in years]
        described += f". Pas de chiffre pour {', '.join(missing)}." if missing else "."
        self.root: Element = svg.chart(identifier, title, described, self.bottom + _LINE + 2)

    def place(self, point: Point) -> tuple[float, float]:
        """Return where a point stands: the middle of its year, its height above zero."""
        share = point.number / self._largest if self._largest else 0
        return self._middle(point.year), self.bottom - _PLOT_HEIGHT * share

    def finish(self) -> str:
        """Draw the base line, the years and the numbers; return the chart."""
        svg.path(self.root, "chart-axis", f"M0 {self.bottom}H{svg.WIDTH}")
        widest = max(_width(_said(point, "env.")) for point in self.points)
        step = (
            int((widest + _MARGIN) // self.slot) + 1
        )  # where there is no room, write one year in two, three…
        shown = {year for year in range(self.first, self.last + 1) if (self.last - year) % step == 0}
        for year in sorted(shown):
            svg.text(
                self.root, "chart-label", self._middle(year), self.bottom + _LINE, str(year), centred=True
            )
        for point in self.points:
            if point.year in shown:
                x, y = self.place(point)
                svg.text(self.root, "chart-value", x, y - _MARGIN - 2, _said(point, "env."), centred=True)
        return svg.serialise(self.root)

    def _middle(self, year: int) -> float:
        return self.slot * (year - self.first + 0.5)


def _said(point: Point, about: str) -> str:
    return f"{about}\u00a0{written(point.number)}" if point.approximate else written(point.number)


def _width(words: str) -> float:
    """Return about how wide a bold number is, in user units."""
    return sum(8.2 if character.isdigit() else 5.2 for character in words)
