"""Exact bounds of integer counts under linear equations, by LP first and MILP to confirm (HiGHS, by SciPy).

A linear programme gives outer bounds of a count; when its vertex is integral it is itself a register that
attains the bound, else a mixed-integer programme settles it. Every integral point found is kept as a
*witness*: most counts need no solving of their own, because a witness of another one already attains their
bound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import scipy

from plugins.statistics.proof.counts import ContradictionError, Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

_scipy: Any = scipy
"""An untyped library."""
_INFEASIBLE = 2  # SciPy's status of a linear programme
_TOLERANCE = 1e-6


class Polytope:
    """The set of integer points x ≥ 0 that satisfy some equations, and the programmes solved on it."""

    def __init__(self, equations: Sequence[tuple[Vector, int]]) -> None:
        """Describe the set; each equation is a dense vector of coefficients and the number that it gives."""
        self.rows = _scipy.sparse.csr_array(np.array([row for row, _ in equations]))
        self.numbers = np.array([float(number) for _, number in equations])

    @property
    def size(self) -> int:
        """The number of unknowns."""
        return int(self.rows.shape[1])

    def minimum(self, objective: Vector) -> Vector:
        """Return an integer point that minimises the objective.

        Raises:
            ContradictionError: there is none.
        """
        relaxed = self._linear(objective)
        if relaxed is not None:
            point = np.round(relaxed)
            if np.abs(point - relaxed).max(initial=0.0) < _TOLERANCE and self._contains(point):
                return point
        return self._integer(objective)

    def _contains(self, point: Vector) -> bool:
        """Tell whether an integer point is in the set, exactly."""
        return bool((point >= 0).all() and (self.rows @ point == self.numbers).all())

    def _linear(self, objective: Vector) -> Vector | None:
        """Return a point, integer or not, that minimises the objective, or None if unsettled."""
        found = _scipy.optimize.linprog(objective, A_eq=self.rows, b_eq=self.numbers, method="highs")
        if found.status == _INFEASIBLE:
            raise ContradictionError
        point: Vector | None = found.x
        return point

    def _integer(self, objective: Vector) -> Vector:
        """Return an integer point that minimises the objective, without an optimality gap."""
        found = _scipy.optimize.milp(
            objective,
            constraints=[_scipy.optimize.LinearConstraint(self.rows, self.numbers, self.numbers)],
            integrality=np.ones(self.size),
            options={"mip_rel_gap": 0.0},
        )
        if found.x is None:
            raise ContradictionError
        point: Vector = np.round(found.x)
        return point


class Witnesses:
    """The least and the greatest value that known registers give to each of a list of counts."""

    def __init__(self, polytope: Polytope, counts: Vector, enough: int) -> None:
        """Prepare the search.

        Args:
            polytope: what readers know.
            counts: one row of coefficients per count.
            enough: a greatest value of this or more need not be exact.

        Raises:
            ContradictionError: no register fits what readers know.
        """
        self._polytope = polytope
        self._counts = _scipy.sparse.csr_array(counts)
        self._enough = enough
        self._least = np.full(len(counts), np.inf)
        self._greatest = np.full(len(counts), -np.inf)
        self._hint = 1.0 / (2.0 * max(1.0, polytope.numbers.max()))
        self._add(polytope.minimum(np.zeros(polytope.size)))

    def interval(self, place: int) -> Interval:
        """Return the interval of the count at this place of the list."""
        if self._least[place] > 0:
            self._add(self._polytope.minimum(self._objective(place, self._least > 0)))
        if self._greatest[place] < self._enough:
            self._add(self._polytope.minimum(-self._objective(place, self._greatest < self._enough)))
        return Interval(int(self._least[place]), int(self._greatest[place]))

    def _add(self, point: Vector) -> None:
        """Learn from one integer point of the set."""
        values = self._counts @ point
        np.minimum(self._least, values, out=self._least)
        np.maximum(self._greatest, values, out=self._greatest)

    def _objective(self, place: int, others: NDArray[np.bool_]) -> Vector:
        """Return the count's coefficients, plus a hint (under half a record) towards open ones."""
        own = self._counts[[place]].toarray()[0]
        hint = np.asarray(self._counts.T @ others.astype(float))
        return np.asarray(own + hint * (self._hint / max(1.0, hint.max(initial=0.0))))
