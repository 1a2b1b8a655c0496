"""Where the regions lie on the map, so that no name of the south is written over the north."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from plugins.belgium.outline import FRONT
from plugins.bistrots.shapes import OF_BRUSSELS, Box, Ground

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from plugins.belgium.outline import Line, Outline

SIDE: Final = frozenset({"flandre"})
CELL: Final = 4
"""In units: the side of the squares into which the map is cut, a pixel on a telephone."""


@cache
def map_ground(outline: Outline) -> Ground:
    """Return the ground of a map."""
    size = (outline.width, outline.height)
    north = SIDE | {OF_BRUSSELS}
    return Ground(*size, SIDE, is_north=_touching(outline, north), is_front=_touching(outline, FRONT))


def _touching(outline: Outline, regions: Collection[str]) -> Callable[[Box], bool]:
    """Return what tells whether a box touches regions: a square that they touch counts as theirs."""
    rows = _covered(list(outline.shapes(regions)), outline.height)

    def touches(box: Box) -> bool:
        top, bottom = (math.floor(y / CELL) for y in (box.y, box.y + box.height))
        left, right = (max(0, math.floor(x / CELL)) for x in (box.x, box.x + box.width))
        mask = (1 << (right + 1)) - (1 << left)
        return any(rows[row] & mask for row in range(max(0, top), min(bottom + 1, len(rows))))

    return touches


def _covered(rings: Sequence[Line], height: int) -> list[int]:
    """Return the covered squares of each row as the bits of a number."""
    rows = [0] * (height // CELL + 2)
    for (x1, y1), (x2, y2) in ((one, other) for ring in rings for one, other in pairwise((*ring, ring[0]))):
        steps = max(1, abs(x2 - x1), abs(y2 - y1))
        for step in range(steps + 1):
            x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
            rows[max(0, int(y / CELL))] |= 1 << max(0, int(x / CELL))
    for row in range(len(rows)):
        y = (row + 0.5) * CELL
        crossings = sorted(
            x1 + (x2 - x1) * (y - y1) / (y2 - y1)
            for ring in rings
            for (x1, y1), (x2, y2) in pairwise((*ring, ring[0]))
            if (y1 > y) != (y2 > y)
        )
        for west, east in zip(crossings[::2], crossings[1::2], strict=True):
            rows[row] |= (1 << max(0, int(east / CELL))) - (1 << max(0, int(west / CELL)))
    return rows
