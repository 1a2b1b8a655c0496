"""The social card of a page: its title on warm paper, signed with the bar that covers a name.

Shapes and letters are drawn as coverage, then looked up in one small fixed
palette: files of about ten kilobytes, the same bytes on every machine.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw

from plugins.media.lettering import Lettering, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_INDENT: Final = 0.2  # between the bar and the first line, as a part of the size
LEADING: Final = 1.1
_LABEL_SIZE: Final = 34
_BLACK, _BOLD = 800, 700
_SHADES: Final = 8  # steps from paper to a full colour, for each of two


@dataclass(frozen=True)
class Card:
    """What a card says: all plain text."""

    title: str
    section: str
    """Name above the title; may be empty."""
    signature: str
    """Name of the association, beside the bar."""


def draw(card: Card, letters: Lettering) -> bytes:
    """Return the card as a PNG of 1200 × 630 pixels."""
    ink = Image.new("L", (WIDTH, HEIGHT))
    accent = Image.new("L", (WIDTH, HEIGHT))
    pen, brush = ImageDraw.Draw(ink), ImageDraw.Draw(accent)
    label = letters.face(_LABEL_SIZE, _BOLD)
    brush.text((_MARGIN, 64), card.section, 255, font=label)
    place = Place(_MARGIN, _BAR, _INDENT, WIDTH - _MARGIN, _TITLE_BOTTOM - _TITLE_TOP)
    size, lines = letters.fit(card.title, place, _TITLE_SIZES, _BLACK)
    title = letters.face(size, _BLACK)
    cap_top, cap_bottom = title.getbbox("H")[1::2]
    y = _TITLE_TOP
    pen.rectangle((0, y + cap_top, _BAR, y + cap_bottom - 1), 255)
    for number, line in enumerate(lines):
        start = _BAR + round(size * _INDENT) if number == 0 else _MARGIN
        pen.text((start, y), line, 255, font=title)
        y += round(size * LEADING)
    pen.text((_MARGIN, HEIGHT - 96), card.signature, 255, font=label)
    end = _MARGIN + pen.textlength(card.signature, font=label) + 20
    top, bottom = label.getbbox("H")[1::2]
    brush.rectangle((round(end), HEIGHT - 96 + top, WIDTH, HEIGHT - 96 + bottom - 1), 255)
    return _png(ink, accent)


def _png(ink: Image.Image, accent: Image.Image) -> bytes:
    """Look the two layers' coverage up in one palette; the layers never overlap."""
    step = 256 // _SHADES
    indexes = np.asarray(ink, np.uint8) // step
    coloured = np.asarray(accent, np.uint8) // step
    image = Image.fromarray(np.where(coloured > 0, coloured + _SHADES, indexes).astype(np.uint8), "P")
    image.putpalette([value for colour in (_INK, _VERMILION) for value in _shades(colour)])
    stream = io.BytesIO()
    # runs of one colour: four bits a pixel and the plainest coding are as small as the slowest
    image.save(stream, "PNG", bits=4, compress_type=zlib.Z_RLE)
    return stream.getvalue()


def _shades(colour: tuple[int, int, int]) -> Iterator[int]:
    for shade in range(_SHADES):
        for paper, full in zip(_PAPER, colour, strict=True):
            yield round(paper + (full - paper) * shade / (_SHADES - 1))
