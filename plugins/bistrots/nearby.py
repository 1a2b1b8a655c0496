"""The gazetteer as the page's script wants it: names, and places on a plane, in hundreds of metres."""

from __future__ import annotations

import json
from functools import cache
from typing import Final

from plugins.belgium.gazetteer import belgian_places
from plugins.belgium.projection import lambert

STEP: Final = 100
"""Metres: distances are shown in kilometres."""


def position(latitude: float, longitude: float) -> tuple[int, int]:
    """Return whole steps eastwards and northwards, so that distances are those of a ruler."""
    x, y = lambert(latitude, longitude)
    return round(x / STEP), round(y / STEP)


@cache
def gazetteer_json() -> bytes:
    """Return communes and localities: a text of names; their places and postcodes in the same order."""
    wanted = sorted(
        (place for place in belgian_places().places if place.kind != "province"), key=lambda place: place.name
    )
    at = [position(place.latitude, place.longitude) for place in wanted]
    data = {
        "noms": "|".join(place.name for place in wanted),
        "x": [x for x, _ in at],
        "y": [y for _, y in at],
        "codes": "|".join(" ".join(place.postcodes) for place in wanted),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
