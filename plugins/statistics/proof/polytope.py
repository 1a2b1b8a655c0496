"""Exact bounds of integer counts under linear constraints, by LP first and MILP to confirm (HiGHS).

The unknowns are non-negative integers. A linear programme gives outer bounds of a count; when its
vertex is integral it is itself a register that attains the bound, else a mixed-integer programme
settles it. Every integral point found is kept as a *witness*: most counts need no solving of their
own, because a witness of another one already attains 0 or T−1 for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import scipy

from plugins.statistics.proof.solver import InfeasibleError, integer_programme, linear_programme

if TYPE_CHECKING:
    from numpy.typing import NDArray

_scipy: Any = scipy
_TOLERANCE = 1e-6

__all__ = ["InfeasibleError", "Polytope", "Witnesses"]


class Polytope:
    """The set of integer points x ≥ 0 with lower ≤ rows·x ≤ upper, and the programmes solved on it."""

    def __init__(
        self, size: int, rows: list[NDArray[np.float64]], lower: list[float], upper: list[float]
    ) -> None:
        """Describe the set; `rows` are dense vectors of `size` coefficients."""
        self.size = size
        self.rows = _scipy.sparse.csr_array(np.array(rows, dtype=float).reshape(len(rows), size))
        self.lower = np.array(lower, dtype=float)
        self.upper = np.array(upper, dtype=float)
        equal = self.lower == self.upper
        above, below = ~equal & np.isfinite(self.upper), ~equal & (self.lower > 0)
        self._equal = (self.rows[equal], self.lower[equal])
        self._under = (
            _scipy.sparse.vstack([self.rows[above], -self.rows[below]]),
            np.concatenate([self.upper[above], -self.lower[below]]),
        )

    def where(self, vector: NDArray[np.float64], value: float) -> Polytope:
        """Return the set of the points for which vector·x is known."""
        rows = [*np.asarray(self.rows.toarray()), vector]
        return Polytope(self.size, rows, [*self.lower, value], [*self.upper, value])

    def contains(self, point: NDArray[np.float64]) -> bool:
        """Tell whether an integer point fits every constraint, exactly."""
        image = self.rows @ point
        return bool((point >= 0).all() and (image >= self.lower).all() and (image <= self.upper).all())

    def minimum(self, objective: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return an integer point that minimises the objective.

        Raises:
            InfeasibleError: there is none.
        """
        relaxed = linear_programme(objective, self._equal, self._under)
        if relaxed is not None:
            point = np.round(relaxed)
            if np.abs(point - relaxed).max(initial=0.0) < _TOLERANCE and self.contains(point):
                return point
        return integer_programme(objective, (self.rows, self.lower, self.upper))


class Witnesses:
    """The least and the greatest value that known registers give to each of a list of counts."""

    def __init__(
        self, polytope: Polytope, counts: NDArray[np.float64], needs: NDArray[np.float64], records: int
    ) -> None:
        """Prepare the search.

        Args:
            polytope: what readers know.
            counts: one row of coefficients per count.
            needs: for each count, the value up to which it should stay open.
            records: more than any count can reach.
        """
        self.polytope = polytope
        self.counts = _scipy.sparse.csr_array(counts)
        self.needs = needs
        self.least = np.full(len(needs), np.inf)
        self.greatest = np.full(len(needs), -np.inf)
        self._hint = 1.0 / (2.0 * max(1, records))

    def add(self, point: NDArray[np.float64]) -> None:
        """Learn from one integer point of the set."""
        values = self.counts @ point
        np.minimum(self.least, values, out=self.least)
        np.maximum(self.greatest, values, out=self.greatest)

    def minimum(self, index: int, enough: float) -> float:
        """Return the count's minimum, or a value ≤ `enough` that a register attains."""
        if self.least[index] > enough:
            self.add(self.polytope.minimum(self._objective(index, self.least > 0)))
        return float(self.least[index])

    def maximum(self, index: int, enough: float) -> float:
        """Return the count's maximum, or a value ≥ `enough` that a register attains."""
        if self.greatest[index] < enough:
            self.add(self.polytope.minimum(-self._objective(index, self.greatest < self.needs)))
        return float(self.greatest[index])

    def _objective(self, index: int, others: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the count's coefficients, plus a hint (under half a record) towards open ones."""
        own = self.counts[[index]].toarray()[0]
        hint = np.asarray(self.counts.T @ others.astype(float))
        return np.asarray(own + hint * (self._hint / max(1.0, hint.max(initial=0.0))))
