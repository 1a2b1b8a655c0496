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
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from plugins.bistrots.numbered import arrange_numbers
from plugins.bistrots.shapes import (
    GAP,
    LABEL_HEIGHT,
    OF_BRUSSELS,
    Box,
    Ground,
    Layout,
    Line,
    Placed,
    Spot,
    boxes_around,
    cross,
    crosses,
    frame_around,
)

TEXT_HEIGHT: Final = 38
"""Size of the names, in map units: on a screen 360 pixels wide, 12 pixels."""
MARKER: Final = (46, 54)
"""Width and height of a marker."""
FAR: Final = 420
"""The longest line between a marker and its name."""
MOST_LINES: Final = 3
"""More, and nobody follows them."""

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
    return _with_names(spots, ground) or arrange_numbers(spots, ground)


def _with_names(spots: Sequence[Spot], ground: Ground) -> Layout | None:
    markers: list[Box] = []
    for spot in spots:
        markers.append(
            next(
                box
                for box in boxes_around((spot.x, spot.y), MARKER)
                if not any(box.meets(other, GAP) for other in markers)
            )
        )
    lines = [_lead(spot, marker, markers) for spot, marker in zip(spots, markers, strict=True)]
    drawn = [line for line in lines if line]
    if None in lines or any(cross(*pair) for pair in combinations(drawn, 2)):
        return None
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
    return Layout(frame_around(ground.frame, markers), tuple(placed), numbered=False)


def _lead(spot: Spot, marker: Box, markers: Sequence[Box]) -> Line | tuple[()] | None:
    """Return the line to a marker that stands aside, none where it does not, None where others bar it."""
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
            if any(crosses(line, other) for other in others) or any(cross(line, other) for other in lines):
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
