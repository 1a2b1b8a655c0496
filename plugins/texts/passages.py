"""Collects the words of a text while it is rendered: cut at its headings, a line for each block."""

from __future__ import annotations

import re
from typing import Final

from plugins.texts.text import Passage

HEADINGS: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
_CELLS: Final = frozenset({"br", "td", "th", "img"})
"""Elements whose borders are borders between words of one line."""
_BLANKS: Final = re.compile(r"[ \t\r\f]+")
"""No-break spaces are typography, and stay."""
_WORD: Final = re.compile(r"[^\W_]\S*")
"""From its first letter or digit to the next space: a dash alone is no word."""


class Passages:
    """The words of one text so far."""

    def __init__(self) -> None:
        self._passages: list[Passage] = []
        self._anchor = self._heading = ""
        self._pieces: list[str] = []

    def say(self, text: str) -> None:
        """Add a piece of text."""
        self._pieces.append(text)

    def border(self, tag: str) -> None:
        """Note that an element begins or ends."""
        self._pieces.append(" " if tag in _CELLS else "\n")

    def open_heading(self, anchor: str) -> None:
        """Begin the words of a heading, and with it a new section."""
        self._end()
        self._anchor = anchor

    def close_heading(self) -> None:
        """End the words of a heading."""
        self._heading, self._pieces = _lines(self._pieces).replace("\n", " "), []

    def found(self) -> tuple[Passage, ...]:
        """Return what has been collected."""
        self._end()
        return tuple(passage for passage in self._passages if passage.heading or passage.words)

    def _end(self) -> None:
        self._passages.append(Passage(self._anchor, self._heading, _lines(self._pieces)))
        self._anchor, self._heading, self._pieces = "", "", []


def count_words(text: str) -> int:
    """Return how many words somebody reads in a plain text."""
    return len(_WORD.findall(text))


def _lines(pieces: list[str]) -> str:
    lines = _BLANKS.sub(" ", "".join(pieces)).split("\n")
    return "\n".join(filter(None, (line.strip(" ") for line in lines)))
