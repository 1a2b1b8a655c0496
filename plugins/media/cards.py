"""The social card of a page: its title on warm paper, signed with the bar that covers a name.

Shapes and letters are drawn as coverage, then looked up in one small fixed
palette: files of about ten kilobytes, the same bytes on every machine.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from plugins.belgium import outline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WIDTH: Final = 1200
HEIGHT: Final = 630
"""Size in pixels, as social networks ask."""

_PAPER: Final = (246, 241, 231)
_INK: Final = (28, 26, 23)
_VERMILION: Final = (200, 53, 26)

_MARGIN: Final = 80
_BAR: Final = 150  # the bar runs in from the edge of the card, as on the pages' titles
_TITLE_TOP: Final = 150
_TITLE_BOTTOM: Final = 500
_TITLE_SIZES: Final = range(112, 35, -4)
_LEADING: Final = 1.1
_LABEL_SIZE: Final = 34
_BLACK, _BOLD = 800, 700
_MAP: Final = (720, 170, 400)  # left, top and width of the map on a bistrot's card
_MAP_DETAIL: Final = 5  # what it leaves out, in units of the outline
_SHADES: Final = 16  # steps from paper to a full colour


@dataclass(frozen=True)
class Card:
    """What a card says: all plain text."""

    title: str
    section: str
    """Name above the title; may be empty."""
    signature: str
    """Name of the association, beside the bar."""
    place: tuple[float, float] | None = None
    """Latitude and longitude of what the page is about: then a map stands beside the title."""


def draw(card: Card, font: Path) -> bytes:
    """Return the card as a PNG of 1200 × 630 pixels; `font` is a variable font with a weight axis."""
    ink = Image.new("L", (WIDTH, HEIGHT))
    accent = Image.new("L", (WIDTH, HEIGHT))
    pen, brush = ImageDraw.Draw(ink), ImageDraw.Draw(accent)
    label = _weighted(font, _LABEL_SIZE, _BOLD)
    brush.text((_MARGIN, 64), card.section, 255, font=label)
    right = _MAP[0] - _MARGIN // 2 if card.place else WIDTH - _MARGIN
    title, lines = _fit(card.title, font, right)
    cap_top, cap_bottom = title.getbbox("H")[1::2]
    y = _TITLE_TOP
    pen.rectangle((0, y + cap_top, _BAR, y + cap_bottom - 1), 255)
    for number, line in enumerate(lines):
        pen.text((_indent(title) if number == 0 else _MARGIN, y), line, 255, font=title)
        y += round(title.size * _LEADING)
    if card.place:
        _draw_map(pen, brush, card.place)
    pen.text((_MARGIN, HEIGHT - 96), card.signature, 255, font=label)
    end = _MARGIN + pen.textlength(card.signature, font=label) + 20
    top, bottom = label.getbbox("H")[1::2]
    brush.rectangle((round(end), HEIGHT - 96 + top, WIDTH, HEIGHT - 96 + bottom - 1), 255)
    return _png(ink, accent)


def _weighted(font: Path, size: int, weight: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.truetype(font, size)
    face.set_variation_by_axes([weight])
    return face


def _indent(title: ImageFont.FreeTypeFont) -> int:
    """Return where the first line starts: after the bar."""
    return _BAR + round(title.size * 0.2)


def _draw_map(pen: ImageDraw.ImageDraw, brush: ImageDraw.ImageDraw, place: tuple[float, float]) -> None:
    """Draw the country: Flanders as a line, the regions in front filled lightly, the place as a dot."""
    country = outline.belgium().simplified(_MAP_DETAIL)
    left, top, width = _MAP
    scale = width / country.width

    def on_card(point: tuple[float, float]) -> tuple[float, float]:
        return left + point[0] * scale, top + point[1] * scale

    front = list(country.shapes(outline.FRONT))
    sides = list(country.shapes({province.region for province in country.provinces} - outline.FRONT))
    for ring in front:
        pen.polygon([on_card(point) for point in ring], fill=40)
    for rings, shade, stroke in ((sides, 120, 2), (front, 255, 4)):
        for ring in rings:
            pen.line([on_card(point) for point in (*ring, ring[0])], shade, stroke, joint="curve")
    x, y = on_card(country.place(*place))
    pen.ellipse((x - 18, y - 18, x + 18, y + 18), 0)  # the layers never overlap
    brush.ellipse((x - 15, y - 15, x + 15, y + 15), 255)


def _fit(text: str, font: Path, right: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the largest face in which the title fits, and its lines, as even as can be."""
    for size in _TITLE_SIZES:
        face = _weighted(font, size, _BLACK)
        lines = _broken(text, face, right)
        if lines and len(lines) * size * _LEADING <= _TITLE_BOTTOM - _TITLE_TOP:
            return face, _evened(text, face, lines, right)
    face = _weighted(font, _TITLE_SIZES[-1], _BLACK)
    return face, (_broken(text, face, right) or [text])[
        : int((_TITLE_BOTTOM - _TITLE_TOP) / face.size / _LEADING)
    ]


def _broken(text: str, face: ImageFont.FreeTypeFont, right: int) -> list[str]:
    """Break the text at its ordinary spaces before `right`; empty when one word is too long."""
    lines: list[str] = []
    for word in text.split(" "):
        start = _indent(face) if len(lines) <= 1 else _MARGIN
        if lines and start + face.getlength(f"{lines[-1]} {word}") <= right:
            lines[-1] += f" {word}"
            continue
        lines.append(word)
        start = _indent(face) if len(lines) == 1 else _MARGIN
        if start + face.getlength(word) > right:
            return []
    return lines


def _evened(text: str, face: ImageFont.FreeTypeFont, lines: list[str], right: int) -> list[str]:
    """Move the right edge in as far as the number of lines allows."""
    for edge in range(WIDTH // 2, right, 20):
        tighter = _broken(text, face, edge)
        if tighter and len(tighter) <= len(lines):
            return tighter
    return lines


def _png(ink: Image.Image, accent: Image.Image) -> bytes:
    """Look the two layers' coverage up in one palette; the layers never overlap."""
    step = 255 // (_SHADES - 1)
    indexes = np.asarray(ink, np.uint8) // step
    coloured = np.asarray(accent, np.uint8) // step
    indexes = np.where(coloured > 0, coloured + _SHADES, indexes).astype(np.uint8)
    image = Image.fromarray(indexes, "P")
    image.putpalette([value for colour in (_INK, _VERMILION) for value in _shades(colour)])
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True, bits=8)
    return stream.getvalue()


def _shades(colour: tuple[int, int, int]) -> Iterator[int]:
    for shade in range(_SHADES):
        for paper, full in zip(_PAPER, colour, strict=True):
            yield round(paper + (full - paper) * shade / (_SHADES - 1))
