"""The inverted index of the whole site, in the terms of MiniSearch 7.2, whose page-side code reads it.

A test compares it, number by number, with what the library itself serialises
for the same documents (`JSON.stringify(miniSearch)`).
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import sub
from typing import TYPE_CHECKING

from plugins.search.documents import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plugins.search.documents import Counted, SearchDocument

Postings = list[list[int]]
"""For each field [gap, frequency, gap, frequency…]: gaps between the numbers of the documents with a term."""


@dataclass(frozen=True)
class Index:
    """Everything to find, and where."""

    documents: tuple[SearchDocument, ...]
    """In the order of their numbers."""
    lengths: tuple[tuple[int, ...], ...]
    """For each field, every document's number of different words."""
    averages: tuple[float, ...]
    """For each field, the mean of them, computed in the library's own order so that not a bit differs."""
    postings: Mapping[str, Postings]
    """By term, in alphabetical order."""
    pieces: tuple[tuple[str, ...], ...]
    """For each document, the JSON of what its result shows."""


def merge(documents: Sequence[SearchDocument], counted: Sequence[Counted]) -> Index:
    """Number the documents in the order given, and invert what was counted."""
    found: list[dict[str, list[int]]] = [{} for _ in FIELDS]
    for number, share in enumerate(counted):
        for table, terms in zip(found, share.terms, strict=True):
            for term, frequency in terms.items():
                known = table.get(term)
                if known is None:
                    table[term] = [number, frequency]
                else:
                    known += (number, frequency)
    lengths = tuple(tuple(share.lengths[field] for share in counted) for field in range(len(FIELDS)))
    return Index(
        tuple(documents),
        lengths,
        tuple(_average(column) for column in lengths),
        {term: [_gaps(table.get(term)) for table in found] for term in sorted(set().union(*found))},
        tuple(share.pieces for share in counted),
    )


def _gaps(pairs: list[int] | None) -> list[int]:
    """Return (number, frequency) pairs with the numbers replaced by their gaps."""
    if not pairs:
        return []
    numbers = pairs[::2]
    pairs[2::2] = map(sub, numbers[1:], numbers)
    return pairs


def _average(column: Sequence[int]) -> float:
    average = 0.0
    for count, length in enumerate(column):
        average = (average * count + length) / (count + 1)
    return average
