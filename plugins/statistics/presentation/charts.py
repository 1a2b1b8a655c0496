"""Charts of counts: small SVG drawings for the printed report, whose tables hold no bars as the page's do.

A chart receives what readers may know and nothing else: the numbers of the table beside it, which tells all
(the caller's). A hatched bar counts several categories together.
Rules: bars start at zero; the order is the vocabulary's, never the values'.

Colours, strokes and weights are the style sheet's (`report.css`): elements carry classes (`chart`,
`chart-bar`, `chart-group`, `chart-hatch`, `chart-label`, `chart-value`) and, for readers without it,
`currentColor`. No style attribute, no `<style>`: the site's content security policy refuses them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from plugins.french.numbers import number as written

_WIDTH = 340  # of every chart: at 12 px or more per text on a telephone 360 px wide
_FONT_SIZE = 13
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
        identifier: unique in the page (a–z, 0–9, hyphens); those inside the drawing start with it.
        title: accessible name, in French: what is counted, by what, when.
        bars: in the order of the vocabulary.

    Returns:
        An `<svg>` element.

    Raises:
        ValueError: no bar, or a negative number.
    """
    if not bars or min(bar.number for bar in bars) < 0:
        raise ValueError("a chart needs at least one bar, and no negative number")
    labels = [textwrap.wrap(bar.label, _CHARACTERS) for bar in bars]
    root = _frame(identifier, title, sum(_LINE * len(lines) + _BAR + _GAP for lines in labels))
    described = " ; ".join(f"{bar.label} : {written(bar.number)}" for bar in bars)
    SubElement(root, "desc", {"id": f"{identifier}-d"}).text = f"{described}."
    hatched = _hatching(root, identifier) if any(bar.grouped for bar in bars) else {}
    largest = max(bar.number for bar in bars)
    longest = _WIDTH - 2 * _MARGIN - max(_width(written(bar.number)) for bar in bars)
    y = 0.0
    for lines, bar in zip(labels, bars, strict=True):
        for line in lines:
            _add_text(root, "chart-label", 0, y + _FONT_SIZE, line)
            y += _LINE
        length = longest * bar.number / largest if largest else 0
        box = {"x": 0, "y": y, "width": length, "height": _BAR}
        attributes = {"class": "chart-group" if bar.grouped else "chart-bar"}
        attributes |= {name: _coordinate(value) for name, value in box.items()}
        SubElement(root, "rect", {**attributes, **(hatched if bar.grouped else {})})
        _add_text(root, "chart-value", length + _MARGIN, y + _BAR - 2, written(bar.number))
        y += _BAR + _GAP
    return tostring(root, encoding="unicode")


def _frame(identifier: str, title: str, height: float) -> Element:
    """Return an empty drawing, named for assistive technologies."""
    attributes = {
        "class": "chart",
        "viewBox": f"0 0 {_WIDTH} {_coordinate(height)}",
        "width": str(_WIDTH),
        "height": _coordinate(height),
        "role": "img",
        "aria-labelledby": f"{identifier}-t {identifier}-d",
        "font-size": str(_FONT_SIZE),
        "fill": "currentColor",
    }
    root = Element("svg", attributes)
    SubElement(root, "title", {"id": f"{identifier}-t"}).text = title
    return root


def _hatching(root: Element, identifier: str) -> dict[str, str]:
    """Define the hatching of what counts several categories, and return what paints a bar with it."""
    name = f"{identifier}-h"
    tile = {"id": name, "width": "6", "height": "6", "patternUnits": "userSpaceOnUse"}
    pattern = SubElement(SubElement(root, "defs"), "pattern", tile)
    strokes = {
        "class": "chart-hatch",
        "d": "M-1 1l2-2M0 6l6-6M5 7l2-2",
        "stroke": "currentColor",
        "stroke-width": "1.6",
    }
    SubElement(pattern, "path", strokes)
    return {"fill": f"url(#{name})", "stroke": "currentColor"}


def _add_text(root: Element, name: str, x: float, y: float, words: str) -> None:
    """Write words; `y` is their base line."""
    SubElement(root, "text", {"class": name, "x": _coordinate(x), "y": _coordinate(y)}).text = words


def _coordinate(value: float) -> str:
    """Write a coordinate, in tenths of a unit at most."""
    return f"{value:.1f}".removesuffix(".0")


def _width(words: str) -> float:
    """Return about how wide a bold number is, in user units."""
    return sum(8.2 if character.isdigit() else 5.2 for character in words)
