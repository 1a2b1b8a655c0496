"""Places numbered markers, for a map on which not every bistrot has room for its name.

Markers that are too near are pushed apart; those of Brussels stand in an inset that enlarges it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, takewhile
from typing import Final

from plugins.bistrots.shapes import (
    GAP,
    LABEL_HEIGHT,
    OF_BRUSSELS,
    STEP,
    Box,
    Ground,
    Layout,
    Placed,
    Point,
    Spot,
    boxes_around,
    frame_around,
)

NUMBERED: Final = (74, 70)
"""Width and height of a marker with its number in it: with the gap, what a finger hits."""
CLOSE: Final = 2
"""The gap between them."""
STRAY: Final = 90
"""How far a marker of the south goes to stay there."""
ROUNDS: Final = 100
"""Of pushing markers apart: hardly any overlap is left then."""
ZOOM: Final = 7
"""Of the inset: the nineteen communes lie 20 units from each other at most."""
PADDING: Final = 16
TITLE: Final = "Bruxelles"
"""Of the inset."""
TITLE_WIDTH: Final = 220
"""At most."""


def arrange_numbers(spots: Sequence[Spot], ground: Ground) -> Layout:
    """Return a map without names and lines."""
    town = [index for index, spot in enumerate(spots) if spot.region == OF_BRUSSELS]
    if len(town) == 1:
        town = []
    country = [index for index in range(len(spots)) if index not in town]
    markers = dict(zip(country, _numbered([spots[index] for index in country], ground), strict=True))
    inset = None
    if town:
        large = [replace(spots[index], x=spots[index].x * ZOOM, y=spots[index].y * ZOOM) for index in town]
        enlarged = _numbered(large, ground)
        inset, shift = _inset(enlarged, list(markers.values()), ground)
        markers |= {index: box.moved(*shift) for index, box in zip(town, enlarged, strict=True)}
    boxes = [markers[index] for index in range(len(spots))]
    frame = frame_around(ground.frame, [*boxes, inset] if inset else boxes)
    return Layout(frame, tuple(Placed(box, None, "middle", ()) for box in boxes), numbered=True, inset=inset)


def _inset(enlarged: Sequence[Box], markers: Sequence[Box], ground: Ground) -> tuple[Box, Point]:
    """Return the inset's box, in the south-west off the country, and by how much its markers move."""
    frame = ground.frame
    around = frame_around(enlarged[0], enlarged)
    width, height = around.width + 2 * PADDING, around.height + 2 * PADDING + LABEL_HEIGHT
    box = Box(frame.x, frame.y + frame.height - height, max(width, TITLE_WIDTH + 2 * PADDING), height)
    while ground.is_front(box) or any(box.meets(marker, GAP) for marker in markers):
        box = box.moved(0, STEP)
    left = box.x + (box.width - around.width) / 2
    return box, (left - around.x, box.y + LABEL_HEIGHT + PADDING - around.y)


def _numbered(spots: Sequence[Spot], ground: Ground) -> list[Box]:
    """Return boxes for numbered markers, near their places and apart from each other.

    A marker of the south that others push to the north goes elsewhere, if there is room near.
    """

    def strays(index: int, place: Point) -> bool:
        southern = spots[index].region not in ground.side | {OF_BRUSSELS}
        return southern and ground.is_north(Box(*place, 1, 1))

    boxes: dict[int, Box] = {}
    places = _spread([(spot.x, spot.y) for spot in spots])
    for index in sorted(range(len(spots)), key=lambda index: (strays(index, places[index]), index)):
        nearest, *others = _free(places[index], list(boxes.values()))
        boxes[index] = next((box for box in (nearest, *others) if not strays(index, box.centre)), nearest)
    return [boxes[index] for index in range(len(spots))]


def _free(place: Point, taken: Sequence[Box]) -> Iterator[Box]:
    """Yield the free box that is nearest to a place, and the others that are near."""
    free = (
        box for box in boxes_around(place, NUMBERED) if not any(box.meets(other, CLOSE) for other in taken)
    )
    yield next(free)
    yield from takewhile(lambda box: math.dist(box.centre, place) <= STRAY, free)


def _spread(places: Sequence[Point]) -> list[Point]:
    """Push places that are too near apart, a bit at a time, so that west stays west of east."""
    width, height = (side + CLOSE + 1 for side in NUMBERED)
    found = [list(place) for place in places]
    for _ in range(ROUNDS):
        for one, other in combinations(found, 2):
            right, down = other[0] - one[0], other[1] - one[1]
            over = width - abs(right), height - abs(down)
            if min(over) <= 0:
                continue
            axis = int(over[1] < over[0])
            push = math.copysign(over[axis] / 4, (right, down)[axis])
            one[axis] -= push
            other[axis] += push
    return [(round(x), round(y)) for x, y in found]
