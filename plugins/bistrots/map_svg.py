"""Draws the maps as SVG text: all the bistrots with their names, or one alone as a locator.

Colours come from the style sheet, by class; shapes alone tell the states apart:
a full glass, an empty one, a dashed one with a question mark.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from plugins.belgium.outline import FRONT, svg_path
from plugins.bistrots.layout import GAP, Box, Placed, Spot, arrange_labels, leads_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plugins.belgium.outline import Outline

DETAIL: Final = 2.5
"""What the map leaves out, in units: half a pixel on a telephone."""
LOCATOR_DETAIL: Final = 9
SIDE: Final = frozenset({"flandre"})

GLASS: Final = "m-19-25h38l-6 50h-26z"
REACH: Final = "M-38-38h76v76h-76z"
"""What a finger hits: 24 pixels on a telephone."""
QUESTION: Final = "m-6-6q0-8 7-8t7 7q0 5-7 8v4m0 7v1"


@dataclass(frozen=True)
class Marked:
    """A bistrot on the map; texts are plain."""

    key: str
    """What the list calls it too: the page's name in its address."""
    label: str
    name: str
    """All that a screen reader says of the link."""
    address: str
    state: str
    x: float
    y: float


def draw_map(outline: Outline, bistrots: Sequence[Marked]) -> str:
    """Return the map of all bistrots: links in the order given, each a marker and its name."""
    spots = [Spot(bistrot.label, bistrot.x, bistrot.y) for bistrot in bistrots]
    made = arrange_labels(spots, outline.width, outline.height)
    role = 'role="group" aria-labelledby="carte-titre"'
    parts = [
        f'<svg class="map-drawing" viewBox="{_frame(made.frame)}" {role}>',
        '<title id="carte-titre">Carte des bistrots du social en Belgique</title>',
        *_country(outline.simplified(DETAIL)),
        *(_line(placed, spot) for placed, spot in zip(made.placed, spots, strict=True)),
        *(_link(bistrot, placed) for bistrot, placed in zip(bistrots, made.placed, strict=True)),
        "</svg>",
    ]
    return "".join(parts)


def locator_ground(outline: Outline) -> str:
    """Return the country for small maps: the same for all of them."""
    return "".join(_country(outline.simplified(LOCATOR_DETAIL), borders=False))


def draw_locator(outline: Outline, ground: str, bistrot: Marked) -> str:
    """Return a small map with one marker and no name: what it shows is written beside it."""
    box = Box(-20, -20, outline.width + 40, outline.height + 40)
    at = f"translate({_number(bistrot.x)} {_number(bistrot.y)})"
    marker = (
        f'<g transform="{at}scale(2.4)">{glass(bistrot.state)}</g>'  # the drawing is small, not the glass
    )
    hidden = 'aria-hidden="true" focusable="false"'
    return f'<svg class="map-drawing locator" viewBox="{_frame(box)}" {hidden}>{ground}{marker}</svg>'


def glass(state: str) -> str:
    """Return a marker around the origin."""
    question = f'<path class="map-question" d="{QUESTION}"/>' if state == "cherche-porteurs" else ""
    return f'<path class="glass glass-{escape(state)}" d="{GLASS}"/>{question}'


def legend_glass(state: str) -> str:
    """Return a marker as a drawing of its own, for the legend."""
    hidden = 'aria-hidden="true" focusable="false"'
    return f'<svg class="map-key" viewBox="-24-30 48 60" {hidden}>{glass(state)}</svg>'


def _country(outline: Outline, *, borders: bool = True) -> Iterator[str]:
    yield f'<path class="map-side" d="{svg_path(list(outline.shapes(SIDE)), closed=True)}"/>'
    yield f'<path class="map-front" d="{svg_path(list(outline.shapes(FRONT)), closed=True)}"/>'
    if borders:
        yield f'<path class="map-borders" d="{svg_path(list(outline.borders()), closed=False)}"/>'


def _line(placed: Placed, spot: Spot) -> str:
    """Return the lines that lead from the true place to the marker, and from there to its name."""
    x, y = placed.marker.centre
    parts = []
    if placed.moved:
        parts.append(f"M{_number(spot.x)} {_number(spot.y)}L{_number(x)} {_number(y)}")
    if placed.apart:
        to_x, to_y = leads_to((x, y), placed.label)
        parts.append(f"M{_number(x)} {_number(y)}L{_number(to_x)} {_number(to_y)}")
    return f'<path class="map-lead" d="{"".join(parts)}"/>' if parts else ""


def _link(bistrot: Marked, placed: Placed) -> str:
    x, y = placed.marker.centre
    at = {
        "start": placed.label.x + GAP,
        "middle": placed.label.x + placed.label.width / 2,
        "end": placed.label.x + placed.label.width - GAP,
    }[placed.anchor]
    anchor = f' text-anchor="{placed.anchor}"' if placed.anchor != "start" else ""
    middle = placed.label.y + placed.label.height / 2
    name = f'data-bistrot="{escape(bistrot.key)}" aria-label="{escape(bistrot.name)}"'
    return (
        f'<a href="{escape(bistrot.address)}" {name}>'
        f'<g transform="translate({_number(x)} {_number(y)})"><path class="map-reach" d="{REACH}"/>'
        f"{glass(bistrot.state)}</g>"
        f'<text x="{_number(at)}" y="{_number(middle)}" dy=".35em"{anchor}>{escape(bistrot.label)}</text></a>'
    )


def _frame(box: Box) -> str:
    left, top = math.floor(box.x), math.floor(box.y)
    return f"{left} {top} {math.ceil(box.x + box.width) - left} {math.ceil(box.y + box.height) - top}"


def _number(value: float) -> str:
    return f"{round(value, 1):g}"
