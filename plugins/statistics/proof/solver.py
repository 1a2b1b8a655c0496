"""The two programmes that the statistics solve, by HiGHS through SciPy: linear, and integer.

A thin typed door to an untyped library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import scipy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

_scipy: Any = scipy
"""Its parts are loaded when they are first asked for: an unchanged site asks for none."""
_INFEASIBLE = 2  # SciPy's status, the same for both


class InfeasibleError(Exception):
    """No point satisfies the constraints."""


def integer_programme(objective: Vector, constraints: tuple[Any, Vector, Vector]) -> Vector:
    """Return an integer x ≥ 0 that minimises objective·x, exactly (no optimality gap).

    The constraints are (rows, lower, upper): lower ≤ rows·x ≤ upper.

    Raises:
        InfeasibleError: there is none.
    """
    found = _scipy.optimize.milp(
        objective,
        constraints=[_scipy.optimize.LinearConstraint(*constraints)],
        integrality=np.ones(len(objective)),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise InfeasibleError
    point: Vector = np.round(found.x)
    return point


def linear_programme(
    objective: Vector, equal: tuple[Any, Vector], under: tuple[Any, Vector]
) -> Vector | None:
    """Return x ≥ 0 that minimises objective·x with equal·x = b and under·x ≤ b, or None if unsettled.

    Raises:
        InfeasibleError: there is none.
    """
    found = _scipy.optimize.linprog(
        objective,
        A_eq=equal[0] if equal[1].size else None,
        b_eq=equal[1] if equal[1].size else None,
        A_ub=under[0] if under[1].size else None,
        b_ub=under[1] if under[1].size else None,
        method="highs",
    )
    if found.status == _INFEASIBLE:
        raise InfeasibleError
    point: Vector | None = found.x
    return point
