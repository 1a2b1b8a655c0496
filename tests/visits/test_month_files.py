"""A month's file reads back as it was written, and one that was altered is refused by name, line and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.visits.months import (
    FOLDER,
    PAGE_GROUPS,
    SMALL,
    VisitMonth,
    month_text,
    parse_month,
    ranked,
    read_visits,
    rows_of,
)

if TYPE_CHECKING:
    from pathlib import Path

MAY = VisitMonth(
    2024,
    5,
    days=31,
    untraced=1,
    visits=100,
    busiest=12,
    pages=tuple((group, 20) for group in PAGE_GROUPS),
    direct=60,
    domains=(("google.be", 25), ("facebook.com", 10)),
    others=5,
)
TEXT = """\
mesure,detail,valeur
jours,couverts,31
jours,sans-trace,1
visites,total,100
visites-par-jour,moyenne,3.2
visites-par-jour,maximum,12
pages,accueil,20
pages,actualites,20
pages,ressources,20
pages,situations,20
pages,manifeste,20
pages,bistrots,20
pages,activites,20
pages,lettre,20
pages,facile-a-lire,20
pages,demander-un-avis,20
pages,qui-sommes-nous,20
pages,autres-pages,20
provenances,acces-direct,60
provenances,google.be,25
provenances,facebook.com,10
provenances,autres,5
"""


def test_the_file_is_tidy_and_its_order_fixed() -> None:
    assert month_text(MAY) == TEXT


def test_the_month_is_read_back(tmp_path: Path) -> None:
    folder = tmp_path / "content" / FOLDER
    assert read_visits(tmp_path / "content") == ((), ())
    folder.mkdir(parents=True)
    (folder / "2024-05.csv").write_text(TEXT, encoding="ascii")
    (folder / "2023-11.csv").write_bytes(
        TEXT.replace("31", "30").replace("3.2", "3.3").replace("\n", "\r\n").encode()
    )
    months, problems = read_visits(tmp_path / "content")
    assert problems == ()
    assert [month.name for month in months] == ["2023-11", "2024-05"]
    assert months[1] == MAY


@st.composite
def months(draw: st.DrawFn) -> VisitMonth:
    names = st.from_regex(r"[a-z]([a-z0-9-]{0,8}[a-z0-9])?\.(be|com|org)", fullmatch=True)
    domains = ranked(draw(st.dictionaries(names, st.integers(SMALL, 5000), max_size=8)))
    direct, others = draw(st.integers(0, 5000)), draw(st.integers(0, 50))
    visits = direct + others + sum(count for _, count in domains)
    days = draw(st.integers(1, 28))
    groups = draw(st.lists(st.sampled_from(tuple(PAGE_GROUPS)), min_size=1, unique=True))
    return VisitMonth(
        draw(st.integers(1995, 2100)),
        draw(st.integers(1, 12)),
        days=days,
        untraced=draw(st.integers(0, days)),
        visits=visits,
        busiest=draw(st.integers(-(-visits // days), visits)),
        pages=tuple((group, draw(st.integers(visits, visits + 99))) for group in groups),
        direct=direct,
        domains=domains,
        others=others,
    )


@given(months())
def test_every_month_is_read_back(month: VisitMonth) -> None:
    assert parse_month(f"{month.name}.csv", month_text(month)) == month
    assert all(len(row) == 3 for row in rows_of(month))


def test_a_month_that_was_counted_when_the_site_had_other_sections_is_read() -> None:
    """A new section, or another order of them, changes no file that was written before."""
    older = TEXT.replace("pages,lettre,20\n", "").replace("pages,manifeste,20\n", "pages,manifeste,40\n")
    month = parse_month("2024-05.csv", older)
    assert isinstance(month, VisitMonth)
    assert "lettre" not in dict(month.pages)
    assert month_text(month) == older


@pytest.mark.parametrize(
    ("old", "new", "line", "text"),
    [
        ("mesure,detail", "Mesure;Detail", 1, "la première ligne"),
        ("jours,couverts,31\n", "", 0, "il manque la ligne jours,couverts"),
        ("jours,couverts,31", "jours,couverts,32", 0, "autant de jours"),
        ("jours,couverts,31", "jours,couverts,0", 0, "autant de jours"),
        ("sans-trace,1", "sans-trace,32", 0, "sans trace"),
        ("total,100", "total,environ 100", 4, "pas un nombre"),
        ("total,100", "total,0100", 4, "pas un nombre"),
        ("total,100", "total,١٠٠", 4, "caractères étrangers"),
        ("total,100", "total,101", 0, "provenances ne font pas le total"),
        ("maximum,12", "maximum,101", 0, "plus de visites que le mois"),
        ("maximum,12", "maximum,3", 0, "au-dessous de la moyenne"),
        ("moyenne,3.2", "moyenne,3.3", 0, "moyenne ou l’ordre"),
        ("moyenne,3.2", "moyenne,3,2", 5, "trois cellules"),
        ("pages,accueil,20", "pages,contact,20", 7, "n’existe pas"),
        ("pages,accueil,20\n", "pages,accueil,20\npages,accueil,20\n", 8, "deux fois"),
        ("20\n", "1\n", 0, "moins de pages vues que de visites"),
        ("google.be,25", "google.be,2", 20, "moins de 3 visites"),
        ("google.be", "192.0.2.1", 20, "n’existe pas"),
        ("google.be", "https://google.be/?q=a", 20, "n’existe pas"),
        (
            "provenances,google.be,25\nprovenances,facebook.com,10\n",
            "provenances,facebook.com,10\nprovenances,google.be,25\n",
            0,
            "l’ordre",
        ),
        ("autres,5\n", "autres,5\n\n", 23, "trois cellules"),
        (TEXT, "", 1, "la première ligne"),
    ],
)
def test_an_altered_file_is_refused(tmp_path: Path, old: str, new: str, line: int, text: str) -> None:
    folder = tmp_path / "content" / FOLDER
    folder.mkdir(parents=True)
    assert old in TEXT
    (folder / "2024-05.csv").write_text(TEXT.replace(old, new), encoding="utf-8")
    found, problems = read_visits(tmp_path / "content")
    assert found == ()
    assert problems
    assert all(
        problem.path == "content/activites/visites/2024-05.csv" and problem.remedy for problem in problems
    )
    assert any(problem.line == line and text in problem.text for problem in problems), problems


@pytest.mark.parametrize("name", ["mai.csv", "2024-13.csv", "2024-5.csv", "2024-05-01.csv"])
def test_a_file_that_is_no_month_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "content" / FOLDER
    folder.mkdir(parents=True)
    (folder / name).write_text(TEXT, encoding="ascii")
    found, problems = read_visits(tmp_path / "content")
    assert found == ()
    assert [problem.text for problem in problems] == ["le nom n’est pas un mois"]


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from([*TEXT.split("\n"), '"', "a,b,c"]), max_size=25).map("\n".join)
)
def test_no_text_is_an_exception(text: str) -> None:
    assert parse_month("2024-05.csv", text)
