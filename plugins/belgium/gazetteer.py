"""Finds communes, localities and provinces by their French name or postcode, or says which was meant."""

from __future__ import annotations

import csv
import difflib
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from plugins.belgium.names import loose, spelling

DATA: Final = Path(__file__).parent / "data" / "communes.csv"
MOST_SUGGESTIONS: Final = 3
NORTH: Final = 111.2
EAST: Final = 70.7
"""Kilometres of a degree northwards and eastwards, in the middle of the country."""
REACH: Final = 12.0
"""Kilometres from the loneliest spot of Belgium to the nearest place that we know."""
_POSTCODE: Final = re.compile(r"\s*(?:be?\s*-?\s*)?([1-9]\d{3})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Where a commune, a locality or a province is: its middle, in degrees (WGS 84)."""

    name: str
    """French; `Saint-Nicolas (Liège)` where another place is called the same."""
    latitude: float
    longitude: float
    kind: str
    """`commune`, `localite` or `province`."""
    province: str
    postcodes: tuple[str, ...]
    """Of a commune, with those of its localities: our source knows no others."""


class Gazetteer:
    """Every place of Belgium that a bistrot can name."""

    def __init__(self, rows: Iterable[dict[str, str]]) -> None:
        """Take the rows of `communes.csv`, by column."""
        self._rows = tuple(rows)
        bearers = Counter(loose(row["nom"]) for row in self._rows)
        self.places: tuple[Place, ...] = tuple(
            Place(
                _precise(row) if bearers[loose(row["nom"])] > 1 else row["nom"],
                float(row["latitude"]),
                float(row["longitude"]),
                row["genre"],
                row["province"],
                tuple(row["codes_postaux"].split()),
            )
            for row in self._rows
        )
        self._by_spelling = {spelling(place.name): place for place in self.places}

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        """Every name that a place goes by; only mistakes ask for it."""
        found: dict[str, list[str]] = {}
        for row, place in zip(self._rows, self.places, strict=True):
            for name in (
                place.name,
                row["nom"],
                _precise(row),
                *filter(None, row["autres_noms"].split("|")),
            ):
                names = found.setdefault(loose(name), [])
                if place.name not in names:
                    names.append(place.name)
        return found

    def find(self, name: str) -> Place | None:
        """Return the place of that French name, None when there is none or several.

        Only what typesetters do both ways may differ: apostrophes, accents on capitals.
        """
        return self._by_spelling.get(spelling(name))

    def with_postcode(self, text: str) -> list[str]:
        """Return the communes of the postcode with which a text begins: « 7000 », « B-5000 Namur »."""
        code = _POSTCODE.match(text)
        return [place.name for place in self.places if code and code[1] in place.postcodes]

    def covers(self, latitude: float, longitude: float) -> bool:
        """Tell whether a point (degrees) is in Belgium: nowhere there is a place further than some miles."""
        return any(
            math.hypot((place.latitude - latitude) * NORTH, (place.longitude - longitude) * EAST) <= REACH
            for place in self.places
            if place.kind != "province"
        )

    def suggestions(self, name: str) -> list[str]:
        """Return the French names that may have been meant, the likeliest first.

        Another spelling, a postcode, the Dutch or the German name and a name that several
        places bear lead to all that they stand for; anything else to what looks like it.
        """
        if code := _POSTCODE.match(name):
            place = self.find(name[code.end() :])
            return [place.name] if place else self.with_postcode(name)
        key = loose(name)
        if key in self._by_sound:
            return self._by_sound[key]
        longer = [name for name in self._by_sound if name.startswith(f"{key} ")] if key else []
        near = longer or difflib.get_close_matches(key, self._by_sound, n=MOST_SUGGESTIONS, cutoff=0.72)
        names = [name for match in near for name in self._by_sound[match]]
        return list(dict.fromkeys(names))[:MOST_SUGGESTIONS]


def _precise(row: dict[str, str]) -> str:
    return f"{row['nom']} ({row['province']})"


@cache
def belgian_places() -> Gazetteer:
    """Read the gazetteer of the project, once."""
    with DATA.open(encoding="utf-8", newline="") as stream:
        return Gazetteer(csv.DictReader(stream))
