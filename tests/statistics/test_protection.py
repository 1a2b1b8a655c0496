"""The protection over random registers: the proof finds nothing, whatever the register."""

from __future__ import annotations

from statistics import mean

import pytest
from hypothesis import HealthCheck, given, settings

from plugins.statistics.programme import GROUP_SIZE, THRESHOLD, group_minimum
from plugins.statistics.proof.audit import audit
from plugins.statistics.proof.method import method_findings
from plugins.statistics.protection.publication import protect
from plugins.statistics.protection.tables import Cell, Publication
from plugins.statistics.records.classification import (
    Category,
    Classifications,
    Family,
    grouped,
    leaf,
)
from plugins.statistics.records.register import Record, Register
from tests.statistics.registers import CAMPAIGN, KIND, YEAR, classifications_of, draw_register, registers

PLAIN = classifications_of(6, 7, 1)
WITH_REGIONS = classifications_of(4, 4, 3, family=2)
WITH_ZEROS = classifications_of(
    5,
    5,
    1,
    family=2,
    zeros=[
        frozenset({("theme", "t0"), ("secteur", "s1")}),
        frozenset({("theme", "t1"), ("secteur", "s1")}),
        frozenset({("theme", "t2"), ("secteur", "s3")}),
    ],
)
REALISTIC = classifications_of(8, 12, 3)

_properties = settings(
    max_examples=40 * CAMPAIGN,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _assert_nothing_exposed(register: Register, classifications: Classifications) -> None:
    publication = protect(register, classifications)
    report = audit(publication, classifications, truth=register)
    assert report.accepted, "\n".join(map(str, report.findings))
    _, narrowed = method_findings(publication, classifications)
    assert not narrowed, "\n".join(map(str, narrowed))


@_properties
@given(registers(PLAIN))
def test_no_count_is_exposed(register: Register) -> None:
    _assert_nothing_exposed(register, PLAIN)


@_properties
@given(registers(WITH_REGIONS))
def test_no_count_is_exposed_by_three_tables(register: Register) -> None:
    _assert_nothing_exposed(register, WITH_REGIONS)


@_properties
@given(registers(WITH_ZEROS, most=1000))
def test_no_count_is_exposed_under_structural_zeros(register: Register) -> None:
    _assert_nothing_exposed(register, WITH_ZEROS)


@_properties
@given(registers(REALISTIC, most=2000))
def test_every_number_is_true_and_big_enough(register: Register) -> None:
    for table in protect(register, REALISTIC).tables:
        column = ("theme", "sector", "region")[("theme", "secteur", "region").index(table.dimension)]
        for cell in table.cells:
            true = sum(
                n for record, n in register.counts.items() if getattr(record, column) in cell.categories
            )
            assert cell.number == true
            if not table.is_shown:
                continue
            if len(cell.categories) == 1:
                assert cell.number >= THRESHOLD
            else:
                assert len(cell.categories) >= GROUP_SIZE
                assert cell.number >= group_minimum(THRESHOLD)


def test_the_first_of_the_categories_stands_against_the_others() -> None:
    tree = grouped("f", [leaf(name) for name in "abcd"])
    assert [child.members for child in tree.children] == [("a",), ("b", "c", "d")]
    assert tree.name == "f"


def test_families_are_halved_by_their_number_of_categories() -> None:
    families = [
        grouped(name, [leaf(f"{name}{i}") for i in range(size)])
        for name, size in zip("pqr", (4, 1, 3), strict=True)
    ]
    assert [len(child.members) for child in grouped("", families).children] == [4, 4]


def _register(**themes: int) -> Register:
    return Register({Record(YEAR, KIND, theme, "s0", "r0"): number for theme, number in themes.items()})


def _themes(register: Register) -> tuple[Cell, ...]:
    return protect(register, classifications_of(6, 1, 1)).tables[0].cells


def test_a_family_with_a_small_theme_is_one_number() -> None:
    found = _themes(_register(t0=6, t1=3, t2=9, t3=7, t4=6, t5=5))
    assert found == (
        Cell(("t0", "t1", "t2"), 18),
        Cell(("t3",), 7),
        Cell(("t4",), 6),
        Cell(("t5",), 5),
    )


def test_a_small_family_leaves_nothing_to_show() -> None:
    assert _themes(_register(t0=20, t1=10, t2=9, t3=3, t4=3, t5=1)) == (
        Cell(("t0", "t1", "t2", "t3", "t4", "t5"), 46),
    )


def test_a_table_that_would_tell_of_a_crossing_is_not_shown() -> None:
    """40 of 46 have one theme and 8 one sector: two would have both."""
    classifications = Classifications(
        {KIND: "Avis"},
        {
            "theme": tuple(Category(name, name, "") for name in ("t0", "t1")),
            "secteur": tuple(Category(name, name, "") for name in ("s0", "s1")),
            "region": (Category("r0", "r0", ""),),
        },
        {"theme": {}, "secteur": {}, "region": {}},
    )
    records = {
        Record(YEAR, KIND, "t0", "s0", "r0"): 8,
        Record(YEAR, KIND, "t0", "s1", "r0"): 32,
        Record(YEAR, KIND, "t1", "s1", "r0"): 6,
    }
    themes, sectors, _ = protect(Register(records), classifications).tables
    assert themes.is_shown
    assert not sectors.is_shown
    _assert_nothing_exposed(Register(records), classifications)


def test_families_may_have_a_wider_one() -> None:
    categories = tuple(Category(f"s{i}", f"S{i}", f"f{i // 3}") for i in range(6))
    families = {
        "f0": Family("f0", "F0", "wide"),
        "f1": Family("f1", "F1", "wide"),
        "wide": Family("wide", "Wide"),
    }
    classifications = Classifications(
        {KIND: "Avis"},
        {"theme": (), "secteur": (*categories, Category("none", "Sans", "")), "region": ()},
        {"theme": {}, "secteur": families, "region": {}},
    )
    tree = classifications.tree("secteur", YEAR)
    assert [classifications.label("secteur", child) for child in tree.children] == ["Wide", "Sans"]
    assert [classifications.label("secteur", child) for child in tree.children[0].children] == ["F0", "F1"]


def test_an_empty_register_publishes_nothing() -> None:
    assert protect(Register({}), PLAIN) == Publication((), ())


def test_the_order_of_the_records_changes_nothing() -> None:
    register = draw_register(REALISTIC, 60, 0.7, 3)
    backwards = Register(dict(reversed(list(register.counts.items()))))
    assert protect(register, REALISTIC) == protect(backwards, REALISTIC)


def test_totals_are_public_even_when_no_table_is_shown() -> None:
    publication = protect(draw_register(REALISTIC, 3, 0.0, 1), REALISTIC)
    assert [total.number for total in publication.totals] == [3]
    assert not any(table.is_shown for table in publication.tables)


@pytest.mark.parametrize(("skew", "least"), [(0.5, 0.85), (0.7, 0.83), (1.0, 0.75)])
def test_most_requests_stay_visible_in_a_realistic_year(skew: float, least: float) -> None:
    """35 to 175 requests, 8 themes, 12 sectors, 3 regions: mean share in shown cells, over tables and years."""
    shares = []
    for seed in range(60):
        records = 35 + (seed * 47) % 141
        publication = protect(draw_register(REALISTIC, records, skew, seed), REALISTIC)
        shares += [
            sum(cell.number for cell in table.cells) / records if table.is_shown else 0
            for table in publication.tables
        ]
    assert mean(shares) >= least
