"""Reads the colours of the site from the one style sheet that declares them, for whatever is no page.

Cards, the printed report, the letter and the browser's own bars know no custom properties.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SHEET: Final = Path("static", "css", "tokens.css")
"""In the theme."""

_DARK: Final = "@media (prefers-color-scheme: dark)"
_COLOUR: Final = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
_NAME: Final = re.compile(r"var\(--([\w-]+)\)")


@dataclass(frozen=True)
class Colours:
    """Colours as `#rrggbb`, by their names in the style sheet, without the dashes."""

    light: Mapping[str, str]
    dark: Mapping[str, str]


def read_colours(theme: Path) -> Colours:
    """Return the colours of a theme; a theme without the style sheet has none."""
    try:
        text = (theme / SHEET).read_text(encoding="utf-8")
    except FileNotFoundError:
        text = ""
    light, _, dark = text.partition(_DARK)
    return Colours(dict(_COLOUR.findall(light)), dict(_COLOUR.findall(dark)))


def replace_names(css: str, colours: Mapping[str, str]) -> str:
    """Put the colours in the place of their names.

    Raises:
        KeyError: there is no colour of that name.
    """
    return _NAME.sub(lambda name: colours[name[1]], css)


def rgb(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue, from 0 to 255, of a colour such as `#ff8000`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
