"""Groups the pages seen from each address into visits, whatever the order of the logs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from plugins.visits.months import DIRECT

if TYPE_CHECKING:
    from collections.abc import Iterator

SILENCE = 30 * 60
"""Seconds. A longer silence ends a visit, as in SPIP."""


class Hit(NamedTuple):
    """One page seen; its order is that of time."""

    second: int
    """In UTC."""
    day: int
    """In the log's own time zone."""
    page: str
    origin: str


@dataclass(frozen=True)
class Visit:
    """What is kept of a visit: nothing of who made it."""

    day: int
    """Of the first page."""
    origin: str
    """Of the first page."""
    pages: tuple[str, ...]
    """In order; the same one again counts again, unless it was within the same second."""


class Hits:
    """The pages seen by address, in memory only.

    A set: the same page asked for from the same address within the same second
    is one page, be it a double click or a line that two rotated files share. So
    overlapping files, and files given twice, change nothing.
    """

    def __init__(self) -> None:
        self._by_address: dict[bytes, set[Hit]] = {}

    def add(self, address: bytes, hit: Hit) -> None:
        """Note that an address saw a page."""
        self._by_address.setdefault(address, set()).add(hit)

    def visits(self) -> Iterator[Visit]:
        """Yield every visit, in no particular order."""
        for hits in self._by_address.values():
            visit: list[Hit] = []
            for hit in sorted(hits):
                if visit and hit.second - visit[-1].second > SILENCE:
                    yield _visit(visit)
                    visit = []
                visit.append(hit)
            yield _visit(visit)


def _visit(hits: list[Hit]) -> Visit:
    first = hits[0]
    seen = dict.fromkeys((hit.second, hit.page) for hit in hits)
    # a browser may fetch a second page within the same second: where the first came from is what counts
    arrivals = (hit.origin for hit in hits if hit.second == first.second and hit.origin != DIRECT)
    return Visit(first.day, next(arrivals, DIRECT), tuple(page for _, page in seen))
