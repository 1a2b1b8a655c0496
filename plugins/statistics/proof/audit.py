"""Proves, from what will be published alone, that no small count can be deduced.

The audit knows nothing of how the tables were protected. It takes all that readers get: tables, public
totals, the vocabulary with its structural zeros. From this it computes *feasibility intervals* (the audit
phase of tabular data protection: Duncan, Elliot and Salazar, *Statistical Confidentiality*, 2011, ch. 4): in
closed form (`model`), or by integer programming where structural zeros link the columns (`linked`).

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

from plugins.statistics.programme import THRESHOLD
from plugins.statistics.proof.bounds import intervals, one_way_interval
from plugins.statistics.proof.counts import ContradictionError
from plugins.statistics.proof.model import Model
from plugins.statistics.proof.verdict import Finding, is_narrowed, is_uniform
from plugins.statistics.protection.tables import Cell, margins

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
    counts, groups = model.counts(), model.outside_each_theme()
    try:
        of_counts = intervals(model, counts, threshold - 1)
        of_groups = intervals(model, groups, 2)
    except ContradictionError:
        return 0, [_finding(total, "l'ensemble", "ce qui est publié se contredit")]
    found = [
        _finding(total, count.name, "un petit nombre se déduit ou se resserre")
        for count, interval in zip(counts, of_counts, strict=True)
        if interval and is_narrowed(interval, records=total.number, threshold=threshold)
    ]
    found += [
        _finding(total, group.name, "tout un groupe partage le même thème")
        for group, interval in zip(groups, of_groups, strict=True)
        if interval and is_uniform(interval, records=total.number)
    ]
    return len(counts), found


def _one_known_answer(table: ProtectedTable, records: int, threshold: int) -> Iterator[Finding]:
    """Yield each category or family that is narrowed for whoever knows another category's small count."""
    groups = [  # a family may have the name of one of its categories
        (node.name or node.members[0], frozenset(node.members))
        for node in table.tree.walk()
        if node.name or not node.children
    ]
    for known in (name for cell in table.cells if len(cell.categories) > 1 for name in cell.categories):
        for value in (0, threshold - 1):  # bounds are concave and convex in it: the ends are enough
            rest = [_without(known, value, cell) for cell in table.cells]
            for name, members in groups:
                if known not in members and is_narrowed(
                    one_way_interval(rest, members), records=records, threshold=threshold
                ):
                    count = f"{table.dimension} {name}"
                    yield _finding(table, count, f"se resserre pour qui connaît {known}")


def _without(known: str, value: int, cell: Cell) -> Cell:
    """Return a cell without the records of a known category; it has them, being at least T."""
    if known not in cell.categories:
        return cell
    return Cell(tuple(name for name in cell.categories if name != known), cell.number - value)
