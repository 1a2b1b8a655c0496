"""Places markers and names on the map so that none covers another, whatever the bistrots.

Every marker stands where its bistrot is, or as near as the others leave room; every name beside its
marker, or further off at the end of a line. A name lies over its own region or outside the country, not
over a region at the side; only that of a place of Brussels, which such a region surrounds, may, right
beside its marker. No line crosses a marker, a name or another line. Where this leaves no room for every
name, or takes more lines than one can follow, all markers bear numbers, which the list repeats, and those
of Brussels stand in an inset that enlarges it. The same bistrots make the same map.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations, takewhile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TEXT_HEIGHT: Final = 38
"""Size of the names, in map units: on a screen 360 pixels wide, 12 pixels."""
LABEL_HEIGHT: Final = 46
MARKER: Final = (46, 54)
"""Width and height of a marker."""
NUMBERED: Final = (74, 70)
"""Of a marker with its number in it: with the gap, what a finger hits."""
GAP: Final = 6
CLOSE: Final = 2
"""The gap between numbered markers."""
MARGIN: Final = 20
"""Around the country: a marker at the coast needs it."""
FAR: Final = 420
"""The longest line between a marker and its name."""
MOST_LINES: Final = 3
"""More, and nobody follows them."""
STRAY: Final = 90
"""How far a marker of the south goes to stay there."""
STEP: Final = 9
"""By how much a marker is moved further."""
ROUNDS: Final = 100
"""Of pushing markers apart: hardly any overlap is left then."""
OF_BRUSSELS: Final = "bruxelles"
ZOOM: Final = 7
"""Of the inset: the nineteen communes lie 20 units from each other at most."""
PADDING: Final = 16
TITLE: Final = "Bruxelles"
"""Of the inset."""


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


Point = tuple[float, float]
Line = tuple[Point, Point]
Choice = tuple[Box, str, bool]
"""A name's box, which end of it stays put, and whether a line leads to it."""


def text_width(text: str) -> float:
    """Return the most that a name takes, in map units; a test holds it against the typeface."""
    return sum(_advance(letter) for letter in text) * TEXT_HEIGHT


def _advance(letter: str) -> float:
    """Return a letter's width in the bold typeface, rounded up to a class of letters."""
    for width, letters in ((0.34, "ijl’' ()"), (0.4, "-frtI"), (0.54, "cszçvxy"), (0.92, "mwMWOQœŒ")):
        if letter in letters:
            return width
    return 0.74 if letter.isupper() else 0.62


def arrange_labels(spots: Sequence[Spot], ground: Ground) -> Layout:
    """Place every spot: with its name if there is room for all names, else with a number."""
    return _with_names(spots, ground) or _with_numbers(spots, ground)


def _with_names(spots: Sequence[Spot], ground: Ground) -> Layout | None:
    markers: list[Box] = []
    for spot in spots:
        markers.append(
            next(box for box in _around((spot.x, spot.y), MARKER) if not any(box.meets(other, GAP) for other in markers))
        )
    lines = [_lead(spot, marker, markers) for spot, marker in zip(spots, markers, strict=True)]
    if None in lines:
        return None
    drawn = [line for line in lines if line]
    taken = list(markers)
    choices: dict[int, Choice] = {}
    sizes = [(text_width(spot.label) + 2 * GAP, LABEL_HEIGHT) for spot in spots]
    # beside their marker whoever can; then the others, the longest names first
    order = sorted(range(len(spots)), key=lambda index: (-sizes[index][0], index))
    for look in (_beside, _further):
        for index in order:
            if index in choices:
                continue
            found = look(markers[index], *sizes[index])
            choice = _free(found, spots[index], markers[index], taken, drawn, ground)
            if choice is None:
                continue
            choices[index] = choice
            taken.append(choice[0])
            if choice[2]:
                drawn.append(lead_line(markers[index], choice[0]))
    if len(choices) < len(spots) or sum(apart for _, _, apart in choices.values()) > MOST_LINES:
        return None
    placed = []
    for index, marker in enumerate(markers):
        box, anchor, apart = choices[index]
        own = (lines[index], lead_line(marker, box) if apart else None)
        placed.append(Placed(marker, box, anchor, tuple(line for line in own if line)))
    return Layout(_around_all(ground.frame, markers), tuple(placed), numbered=False)


def _with_numbers(spots: Sequence[Spot], ground: Ground) -> Layout:
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
    frame = _around_all(ground.frame, [*boxes, inset] if inset else boxes)
    return Layout(frame, tuple(Placed(box, None, "middle", ()) for box in boxes), numbered=True, inset=inset)


def _inset(enlarged: Sequence[Box], markers: Sequence[Box], ground: Ground) -> tuple[Box, Point]:
    """Return the inset's box, in the south-west off the country, and by how much its markers move."""
    frame = ground.frame
    around = _around_all(enlarged[0], enlarged)
    width, height = around.width + 2 * PADDING, around.height + 2 * PADDING + LABEL_HEIGHT
    box = Box(frame.x, frame.y + frame.height - height, max(width, text_width(TITLE) + 2 * PADDING), height)
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
        free = (
            box
            for box in _around(places[index], NUMBERED)
            if not any(box.meets(other, CLOSE) for other in boxes.values())
        )
        nearest = next(free)
        near = takewhile(lambda box: math.dist(box.centre, places[index]) <= STRAY, free)
        kept = (box for box in (nearest, *near) if not strays(index, box.centre))
        boxes[index] = next(kept, nearest)
    return [boxes[index] for index in range(len(spots))]


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


def _lead(spot: Spot, marker: Box, markers: Sequence[Box]) -> Line | tuple[()] | None:
    """Return the line from the true place to its marker, nothing where they are one, None where it is barred."""
    line = ((spot.x, spot.y), marker.centre)
    if math.dist(*line) <= 1:
        return ()
    return None if any(crosses(line, other) for other in markers if other is not marker) else line


def _free(
    choices: Iterator[Choice],
    spot: Spot,
    marker: Box,
    taken: Sequence[Box],
    lines: Sequence[Line],
    ground: Ground,
) -> Choice | None:
    """Return the first choice that keeps to the rules of this module."""
    others = [box for box in taken if box is not marker]
    for choice in choices:
        box, _, apart = choice
        surrounded = spot.region == OF_BRUSSELS and not apart
        if not box.within(ground.frame) or any(box.meets(other) for other in taken):
            continue
        if any(crosses(line, box) for line in lines):
            continue
        if apart:
            line = lead_line(marker, box)
            if any(crosses(line, other) for other in others) or any(_meet(line, other) for other in lines):
                continue
        text = Box(box.x + GAP, box.y + GAP, box.width - 2 * GAP, box.height - 2 * GAP)
        if spot.region in ground.side or surrounded or not ground.is_north(text):
            return choice
    return None


def lead_line(marker: Box, label: Box) -> Line:
    """Return the line from a marker to its name."""
    x, y = marker.centre
    right, bottom = label.x + label.width - GAP, label.y + label.height - GAP
    return (x, y), (min(max(x, label.x + GAP), right), min(max(y, label.y + GAP), bottom))


def crosses(line: Line, box: Box) -> bool:
    """Tell whether a line runs over a box: its part within each pair of sides, cut down (Liang and Barsky)."""
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


def _meet(one: Line, other: Line) -> bool:
    """Tell whether two lines cross: the ends of each lie on both sides of the other."""
    return all(
        _side(line, across[0]) * _side(line, across[1]) <= 0 for line, across in ((one, other), (other, one))
    )


def _side(line: Line, point: Point) -> float:
    (x, y), (to_x, to_y) = line
    return (to_x - x) * (point[1] - y) - (to_y - y) * (point[0] - x)


def _around(place: Point, size: tuple[int, int]) -> Iterator[Box]:
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


def _beside(marker: Box, width: float, height: float) -> Iterator[Choice]:
    """Yield a label's boxes beside the marker, the best first."""
    x, y = marker.centre
    right, left = marker.x + marker.width, marker.x - width
    middle, above, below = y - height / 2, marker.y - height, marker.y + marker.height
    yield Box(right, middle, width, height), "start", False
    yield Box(left, middle, width, height), "end", False
    yield Box(x - width / 2, below, width, height), "middle", False
    yield Box(x - width / 2, above, width, height), "middle", False
    for row in (above + height / 2, below - height / 2):
        yield Box(right, row, width, height), "start", False
        yield Box(left, row, width, height), "end", False


def _further(marker: Box, width: float, height: float) -> Iterator[Choice]:
    """Yield a label's boxes at the end of a line, the nearest first."""
    x, y = marker.centre
    for distance in range(40, FAR + 1, 20):
        for turn in range(16):
            angle = math.tau * turn / 16
            far_x, far_y = round(x + distance * math.cos(angle)), round(y + distance * math.sin(angle))
            if math.cos(angle) >= 0:
                yield Box(far_x, far_y - height / 2, width, height), "start", True
            else:
                yield Box(far_x - width, far_y - height / 2, width, height), "end", True


def _around_all(frame: Box, boxes: Sequence[Box]) -> Box:
    """Return the frame, stretched over what stands outside of it."""
    x, y, right, bottom = frame.x, frame.y, frame.x + frame.width, frame.y + frame.height
    for box in boxes:
        x, y = min(x, box.x), min(y, box.y)
        right, bottom = max(right, box.x + box.width), max(bottom, box.y + box.height)
    return Box(x, y, right - x, bottom - y)
