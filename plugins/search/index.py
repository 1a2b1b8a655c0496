"""The inverted index of the whole site: where each term stands, and how long each field is."""

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
    """For each field, the mean of them."""
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
    return round(sum(column) / len(column), 2) if column else 0
