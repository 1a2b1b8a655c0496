"""Audit two versions of the same block together: what does their difference tell?

A corrected table next to the one that readers kept is a table of the records added (or
removed): "7, then 8" is a published count of 1. The usual correction only adds, or only removes;
that is also what a reader would suppose, and the supposition that tells most. So the two versions
must be explained by additions alone or by removals alone, and under that model (x of the
smaller version, a ≥ 0 of the change, x + a of the larger) every count of either
version and of the change must stay open; that nothing changed somewhere may be known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from plugins.statistics.proof.model import Model
from plugins.statistics.proof.polytope import InfeasibleError, Polytope
from plugins.statistics.proof.verdict import Finding, narrowed

if TYPE_CHECKING:
    from plugins.statistics.protection.tables import Publication
    from plugins.statistics.register.classification import Classifications, Period


def revision_findings(
    old: Publication, new: Publication, classifications: Classifications, threshold: int
) -> list[Finding]:
    """Return every count that readers of both versions could narrow."""
    found: list[Finding] = []
    shared = {(t.kind, t.period) for t in old.totals} & {(t.kind, t.period) for t in new.totals}
    for kind, period in sorted(shared):
        first = Model(old, kind, (period,), classifications, (), threshold)
        second = Model(new, kind, (period,), classifications, (), threshold)
        if (first.tables, first.totals) != (second.tables, second.totals):
            found += _block_findings(first, second, period)
    return found


def _block_findings(first: Model, second: Model, period: Period) -> list[Finding]:
    dimensions = tuple(dict.fromkeys((*first.dimensions, *second.dimensions)))
    smaller, larger = sorted((first, second), key=lambda model: model.totals[period])
    smaller, larger = smaller.widened(dimensions), larger.widened(dimensions)
    size = len(smaller.index)
    before = smaller.polytope.dense_rows()
    after = larger.polytope.dense_rows()
    polytope = Polytope(
        2 * size,
        [*np.hstack([before, np.zeros_like(before)]), *np.hstack([after, after])],
        [*smaller.polytope.lower, *larger.polytope.lower],
        [*smaller.polytope.upper, *larger.polytope.upper],
    )
    counts = list(dict.fromkeys((*smaller.counts(period), *larger.counts(period))))
    plain = np.array([smaller.vector(period, count) for count in counts]).reshape(len(counts), size)
    nothing = np.zeros_like(plain)
    records = (smaller.totals[period], larger.totals[period])
    threshold = smaller.threshold
    try:
        places = {
            *narrowed(polytope, np.hstack([plain, nothing]), records=records[0], threshold=threshold),
            *narrowed(polytope, np.hstack([plain, plain]), records=records[1], threshold=threshold),
            *narrowed(
                polytope,
                np.hstack([nothing, plain]),
                records=records[1] - records[0],
                threshold=threshold,
                none_is_public=True,
            ),
        }
    except InfeasibleError:
        reason = "les deux versions ne s'expliquent ni par des ajouts seuls ni par des retraits seuls"
        return [Finding(smaller.kind, str(period), "l'ensemble", reason)]
    return [
        Finding(
            smaller.kind,
            str(period),
            counts[place].name,
            "la différence avec la version précédente le trahit",
        )
        for place in sorted(places)
    ]
