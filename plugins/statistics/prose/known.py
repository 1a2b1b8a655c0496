"""What may be said of the protected activities: every published cell, and the public totals, by period."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.statistics.programme import PROGRAMME, THRESHOLD
from plugins.statistics.records.classification import Period, parse_period

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Mapping

    from plugins.figures.figures import Figures
    from plugins.statistics.prose.lexicon import CategoryKey
    from plugins.statistics.protection.tables import Publication
    from plugins.statistics.records.classification import Node


@dataclass(frozen=True)
class PublicCounts:
    """All published numbers."""

    cells: Mapping[frozenset[CategoryKey], Mapping[Period, frozenset[int]]] = field(default_factory=dict)
    """By what is counted together: most often one category or family."""
    totals: frozenset[tuple[Period | None, int]] = frozenset()
    """Of requests whatever their category."""

    def publishes(
        self, named: Collection[frozenset[CategoryKey]], period: Period | None, number: int
    ) -> bool:
        """Tell whether a table holds the number for what is named, in exactly that period.

        Without a period, it must be published for one period alone: else nobody knows which is meant.

        Args:
            named: all that each of the named categories may mean.
            period: the period that the number is said of, if one is.
            number: what is said.
        """
        periods = {
            time
            for parts, times in self.cells.items()
            if all(meaning & parts for meaning in named)
            and all(any(part in meaning for meaning in named) for part in parts)
            for time, numbers in times.items()
            if number in numbers
        }
        return period in periods if period else len(periods) == 1

    def is_beyond_all(self, number: int) -> bool:
        """Tell whether a number is far too large to count requests to us."""
        return number > 10 * max((total for _, total in self.totals), default=number)

    def is_total(self, period: Period | None, number: int) -> bool:
        """Tell whether everybody knows this number as a total, of that period where one is named."""
        return any(number == total and period in (None, time) for time, total in self.totals)


def what_is_known(
    publication: Publication, figures: Figures, counting_requests: Container[str]
) -> PublicCounts:
    """Collect what the tables say, and the printed figures of the series that count requests."""
    split = {spec.kind for spec in PROGRAMME}
    cells: dict[frozenset[CategoryKey], dict[Period, set[int]]] = {}
    for table in publication.tables:
        for node in table.tree.walk() if table.is_shown else ():
            inside = [cell for cell in table.cells if set(cell.categories) <= set(node.members)]
            if sum(len(cell.categories) for cell in inside) == len(node.members):
                number = sum(cell.number for cell in inside)
                key = frozenset(_parts(table.dimension, node))
                cells.setdefault(key, {}).setdefault(table.period, set()).add(number)
    totals = {(total.period, total.number) for total in publication.totals if total.kind in split}
    printed = {
        (parse_period(figure.date), figure.value)
        for figure in figures.all
        if figure.series in counting_requests and figure.value >= THRESHOLD
    }
    return PublicCounts(
        {key: {time: frozenset(found) for time, found in times.items()} for key, times in cells.items()},
        frozenset({*totals, *((time, value) for time, value in printed if time)}),
    )


def _parts(column: str, node: Node) -> Iterator[CategoryKey]:
    """Yield by what names readers know a group: its own, else those of its parts."""
    if node.name or not node.children:
        yield column, node.name or node.members[0], bool(node.name)
        return
    for child in node.children:
        yield from _parts(column, child)
