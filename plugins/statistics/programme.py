"""What may be published of the register: the threshold, the closed list of tables, nothing else.

The vocabulary is that of statistical disclosure control (Hundepool et al.,
*Statistical Disclosure Control*, Wiley 2012): a *frequency table* counts records in
*cells*; *recoding* replaces categories by groups of categories.

Totals by kind of activity and closed period are the association's own activity:
they are public (see `tables.Total`). Every split of them is protected, and only the splits
listed here exist, each in one dimension. There is no crossed table, no table over several periods,
no rolling window, no monthly table: each of them would be one more equation for whoever
wants to solve the counts that are not shown.
"""

from __future__ import annotations

from dataclasses import dataclass

THRESHOLD = 5
"""T: the least count of a category that may be shown by itself. Smaller ones, zero included, never are."""

GROUP_SIZE = 3
"""The fewest categories of a group: of two, whoever knows one would know the other."""

METHOD_VERSION = "2"
"""Written in every frozen snapshot: raise it when the rules of protection change."""

DIMENSIONS = ("theme", "secteur", "region")
"""The register's protected columns, in the order of the tables."""


def group_minimum(threshold: int) -> int:
    """Return the least count of a group: two small counts, one known and one looked for, never make one."""
    return 2 * threshold - 1


@dataclass(frozen=True)
class TableSpec:
    """One table of the programme: which kind of activity it splits, and by which column."""

    identifier: str
    kind: str
    dimension: str


PROGRAMME: tuple[TableSpec, ...] = (
    TableSpec("avis-par-theme", "demande-avis", "theme"),
    TableSpec("avis-par-secteur", "demande-avis", "secteur"),
    TableSpec("avis-par-region", "demande-avis", "region"),
)
"""Every published table, once for each closed period, in the order of priority: a table shows
less where it would, with those before it, tell something of their crossing.

Only requests are split. Meetings follow from requests and trainings are a handful a year."""
