"""Places the Earth on a plane: the Belgian Lambert 2008 projection (EPSG:3812)."""

from __future__ import annotations

import math
from typing import Final

_SEMI_MAJOR: Final = 6_378_137.0
_FLATTENING: Final = 1 / 298.257222101  # GRS 80
_ECCENTRICITY: Final = math.sqrt(_FLATTENING * (2 - _FLATTENING))
_SOUTH: Final = math.radians(49 + 50 / 60)
_NORTH: Final = math.radians(51 + 10 / 60)
_ORIGIN: Final = (math.radians(50.797815), math.radians(4.359215833333333))
_FALSE: Final = (649_328.0, 665_262.0)


def _m(latitude: float) -> float:
    return math.cos(latitude) / math.sqrt(1 - (_ECCENTRICITY * math.sin(latitude)) ** 2)


def _t(latitude: float) -> float:
    sine = _ECCENTRICITY * math.sin(latitude)
    return math.tan(math.pi / 4 - latitude / 2) / math.pow((1 - sine) / (1 + sine), _ECCENTRICITY / 2)


_CONE: Final = (math.log(_m(_SOUTH)) - math.log(_m(_NORTH))) / (math.log(_t(_SOUTH)) - math.log(_t(_NORTH)))
_SCALE: Final = _SEMI_MAJOR * _m(_SOUTH) / (_CONE * math.pow(_t(_SOUTH), _CONE))


def lambert(latitude: float, longitude: float) -> tuple[float, float]:
    """Return easting and northing, in metres, of degrees on ETRS89 (for our purpose: WGS 84).

    Lambert conformal conic with two standard parallels, IOGP guidance note 7-2.
    """
    radius = _SCALE * math.pow(_t(math.radians(latitude)), _CONE)
    angle = _CONE * (math.radians(longitude) - _ORIGIN[1])
    centre = _SCALE * math.pow(_t(_ORIGIN[0]), _CONE)
    return _FALSE[0] + radius * math.sin(angle), _FALSE[1] + centre - radius * math.cos(angle)
