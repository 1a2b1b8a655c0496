"""Checks that a frozen publication has the form that the protection gives, whatever its numbers are.

The hash in a snapshot tells an accident, not a forgery: anyone can compute it. So its tables must
also be those of the programme, their cells those of the vocabulary, in its order and each
once, and every number one that may be shown. Whether the numbers give anything away is the audit's part.
"""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

from plugins.statistics.programme import DIMENSIONS, PROGRAMME, THRESHOLD
from plugins.statistics.protection.tables import Level, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.statistics.protection.tables import ProtectedTable, Publication
    from plugins.statistics.register.classification import Classifications, Period


def blocks(publication: Publication) -> list[tuple[str, Period]]:
    """Return what a publication counts: its kinds of activity and their periods."""
    return [(total.kind, total.period) for total in publication.totals]


def is_well_formed(
    versions: Sequence[Publication],
    period: Period,
    classifications: Classifications,
    threshold: int = THRESHOLD,
) -> bool:
    """Tell whether these may be the versions of one frozen period: the same blocks, each unlike the last."""
    return (
        bool(versions)
        and all(blocks(version) == blocks(versions[0]) for version in versions)
        and all(one != two for one, two in pairwise(versions))
        and all(_is_sound(version, period, classifications, threshold) for version in versions)
    )


def frozen_vocabulary(classifications: Classifications, period: Period) -> dict[str, list[list[str]]]:
    """Return, canonical, all of the vocabulary that gives the tables of a period their meaning.

    Each column's categories that the period may use, in order: identifier, family, first and last
    year, both inside the period (what is valid before or after may change). Then the structural zeros.
    """
    valid = {dimension: classifications.valid(dimension, period) for dimension in DIMENSIONS}
    known = {(dimension, category.identifier) for dimension, found in valid.items() for category in found}
    return {
        dimension: [
            [c.identifier, c.family, str(max(c.first, period.first)), str(min(c.last, period.last))]
            for c in found
        ]
        for dimension, found in valid.items()
    } | {
        "zeros": sorted(
            sorted(":".join(pair) for pair in zero) for zero in classifications.zeros if zero <= known
        )
    }


def _is_sound(
    publication: Publication, period: Period, classifications: Classifications, threshold: int
) -> bool:
    counted = blocks(publication)
    expected = [
        (spec.identifier, kind, when, spec.dimensions)
        for kind, when in counted
        for spec in PROGRAMME
        if spec.kind == kind
    ]
    return (
        bool(counted)
        and counted == sorted(set(counted))
        and all(kind in classifications.kinds and period.contains(when) for kind, when in counted)
        and all(total.number > 0 for total in publication.totals)
        and expected == [(t.identifier, t.kind, t.period, t.dimensions) for t in publication.tables]
        and all(_is_sound_table(table, classifications, threshold) for table in publication.tables)
    )


def _is_sound_table(table: ProtectedTable, classifications: Classifications, threshold: int) -> bool:
    return [cell.categories for cell in table.cells] == _categories(table, classifications) and (
        {cell.status for cell in table.cells} in _statuses(table)
        and all(
            (cell.number or 0) >= threshold if cell.status is Status.PUBLISHED else cell.number is None
            for cell in table.cells
        )
    )


def _categories(table: ProtectedTable, classifications: Classifications) -> list[tuple[str, ...]]:
    """Return the categories of every cell that the table has at its level."""
    if table.level is Level.FAMILIES:
        return list(product(*(classifications.families(d, table.period) for d in table.dimensions)))
    axes = [[c.identifier for c in classifications.valid(d, table.period)] for d in table.dimensions]
    return [
        cell
        for cell in product(*axes)
        if classifications.possible(dict(zip(table.dimensions, cell, strict=True)))
    ]


def _statuses(table: ProtectedTable) -> list[set[Status]]:
    """Return which statuses may stand together in the table."""
    if table.level is Level.WITHHELD:
        return [{Status.WITHHELD}, set()]
    if len(table.dimensions) > 1:
        return [{Status.PUBLISHED}] if table.level is Level.DETAIL else []
    small = [{Status.PUBLISHED}, {Status.PUBLISHED, Status.SMALL}]
    rescued = [{Status.PUBLISHED, Status.WITHHELD}]
    return small if table.level is Level.FAMILIES else small + rescued
