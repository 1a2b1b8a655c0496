"""From the register to what is published: protect every block, keep what the audit accepts.

For blocks without structural zeros the first plan of `disclosure` is safe by construction
(and the audit proves it again at each build). Where structural zeros or printed figures link the tables
the plans are tried from the most informative, and the audit decides from the plan alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.statistics.programme import PROGRAMME, THRESHOLD
from plugins.statistics.proof.audit import audit
from plugins.statistics.protection.disclosure import Block, is_linked, plans
from plugins.statistics.protection.tables import Publication, Total, block_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.statistics.programme import TableSpec
    from plugins.statistics.protection.tables import Figure, ProtectedTable
    from plugins.statistics.register.classification import Classifications, Period
    from plugins.statistics.register.records import Register


def protect(
    register: Register,
    classifications: Classifications,
    *,
    programme: tuple[TableSpec, ...] = PROGRAMME,
    threshold: int = THRESHOLD,
    figures: Sequence[Figure] = (),
    periods: frozenset[Period] | None = None,
) -> Publication:
    """Return the public totals and the protected tables of the register (or of some periods of it)."""
    totals: list[Total] = []
    tables: list[ProtectedTable] = []
    for kind, period in register.blocks():
        if periods is not None and period not in periods:
            continue
        block = Block(kind, period, block_counts(register, kind, period))
        totals.append(Total(kind, period, block.total))
        tables += _first_accepted(block, classifications, programme, threshold, figures)
    return Publication(tuple(totals), tuple(tables))


def _first_accepted(
    block: Block,
    classifications: Classifications,
    programme: tuple[TableSpec, ...],
    threshold: int,
    figures: Sequence[Figure],
) -> tuple[ProtectedTable, ...]:
    concerned = [f for f in figures if f.kind == block.kind and f.period == block.period and f.restriction]
    audited = bool(concerned) or is_linked(block, classifications)
    plan: tuple[ProtectedTable, ...] = ()
    for plan in plans(block, classifications, programme, threshold):
        shown = Publication((Total(block.kind, block.period, block.total),), plan)
        if (
            not audited
            or audit(
                shown, classifications, figures=concerned, threshold=threshold, with_intervals=False
            ).accepted
        ):
            break
    return plan
