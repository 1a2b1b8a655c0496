"""Reads a place as a latitude and a longitude, in degrees (WGS 84)."""

from __future__ import annotations

import re


def read_coordinates(value: object) -> tuple[float, float] | None:
    """Read `["50.41", "4.44"]`; None if the value is not two numbers."""
    numbers = value if isinstance(value, list) and len(value) == 2 else ["", ""]
    if not all(
        isinstance(number, str) and re.fullmatch(r"-?\d+(?:\.\d+)?", number, re.ASCII) for number in numbers
    ):
        return None
    latitude, longitude = map(float, numbers)
    return latitude, longitude
