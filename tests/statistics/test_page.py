"""What the page shows: words for hidden counts, footnotes once, periods never among years."""

from __future__ import annotations

from plugins.figures.figures import Figure
from plugins.statistics.presentation.page import compose, evolution
from plugins.statistics.protection.tables import Status
from plugins.vocabulary import Term
from tests.statistics.public import CLASSIFICATIONS, FIGURES, VOCABULARIES, publication

COUNTS = {"secret": 12, "police": 3, "logement": 0, "ecole": 4, "sante": 9}


def test_a_small_count_is_words_and_a_withheld_one_other_words() -> None:
    for status, words in ((Status.SMALL, "moins de 5"), (Status.WITHHELD, "non publié")):
        page = compose(FIGURES, VOCABULARIES, publication(COUNTS, status), CLASSIFICATIONS)
        (table,) = page.blocks[0].tables
        assert [row.text for row in table.rows] == ["12", words, words, words, "9"]
        assert page.blocks[0].total == "28 demandes d'avis"


def test_each_remark_is_one_footnote_in_the_order_of_the_page() -> None:
    page = compose(FIGURES, VOCABULARIES, publication(COUNTS), CLASSIFICATIONS)
    rows = {row.label: row for series in page.groups[0].series for row in series.rows}
    assert page.notes == ("Un nombre imprimé deux fois.",)
    assert rows["2023"].note == rows["31\u00a0décembre 2023"].note == 1
    assert rows["2021"].note is None


def test_a_period_stands_in_the_table_and_not_in_the_chart() -> None:
    page = compose(FIGURES, VOCABULARIES, publication(COUNTS), CLASSIFICATIONS)
    permanences = next(series for series in page.groups[0].series if series.identifier == "permanences")
    assert "112" not in permanences.chart
    assert [row.text for row in permanences.rows][-1] in ("112", "37")
    assert "environ\u00a035" in [row.text for row in permanences.rows]


def test_few_years_are_a_table_without_a_chart() -> None:
    page = compose(FIGURES, VOCABULARIES, publication(COUNTS), CLASSIFICATIONS)
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
