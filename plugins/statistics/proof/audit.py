"""Prove, from what will be published alone, that nobody can be worked out.

The audit knows nothing of how the tables were protected (it imports nothing of `disclosure`). It
takes all that readers get: tables, public totals, printed figures, earlier frozen versions, the
vocabulary with its structural zeros. It writes this as linear constraints over non-negative
integer base cells (`reader`) and computes *feasibility intervals* (the audit phase of tabular
data protection: Duncan, Elliot and Salazar, *Statistical Confidentiality*, 2011, ch. 4) by linear
programming, confirmed by integer programming (`polytope`).

A publication is accepted when

- every number shown is at least T (the threshold) and the whole is feasible, truth included;
- every count that a reader can form (categories, families, the hidden rest of a table, and all
  their crossings) has an interval that covers [0, T−1], or lies above it altogether (`verdict`).
  The rule asks nothing about the true value, so that accepting or refusing does not depend on
  it; it is stronger than protecting the true values 1…T−1, and treats zeros as small;
- there is no *group disclosure*: never provable that all records of a sector or a region, or
  all but one, share a theme;
- the same holds for the old and new versions of a block together (`revisions`).

What a reader who also knows the program could deduce is checked in `aware`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from plugins.statistics.programme import THRESHOLD
from plugins.statistics.proof.model import Model
from plugins.statistics.proof.polytope import InfeasibleError, Witnesses
from plugins.statistics.proof.revisions import revision_findings
from plugins.statistics.proof.verdict import Finding, narrowed, uniform_groups
from plugins.statistics.protection.tables import Level, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from plugins.statistics.protection.tables import Figure, ProtectedTable, Publication, Total
    from plugins.statistics.register.classification import Classifications, Period
    from plugins.statistics.register.records import Register


@dataclass(frozen=True)
class CellInterval:
    """What a reader can deduce of one hidden cell of a table, given everything published."""

    table: str
    period: str
    cell: tuple[str, ...]
    low: int
    high: int


@dataclass(frozen=True)
class AuditReport:
    """The audit's verdict; holds nothing that readers could not compute themselves."""

    findings: tuple[Finding, ...]
    intervals: tuple[CellInterval, ...] = ()
    """Hidden cells of the accepted tables; empty when anything is refused."""
    tables: int = 0
    cells: int = 0
    counts: int = 0
    """Counts whose interval was checked, families and crossings included."""
    linear_programmes: int = 0
    integer_programmes: int = 0
    seconds: float = field(default=0.0, compare=False)

    @property
    def accepted(self) -> bool:
        """Tell whether the publication may go out."""
        return not self.findings


def audit(
    publication: Publication,
    classifications: Classifications,
    *,
    truth: Register | None = None,
    figures: Sequence[Figure] = (),
    earlier: Sequence[Publication] = (),
    threshold: int = THRESHOLD,
    with_intervals: bool = True,
    progress: Callable[[str, int, int], None] | None = None,
) -> AuditReport:
    """Audit all that is published of the register, block by block.

    Args:
        publication: the tables and totals that will be published.
        classifications: what readers know of the columns, structural zeros included.
        truth: the register, to check that the constraints hold it; the verdict on
            intervals does not look at it.
        figures: numbers about the register printed elsewhere (texts, series).
        earlier: former versions of the same blocks, which readers may have kept.
        threshold: T.
        with_intervals: compute the interval of each hidden cell, for the report.
        progress: called before each block is audited: its name, how many are done, how many there are.
    """
    start = perf_counter()
    findings: list[Finding] = []
    intervals: list[CellInterval] = []
    counts = linear = integer = 0
    components = _components(publication, figures)
    for done, (kind, periods) in enumerate(components):
        if progress is not None:
            progress(f"{kind} {', '.join(map(str, periods))}", done, len(components))
        model = Model(publication, kind, periods, classifications, figures, threshold)
        found = _form_findings(model)
        if model.is_split and not found:
            checked, found = _interval_findings(model)
            counts += checked
            if with_intervals and not found:
                intervals += _cell_intervals(model)
        if truth is not None and model.totals and not model.holds(truth):
            found.append(Finding(kind, str(periods[0]), "l'ensemble", "le registre compte autrement"))
        findings += found
        linear += model.polytope.linear_programmes
        integer += model.polytope.integer_programmes
    for old in earlier:
        findings += revision_findings(old, publication, classifications, threshold)
    published = [table for table in publication.tables if table.level is not Level.WITHHELD]
    return AuditReport(
        findings=tuple(sorted(set(findings))),
        intervals=() if findings else tuple(intervals),
        tables=len(published),
        cells=sum(len(table.cells) for table in published),
        counts=counts,
        linear_programmes=linear,
        integer_programmes=integer,
        seconds=perf_counter() - start,
    )


def _components(publication: Publication, figures: Sequence[Figure]) -> list[tuple[str, tuple[Period, ...]]]:
    """Group what concerns the same records: by kind, periods that overlap directly or through a third one."""
    periods: dict[str, set[Period]] = {}
    items: list[Total | ProtectedTable | Figure] = [*publication.totals, *publication.tables, *figures]
    for item in items:
        periods.setdefault(item.kind, set()).add(item.period)
    components: list[tuple[str, tuple[Period, ...]]] = []
    for kind in sorted(periods):
        groups: list[list[Period]] = []
        for period in sorted(periods[kind]):
            touching = [group for group in groups if any(period.overlaps(other) for other in group)]
            apart = [group for group in groups if group not in touching]
            groups = [*apart, sorted([period, *(other for group in touching for other in group)])]
        components += [(kind, tuple(group)) for group in sorted(groups)]
    return components


def _form_findings(model: Model) -> list[Finding]:
    """Return what is wrong with the published cells and figures themselves."""
    found = [
        Finding(model.kind, str(table.period), f"{table.identifier} : {'/'.join(cell.categories)}", reason)
        for table in model.tables
        for cell in table.cells
        for reason in [_form_error(cell.status, cell.number, model.threshold)]
        if reason
    ]
    found += [
        Finding(model.kind, str(figure.period), "figure imprimée", "nombre publié sous le seuil")
        for figure in model.figures
        if figure.restriction and figure.number < model.threshold
    ]
    found += [
        Finding(model.kind, str(period), "période", "des périodes se recouvrent sans s'emboîter")
        for period in model.all_periods
        if any(period.overlaps(other) and not period.contains(other) for other in model.periods)
    ]
    found += [
        Finding(model.kind, str(period), "total", "le total de la période manque")
        for period in model.periods
        if model.is_split and period not in model.totals
    ]
    return found


def _form_error(status: Status, number: int | None, threshold: int) -> str:
    """Say what a cell does wrong by itself, or nothing."""
    if status is Status.PUBLISHED and number is None:
        return "cellule publiée sans nombre"
    if status is not Status.PUBLISHED and number is not None:
        return "cellule protégée avec un nombre"
    if number is not None and number < threshold:
        return "nombre publié sous le seuil"
    return ""


def _interval_findings(model: Model) -> tuple[int, list[Finding]]:
    """Return how many counts were checked, and those that readers could narrow."""
    found: list[Finding] = []
    checked = 0
    for period in model.periods:
        records = model.totals[period]
        counts, groups = model.counts(period), model.group_disclosures(period)
        checked += len(counts)
        try:
            small = narrowed(
                model.polytope,
                np.array([model.vector(period, count) for count in counts]),
                records=records,
                threshold=model.threshold,
            )
            found += [
                Finding(
                    model.kind, str(period), counts[place].name, "un petit nombre se déduit ou se resserre"
                )
                for place in small
            ]
            same = uniform_groups(
                model.polytope, np.array([model.vector(period, group) for group in groups]), records=records
            )
            found += [
                Finding(model.kind, str(period), groups[place].name, "tout un groupe partage le même thème")
                for place in same
            ]
        except InfeasibleError:
            return checked, [Finding(model.kind, str(period), "l'ensemble", "ce qui est publié se contredit")]
    return checked, found


def _cell_intervals(model: Model) -> list[CellInterval]:
    """Return the exact interval of every hidden cell of the published tables."""
    found: list[CellInterval] = []
    for table in model.tables:
        hidden = [cell for cell in table.cells if cell.status is not Status.PUBLISHED]
        if table.level is Level.WITHHELD or not hidden:
            continue
        vectors = np.array(
            [model.vector(table.period, model.cell_count(table, c.categories)) for c in hidden]
        )
        records = model.totals[table.period]
        witnesses = Witnesses(model.polytope, vectors, np.full(len(hidden), float(records)), records)
        for place, cell in enumerate(hidden):
            low, high = witnesses.minimum(place, 0), witnesses.maximum(place, records)
            found.append(
                CellInterval(table.identifier, str(table.period), cell.categories, round(low), round(high))
            )
    return found
