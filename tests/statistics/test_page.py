"""What the page shows: labels of groups, footnotes once, periods never among years, what was withdrawn."""

from __future__ import annotations

from dataclasses import replace

from plugins.core.vocabularies import Term
from plugins.figures.figures import Figure
from plugins.statistics.presentation.page import compose, evolution
from tests.statistics.public import FIGURES, NOT_SHOWN, STATISTICS, VOCABULARIES, WITHDRAWN


def test_categories_that_are_counted_together_have_the_name_of_their_family() -> None:
    (block,) = compose(FIGURES, VOCABULARIES, STATISTICS).blocks
    (table,) = block.tables
    assert [(row.label, row.text) for row in table.rows] == [
        ("Secret", "12"),
        ("Le métier", "8"),
        ("Santé", "9"),
    ]
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


def test_each_remark_is_one_footnote_in_the_order_of_the_page() -> None:
    page = compose(FIGURES, VOCABULARIES, STATISTICS)
    rows = {row.label: row for series in page.groups[0].series for row in series.rows}
    assert page.notes == ("Un nombre imprimé deux fois.",)
    assert rows["2023"].note == rows["31\u00a0décembre 2023"].note == 1
    assert rows["2021"].note is None


def test_a_period_stands_in_the_table_and_not_in_the_chart() -> None:
    page = compose(FIGURES, VOCABULARIES, STATISTICS)
    permanences = next(series for series in page.groups[0].series if series.identifier == "permanences")
    assert "112" not in permanences.chart
    assert [row.text for row in permanences.rows][-1] in ("112", "37")
    assert "environ\u00a035" in [row.text for row in permanences.rows]


def test_few_years_are_a_table_without_a_chart() -> None:
    page = compose(FIGURES, VOCABULARIES, STATISTICS)
    assert next(series for series in page.groups[0].series if series.identifier == "membres").chart == ""


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
    shown = evolution("signatures", "Signatures", figures, remarks)
    assert [(row.label, row.text, row.note) for row in shown.rows] == [
        ("fin 2020", "1\u202f062", None),
        ("26\u00a0février 2024", "1\u202f160", 1),
        ("fin 2024", "environ\u00a01\u202f200", 1),
    ]
    assert shown.remarks == ("Un écart.",)
    assert "fin 2024 (environ)" in shown.chart
    assert "109" not in shown.chart


def test_a_series_that_nobody_has_counted_has_no_chart() -> None:
    assert evolution("signatures", "Signatures", [], {}).chart == ""
