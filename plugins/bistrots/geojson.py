"""The bistrots as GeoJSON (RFC 7946), for whoever wants them on a map of their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Feature:
    """One bistrot: its place in degrees (WGS 84), and what is known of it, absent facts left out."""

    key: str
    latitude: float
    longitude: float
    properties: dict[str, str]


def collection(features: Iterable[Feature]) -> bytes:
    """Return the file's bytes."""
    data: dict[str, Any] = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": feature.key,
                "geometry": {"type": "Point", "coordinates": [feature.longitude, feature.latitude]},
                "properties": {name: value for name, value in feature.properties.items() if value},
            }
            for feature in features
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
