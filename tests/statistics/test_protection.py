"""The protection over random registers: the audit finds nothing, whatever the register."""

from __future__ import annotations

from statistics import mean
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from plugins.statistics.programme import THRESHOLD
from plugins.statistics.proof.audit import audit
from plugins.statistics.proof.aware import aware_findings
from plugins.statistics.protection.publication import protect
from plugins.statistics.protection.tables import Level, Publication, Status
from plugins.statistics.register.records import Register
from tests.statistics.registers import CAMPAIGN, classifications_of, draw_register, registers

if TYPE_CHECKING:
    from plugins.statistics.register.classification import Classifications

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
    max_examples=70 * CAMPAIGN,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _assert_nothing_exposed(register: Register, classifications: Classifications) -> None:
    publication = protect(register, classifications)
    report = audit(publication, classifications, truth=register, with_intervals=False)
    assert report.accepted, "\n".join(map(str, report.findings))


@_properties
@given(registers(PLAIN))
def test_no_count_is_exposed(register: Register) -> None:
    _assert_nothing_exposed(register, PLAIN)


@_properties
@given(registers(WITH_REGIONS))
def test_no_count_is_exposed_by_three_linked_tables(register: Register) -> None:
    _assert_nothing_exposed(register, WITH_REGIONS)


@_properties
@given(registers(WITH_ZEROS, most=1000))
def test_no_count_is_exposed_under_structural_zeros(register: Register) -> None:
    _assert_nothing_exposed(register, WITH_ZEROS)


@settings(_properties, max_examples=25 * CAMPAIGN)
@given(registers(PLAIN, most=700))
def test_a_reader_of_the_program_learns_no_more(register: Register) -> None:
    _, found = aware_findings(register, PLAIN, lambda other: protect(other, PLAIN))
    assert not found, "\n".join(map(str, found))


@_properties
@given(registers(PLAIN))
def test_only_numbers_at_the_threshold_are_shown_and_they_are_true(register: Register) -> None:
    publication = protect(register, PLAIN)
    for table in publication.tables:
        for cell in table.cells:
            assert (cell.number is not None) == (cell.status is Status.PUBLISHED)
            assert cell.number is None or cell.number >= THRESHOLD
        if table.level is Level.WITHHELD:
            assert {cell.status for cell in table.cells} <= {Status.WITHHELD}


def test_complementary_suppression_is_the_last_resort_of_a_block() -> None:
    """A table whose hidden cells may be big is published only where no one-way table does without."""
    rescues = 0
    for seed in range(60):
        publication = protect(draw_register(PLAIN, 20 + seed % 15, 0.7, seed), PLAIN)
        shown = [t for t in publication.tables if len(t.dimensions) == 1 and t.level is not Level.WITHHELD]
        rescued = [t for t in shown if any(cell.status is Status.WITHHELD for cell in t.cells)]
        assert rescued in ([], shown)
        rescues += bool(rescued)
    assert rescues


def test_an_empty_register_publishes_nothing() -> None:
    assert protect(Register({}), PLAIN) == Publication((), ())


def test_the_order_of_the_records_changes_nothing() -> None:
    register = draw_register(REALISTIC, 60, 0.7, 3)
    backwards = Register(dict(reversed(list(register.counts.items()))))
    assert protect(register, REALISTIC) == protect(backwards, REALISTIC)


def test_totals_are_public_even_when_every_table_is_withheld() -> None:
    publication = protect(draw_register(REALISTIC, 3, 0.0, 1), REALISTIC)
    assert [total.number for total in publication.totals] == [3]
    assert {table.level for table in publication.tables} == {Level.WITHHELD}


@pytest.mark.parametrize("skew", [0.5, 0.7, 1.0])
def test_half_of_the_requests_stay_visible_in_a_realistic_year(skew: float) -> None:
    """30 to 40 requests, 8 themes, 12 sectors, 3 regions: mean share in shown cells, over tables and years."""
    shares = []
    for seed in range(60):
        records = 30 + seed % 11
        publication = protect(draw_register(REALISTIC, records, skew, seed), REALISTIC)
        shares += [
            sum(cell.number or 0 for cell in table.cells) / records
            for table in publication.tables
            if len(table.dimensions) == 1
        ]
    assert mean(shares) >= 0.5


def test_a_big_register_shows_its_crossed_table() -> None:
    publication = protect(draw_register(REALISTIC, 5000, 0.2, 1), REALISTIC)
    crossed = publication.tables[-1]
    assert crossed.dimensions == ("theme", "secteur")
    assert crossed.level is Level.DETAIL
    assert sum(cell.number or 0 for cell in crossed.cells) == 5000
