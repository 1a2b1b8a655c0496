"""Does every printed sum and difference again, and says which ones do not come out.

The reports contradict themselves in places. What they print is kept; a calculation
that does not come out needs a remark on one of its figures, which the page shows as a
footnote. Without a remark it is a typing mistake, and a problem.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.core.problems import Problem
from plugins.figures.figures import APPROXIMATE, FILE_NAME, Figure, Figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.core.vocabularies import Vocabulary


@dataclass(frozen=True)
class Calculation:
    """One printed figure and what the others make of it."""

    figure: Figure
    operands: tuple[Figure, ...]
    result: int
    wording: str
    """The calculation as a reader would write it: `562 − 566`."""

    @property
    def comes_out(self) -> bool:
        """Whether the printed figure is the result; approximate figures prove nothing."""
        approximate = any(figure.status == APPROXIMATE for figure in (self.figure, *self.operands))
        return approximate or self.result == self.figure.value

    @property
    def is_remarked(self) -> bool:
        """Whether the page explains it by a footnote."""
        return any(figure.remark for figure in (self.figure, *self.operands))


def calculations(figures: Figures, series: Vocabulary) -> Iterator[Calculation]:
    """Yield every calculation that the vocabulary declares and the printed dates allow."""
    for term in series.values():
        for figure in figures.of(term.identifier):
            yield from _gain(figure, figures, str(term.details.get("gain_de", "")))
            parts = term.details.get("somme_de", ())
            yield from _sum(figure, figures, tuple(map(str, parts)) if isinstance(parts, list) else ())
            if term.details.get("annees_s_ajoutent"):
                yield from _years(figure, figures)


def recompute_problems(figures: Figures, series: Vocabulary, folder: str) -> Iterator[Problem]:
    """Yield a problem for each calculation that neither comes out nor is explained; none of a faulty file."""
    if not figures.complete:
        return
    for calculation in calculations(figures, series):
        if not calculation.comes_out and not calculation.is_remarked:
            yield Problem(
                f"{folder}/{FILE_NAME}",
                calculation.figure.line,
                f"{calculation.wording} ne donne pas {calculation.figure.value}",
                "corrigez le nombre ; si le rapport l’imprime ainsi, ajoutez une remarque",
            )


def _gain(figure: Figure, figures: Figures, total: str) -> Iterator[Calculation]:
    """A gain over years or up to a day: the total at its end minus the last one before its start."""
    totals = sorted(figures.of(total), key=lambda item: (_end(item.date), item.report)) if total else []
    after = next((item for item in totals if _end(item.date) >= _end(figure.date)), None)
    start = _end(figure.date) if _is_day(figure.date) else f"{figure.date[:4]}-01-01"
    before = [item for item in totals if _end(item.date) < start]
    if after is not None and before:
        wording = f"{after.value} − {before[-1].value}"
        yield Calculation(figure, (after, before[-1]), after.value - before[-1].value, wording)


def _sum(figure: Figure, figures: Figures, parts: tuple[str, ...]) -> Iterator[Calculation]:
    operands = tuple(filter(None, (figures.figure(part, figure.date) for part in parts)))
    if parts and len(operands) == len(parts):
        yield _added(figure, operands)


def _years(figure: Figure, figures: Figures) -> Iterator[Calculation]:
    first, dash, last = figure.date.partition("-")
    if not dash or _is_day(figure.date):
        return
    years = [figures.figure(figure.series, str(year)) for year in range(int(first), int(last) + 1)]
    operands = tuple(filter(None, years))
    if len(operands) == len(years):
        yield _added(figure, operands)


def _added(figure: Figure, operands: tuple[Figure, ...]) -> Calculation:
    wording = " + ".join(str(operand.value) for operand in operands)
    return Calculation(figure, operands, sum(operand.value for operand in operands), wording)


def _end(date: str) -> str:
    """Return the last day that a date covers, as text that sorts: `2021` and `2019-2021` end alike."""
    return date if _is_day(date) else f"{date[-4:]}-12-31"


def _is_day(date: str) -> bool:
    return len(date) == len("2024-02-26")
