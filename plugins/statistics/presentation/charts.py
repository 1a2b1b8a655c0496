"""Charts of counts: small SVG drawings for the printed report, whose tables hold no bars as the page's do.

A chart receives what readers may know and nothing else: the numbers of the table beside it, which tells all
(the caller's). A hatched bar counts several categories together.
Rules: bars start at zero; the order is the vocabulary's, never the values'.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.french.numbers import number as written
from plugins.statistics.presentation import svg

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE = 17  # from one line of text to the next
_BAR = 14  # thickness of a bar
_GAP = 12  # between two rows of bars
_CHARACTERS = 48  # of a label on one line: some 310 units of the typeface
_MARGIN = 6  # between a mark and its number


@dataclass(frozen=True)
class Bar:
    """One number and its French label; `grouped` when it counts several categories together."""

    label: str
    number: int
    grouped: bool = False


def bar_chart(identifier: str, title: str, bars: Sequence[Bar]) -> str:
    """Draw one horizontal bar per number, under its label.

    Args:
        identifier: unique in the page (a–z, 0–9, hyphens).
        title: accessible name, in French: what is counted, by what, when.
        bars: in the order of the vocabulary.

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


def _width(words: str) -> float:
    """Return about how wide a bold number is, in user units."""
    return sum(8.2 if character.isdigit() else 5.2 for character in words)
