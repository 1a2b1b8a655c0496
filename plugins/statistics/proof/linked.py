"""Intervals where structural zeros link columns: base cells, and the programmes solved over them.

A *base cell* is one combination of categories (theme x sector x region) that the zeros allow; the
published cells are equations on their numbers of records. A column that neither a table nor a zero touches
is left out: it is free.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from plugins.statistics.proof.polytope import Polytope, Witnesses

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from plugins.statistics.proof.counts import Count, Interval
    from plugins.statistics.proof.model import Model
    from plugins.statistics.proof.polytope import Vector


def solved_intervals(model: Model, counts: Sequence[Count], enough: int) -> list[Interval | None]:
    """Return what `bounds.intervals` does.

    Raises:
        ContradictionError: no register has all the published numbers.
    """
    base_cells = [
        cell
        for cell in product(*(model.trees[dimension].members for dimension in model.dimensions))
        if model.classifications.possible(dict(zip(model.dimensions, cell, strict=True)))
    ]

    def coefficients(dimension: str, members: Collection[str]) -> Vector:
        place = model.dimensions.index(dimension)
        return np.array([cell[place] in members for cell in base_cells], dtype=float)

    known = [
        (coefficients(dimension, cell.categories), cell.number)
        for dimension, table in model.shown.items()
        for cell in table.cells
    ]
    known.append((np.ones(len(base_cells)), model.total))
    vectors = np.ones((len(counts), len(base_cells)))
    for place, count in enumerate(counts):
        for dimension, members in count.members:
            vectors[place] *= coefficients(dimension, members)
    witnesses = Witnesses(Polytope(known), vectors, enough)
    return [witnesses.interval(place) if vector.any() else None for place, vector in enumerate(vectors)]
