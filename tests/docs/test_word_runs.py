"""Our texts are ours: no nine words in a row of the printed reports, unless they are quoted and say whose they are."""

from __future__ import annotations

import pytest

from plugins.core.sections import section_named
from plugins.figures.figures import Figures
from tests.equipment.inline import page
from tests.equipment.visitor_words import copied_runs, page_words, visitor_words
from tests.equipment.word_runs import BYTES, LENGTH, SECRET, read_known, runs_of, runs_of_report, words_of
from tools.build import ROOT

NINE = "L’été, les équipes sociales écoutent, cherchent et pèsent beaucoup"


@pytest.mark.parametrize(
    "written",
    [
        "l'ÉTÉ — les équipes sociales : écoutent ! cherchent et pèsent *beaucoup*",
        "L’été, <b>les</b> équipes\nsociales écoutent, cherchent\n\n12\n\net pèsent beaucoup",
        "L’été, les équi-\npes sociales écoutent, cher-\n\nComité de Vigilance en Travail Social\n\nchent et pèsent beaucoup",
    ],
)
def test_case_accents_signs_and_the_borders_of_lines_and_pages_do_not_hide_a_run(written: str) -> None:
    assert set(runs_of(words_of(NINE))) <= runs_of_report(written)


def test_thousands_are_one_word_and_figures_alone_are_no_run() -> None:
    assert words_of("1 160 signatures, 2.718 visites, œuvre") == [
        "1160",
        "signatures",
        "2718",
        "visites",
        "oeuvre",
    ]
    assert runs_of_report("2019 2020 17 19 38 37 30 34 5 2 12 8") == set()


def test_what_must_not_be_told_keeps_no_two_runs_that_overlap() -> None:
    """Else whoever knows nine words finds the tenth with a dictionary."""
    opening, following = SECRET[0]
    secret = " ".join(f"mot{number}" for number in range(100))
    found = runs_of_report(f"{opening} {secret} {following} études")
    assert len(found) == (len(opening.split()) + 100) // LENGTH
    assert len(runs_of_report(secret)) == 100 - LENGTH + 1


def _copied(body: str) -> list[int]:
    known = frozenset(runs_of_report(NINE))
    pieces = page_words(page("Essai", body), section_named("pages"), Figures())
    return [run.line for words in pieces for run in copied_runs(words, known)]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (f"Un mot.\n\n{NINE}.", [8]),
        ("L’été, les équipes [sociales](/contact/) écoutent,\n**cherchent** et pèsent beaucoup.", [6]),
        (f"Le rapport dit : « {NINE} ».", []),
        ("L’été, « les équipes » sociales écoutent, cherchent et « pèsent beaucoup ».", [6]),
        (f"Le rapport « dit.\n\n{NINE} ».", [8]),
        (f"> {NINE}\n>\n> Rapport d’activités 2021-2023", []),
        (f"> {NINE}", [6]),
    ],
)
def test_a_run_is_found_unless_all_of_it_is_quoted_and_a_block_says_whose_words_it_holds(
    body: str, lines: list[int]
) -> None:
    assert _copied(body) == lines


def test_titles_and_summaries_are_read_too() -> None:
    known = frozenset(runs_of_report(NINE))
    pieces = page_words(page(NINE), section_named("pages"), Figures())
    assert [run.line for words in pieces for run in copied_runs(words, known)] == [2, 3]


def test_the_hashes_are_sorted_each_once() -> None:
    known = read_known()
    assert len(known) > 8000
    assert {len(digest) for digest in known} == {BYTES}


def test_no_text_of_the_site_copies_the_reports() -> None:
    known = read_known()
    found = [
        f"{path}:{run.line}: {run.text}"
        for path, words in visitor_words(ROOT)
        for run in copied_runs(words, known)
    ]
    assert found == [], "redites-le, ou citez : content/LISEZMOI.md, « Citer, et ne pas recopier »"
