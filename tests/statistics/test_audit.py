"""The audit refuses what it should: every rule of protection, weakened by hand, is caught."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from plugins.statistics.proof.audit import audit
from plugins.statistics.protection import disclosure, oneway
from plugins.statistics.protection.publication import protect
from plugins.statistics.protection.tables import (
    Cell,
    Figure,
    Level,
    ProtectedTable,
    Publication,
    Status,
    Total,
)
from plugins.statistics.register.classification import Period
from plugins.statistics.register.records import Record, Register
from tests.statistics.registers import KIND, YEAR, classifications_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

CLASSIFICATIONS = classifications_of(6, 6, 2)
THEMES = tuple(f"t{i}" for i in range(6))


def _register(themes: dict[str, int], sector: str = "s0", period: Period = YEAR) -> Register:
    return Register({Record(period, KIND, theme, sector, "r0"): number for theme, number in themes.items()})


def _theme_table(
    numbers: dict[str, int], level: Level = Level.DETAIL, period: Period = YEAR
) -> ProtectedTable:
    cells = tuple(
        Cell((t,), Status.PUBLISHED, numbers[t]) if t in numbers else Cell((t,), Status.SMALL) for t in THEMES
    )
    return ProtectedTable("avis-par-theme", KIND, period, ("theme",), level, cells)


def _publication(total: int, *tables: ProtectedTable) -> Publication:
    return Publication((Total(KIND, YEAR, total),), tables)


def _counts(publication: Publication, **options: Any) -> list[str]:
    return [finding.count for finding in audit(publication, CLASSIFICATIONS, **options).findings]


def test_a_sound_table_is_accepted_with_its_intervals() -> None:
    report = audit(_publication(40, _theme_table({"t0": 20, "t1": 11})), CLASSIFICATIONS)
    assert report.accepted
    assert {(i.low, i.high) for i in report.intervals} == {(0, 4)}
    assert (report.tables, report.cells) == (1, 6)
    assert report.linear_programmes > 0


@pytest.mark.parametrize(
    ("total", "numbers"),
    [
        pytest.param(33, {"t0": 20, "t1": 11}, id="hidden cells share 2"),
        pytest.param(47, {"t0": 20, "t1": 11}, id="hidden cells are all 4"),
        pytest.param(45, {"t0": 20, "t1": 11}, id="hidden cells are at least 2"),
        pytest.param(31, {"t0": 20, "t1": 11}, id="hidden cells are zeros"),
        pytest.param(38, {"t0": 9, "t1": 8, "t2": 6, "t3": 6, "t4": 6}, id="one hidden cell"),
        pytest.param(35, {"t0": 20, "t1": 11}, id="the hidden rest itself is small"),
    ],
)
def test_a_computable_cell_is_refused(total: int, numbers: dict[str, int]) -> None:
    assert _counts(_publication(total, _theme_table(numbers)))


def test_a_number_below_the_threshold_is_refused() -> None:
    assert _counts(_publication(43, _theme_table({"t0": 20, "t1": 11, "t2": 4}))) == ["avis-par-theme : t2"]


def test_a_zero_shown_is_refused() -> None:
    assert _counts(_publication(43, _theme_table({"t0": 20, "t1": 11, "t2": 0}))) == ["avis-par-theme : t2"]


def test_a_table_without_its_total_is_refused() -> None:
    assert _counts(Publication((), (_theme_table({"t0": 20, "t1": 11}),))) == ["total"]


def test_a_contradiction_is_refused() -> None:
    assert _counts(_publication(10, _theme_table({"t0": 20, "t1": 11}))) == ["l'ensemble"]


def test_a_table_that_is_not_the_register_is_refused() -> None:
    other = _register({"t0": 19, "t1": 12, "t2": 4, "t3": 3, "t4": 2})
    assert _counts(_publication(40, _theme_table({"t0": 20, "t1": 11})), truth=other) == ["l'ensemble"]


def test_group_disclosure_is_refused() -> None:
    """All but one request have one theme: so have all requests of each sector, but one."""
    sectors = tuple(
        Cell((f"s{i}",), Status.PUBLISHED, 20) if i < 2 else Cell((f"s{i}",), Status.SMALL) for i in range(6)
    )
    table = ProtectedTable("avis-par-secteur", KIND, YEAR, ("secteur",), Level.DETAIL, sectors)
    themes = _theme_table({"t0": 49})
    found = audit(_publication(50, themes, table), CLASSIFICATIONS).findings
    assert any("même thème" in finding.reason for finding in found)


def test_crossed_tables_are_refused_when_they_leave_a_small_overlap() -> None:
    """30 of 40 have theme t0, 12 of 40 sector s0: at least 2 have both (Fréchet)."""
    cells = tuple(
        Cell((f"s{i}",), Status.PUBLISHED, [12, 10, 8][i]) if i < 3 else Cell((f"s{i}",), Status.SMALL)
        for i in range(6)
    )
    table = ProtectedTable("avis-par-secteur", KIND, YEAR, ("secteur",), Level.DETAIL, cells)
    sectors_alone = _publication(38, table)
    assert audit(sectors_alone, CLASSIFICATIONS).accepted
    together = _publication(38, _theme_table({"t0": 29}), table)
    assert any(
        "t0" in finding.count and "s0" in finding.count
        for finding in audit(together, CLASSIFICATIONS).findings
    )


@pytest.mark.parametrize(
    ("restriction", "number", "accepted"),
    [
        ((), 40, True),
        ((("theme", "t0"),), 20, True),
        ((("theme", "t2"),), 3, False),
        ((("theme", "ft1"),), 6, False),
        ((("theme", "t0"), ("secteur", "s1")), 18, False),
    ],
)
def test_printed_figures_count(
    restriction: tuple[tuple[str, str], ...], number: int, *, accepted: bool
) -> None:
    """ft1 = t3 + t4 + t5: with 6 of the 9 hidden requests, t2 is 3."""
    figure = Figure(KIND, YEAR, number, restriction)
    report = audit(_publication(40, _theme_table({"t0": 20, "t1": 11})), CLASSIFICATIONS, figures=[figure])
    assert report.accepted is accepted


def test_a_public_total_may_be_printed_before_its_period_is_frozen() -> None:
    early = Figure(KIND, Period(2025, 2025), 3)
    publication = _publication(40, _theme_table({"t0": 20, "t1": 11}))
    register = _register({"t0": 20, "t1": 11, "t2": 4, "t3": 3, "t4": 2})
    assert audit(publication, CLASSIFICATIONS, figures=[early], truth=register).accepted
    assert not audit(publication, CLASSIFICATIONS, figures=[Figure(KIND, YEAR, 41)]).accepted


def test_a_margin_across_periods_is_refused() -> None:
    """Two sound tables, and the sum over both periods of one theme, which is hidden in one of them."""
    years = (Period(2023, 2023), YEAR)
    tables = (
        _theme_table({"t0": 20, "t1": 11}, period=years[0]),
        _theme_table({"t0": 20, "t1": 11, "t2": 9}, period=years[1]),
    )
    totals = (Total(KIND, years[0], 40), Total(KIND, years[1], 46))
    assert audit(Publication(totals, tables), CLASSIFICATIONS).accepted
    both = Period(2023, 2024)
    margin = _theme_table({"t0": 40, "t1": 22, "t2": 12}, period=both)
    report = audit(Publication((*totals, Total(KIND, both, 86)), (*tables, margin)), CLASSIFICATIONS)
    assert any(finding.count == "theme t2" for finding in report.findings)


def test_a_report_holds_no_value() -> None:
    report = audit(
        _publication(38, _theme_table({"t0": 9, "t1": 8, "t2": 6, "t3": 6, "t4": 6})), CLASSIFICATIONS
    )
    assert not report.accepted
    assert not report.intervals
    assert not any(character.isdigit() for f in report.findings for character in f.reason)


@pytest.mark.parametrize(
    ("module", "name", "weaker", "themes"),
    [
        pytest.param(
            oneway,
            "primary",
            lambda v, t: tuple(x if x >= t - 1 else None for x in v),
            {"t0": 20, "t1": 9, "t2": 4, "t3": 3, "t4": 2},
            id="threshold off by one",
        ),
        pytest.param(
            oneway,
            "primary",
            lambda v, t: tuple(x if x >= t or x == 0 else None for x in v),
            {"t0": 20, "t1": 11, "t2": 4, "t3": 3, "t4": 4},
            id="zeros shown",
        ),
        pytest.param(
            oneway,
            "sound",
            lambda *_: True,
            {"t0": 9, "t1": 8, "t2": 7, "t3": 6, "t4": 6, "t5": 3},
            id="repair skipped",
        ),
        pytest.param(
            disclosure,
            "_clashes",
            lambda *_: False,
            {"t0": 30, "t1": 3, "t2": 2, "t3": 2, "t4": 1},
            id="overlap of two tables unchecked",
        ),
    ],
)
def test_the_audit_catches_a_weakened_protection(
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    name: str,
    weaker: Callable[..., object],
    themes: dict[str, int],
) -> None:
    sectors = ["s0"] * 12 + ["s1"] * 10 + ["s2"] * 8 + ["s3"] * 3 + ["s4"] * 3 + ["s5"] * 2
    records: dict[Record, int] = {}
    for theme, sector in zip((t for t, n in themes.items() for _ in range(n)), sectors, strict=False):
        record = Record(YEAR, KIND, theme, sector, "r0")
        records[record] = records.get(record, 0) + 1
    register = Register(records)
    assert audit(protect(register, CLASSIFICATIONS), CLASSIFICATIONS, truth=register).accepted
    monkeypatch.setattr(module, name, weaker)
    assert not audit(protect(register, CLASSIFICATIONS), CLASSIFICATIONS, truth=register).accepted
