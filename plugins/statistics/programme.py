"""What may be published of the register: one threshold, a closed list of tables, nothing else.

The vocabulary is that of statistical disclosure control (Hundepool et al.,
*Statistical Disclosure Control*, Wiley 2012): a *frequency table* counts records
in *cells*; a cell is *sensitive* below the threshold; *primary suppression*
hides the sensitive cells, *secondary* (complementary) suppression hides others
so that the first cannot be computed from the totals.

Totals by kind of activity and closed period are the association's own activity:
they are public (see `tables.Total`). Every split of them by theme, sector,
region or part of a year is protected, and only the splits listed here exist.
There is no table over several periods, no rolling window, no monthly table:
each of them would be one more equation for whoever wants to solve the hidden
cells.
"""

from __future__ import annotations

from dataclasses import dataclass

THRESHOLD = 5
"""A cell shows its number from this value on; below, zero included, it does not."""

METHOD_VERSION = "1"
"""Written in every frozen snapshot: raise it when the rules of protection change."""

DIMENSIONS = ("theme", "secteur", "region")
"""The register's protected columns, in the order of the table programme (first = kept longest)."""


@dataclass(frozen=True)
class TableSpec:
    """One table of the programme: which kind of activity it splits, and by what."""

    identifier: str
    kind: str
    dimensions: tuple[str, ...]


PROGRAMME: tuple[TableSpec, ...] = (
    TableSpec("avis-par-theme", "demande-avis", ("theme",)),
    TableSpec("avis-par-secteur", "demande-avis", ("secteur",)),
    TableSpec("avis-par-region", "demande-avis", ("region",)),
    TableSpec("avis-par-theme-et-secteur", "demande-avis", ("theme", "secteur")),
)
"""Every published table, once for each closed period. The order is the order of priority:
when two tables cannot be published together, the later one is withheld.

Only requests are split. Meetings follow from requests and trainings are a handful a
year: a split of theirs would show nothing, and would link tables that are now independent."""
