"""What the page "Le CVTS en chiffres" shows, ready for its template: charts, tables, footnotes.

Everything here is public already: printed figures and frozen, protected tables. The view
holds French words and drawings, so that the template only places them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.french.dates import medium_date
from plugins.french.numbers import number
from plugins.statistics.presentation.charts import (
    Bar,
    Point,
    bar_chart,
    column_chart,
    line_chart,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plugins.core.vocabularies import Vocabulary
    from plugins.figures.figures import Figure, Figures
    from plugins.statistics.freezing.publishing import Statistics
    from plugins.statistics.protection.tables import ProtectedTable
    from plugins.statistics.records.classification import Classifications

CURVE_FROM = 3
"""Yearly figures from which a series gets a chart."""

BY = {"theme": "par thème", "secteur": "par secteur", "region": "par région"}
_PERIOD = re.compile(r"[0-9]{4}-[0-9]{4}")
HEADINGS = {"theme": "Thème", "secteur": "Secteur", "region": "Région"}


@dataclass(frozen=True)
class TableRow:
    """One line of a table: what, how many (in French), and the number of its footnote or None."""

    label: str
    text: str
    note: int | None = None


@dataclass(frozen=True)
class Series:
    """One printed series; `chart` is empty where there are too few years to draw."""

    identifier: str
    label: str
    chart: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class TableGroup:
    """Series that belong together, under one heading."""

    identifier: str
    label: str
    series: tuple[Series, ...]


@dataclass(frozen=True)
class Table:
    """One protected table of a period."""

    caption: str
    heading: str
    chart: str
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
    notes: tuple[str, ...]
    """Footnotes on what the reports contradict, in the order in which rows refer to them (from 1)."""


def compose(figures: Figures, vocabularies: dict[str, Vocabulary], statistics: Statistics) -> StatisticsPage:
    """Build the page from the printed figures and the closed periods."""
    notes: dict[str, int] = {}
    series = vocabularies.get("series", {})
    groups = tuple(
        TableGroup(
            group.identifier,
            group.label,
            tuple(
                _series(term.identifier, term.label, figures.of(term.identifier), notes)
                for term in series.values()
                if term.details.get("groupe") == group.identifier and figures.of(term.identifier)
            ),
        )
        for group in vocabularies.get("groupes_de_series", {}).values()
    )
    remarks = vocabularies.get("remarques", {})
    return StatisticsPage(
        tuple(group for group in groups if group.series),
        blocks(statistics, vocabularies.get("activites", {})),
        tuple(
            (when(str(snapshot.period)), medium_date(snapshot.withdrawn))
            for snapshot in statistics.snapshots
            if snapshot.withdrawn
        ),
        tuple(remarks[identifier].label for identifier in notes),
    )


@dataclass(frozen=True)
class Evolution:
    """A series of totals taken at a few dates, and the remarks on what its reports print."""

    chart: str
    rows: tuple[TableRow, ...]
    """In the order of time."""
    remarks: tuple[str, ...]
    """What the rows' notes refer to, from 1."""


def evolution(identifier: str, label: str, figures: Sequence[Figure], remarks: Vocabulary) -> Evolution:
    """Draw and list a series measured at dates, where a year stands for its end."""
    notes: dict[str, int] = {}
    totals = [figure for figure in _latest(figures) if not _PERIOD.fullmatch(figure.date)]
    # "2024" is the end of that year: it comes after "2024-02-26"
    totals.sort(key=lambda figure: figure.date if "-" in figure.date else f"{figure.date}-12-31")
    rows = tuple(
        TableRow(
            f"fin {figure.date}" if figure.date.isdigit() else when(figure.date),
            figure.text,
            _note(figure.remark, notes),
        )
        for figure in totals
    )
    bars = [
        Bar(f"{row.label} (environ)" if figure.status == "environ" else row.label, figure.value)
        for row, figure in zip(rows, totals, strict=True)
    ]
    return Evolution(
        bar_chart(f"evolution-{identifier}", label, bars) if bars else "",
        rows,
        tuple(remarks[remark].label for remark in notes),
    )


def _series(identifier: str, label: str, figures: Sequence[Figure], notes: dict[str, int]) -> Series:
    """Draw the yearly figures, and list all of them."""
    years = _points(figures)
    draw = line_chart if any(figure.date.count("-") == 2 for figure in figures) else column_chart
    chart = draw(f"serie-{identifier}", label, years) if len(years) >= CURVE_FROM else ""
    rows = tuple(
        TableRow(when(figure.date), figure.text, _note(figure.remark, notes)) for figure in _latest(figures)
    )
    return Series(identifier, label, chart, rows)


def _points(figures: Sequence[Figure]) -> tuple[Point, ...]:
    """Return the figures of single years: a period is never drawn among years."""
    return tuple(
        Point(int(figure.date), figure.value, figure.status == "environ")
        for figure in _latest(figures)
        if figure.date.isdigit()
    )


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
        tuple(TableRow(bar.label, number(bar.number)) for bar in bars),
        any(bar.grouped for bar in bars),
    )


def cell_labels(table: ProtectedTable, classifications: Classifications) -> tuple[str, ...]:
    """Return what each cell counts, in French."""
    nodes = {node.members: node for node in table.tree.walk()}
    return tuple(classifications.label(table.dimension, nodes[cell.categories]) for cell in table.cells)
