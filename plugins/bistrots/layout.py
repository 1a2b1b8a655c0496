"""Places markers and labels on the map so that none covers another, whatever the bistrots.

Every marker stands where its bistrot is, or as near as the others leave room;
every label beside its marker, or further off at the end of a line. What finds
no room on the map stands in rows below it. The same bistrots make the same map.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TEXT_HEIGHT: Final = 38
"""Size of the labels, in map units: on a screen 360 pixels wide, 12 pixels."""
LABEL_HEIGHT: Final = 46
MARKER: Final = (46, 54)
"""Width and height of a marker."""
GAP: Final = 6
MARGIN: Final = 20
"""Around the country: a marker at the coast needs it."""
FAR: Final = 420
"""The longest line between a marker and its label."""


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

    @property
    def centre(self) -> tuple[float, float]:
        """Return the middle."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Spot:
    """What is to be placed: a label and the true place, in map units."""

    label: str
    x: float
    y: float


@dataclass(frozen=True)
class Placed:
    """Where a spot went. The order is that of the spots."""

    marker: Box
    label: Box
    anchor: str
    """Which end of the text stays put when it is smaller than its box: `start`, `middle` or `end`."""
    moved: bool
    """Whether the marker stands aside from the true place."""
    apart: bool
    """Whether a line must lead from the marker to the label."""


@dataclass(frozen=True)
class Layout:
    """The whole map: its frame, and each spot's place."""

    frame: Box
    placed: tuple[Placed, ...]


def text_width(text: str) -> float:
    """Return the most that a label takes, in map units; a test holds it against the typeface."""
    return sum(_advance(letter) for letter in text) * TEXT_HEIGHT


def _advance(letter: str) -> float:
    """Return a letter's width in the bold typeface, rounded up to a class of letters."""
    for width, letters in ((0.34, "ijl’' ()"), (0.4, "-frtI"), (0.54, "cszçvxy"), (0.92, "mwMWOQœŒ")):
        if letter in letters:
            return width
    return 0.74 if letter.isupper() else 0.62


def arrange_labels(spots: Sequence[Spot], width: int, height: int) -> Layout:
    """Place every spot on a map of that size, in units."""
    frame = Box(-MARGIN, -MARGIN, width + 2 * MARGIN, height + 2 * MARGIN)
    markers: list[Box] = []
    for spot in spots:
        markers.append(next(box for box in _around(spot) if not any(box.meets(m, GAP) for m in markers)))
    taken = list(markers)
    bottom = max([frame.y + frame.height, *(box.y + box.height + GAP for box in markers)])
    row = (frame.x, bottom)
    sizes = [(text_width(spot.label) + 2 * GAP, LABEL_HEIGHT) for spot in spots]
    choices: dict[int, Choice] = {}
    # beside their marker whoever can; then the others, the longest names first
    for look in (_beside, _further):
        for index in sorted(
            set(range(len(spots))) - choices.keys(), key=lambda index: (-sizes[index][0], index)
        ):
            choice = _free(look(markers[index], *sizes[index]), frame, markers[index], taken)
            if choice is not None:
                choices[index] = choice
                taken.append(choice[0])
    for index in sorted(set(range(len(spots))) - choices.keys()):
        x, y = row if row[0] + sizes[index][0] <= frame.x + frame.width else (frame.x, row[1] + LABEL_HEIGHT)
        choices[index], row = (Box(x, y, *sizes[index]), "start", True), (x + sizes[index][0], y)
    placed = [
        Placed(marker, *choices[index][:2], math.dist(marker.centre, (spot.x, spot.y)) > 1, choices[index][2])
        for index, (spot, marker) in enumerate(zip(spots, markers, strict=True))
    ]
    boxes = (box for one in placed for box in (one.marker, one.label))
    return Layout(_around_all(frame, boxes), tuple(placed))


Choice = tuple[Box, str, bool]


def _free(choices: Iterator[Choice], frame: Box, marker: Box, taken: Sequence[Box]) -> Choice | None:
    """Return the first choice that covers nothing and stays on the map, rather one whose line is clear."""
    second = None
    others = [box for box in taken if box is not marker]
    for choice in choices:
        box, _, apart = choice
        if not box.within(frame) or any(box.meets(other) for other in taken):
            continue
        if not apart or not any(_crosses(marker.centre, box, other) for other in others):
            return choice
        second = second or choice
    return second


def leads_to(start: tuple[float, float], label: Box) -> tuple[float, float]:
    """Return where on a label the line from a marker ends."""
    right, bottom = label.x + label.width - GAP, label.y + label.height - GAP
    return min(max(start[0], label.x + GAP), right), min(max(start[1], label.y + GAP), bottom)


def _crosses(start: tuple[float, float], label: Box, other: Box) -> bool:
    """Tell whether the line to a label runs over another box: it is looked at every few units."""
    end = leads_to(start, label)
    steps = max(1, round(math.dist(start, end) / 8))
    return any(
        other.x <= start[0] + (end[0] - start[0]) * step / steps <= other.x + other.width
        and other.y <= start[1] + (end[1] - start[1]) * step / steps <= other.y + other.height
        for step in range(steps + 1)
    )


def _around(spot: Spot) -> Iterator[Box]:
    """Yield a marker's boxes, further and further from the true place."""
    width, height = MARKER
    yield Box(spot.x - width / 2, spot.y - height / 2, width, height)
    step = 0
    while True:
        step += 1
        distance = 9 * step
        for turn in range(6 * step):
            angle = math.tau * turn / (6 * step)
            x, y = spot.x + distance * math.cos(angle), spot.y + distance * math.sin(angle)
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


def _around_all(frame: Box, boxes: Iterator[Box]) -> Box:
    """Return the frame, stretched over what stands outside of it."""
    x, y, right, bottom = frame.x, frame.y, frame.x + frame.width, frame.y + frame.height
    for box in boxes:
        x, y = min(x, box.x), min(y, box.y)
        right, bottom = max(right, box.x + box.width), max(bottom, box.y + box.height)
    return Box(x, y, right - x, bottom - y)
