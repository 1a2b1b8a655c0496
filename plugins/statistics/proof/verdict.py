"""The rules of the audit: which intervals give nobody away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from plugins.statistics.proof.polytope import Witnesses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from plugins.statistics.proof.polytope import Polytope


@dataclass(frozen=True, order=True)
class Finding:
    """One reason to refuse a publication. It names a count, never its value or its bounds."""

    kind: str
    period: str
    count: str
    reason: str

    def __str__(self) -> str:
        """Return the finding as one line for the terminal."""
        return f"{self.kind} {self.period} : {self.count} : {self.reason}"


def narrowed(
    polytope: Polytope, vectors: NDArray[np.float64], *, records: int, threshold: int
) -> Iterable[int]:
    """Yield the rows of `vectors` (counts) that readers can narrow inside 0…T−1.

    A count is safe when its interval covers [0, min(T−1, records)], or lies at T or above.
    `records` is the public total that the counts split: none can pass it, published or not.

    Raises:
        InfeasibleError: the constraints contradict each other.
    """
    need = min(threshold - 1, records)
    witnesses = Witnesses(polytope, vectors, np.full(len(vectors), float(need)), records)
    witnesses.add(polytope.minimum(np.zeros(polytope.size)))
    for place, vector in enumerate(vectors):
        if not vector.any():
            continue  # structurally impossible, which the vocabulary says
        low = witnesses.minimum(place, 0)
        if low >= threshold or (low == 0 and witnesses.maximum(place, need) >= need):
            continue
        yield place


def uniform_groups(polytope: Polytope, vectors: NDArray[np.float64], *, records: int) -> Iterable[int]:
    """Yield the rows (a group's records outside one theme) that surely hold at most one record.

    That is *group disclosure*: all of the group, or all but one, share the theme.
    """
    need = min(2, records)
    witnesses = Witnesses(polytope, vectors, np.full(len(vectors), float(need)), records)
    for place, vector in enumerate(vectors):
        if vector.any() and witnesses.maximum(place, need) < need:
            yield place
