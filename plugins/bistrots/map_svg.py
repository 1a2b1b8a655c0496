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
from plugins.bistrots.ground import SIDE, map_ground
from plugins.bistrots.layout import arrange_labels
from plugins.bistrots.numbered import PADDING, TITLE
from plugins.bistrots.shapes import GAP, LABEL_HEIGHT, Box, Placed, Spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plugins.belgium.outline import Outline

DETAIL: Final = 3.5
"""What the map leaves out, in units: a pixel on a telephone."""
LOCATOR_DETAIL: Final = 9

GLASS: Final = "m-19-25h38l-6 50h-26z"
REACH: Final = "M-38-38h76v76h-76z"
"""What a finger hits: 24 pixels on a telephone."""
NUMBERED_GLASS: Final = "m-31-31h62l-8 62h-46z"
QUESTION: Final = "m-6-6q0-8 7-8t7 7q0 5-7 8v4m0 7v1"


@dataclass(frozen=True)
class Marked(Spot):
    """A bistrot on the map; texts are plain."""

    key: str
    """What the list calls it too: the page's name in its address."""
    name: str
    """All that a screen reader says of the link."""
    address: str
    state: str


@dataclass(frozen=True)
class Drawing:
    """The map of all bistrots."""

    svg: str
    numbered: bool
    """Whether its markers bear numbers, counted from one, that the list must repeat."""


def draw_map(outline: Outline, bistrots: Sequence[Marked]) -> Drawing:
    """Return the map of all bistrots: links in the order given, each a marker and its name or number."""
    drawn = outline.simplified(DETAIL)
    made = arrange_labels(bistrots, map_ground(drawn))
    role = 'role="group" aria-labelledby="carte-titre"'
    kind = "map-drawing map-numbered" if made.numbered else "map-drawing"
    parts = [
        f'<svg class="{kind}" viewBox="{_frame(made.frame)}" {role}>',
        '<title id="carte-titre">Carte des bistrots du social en Belgique</title>',
        *_country(drawn),
        *(_inset(made.inset) if made.inset else ()),
        *map(_lines, made.placed),
        *(_link(*pair, number) for number, pair in enumerate(zip(bistrots, made.placed, strict=True), 1)),
        "</svg>",
    ]
    return Drawing("".join(parts), made.numbered)


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


def _inset(box: Box) -> Iterator[str]:
    x, y, width, height = map(_number, (box.x, box.y, box.width, box.height))
    yield f'<path class="map-inset" d="M{x} {y}h{width}v{height}h-{width}z"/>'
    middle, row = _number(box.x + box.width / 2), _number(box.y + PADDING + LABEL_HEIGHT / 2)
    yield f'<text x="{middle}" y="{row}" dy=".3em" text-anchor="middle">{TITLE}</text>'


def _lines(placed: Placed) -> str:
    steps = "".join(
        f"M{_number(x)} {_number(y)}L{_number(to_x)} {_number(to_y)}" for (x, y), (to_x, to_y) in placed.lines
    )
    return f'<path class="map-lead" d="{steps}"/>' if steps else ""


def _link(bistrot: Marked, placed: Placed, number: int) -> str:
    x, y = placed.marker.centre
    at = f'transform="translate({_number(x)} {_number(y)})"'
    start = f'<a href="{escape(bistrot.address)}" data-bistrot="{escape(bistrot.key)}"'
    reach = f'<path class="map-reach" d="{REACH}"/>'
    if placed.label is None:
        marker = f'<path class="glass glass-{escape(bistrot.state)}" d="{NUMBERED_GLASS}"/>'
        text = f'<text class="map-number" dy=".35em" text-anchor="middle">{number}</text>'
        return f'{start} aria-label="{number}, {escape(bistrot.name)}"><g {at}>{reach}{marker}{text}</g></a>'
    text_x = {
        "start": placed.label.x + GAP,
        "middle": placed.label.x + placed.label.width / 2,
        "end": placed.label.x + placed.label.width - GAP,
    }[placed.anchor]
    anchor = f' text-anchor="{placed.anchor}"' if placed.anchor != "start" else ""
    text_y = placed.label.y + placed.label.height / 2
    return (
        f'{start} aria-label="{escape(bistrot.name)}"><g {at}>{reach}{glass(bistrot.state)}</g>'
        f'<text x="{_number(text_x)}" y="{_number(text_y)}" dy=".35em"{anchor}>'
        f"{escape(bistrot.label)}</text></a>"
    )


def _frame(box: Box) -> str:
    left, top = math.floor(box.x), math.floor(box.y)
    return f"{left} {top} {math.ceil(box.x + box.width) - left} {math.ceil(box.y + box.height) - top}"


def _number(value: float) -> str:
    return f"{round(value, 1):g}"
