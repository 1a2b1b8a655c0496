"""Prove, from what will be published alone, that nobody can be worked out.

The audit knows nothing of how the tables were protected. It takes all that readers get: tables, public
totals, the vocabulary with its structural zeros. It writes this as linear constraints over non-negative
integer base cells (`model`) and computes *feasibility intervals* (the audit phase of tabular
data protection: Duncan, Elliot and Salazar, *Statistical Confidentiality*, 2011, ch. 4) by linear
programming, confirmed by integer programming (`polytope`).

A publication is accepted when

- every number shown is at least T (the threshold), or counts a group, and all fit together;
- every count that a reader can form (categories, families, groups, and all their
  crossings) has an interval that covers [0, T−1], or lies above it altogether (`verdict`).
  The rule asks nothing about the true value, so that accepting or refusing does not depend on it;
- the same holds for every category and family, once a category of the same table that is not shown by
  itself is known to have any small number of records (*a reader who knows one answer*);
- there is no *group disclosure*: never provable that all records of a sector or a region, or
  all but one, share a theme.

What a reader who also knows the program could deduce is checked in `method`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from plugins.statistics.programme import THRESHOLD
from plugins.statistics.proof.model import Model
from plugins.statistics.proof.polytope import InfeasibleError, Polytope
from plugins.statistics.proof.verdict import Finding, narrowed, uniform_groups
from plugins.statistics.protection.tables import margins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plugins.statistics.protection.tables import ProtectedTable, Publication, Total
    from plugins.statistics.records.classification import Classifications
    from plugins.statistics.records.register import Register


@dataclass(frozen=True)
class AuditReport:
    """The audit's verdict; holds nothing that readers could not compute themselves."""

    findings: tuple[Finding, ...] = ()
    tables: int = 0
    """Tables that show anything."""
    cells: int = 0
    counts: int = 0
    """Counts whose interval was checked, families and crossings included."""

    @property
    def accepted(self) -> bool:
        """Whether the publication gives nobody away."""
        return not self.findings


def audit(
    publication: Publication,
    classifications: Classifications,
    *,
    truth: Register | None = None,
    threshold: int = THRESHOLD,
    progress: Callable[[str, int, int], None] | None = None,
) -> AuditReport:
    """Audit a publication.

    Args:
        publication: everything that is published.
        classifications: the vocabulary, structural zeros included.
        truth: the register, to check that the tables do not contradict it; not needed for safety.
        threshold: T.
        progress: called before each block is audited: its name, how many are done, how many there are.
    """
    findings: list[Finding] = []
    checked = 0
    for done, total in enumerate(publication.totals):
        if progress is not None:
            progress(f"{total.kind} {total.period}", done, len(publication.totals))
        tables = [t for t in publication.tables if (t.kind, t.period) == (total.kind, total.period)]
        found = list(_form_findings(tables, threshold))
        if tables and not found:
            model = Model(tables, total.number, classifications)
            counts, found = _interval_findings(model, total, threshold)
            checked += counts
            for table in tables:
                found += _one_known_answer(table, total.number, threshold) if table.is_shown else ()
            if truth is not None and not model.holds(margins(truth, total.kind, total.period)):
                found.append(_finding(total, "l'ensemble", "le registre compte autrement"))
        findings += found
    shown = [table for table in publication.tables if table.is_shown]
    return AuditReport(tuple(sorted(set(findings))), len(shown), sum(len(t.cells) for t in shown), checked)


def _finding(block: Total | ProtectedTable, count: str, reason: str) -> Finding:
    return Finding(block.kind, str(block.period), count, reason)


def _form_findings(tables: list[ProtectedTable], threshold: int) -> Iterator[Finding]:
    """Yield what is wrong with the published cells themselves."""
    for table in tables:
        categories = [name for cell in table.cells for name in cell.categories]
        if sorted(categories) != sorted(table.tree.members):
            yield _finding(table, table.identifier, "les cases ne se partagent pas toutes les catégories")
        if table.is_shown and min(cell.number for cell in table.cells) < threshold:
            yield _finding(table, table.identifier, "nombre publié sous le seuil")


def _interval_findings(model: Model, total: Total, threshold: int) -> tuple[int, list[Finding]]:
    """Return how many counts were checked, and those that readers could narrow."""
    found: list[Finding] = []
    counts, groups = model.counts(), model.outside_each_theme()
    try:
        small = narrowed(model.polytope, model.vectors(counts), records=total.number, threshold=threshold)
        found += [
            _finding(total, counts[place].name, "un petit nombre se déduit ou se resserre") for place in small
        ]
        same = uniform_groups(model.polytope, model.vectors(groups), records=total.number)
        found += [
            _finding(total, groups[place].name, "tout un groupe partage le même thème") for place in same
        ]
    except InfeasibleError:
        return 0, [_finding(total, "l'ensemble", "ce qui est publié se contredit")]
    return len(counts), found


def _one_known_answer(table: ProtectedTable, records: int, threshold: int) -> Iterator[Finding]:
    """Yield each category or family that is narrowed for whoever knows another category's small count."""
    names = table.tree.members
    vectors = {
        node.name or node.members[0]: np.array([float(name in node.members) for name in names])
        for node in table.tree.walk()
        if node.name or not node.children
    }
    rows = [np.array([float(name in cell.categories) for name in names]) for cell in table.cells]
    numbers = [float(cell.number) for cell in table.cells]
    polytope = Polytope(len(names), rows, numbers, numbers)
    alone = {cell.categories[0] for cell in table.cells if len(cell.categories) == 1}
    for known in (name for name in names if name not in alone):
        others = [name for name in vectors if name != known and not vectors[name][names.index(known)]]
        for value in (0, threshold - 1):  # bounds are concave and convex in it: the ends are enough
            counts = np.array([vectors[name] for name in others])
            places = narrowed(
                polytope.where(vectors[known], value), counts, records=records, threshold=threshold
            )
            try:
                for place in places:
                    count = f"{table.dimension} {others[place]}"
                    yield _finding(table, count, f"se resserre pour qui connaît {known}")
            except InfeasibleError:
                continue  # nobody can know what cannot be
