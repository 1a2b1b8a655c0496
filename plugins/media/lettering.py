"""Sets a title as large as its place allows, its lines as even as can be.

A word's length is measured once, at one size: letters grow with the size, to
less than a pixel. A face is loaded once for all the cards of a build.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PIL import ImageFont

_MEASURED: Final = 100  # size at which words are measured, in pixels
_STEP: Final = 20  # by how many pixels the right edge moves in


@dataclass(frozen=True)
class TextArea:
    """Where a title stands, in pixels."""

    left: int
    first_line: int
    """Where the first line starts when letters have no width: what stands in front grows with them."""
    first_indent: float
    """What is added to it, as a part of the size."""
    right: int
    height: int


@dataclass
class Lettering:
    """One variable typeface, with a weight axis."""

    font: Path
    leading: float
    _faces: dict[tuple[int, int], ImageFont.FreeTypeFont] = field(default_factory=dict)
    _widths: dict[tuple[str, int], float] = field(default_factory=dict)

    def face(self, size: int, weight: int) -> ImageFont.FreeTypeFont:
        """Return the face of that size in pixels and of that weight."""
        if (size, weight) not in self._faces:
            face = ImageFont.truetype(self.font, size)
            face.set_variation_by_axes([weight])
            self._faces[size, weight] = face
        return self._faces[size, weight]

    def fit(self, text: str, place: TextArea, sizes: range, weight: int) -> tuple[int, list[str]]:
        """Return the largest size at which the text fits, and its lines; cut short at the smallest."""
        for size in sizes:
            lines = self._broken(text, place, place.right, size, weight)
            if lines and len(lines) * size * self.leading <= place.height:
                return size, self._evened(text, place, lines, size, weight)
        size = sizes[-1]
        lines = self._broken(text, place, place.right, size, weight) or [text]
        return size, lines[: int(place.height / size / self.leading)]

    def _width(self, word: str, size: int, weight: int) -> float:
        if (word, weight) not in self._widths:
            self._widths[word, weight] = self.face(_MEASURED, weight).getlength(word)
        return self._widths[word, weight] * size / _MEASURED

    def _broken(self, text: str, place: TextArea, right: int, size: int, weight: int) -> list[str]:
        """Break the text at its ordinary spaces before `right`; empty when one word is too long."""
        lines: list[str] = []
        end = 0.0
        space = self._width(" ", size, weight)
        for word in text.split(" "):
            width = self._width(word, size, weight)
            if lines and end + space + width <= right:
                lines[-1] += f" {word}"
                end += space + width
                continue
            end = width + (place.left if lines else place.first_line + size * place.first_indent)
            lines.append(word)
            if end > right:
                return []
        return lines

    def _evened(self, text: str, place: TextArea, lines: list[str], size: int, weight: int) -> list[str]:
        """Move the right edge in as far as the number of lines allows."""
        for right in range(place.right // 2, place.right, _STEP):
            tighter = self._broken(text, place, right, size, weight)
            if tighter and len(tighter) <= len(lines):
                return tighter
        return lines
