"""The outline of Belgium and of its provinces, in map units: whole numbers, y downwards."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from plugins.belgium.projection import lambert

DATA: Final = Path(__file__).parent / "data" / "belgium.json"
FRONT: Final = frozenset({"bruxelles", "wallonie"})
"""The regions where the association works, drawn in front."""

Point = tuple[int, int]
Line = tuple[Point, ...]


@dataclass(frozen=True)
class Province:
    """Its rings are arcs that neighbours share, by index; `~index` is an arc backwards."""

    name: str
    region: str
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Outline:
    """Provinces, the arcs of which they are made, and how degrees become units."""

    width: int
    height: int
    west: float
    north: float
    unit: float
    """In metres."""
    arcs: tuple[Line, ...]
    provinces: tuple[Province, ...]

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where degrees (WGS 84) lie, in units."""
        easting, northing = lambert(latitude, longitude)
        return (easting - self.west) / self.unit, (self.north - northing) / self.unit

    def region(self, province: str) -> str:
        """Return the region of a province, by its French name."""
        return next(one.region for one in self.provinces if one.name == province)

    def simplified(self, tolerance: float) -> Outline:
        """Return the outline without what is finer than `tolerance` units; neighbours still meet."""
        return _simplified_outline(self, tolerance)

    def borders(self) -> Iterator[Line]:
        """Yield each line between two provinces that are both in front, or both at the side, once."""
        sides: dict[int, list[bool]] = {}
        for province in self.provinces:
            for arc in (arc for ring in province.rings for arc in ring):
                sides.setdefault(~arc if arc < 0 else arc, []).append(province.region in FRONT)
        for index, front in sorted(sides.items()):
            if len(front) > 1 and len(set(front)) == 1:
                yield self.arcs[index]

    def shapes(self, regions: Collection[str]) -> Iterator[Line]:
        """Yield the closed rings around a group of regions; the last point is not repeated."""
        mine = [
            arc
            for province in self.provinces
            if province.region in regions
            for ring in province.rings
            for arc in ring
        ]
        outer = [arc for arc in mine if ~arc not in mine]
        starts = {self._line(arc)[0]: arc for arc in outer}
        left = dict.fromkeys(outer)
        while left:
            arc = next(iter(left))
            ring: list[Point] = []
            while arc in left:
                del left[arc]
                line = self._line(arc)
                ring += line[:-1]
                arc = starts[line[-1]]
            yield tuple(ring)

    def _line(self, arc: int) -> Line:
        return self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1]


@cache
def belgian_outline() -> Outline:
    """Read the outline of the project, once."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    return Outline(
        width=data["width"],
        height=data["height"],
        west=data["west"],
        north=data["north"],
        unit=data["metres_per_unit"],
        arcs=tuple(tuple(zip(arc[::2], arc[1::2], strict=True)) for arc in data["arcs"]),
        provinces=tuple(
            Province(item["name"], item["region"], tuple(tuple(ring) for ring in item["rings"]))
            for item in data["provinces"]
        ),
    )


@cache
def _simplified_outline(outline: Outline, tolerance: float) -> Outline:
    """Simplify once: each card and each map of a bistrot asks for it."""
    return replace(outline, arcs=tuple(_simplified(arc, tolerance) for arc in outline.arcs))


def _simplified(line: Sequence[Point], tolerance: float) -> Line:
    """Keep the ends and whatever strays further than `tolerance` (Ramer, Douglas and Peucker)."""
    if len(line) < 3:
        return tuple(line)
    first, last = line[0], line[-1]
    if first == last:  # an island: cut it at its far side
        far = max(range(len(line)), key=lambda index: _square(line[index], first))
        return (*_simplified(line[: far + 1], tolerance)[:-1], *_simplified(line[far:], tolerance))
    distance, index = max((_distance(line[i], first, last), i) for i in range(1, len(line) - 1))
    if distance <= tolerance:
        return first, last
    return (*_simplified(line[: index + 1], tolerance)[:-1], *_simplified(line[index:], tolerance))


def _square(one: Point, other: Point) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _distance(point: Point, first: Point, last: Point) -> float:
    """Return how far a point is from the segment between two others."""
    (x, y), (x1, y1), (x2, y2) = point, first, last
    along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / _square(first, last)
    along = min(1.0, max(0.0, along))
    return math.hypot(x1 + along * (x2 - x1) - x, y1 + along * (y2 - y1) - y)


def svg_path(lines: Sequence[Line], *, closed: bool) -> str:
    """Write lines as the `d` of an SVG path, in relative steps: the shortest there is."""
    parts = []
    for line in lines:
        steps = " ".join(f"{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(line))
        parts.append(f"M{line[0][0]} {line[0][1]}l{steps}{'z' if closed else ''}".replace(" -", "-"))
    return "".join(parts)
