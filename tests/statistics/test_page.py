"""What the page shows: labels of groups, footnotes once, periods never among years, what was withdrawn."""

from __future__ import annotations

from dataclasses import replace

from plugins.core.vocabularies import Term
from plugins.figures.figures import Figure, Figures
from plugins.statistics.presentation.page import Series, compose, evolution
from tests.statistics.public import FIGURES, NOT_SHOWN, STATISTICS, VOCABULARIES, WITHDRAWN


def test_categories_that_are_counted_together_have_the_name_of_their_family() -> None:
    (block,) = compose(FIGURES, VOCABULARIES, STATISTICS).blocks
    (table,) = block.tables
    assert [(row.label, row.text) for row in table.rows] == [
        ("Secret", "12"),
        ("Le métier", "8"),
        ("Santé", "9"),
    ]
    assert [(row.share, row.grouped) for row in table.rows] == [(100, False), (67, True), (75, False)]
    assert table.grouped
    assert block.total == "29 demandes d'avis"
    assert not block.not_shown


def test_a_table_that_shows_nothing_is_named() -> None:
    (block,) = compose(FIGURES, VOCABULARIES, replace(STATISTICS, publication=NOT_SHOWN)).blocks
    assert not block.tables
    assert block.not_shown == ("Demandes d'avis par thème, 2021–2023",)


def test_a_withdrawn_period_leaves_its_name_and_the_day() -> None:
    page = compose(FIGURES, VOCABULARIES, WITHDRAWN)
    assert not page.blocks
    assert page.withdrawn == (("2021–2023", "27\u00a0novembre 2026"),)


def test_each_remark_is_one_footnote_below_the_group_that_needs_it_first() -> None:
    group = compose(FIGURES, VOCABULARIES, STATISTICS).groups[0]
    rows = {row.label: row for series in group.series for row in (*series.years, *series.apart)}
    assert (group.first_note, group.notes) == (1, ("Un nombre imprimé deux fois.",))
    assert rows["2023"].note == rows["31\u00a0décembre 2023"].note == 1
    assert rows["2021"].note is None


def test_a_period_stands_apart_from_the_years() -> None:
    page = compose(FIGURES, VOCABULARIES, STATISTICS)
    permanences = next(series for series in page.groups[0].series if series.identifier == "permanences")
    assert all(row.label.isdigit() for row in permanences.years)
    assert [row.text for row in permanences.apart] == ["112"]
    assert "environ 35" in [row.text for row in permanences.years]


def series(*figures: tuple[str, int]) -> Series:
    """Return the view of a series of exact figures."""
    known = tuple(Figure("s", date, "2019-2024", number, "exact", "Ici", "", 2) for date, number in figures)
    terms = {"s": Term("s", "Une série", {"groupe": "g"})}
    words = {"series": terms, "groupes_de_series": {"g": Term("g", "Un groupe", {})}}
    return compose(Figures(known), words, STATISTICS).groups[0].series[0]


def test_few_years_have_no_bars_and_one_alone_is_no_series() -> None:
    assert [row.share for row in series(("2021", 4), ("2022", 2), ("2023", 4)).years] == [None] * 3
    alone = series(("2021", 4), ("2019-2020", 7))
    assert alone.years == ()
    assert {row.label for row in alone.apart} == {"2019–2020", "2021"}


def test_bars_start_at_zero_and_a_missing_year_is_a_gap() -> None:
    shown = series(("2019", 10), ("2020", 5), ("2023", 20)).years
    assert [(row.label, row.text, row.share) for row in shown] == [
        ("2019", "10", 50),
        ("2020", "5", 25),
        ("2021", "–", 0),
        ("2022", "–", 0),
        ("2023", "20", 100),
    ]
    assert {row.share for row in series(*((str(year), 0) for year in range(2019, 2024))).years} == {0}


def test_totals_at_dates_stand_in_the_order_of_time_where_a_year_is_its_end() -> None:
    """A period is a gain, never a total; the later report's word counts; remarks come once."""
    remarks = {"ecart": Term("ecart", "Un écart.", {})}
    figures = [
        Figure("signatures", "2019-2020", "2019-2020", 109, "exact", "Ici", "", 2),
        Figure("signatures", "2024", "2024-2025", 1200, "environ", "Ici", "ecart", 3),
        Figure("signatures", "2024-02-26", "2021-2023", 1160, "exact", "Ici", "ecart", 4),
        Figure("signatures", "2020", "2019-2020", 1061, "exact", "Ici", "", 5),
        Figure("signatures", "2020", "2021-2023", 1062, "exact", "Ici", "", 6),
    ]
    shown = evolution(figures, remarks)
    assert [(row.label, row.text, row.note) for row in shown.rows] == [
        ("fin 2020", "1\u202f062", None),
        ("26\u00a0février 2024", "1\u202f160", 1),
        ("fin 2024", "environ\u00a01\u202f200", 1),
    ]
    assert shown.remarks == ("Un écart.",)
    assert [row.share for row in shown.rows] == [None] * 3, "three numbers say more than their bars"


def test_a_series_that_nobody_has_counted_is_empty() -> None:
    assert evolution([], {}).rows == ()
