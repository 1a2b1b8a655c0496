"""The closed forms of the proof are the bounds that the solver finds, for every small publication."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from plugins.statistics.proof.audit import audit
from plugins.statistics.proof.bounds import intervals
from plugins.statistics.proof.counts import ContradictionError, Interval
from plugins.statistics.proof.linked import solved_intervals
from plugins.statistics.proof.model import Model
from plugins.statistics.proof.polytope import Polytope, Witnesses
from plugins.statistics.proof.verdict import is_narrowed
from plugins.statistics.protection.tables import Cell, ProtectedTable, Publication, Total
from tests.statistics.registers import CAMPAIGN, KIND, YEAR, classifications_of

if TYPE_CHECKING:
    from plugins.statistics.records.classification import Node

CLASSIFICATIONS = classifications_of(4, 5, 2, family=2)
DIMENSIONS = ("theme", "secteur", "region")
THRESHOLD = 3
EXACT = 1000
"""More than any count: both bounds are exact."""

_properties = settings(
    max_examples=60 * CAMPAIGN,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def cells_of(draw: st.DrawFn, tree: Node, total: int, least: int) -> tuple[Cell, ...]:
    """Draw cells, safe or not: nodes of the tree, and numbers of at least this one that make the total."""
    nodes = [tree]
    while (
        any(node.children for node in nodes) and least * (len(nodes) + 1) <= total and draw(st.integers(0, 3))
    ):
        place = draw(st.sampled_from([place for place, node in enumerate(nodes) if node.children]))
        nodes[place : place + 1] = nodes[place].children
    spare = total - least * len(nodes)
    cuts = sorted(draw(st.integers(0, spare)) for _ in nodes[1:])
    numbers = [least + high - low for low, high in zip([0, *cuts], [*cuts, spare], strict=True)]
    return tuple(Cell(node.members, number) for node, number in zip(nodes, numbers, strict=True))


@st.composite
def publications(draw: st.DrawFn, least: int = 0) -> Publication:
    """Draw three tables of cells of at least this number, and a total that they may contradict."""
    total = draw(st.integers(max(1, least), 24))
    tables = []
    for dimension in DIMENSIONS:
        tree = CLASSIFICATIONS.tree(dimension, YEAR)
        cells = draw(cells_of(tree, total, least))
        tables.append(ProtectedTable(f"avis-par-{dimension}", KIND, YEAR, dimension, tree, cells))
    published = total + draw(st.sampled_from([0] * 9 + [1]))
    return Publication((Total(KIND, YEAR, published),), tuple(tables))


@_properties
@given(publications(), st.data())
def test_closed_forms_are_the_bounds_of_the_solver(publication: Publication, data: st.DataObject) -> None:
    model = Model(publication.tables, publication.totals[0].number, CLASSIFICATIONS)
    assume(model.shown)
    every = [*model.counts(), *model.outside_each_theme()]
    counts = data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=8))
    try:
        expected = solved_intervals(model, counts, EXACT)
    except ContradictionError:
        with pytest.raises(ContradictionError):
            intervals(model, counts, EXACT)
    else:
        assert intervals(model, counts, EXACT) == expected


def _narrowed_by_an_answer(table: ProtectedTable, records: int) -> set[tuple[str, str]]:
    """Return what `audit` should find for readers who know an answer: for *every* small one, by the solver."""
    names = table.tree.members
    groups = [
        (node.name or node.members[0], node.members)
        for node in table.tree.walk()
        if node.name or not node.children
    ]

    def row(members: tuple[str, ...]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([float(name in members) for name in names])

    rows = np.array([row(members) for _, members in groups])
    alone = {cell.categories[0] for cell in table.cells if len(cell.categories) == 1}
    found = set()
    for known, value in product(set(names) - alone, range(THRESHOLD)):
        published = [(row(cell.categories), cell.number) for cell in table.cells]
        witnesses = Witnesses(Polytope([*published, (row((known,)), value)]), rows, THRESHOLD - 1)
        found |= {
            (f"{table.dimension} {name}", f"se resserre pour qui connaît {known}")
            for place, (name, members) in enumerate(groups)
            if known not in members
            and is_narrowed(witnesses.interval(place), records=records, threshold=THRESHOLD)
        }
    return found


@_properties
@given(publications(least=THRESHOLD), st.sampled_from(range(len(DIMENSIONS))))
def test_one_known_answer_narrows_what_the_solver_says(publication: Publication, place: int) -> None:
    table = publication.tables[place]
    assume(table.is_shown)
    report = audit(replace(publication, tables=(table,)), CLASSIFICATIONS, threshold=THRESHOLD)
    found = {(one.count, one.reason) for one in report.findings if "pour qui connaît" in one.reason}
    assert found == _narrowed_by_an_answer(table, publication.totals[0].number)


def test_a_set_of_categories_holds_the_cells_inside_it_and_may_hold_those_that_it_touches() -> None:
    tree = CLASSIFICATIONS.tree("theme", YEAR)
    cells = (Cell(("t0", "t1"), 7), Cell(("t2",), 5), Cell(("t3",), 9))
    table = ProtectedTable("avis-par-theme", KIND, YEAR, "theme", tree, cells)
    model = Model((table,), 21, CLASSIFICATIONS)
    found = dict(
        zip([count.name for count in model.counts()], intervals(model, model.counts(), EXACT), strict=True)
    )
    assert found["theme t2"] == Interval(5, 5)
    assert found["theme t1"] == Interval(0, 7)
    assert found["theme ft0"] == Interval(7, 7)
    assert found["theme ft1"] == Interval(14, 14)
