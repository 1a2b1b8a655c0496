"""The social card of a page: its title on warm paper, signed with the bar that covers a name.

Shapes and letters are drawn as coverage, then looked up in one small fixed
palette: files of about ten kilobytes, the same bytes on every machine.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageChops, ImageDraw

from plugins.belgium import outline
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
_MAP: Final = (720, 170, 400)  # left, top and width of the map on a bistrot's card
_MAP_DETAIL: Final = 5  # what it leaves out, in units of the outline
_SHADES: Final = 8  # steps from paper to a full colour, for each of two
_INK_SHADES: Final = tuple(coverage * _SHADES // 256 for coverage in range(256))
_ACCENT_SHADES: Final = tuple(shade and shade + _SHADES for shade in _INK_SHADES)
"""Places in the palette, by coverage: those of the ink, then those of the vermilion."""


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


def draw(card: Card, letters: Lettering) -> bytes:
    """Return the card as a PNG of 1200 × 630 pixels."""
    ink = Image.new("L", (WIDTH, HEIGHT))
    accent = Image.new("L", (WIDTH, HEIGHT))
    pen, brush = ImageDraw.Draw(ink), ImageDraw.Draw(accent)
    label = letters.face(_LABEL_SIZE, _BOLD)
    brush.text((_MARGIN, 64), card.section, 255, font=label)
    right = _MAP[0] - _MARGIN // 2 if card.place else WIDTH - _MARGIN
    place = Place(_MARGIN, _BAR, _INDENT, right, _TITLE_BOTTOM - _TITLE_TOP)
    size, lines = letters.fit(card.title, place, _TITLE_SIZES, _BLACK)
    title = letters.face(size, _BLACK)
    cap_top, cap_bottom = title.getbbox("H")[1::2]
    y = _TITLE_TOP
    pen.rectangle((0, y + cap_top, _BAR, y + cap_bottom - 1), 255)
    for number, line in enumerate(lines):
        start = _BAR + round(size * _INDENT) if number == 0 else _MARGIN
        pen.text((start, y), line, 255, font=title)
        y += round(size * LEADING)
    if card.place:
        _draw_map(pen, brush, card.place)
    pen.text((_MARGIN, HEIGHT - 96), card.signature, 255, font=label)
    end = _MARGIN + pen.textlength(card.signature, font=label) + 20
    top, bottom = label.getbbox("H")[1::2]
    brush.rectangle((round(end), HEIGHT - 96 + top, WIDTH, HEIGHT - 96 + bottom - 1), 255)
    return _png(ink, accent)


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


def _png(ink: Image.Image, accent: Image.Image) -> bytes:
    """Look the two layers' coverage up in one palette; the layers never overlap."""
    image = ImageChops.add(ink.point(_INK_SHADES), accent.point(_ACCENT_SHADES))
    image.putpalette([value for colour in (_INK, _VERMILION) for value in _shades(colour)])
    stream = io.BytesIO()
    # runs of one colour: four bits a pixel and the plainest coding are as small as the slowest
    image.save(stream, "PNG", bits=4, compress_type=zlib.Z_RLE)
    return stream.getvalue()


def _shades(colour: tuple[int, int, int]) -> Iterator[int]:
    for shade in range(_SHADES):
        for paper, full in zip(_PAPER, colour, strict=True):
            yield round(paper + (full - paper) * shade / (_SHADES - 1))
