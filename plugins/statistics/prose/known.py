"""What may be said of the protected activities: every published cell, and the public totals, by period."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.statistics.programme import PROGRAMME, THRESHOLD
from plugins.statistics.protection.tables import Level, Status
from plugins.statistics.register.classification import Period, parse_period

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from plugins.figures.figures import Figures
    from plugins.statistics.prose.lexicon import CategoryKey
    from plugins.statistics.protection.tables import Publication

SMALL = -1
"""Stands for the number of a cell that is published as below the threshold."""


@dataclass(frozen=True)
class Known:
    """All published numbers."""

    cells: Mapping[CategoryKey, Mapping[Period, frozenset[int]]] = field(default_factory=dict)
    """`SMALL` among them where the tables say “moins de 5”."""
    totals: frozenset[tuple[Period | None, int]] = frozenset()
    """Of requests whatever their category, and what a table hides as a whole: everybody can work it out."""

    def publishes(self, categories: Iterable[CategoryKey], period: Period | None, number: int) -> bool:
        """Tell whether a table holds the number for one of these categories in exactly that period.

        Without a period, it must be published for one period alone: else nobody knows which is meant.
        """
        periods = {
            time
            for category in categories
            for time, numbers in self.cells.get(category, {}).items()
            if number in numbers
        }
        return period in periods if period else len(periods) == 1

    def is_total(self, period: Period | None, number: int) -> bool:
        """Tell whether everybody knows this number as a total, of that period where one is named."""
        return any(number == total and period in (None, time) for time, total in self.totals)


def what_is_known(publication: Publication, figures: Figures, counting_requests: Container[str]) -> Known:
    """Collect what the tables say, and the printed figures of the series that count requests."""
    split = {spec.kind for spec in PROGRAMME}
    cells: dict[CategoryKey, dict[Period, set[int]]] = {}
    for table in publication.tables:
        if len(table.dimensions) != 1:
            continue
        for cell in table.cells:
            key = (table.dimensions[0], cell.categories[0], table.level is Level.FAMILIES)
            number = SMALL if cell.status is Status.SMALL else cell.number
            if number is not None:
                cells.setdefault(key, {}).setdefault(table.period, set()).add(number)
    rests = {
        (table.period, total.number - sum(cell.number or 0 for cell in table.cells))
        for table in publication.tables
        for total in publication.totals
        if (total.kind, total.period) == (table.kind, table.period)
    }
    totals = {(total.period, total.number) for total in publication.totals if total.kind in split}
    printed = {
        (parse_period(figure.date), figure.value)
        for figure in figures.all
        if figure.series in counting_requests and figure.value >= THRESHOLD
    }
    return Known(
        {key: {time: frozenset(found) for time, found in times.items()} for key, times in cells.items()},
        frozenset({*totals, *rests, *((time, value) for time, value in printed if time)}),
    )
