"""The frame and the elements of a chart, as a tree: a library escapes and closes what we draw.

Colours, strokes and weights are the style sheet's (`report.css`): elements
carry classes and, for readers without it, `currentColor`. No style attribute, no `<style>`: the
site's content security policy refuses them.

Classes: `chart` (the drawing), `chart-bar`, `chart-group` (hatched), `chart-hatch` (the
hatching's strokes), `chart-label`, `chart-value`.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, tostring

WIDTH = 340
"""Width of every chart, in user units: at 12 px or more per text on a telephone 360 px wide."""

FONT_SIZE = 13
"""Size of every text, in user units."""

_IDENTIFIER = re.compile(r"[a-z][a-z0-9-]*")


def chart(identifier: str, title: str, description: str, height: float) -> Element:
    """Return an empty drawing `WIDTH` × `height`, named and described for assistive technologies.

    Args:
        identifier: unique in the page; the identifiers inside the drawing start with it.
        title: the accessible name, in French.
        description: what the drawing shows, in words.
        height: in user units.

    Raises:
        ValueError: the identifier is not made of a–z, 0–9 and hyphens.
    """
    if not _IDENTIFIER.fullmatch(identifier):
        raise ValueError(f"not an identifier of a chart: {identifier!r}")
    root = Element(
        "svg",
        {
            "class": "chart",
            "viewBox": f"0 0 {WIDTH} {coordinate(height)}",
            "width": str(WIDTH),
            "height": coordinate(height),
            "role": "img",
            "aria-labelledby": f"{identifier}-t {identifier}-d",
            "font-size": str(FONT_SIZE),
            "fill": "currentColor",
        },
    )
    SubElement(root, "title", {"id": f"{identifier}-t"}).text = title
    SubElement(root, "desc", {"id": f"{identifier}-d"}).text = description
    return root


def hatching(root: Element, identifier: str) -> str:
    """Define the hatching of what counts several categories, and return the paint that refers to it."""
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
    return f"url(#{name})"


def rectangle(
    root: Element, name: str, x: float, y: float, width: float, height: float, **paint: str
) -> None:
    """Draw a rectangle; `paint` holds presentation attributes, by their Python-friendly names."""
    box = {"x": x, "y": y, "width": width, "height": height}
    SubElement(
        root,
        "rect",
        {"class": name, **{key: coordinate(value) for key, value in box.items()}, **_attributes(paint)},
    )


def text(root: Element, name: str, x: float, y: float, words: str) -> None:
    """Write words; `y` is their base line."""
    SubElement(root, "text", {"class": name, "x": coordinate(x), "y": coordinate(y)}).text = words


def serialise(root: Element) -> str:
    """Return the drawing as it stands in a page."""
    return tostring(root, encoding="unicode")


def coordinate(value: float) -> str:
    """Write a coordinate, in tenths of a unit at most."""
    return f"{value:.1f}".removesuffix(".0")


def _attributes(paint: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in paint.items()}
