"""The social card of a page: its title on warm paper, signed with the bar that covers a name.

Shapes and letters are drawn in the numbers of one small fixed palette: files of
about ten kilobytes, the same bytes on every machine.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw

from plugins.belgium import outline
from plugins.core.colours import rgb
from plugins.media.lettering import Lettering, TextArea

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WIDTH: Final = 1200
HEIGHT: Final = 630
"""Size in pixels, as social networks ask."""

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
_FULL: Final = 7
"""Steps from paper to a full colour: as colours of the palette, 0 is paper, then come the ink's and the
accent's. A shape drawn in `_FULL` blends with paper to the ink's."""
_ACCENTS: Final = tuple(shade and shade + _FULL for shade in range(256))
"""From the ink's colours to the accent's."""


@dataclass(frozen=True)
class Card:
    """What a card says: all plain text."""

    title: str
    section: str
    """Name above the title, and what has changed of an event; may be empty."""
    signature: str
    """Name of the association, beside the bar."""
    place: tuple[float, float] | None = None
    """Latitude and longitude of what the page is about: then a map stands beside the title."""


def draw(card: Card, letters: Lettering, colours: Mapping[str, str]) -> bytes:
    """Return the card as a PNG of 1200 × 630 pixels, in the site's colours for light screens."""
    image = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(image)
    label = letters.face(_LABEL_SIZE, _BOLD)
    pen.text((_MARGIN, 64), card.section, _FULL, font=label)
    head = (0, 0, WIDTH, _TITLE_TOP)
    image.paste(image.crop(head).point(_ACCENTS), head)
    right = _MAP[0] - _MARGIN // 2 if card.place else WIDTH - _MARGIN
    place = TextArea(_MARGIN, _BAR, _INDENT, right, _TITLE_BOTTOM - _TITLE_TOP)
    size, lines = letters.fit(card.title, place, _TITLE_SIZES, _BLACK)
    title = letters.face(size, _BLACK)
    cap_top, cap_bottom = title.getbbox("H")[1::2]
    y = _TITLE_TOP
    pen.rectangle((0, y + cap_top, _BAR, y + cap_bottom - 1), _FULL)
    for number, line in enumerate(lines):
        start = _BAR + round(size * _INDENT) if number == 0 else _MARGIN
        pen.text((start, y), line, _FULL, font=title)
        y += round(size * LEADING)
    if card.place:
        _draw_map(pen, card.place)
    pen.text((_MARGIN, HEIGHT - 96), card.signature, _FULL, font=label)
    end = _MARGIN + pen.textlength(card.signature, font=label) + 20
    top, bottom = label.getbbox("H")[1::2]
    pen.rectangle((round(end), HEIGHT - 96 + top, WIDTH, HEIGHT - 96 + bottom - 1), _ACCENTS[_FULL])
    return _png(image, colours)


def _draw_map(pen: ImageDraw.ImageDraw, place: tuple[float, float]) -> None:
    """Draw the country: Flanders as a line, the regions in front filled lightly, the place as a dot."""
    country = outline.belgian_outline().simplified(_MAP_DETAIL)
    left, top, width = _MAP
    scale = width / country.width

    def on_card(point: tuple[float, float]) -> tuple[float, float]:
        return left + point[0] * scale, top + point[1] * scale

    front = list(country.shapes(outline.FRONT))
    sides = list(country.shapes({province.region for province in country.provinces} - outline.FRONT))
    for ring in front:
        pen.polygon([on_card(point) for point in ring], fill=1)
    for rings, shade, stroke in ((sides, 3, 2), (front, _FULL, 4)):
        for ring in rings:
            pen.line([on_card(point) for point in (*ring, ring[0])], shade, stroke, joint="curve")
    x, y = on_card(country.place(*place))
    pen.ellipse((x - 18, y - 18, x + 18, y + 18), 0)
    pen.ellipse((x - 15, y - 15, x + 15, y + 15), _ACCENTS[_FULL])


def _png(image: Image.Image, colours: Mapping[str, str]) -> bytes:
    paper, ink, accent = (rgb(colours[name]) for name in ("paper", "ink", "accent"))
    image.putpalette([*paper, *_shades(paper, ink), *_shades(paper, accent)])
    stream = io.BytesIO()
    # runs of one colour: four bits a pixel and the plainest coding are as small as the slowest
    image.save(stream, "PNG", bits=4, compress_type=zlib.Z_RLE)
    return stream.getvalue()


def _shades(paper: tuple[int, int, int], colour: tuple[int, int, int]) -> Iterator[int]:
    for shade in range(1, _FULL + 1):
        for start, end in zip(paper, colour, strict=True):
            yield round(start + (end - start) * shade / _FULL)
