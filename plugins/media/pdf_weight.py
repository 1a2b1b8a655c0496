"""Estimates the memory that a PDF takes, before it is read: each name, number, text and list is an object.

Streams, texts and comments are passed over, as whoever reads the file does. A file
may say that an object begins inside one of these, or not say the truth about where
it begins: then nothing is passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Final

MOST: Final = 900_000
"""Numbers, or as much as they: about 300 MB. A book of 40,000 tags weighs 760,000."""

_PIECE: Final = re.compile(
    rb"(?P<comment>%[^\r\n]*)|(?P<head>\d+\s+\d+\s+obj\b)|(?P<frame>\d{10} \d{5} [nf]|endobj\b)"
    rb"|(?P<stream>stream(?:[ \t]*\r?\n|\r))|(?P<text>\()|(?P<hexadecimal><(?!<))|(?P<dictionary><<)"
    rb"|\d+ \d+ R\b|[\[/]|[^\s/\[\]<>()%]+"
)
_COSTS: Final = {"comment": 0, "frame": 0, "dictionary": 2, "hexadecimal": 6, "text": 6, "head": 9}
"""What pypdf makes of each, as it was measured; a number or a list counts once, a name twice."""
_IN_TEXT: Final = re.compile(rb"\\.|[()]", re.DOTALL)
_TABLES: Final = re.compile(rb"(?:startxref|/Prev|/XRefStm)\s+(\d+)")
_HEAD: Final = re.compile(rb"\sobj")  # an object that no table names is looked for
_AROUND: Final = 300  # bytes before it in which its number is looked for
_END_OF_STREAM: Final = b"endstream"
_SHORT: Final = 20  # bytes in which no list of objects hides

PACKED: Final = _COSTS["head"]
"""What an object adds that stands in another one, without a head."""


@dataclass(frozen=True)
class Weight:
    """What a file weighs, at most, and between which places nothing was counted."""

    total: int
    starts: list[int]
    ends: list[int]

    def passed_over(self, place: int) -> bool:
        """Tell whether a place lies where nothing was counted."""
        index = bisect_right(self.starts, place) - 1
        return index >= 0 and place < self.ends[index]


def weigh(data: bytes) -> Weight:
    """Return the weight of a file; counting ends where it is too much."""
    place = total = 0
    starts: list[int] = []
    ends: list[int] = []
    while total <= MOST and (piece := _PIECE.search(data, place)):
        place = end = piece.end()
        if piece.lastgroup == "stream":
            end = data.find(_END_OF_STREAM, place)
        elif piece.lastgroup == "text":
            end = _end_of_text(data, place)
        if end < 0:  # without an end, it was no stream and no text
            return Weight(weigh_all(data), [], [])
        start = piece.start() if piece.lastgroup == "comment" else place
        if piece.lastgroup and end - start > _SHORT:
            starts.append(start)
            ends.append(end)
        total += _COSTS.get(piece.lastgroup or "", 1)
        place = end
    weight = Weight(total, starts, ends)
    tables = (int(match[1]) for match in _TABLES.finditer(data))
    heads = (match.start() for match in _HEAD.finditer(data) if _follows_a_number(data, match.start()))
    hidden = any(map(weight.passed_over, chain(tables, heads)))
    return Weight(weigh_all(data), [], []) if hidden else weight


def _follows_a_number(data: bytes, place: int) -> bool:
    written = data[max(0, place - _AROUND) : place].rstrip()
    return not written or written[-1:].isdigit()


def weight_of(data: bytes, weight: Weight, places: Iterable[int]) -> int:
    """Return what a file weighs, at most, once it has said where its objects begin.

    Args:
        data: the file.
        weight: what `weigh` said of it.
        places: where each object begins that stands in no other.
    """
    return weigh_all(data) if any(map(weight.passed_over, places)) else weight.total


def weigh_all(data: bytes) -> int:
    """Return what a piece of a file weighs, at most; counting ends where it is too much."""
    total = 0
    for piece in _PIECE.finditer(data.replace(b"%", b" ")):  # it may be no comment
        total += _COSTS.get(piece.lastgroup or "", 1)
        if total > MOST:
            break
    return total


def _end_of_text(data: bytes, place: int) -> int:
    depth = 1
    for piece in _IN_TEXT.finditer(data, place):
        depth += {b"(": 1, b")": -1}.get(piece[0], 0)
        if not depth:
            return piece.end()
    return -1
