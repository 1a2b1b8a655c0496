"""The shapes on the map, in map units: rectangles, lines, what is to be placed and where it went."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MARGIN: Final = 20
"""Around the country: a marker at the coast needs it."""
GAP: Final = 6
LABEL_HEIGHT: Final = 46
STEP: Final = 9
"""By how much a marker is moved further."""
OF_BRUSSELS: Final = "bruxelles"

Point = tuple[float, float]
Line = tuple[Point, Point]


@dataclass(frozen=True)
class Box:
    """A rectangle, in map units."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box, gap: float = 0) -> bool:
        """Tell whether two rectangles overlap, or come nearer than the gap."""
        return (
            self.x < other.x + other.width + gap
            and other.x < self.x + self.width + gap
            and self.y < other.y + other.height + gap
            and other.y < self.y + self.height + gap
        )

    def within(self, other: Box) -> bool:
        """Tell whether the rectangle lies in another."""
        return (
            other.x <= self.x
            and other.y <= self.y
            and self.x + self.width <= other.x + other.width
            and self.y + self.height <= other.y + other.height
        )

    def moved(self, right: float, down: float) -> Box:
        """Return the rectangle elsewhere."""
        return Box(self.x + right, self.y + down, self.width, self.height)

    @property
    def centre(self) -> tuple[float, float]:
        """Return the middle."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Spot:
    """What is to be placed: a name, the true place in map units, and its region."""

    label: str
    x: float
    y: float
    region: str


@dataclass(frozen=True)
class Placed:
    """Where a spot went. The order is that of the spots."""

    marker: Box
    label: Box | None
    """None where the marker bears a number."""
    anchor: str
    """Which end of the text stays put when it is smaller than its box: `start`, `middle` or `end`."""
    lines: tuple[Line, ...]
    """From the true place to a marker that stands aside, and from the marker to its name."""


@dataclass(frozen=True)
class Layout:
    """The whole map: its frame, and each spot's place."""

    frame: Box
    placed: tuple[Placed, ...]
    numbered: bool
    inset: Box | None = None
    """Around the enlarged Brussels, with a row for its title."""


@dataclass(frozen=True)
class Ground:
    """What the map is drawn on: its size, the regions at the side, and what tells where they lie."""

    width: int
    height: int
    side: frozenset[str]
    is_north: Callable[[Box], bool]
    """Over a region at the side, or Brussels, which one surrounds."""
    is_front: Callable[[Box], bool]

    @property
    def frame(self) -> Box:
        """Return the frame of the map, as long as nothing sticks out of it."""
        return Box(-MARGIN, -MARGIN, self.width + 2 * MARGIN, self.height + 2 * MARGIN)


def crosses(line: Line, box: Box) -> bool:
    """Tell whether a line runs over a box (Liang and Barsky)."""
    (x, y), (to_x, to_y) = line
    start, end = 0.0, 1.0
    for low, high, at, step in (
        (box.x, box.x + box.width, x, to_x - x),
        (box.y, box.y + box.height, y, to_y - y),
    ):
        if step == 0:
            if not low <= at <= high:
                return False
            continue
        one, other = sorted(((low - at) / step, (high - at) / step))
        start, end = max(start, one), min(end, other)
    return start <= end


def cross(one: Line, other: Line) -> bool:
    """Tell whether two lines cross: each has its ends on both sides of the other."""
    return all(
        _side(line, across[0]) * _side(line, across[1]) <= 0 for line, across in ((one, other), (other, one))
    )


def _side(line: Line, point: Point) -> float:
    (x, y), (to_x, to_y) = line
    return (to_x - x) * (point[1] - y) - (to_y - y) * (point[0] - x)


def boxes_around(place: Point, size: tuple[int, int]) -> Iterator[Box]:
    """Yield a marker's boxes, further and further from the true place."""
    (centre_x, centre_y), (width, height) = place, size
    yield Box(centre_x - width / 2, centre_y - height / 2, width, height)
    step = 0
    while True:
        step += 1
        distance = STEP * step
        for turn in range(6 * step):
            angle = math.tau * turn / (6 * step)
            x, y = centre_x + distance * math.cos(angle), centre_y + distance * math.sin(angle)
            yield Box(round(x) - width / 2, round(y) - height / 2, width, height)


def frame_around(frame: Box, boxes: Sequence[Box]) -> Box:
    """Return the frame, stretched over what stands outside of it."""
    x, y, right, bottom = frame.x, frame.y, frame.x + frame.width, frame.y + frame.height
    for box in boxes:
        x, y = min(x, box.x), min(y, box.y)
        right, bottom = max(right, box.x + box.width), max(bottom, box.y + box.height)
    return Box(x, y, right - x, bottom - y)
