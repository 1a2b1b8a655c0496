"""What the page "Le CVTS en chiffres" shows, ready for its template: tables, the bars in them, footnotes.

Everything here is public already: printed figures and frozen, protected tables. A bar stands in the
cell of its number, so that a chart is read once, and its words are the page's own text.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.french.dates import medium_date
from plugins.french.numbers import NO_BREAK_SPACE, number
from plugins.statistics.presentation.charts import Bar, bar_chart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plugins.core.vocabularies import Term, Vocabulary
    from plugins.figures.figures import Figure, Figures
    from plugins.statistics.freezing.publishing import Statistics
    from plugins.statistics.protection.tables import ProtectedTable
    from plugins.statistics.records.classification import Classifications

BARS_FROM = 4
"""Numbers of a series from which bars show more than the numbers do."""

BY = {"theme": "par thème", "secteur": "par secteur", "region": "par région"}
_PERIOD = re.compile(r"[0-9]{4}-[0-9]{4}")
HEADINGS = {"theme": "Thème", "secteur": "Secteur", "region": "Région"}


@dataclass(frozen=True)
class TableRow:
    """One number of a table: of what, how many (in French), and the number of its footnote or None."""

    label: str
    text: str
    note: int | None = None
    share: int | None = None
    """How long its bar is, in hundredths of the longest; None where no bars are drawn."""
    grouped: bool = False
    """Whether it counts several categories together."""


@dataclass(frozen=True)
class Series:
    """One printed series: its years side by side; apart from them what is no year, or a year alone."""

    identifier: str
    label: str
    years: tuple[TableRow, ...]
    apart: tuple[TableRow, ...]


@dataclass(frozen=True)
class TableGroup:
    """Series that belong together, under one heading, and the footnotes that they are the first to need."""

    identifier: str
    label: str
    series: tuple[Series, ...]
    first_note: int
    """The number of the first of its notes."""
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One protected table of a period."""

    caption: str
    heading: str
    chart: str
    """For paper, where the table has no bars."""
    rows: tuple[TableRow, ...]
    grouped: bool
    """Whether some row counts several categories together."""


@dataclass(frozen=True)
class PeriodTables:
    """What the register says of one closed period."""

    period: str
    total: str
    tables: tuple[Table, ...]
    not_shown: tuple[str, ...]
    """Captions of the tables that cannot be shown without giving somebody away."""


@dataclass(frozen=True)
class StatisticsPage:
    """The whole page."""

    groups: tuple[TableGroup, ...]
    blocks: tuple[PeriodTables, ...]
    withdrawn: tuple[tuple[str, str], ...]
    """The periods whose tables were withdrawn, and when, both in French."""


def compose(figures: Figures, vocabularies: dict[str, Vocabulary], statistics: Statistics) -> StatisticsPage:
    """Build the page from the printed figures and the closed periods."""
    notes: dict[str, int] = {}
    return StatisticsPage(
        tuple(
            _group(group, figures, vocabularies, notes)
            for group in vocabularies.get("groupes_de_series", {}).values()
            if any(figures.of(identifier) for identifier in _series_of(group, vocabularies))
        ),
        blocks(statistics, vocabularies.get("activites", {})),
        tuple(
            (when(str(snapshot.period)), medium_date(snapshot.withdrawn))
            for snapshot in statistics.snapshots
            if snapshot.withdrawn
        ),
    )


def _series_of(group: Term, vocabularies: dict[str, Vocabulary]) -> dict[str, str]:
    """Return the identifiers and labels of a group's series."""
    series = vocabularies.get("series", {}).values()
    return {term.identifier: term.label for term in series if term.details.get("groupe") == group.identifier}


def _group(
    group: Term, figures: Figures, vocabularies: dict[str, Vocabulary], notes: dict[str, int]
) -> TableGroup:
    """List the series of a group, and add to `notes` the remarks that nobody has made before."""
    known = len(notes)
    series = tuple(
        _series(identifier, label, figures.of(identifier), notes)
        for identifier, label in _series_of(group, vocabularies).items()
        if figures.of(identifier)
    )
    remarks = vocabularies.get("remarques", {})
    added = tuple(remarks[identifier].label for identifier in list(notes)[known:])
    return TableGroup(group.identifier, group.label, series, known + 1, added)


@dataclass(frozen=True)
class Evolution:
    """A series of totals taken at a few dates, and the remarks on what its reports print."""

    rows: tuple[TableRow, ...]
    """In the order of time."""
    remarks: tuple[str, ...]
    """What the rows' notes refer to, from 1."""


def evolution(figures: Sequence[Figure], remarks: Vocabulary) -> Evolution:
    """List a series measured at dates, where a year stands for its end."""
    notes: dict[str, int] = {}
    totals = [figure for figure in _latest(figures) if not _PERIOD.fullmatch(figure.date)]
    # "2024" is the end of that year: it comes after "2024-02-26"
    totals.sort(key=lambda figure: figure.date if "-" in figure.date else f"{figure.date}-12-31")
    rows = tuple(
        TableRow(
            f"fin {figure.date}" if figure.date.isdigit() else when(figure.date),
            figure.text,
            _note(figure.remark, notes),
            share,
        )
        for figure, share in zip(totals, _shares([figure.value for figure in totals]), strict=True)
    )
    return Evolution(rows, tuple(remarks[remark].label for remark in notes))


def _series(identifier: str, label: str, figures: Sequence[Figure], notes: dict[str, int]) -> Series:
    """Part the years of a series from its periods and days: a period is never shown among years."""
    latest = _latest(figures)
    by_year = {int(figure.date): figure for figure in latest if figure.date.isdigit()}
    if len(by_year) == 1:  # one year makes no series
        by_year = {}
    span = range(min(by_year), max(by_year) + 1) if by_year else range(0)
    shares = _shares([by_year[year].value if year in by_year else 0 for year in span])
    years = tuple(
        _year(year, by_year.get(year), share, notes) for year, share in zip(span, shares, strict=True)
    )
    apart = tuple(
        TableRow(when(figure.date), figure.text, _note(figure.remark, notes))
        for figure in latest
        if figure not in by_year.values()
    )
    return Series(identifier, label, years, apart)


def _year(year: int, figure: Figure | None, share: int | None, notes: dict[str, int]) -> TableRow:
    """Return the number of a year, which may stand on two lines; a year without one is a gap."""
    if figure is None:
        return TableRow(str(year), "–", None, share)
    return TableRow(str(year), figure.text.replace(NO_BREAK_SPACE, " "), _note(figure.remark, notes), share)


def _shares(numbers: Sequence[int], least: int = BARS_FROM) -> Sequence[int | None]:
    """Return the lengths of bars that start at zero, in hundredths of the longest; None for too few."""
    if len(numbers) < least:
        return [None] * len(numbers)
    return [round(100 * number / (max(numbers) or 1)) for number in numbers]


def _latest(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Keep, for each date, what the later report prints."""
    return tuple({figure.date: figure for figure in figures}.values())


def _note(remark: str, notes: dict[str, int]) -> int | None:
    return notes.setdefault(remark, len(notes) + 1) if remark else None


def when(date: str) -> str:
    """Return a date of the figures as a reader says it: `2023`, `2021–2023`, `26 février 2024`."""
    if date.count("-") == 2:
        return medium_date(dt.date.fromisoformat(date))
    return date.replace("-", "–")


def blocks(statistics: Statistics, kinds: Vocabulary) -> tuple[PeriodTables, ...]:
    """Return the protected tables, period by period, the latest first."""
    publication = statistics.publication
    totals = {(total.kind, total.period): total.number for total in publication.totals}
    found = []
    for period, kind in sorted({(table.period, table.kind) for table in publication.tables}, reverse=True):
        name = str(kinds[kind].details.get("pluriel", kinds[kind].label)) if kind in kinds else kind
        own = [table for table in publication.tables if (table.period, table.kind) == (period, kind)]
        found.append(
            PeriodTables(
                when(str(period)),
                f"{number(totals[kind, period])} {name[0].lower()}{name[1:]}",
                tuple(_table(table, name, statistics.classifications) for table in own if table.is_shown),
                tuple(caption(table, name) for table in own if not table.is_shown),
            )
        )
    return tuple(found)


def caption(table: ProtectedTable, name: str) -> str:
    """Name a table in French: what is counted, by what, when."""
    return f"{name} {BY[table.dimension]}, {when(str(table.period))}"


def _table(table: ProtectedTable, name: str, classifications: Classifications) -> Table:
    title = caption(table, name)
    labels = cell_labels(table, classifications)
    bars = tuple(
        Bar(label, cell.number, len(cell.categories) > 1)
        for label, cell in zip(labels, table.cells, strict=True)
    )
    return Table(
        title,
        HEADINGS[table.dimension],
        bar_chart(f"{table.identifier}-{table.period}", title, bars),
        tuple(
            TableRow(bar.label, number(bar.number), None, share, bar.grouped)
            for bar, share in zip(bars, _shares([bar.number for bar in bars], 1), strict=True)
        ),
        any(bar.grouped for bar in bars),
    )


def cell_labels(table: ProtectedTable, classifications: Classifications) -> tuple[str, ...]:
    """Return what each cell counts, in French."""
    nodes = {node.members: node for node in table.tree.walk()}
    return tuple(classifications.label(table.dimension, nodes[cell.categories]) for cell in table.cells)
