"""The printed figures: what `chiffres.csv` may contain, and how texts use it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.csv_rows import SAVE_AGAIN
from plugins.figures.csv_file import COLUMNS, KnownNames, read_figures, report_periods
from plugins.figures.figures import FILE_NAME, Figure, Figures, substitute
from tests.equipment.inline import FIGURES as TABLE
from tests.equipment.inline import VOCABULARY, Site, page
from tests.equipment.texts import converted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATH = "content/activites/chiffres.csv"
HEADER = ",".join(COLUMNS) + "\n"
KNOWN = KnownNames(
    series=frozenset({"permanences", "visites"}),
    remarks=frozenset({"arrondi"}),
    reports=frozenset({"2019-2020", "2021-2023"}),
)
GOOD = HEADER + (
    "permanences,2023,37,exact,2021-2023,Le fonctionnement,\n"
    "visites,2023,2194,exact,2021-2023,Le site,arrondi\n"
    'visites,2019-2020,2000,environ,2019-2020,"Site, réseaux",\n'
    "visites,2024-02-26,0,exact,2021-2023,Le site,\n"
)


def read(text: str | bytes) -> tuple[Figures, list[str]]:
    """Read a file's text and return its figures and its problems as an editor sees them."""
    data = text if isinstance(text, bytes) else text.encode()
    figures, problems = read_figures(data, PATH, KNOWN)
    return figures, [str(problem) for problem in problems]


FIGURES, _ = read(GOOD)


def test_good_lines_are_read_and_sorted() -> None:
    figures, problems = read(GOOD)
    assert problems == []
    assert [(figure.series, figure.date, figure.value, figure.line) for figure in figures.all] == [
        ("permanences", "2023", 37, 2),
        ("visites", "2019-2020", 2000, 4),
        ("visites", "2023", 2194, 3),
        ("visites", "2024-02-26", 0, 5),
    ]
    assert figures.all[1] == Figure(
        "visites", "2019-2020", "2019-2020", 2000, "environ", "Site, réseaux", "", 4
    )


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + GOOD,  # as spreadsheets save it
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\n\n,,,,,,\n"),
        GOOD.replace(",37,", ", 37 ,"),
        HEADER + "2023,permanences,37,exact,2021-2023,x,\n".replace("2023,permanences", "permanences,2023"),
    ],
)
def test_what_spreadsheets_add_does_no_harm(text: str) -> None:
    figures, problems = read(text)
    assert problems == []
    assert figures.figure("permanences", "2023")


def test_columns_may_stand_in_another_order() -> None:
    figures, problems = read(
        "valeur,serie,date,remarque,statut,section,rapport\n37,permanences,2023,,exact,Bureau,2021-2023\n"
    )
    assert problems == []
    assert figures.all[0].value == 37


BAD_CELLS = [
    # the row, what the message says is wrong, what it says to do
    ("permanence,2023,1,exact,2021-2023,x,", "« permanence » n’existe pas", "écrivez « permanences »"),
    ("zzz,2023,1,exact,2021-2023,x,", "« zzz » n’existe pas", "choisissez parmi les [series.*]"),
    (",2023,1,exact,2021-2023,x,", "la colonne « serie » est vide", "choisissez parmi les [series.*]"),
    ("visites,23,1,exact,2021-2023,x,", "la date « 23 » n’existe pas", "écrivez 2023, 2021-2023 ou"),
    ("visites,,1,exact,2021-2023,x,", "la date «  » n’existe pas", "écrivez 2023"),
    ("visites,2023-2021,1,exact,2021-2023,x,", "la date « 2023-2021 »", "écrivez 2023"),
    ("visites,2023-2023,1,exact,2021-2023,x,", "la date « 2023-2023 »", "écrivez 2023"),
    ("visites,2023-02-30,1,exact,2021-2023,x,", "la date « 2023-02-30 »", "écrivez 2023"),
    ("visites,20230226,1,exact,2021-2023,x,", "la date « 20230226 »", "écrivez 2023"),
    ("visites,26/02/2024,1,exact,2021-2023,x,", "la date « 26/02/2024 »", "écrivez 2023"),
    ("visites,2023,2 194,exact,2021-2023,x,", "la valeur « 2 194 »", "écrivez les chiffres seuls"),
    ("visites,2023,2.194,exact,2021-2023,x,", "la valeur « 2.194 »", "écrivez les chiffres seuls"),
    ("visites,2023,-1,exact,2021-2023,x,", "la valeur « -1 »", "écrivez les chiffres seuls"),
    ("visites,2023,007,exact,2021-2023,x,", "la valeur « 007 »", "écrivez les chiffres seuls"),
    ("visites,2023,٣,exact,2021-2023,x,", "la valeur « ٣ »", "écrivez les chiffres seuls"),
    ("visites,2023,,exact,2021-2023,x,", "la valeur «  »", "écrivez les chiffres seuls"),
    ("visites,2023,1,Exact,2021-2023,x,", "« Exact » n’existe pas", "écrivez « exact »"),
    ("visites,2023,1,vrai,2021-2023,x,", "« vrai » n’existe pas", "choisissez parmi environ et exact"),
    ("visites,2023,1,exact,2021-2022,x,", "« 2021-2022 » n’existe pas", "écrivez « 2021-2023 »"),
    ("visites,2023,1,exact,,x,", "la colonne « rapport » est vide", "pages de activites/rapports"),
    ("visites,2023,1,exact,2021-2023,,", "la colonne « section » est vide", "écrivez le titre"),
    ("visites,2023,1,exact,2021-2023,x,arondi", "« arondi » n’existe pas", "écrivez « arrondi »"),
    ("visites,2023,1,exact,2021-2023,x", "6 cases au lieu de 7", "séparez-les par des virgules"),
    ("visites,2023,1,exact,2021-2023,a, b,", "8 cases au lieu de 7", "entre guillemets droits"),
    ('visites,2023,1,exact,2021-2023,"a" b,', "un guillemet ouvert", "corrigez les guillemets droits"),
]


@pytest.mark.parametrize(("row", "text", "remedy"), BAD_CELLS)
def test_a_wrong_row_is_named_with_its_line_and_the_others_are_kept(row: str, text: str, remedy: str) -> None:
    figures, problems = read(GOOD + row + "\npermanences,2020,37,exact,2019-2020,x,\n")
    assert len(problems) == 1
    assert problems[0].startswith(f"{PATH}:6: ")
    wrong, advice = problems[0].split(" → ")
    assert text in wrong
    assert remedy in advice
    assert len(figures.all) == 5


def test_every_mistake_of_a_file_is_listed_and_one_that_many_lines_have_once() -> None:
    rows = [row for row, _, _ in BAD_CELLS]
    _, problems = read(HEADER + "".join(f"{row}\n" for row in rows) + ",x,y,,,,zz\n")
    assert all(any(remedy in problem for problem in problems) for _, _, remedy in BAD_CELLS)
    told = [re.search(r"; (\d+) autres lignes ont la même faute", problem) for problem in problems]
    assert sum(int(found[1]) if found else 0 for found in told) + len(problems) == len(rows) + 7
    assert sum(found is not None for found in told) == 2, "dates and numbers"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(",", ";").encode("cp1252"),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode("utf-16"),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("2023,", "31/12/2023,").encode(),
        lambda text: text.replace(",exact", '",0",exact').replace(',"', '",').encode(),
        lambda text: text.split("\n", 1)[1].encode(),
    ],
    ids=["Excel", "semicolons", "Unicode text", "tabs", "cp1252", "dates", "quotes", "no header"],
)
def test_what_a_spreadsheet_makes_of_a_file_is_three_messages_at_most(
    change: Callable[[str], bytes], site: Site
) -> None:
    """And no text is to blame for a figure that could not be read."""
    many = TABLE + "".join(f"permanences,{year},{year},exact,2021-2023,Été,\n" for year in range(1990, 2020))
    site.add(
        {
            "pages/contact.md": page("Contact", "Un texte, {chiffre:permanences:2023}."),
            "activites/chiffres.csv": change(many.replace("permanences,199", "permanences,2023,199")),
        }
    )
    problems = site.build().problems
    assert 1 <= len(problems) <= 3 or "il manque" in problems[0].text
    assert {problem.path for problem in problems} == {PATH}


@pytest.mark.parametrize(
    "change", [lambda text: f"\ufeff\ufeff{text}", lambda text: text.replace("\n", "\r")]
)
def test_double_marks_and_old_line_ends_do_no_harm(change: Callable[[str], str]) -> None:
    assert read(change(GOOD))[1] == []


def test_pages_that_ask_for_figures_of_a_missing_file_are_one_problem(site: Site) -> None:
    text = "Un texte, {chiffre:permanences:2023}."
    site.add(
        {
            "pages/contact.md": page("Contact", text),
            "pages/404.md": page("Page introuvable", text),
            "activites/chiffres.csv": None,
        }
    )
    (problem,) = site.build().problems
    assert (problem.path, problem.text.split(",")[0]) == (PATH, "le fichier manque")


def test_the_same_figure_twice_in_a_report_is_refused_and_in_two_reports_is_not() -> None:
    figures, problems = read(
        GOOD
        + "permanences,2023,38,exact,2021-2023,Ailleurs,\n"
        + "permanences,2023,39,exact,2019-2020,Ailleurs,\n"
    )
    assert problems == [
        f"{PATH}:6: le même chiffre qu’à la ligne 2 → gardez une seule des deux lignes",
    ]
    assert [figure.value for figure in figures.of("permanences")] == [39, 37]


def test_the_later_report_wins() -> None:
    figures, _ = read(
        HEADER + "visites,2021,562,exact,2021-2023,x,\n" + "visites,2021,566,exact,2019-2020,x,\n"
    )
    figure = figures.figure("visites", "2021")
    assert figure
    assert figure.value == 562


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("serie;date;valeur;statut;rapport;section;remarque", ["des points-virgules → enregistrez"]),
        (
            "serie,date,valeur,statut,rapport,section",
            ["il manque la colonne « remarque » → la première ligne est"],
        ),
        (
            "series,date,valeur,statut,rapport,section,remarque",
            ["il manque la colonne « serie »", "la colonne « series » n’existe pas → écrivez « serie »"],
        ),
        (
            "serie,date,valeur,statut,rapport,section,remarque,notes",
            ["la colonne « notes » n’existe pas → retirez-la"],
        ),
        (
            "serie,date,valeur,statut,rapport,section,remarque,date",
            ["la colonne « date » est là deux fois → retirez-en une"],
        ),
        ("", [f"il manque la colonne « {name} »" for name in COLUMNS]),
    ],
)
def test_a_wrong_first_line_is_explained(header: str, expected: list[str]) -> None:
    figures, problems = read(header + GOOD.removeprefix(HEADER.strip()) if header else "")
    assert figures.all == ()
    assert len(problems) == len(expected)
    for problem, part in zip(problems, expected, strict=True):
        assert problem.startswith(f"{PATH}:1: ")
        assert part in problem


def test_another_encoding_is_named_with_the_line() -> None:
    figures, problems = read(GOOD.encode("cp1252"))
    assert figures.all == ()
    assert problems == [f"{PATH}:4: le fichier n’est pas en UTF-8 → {SAVE_AGAIN}"]


def test_an_empty_vocabulary_checks_nothing() -> None:
    nothing: frozenset[str] = frozenset()
    _, problems = read_figures(GOOD.encode(), PATH, KnownNames(nothing, nothing, nothing))
    assert problems == ()


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: (HEADER + text).encode()))
def test_no_file_raises(data: bytes) -> None:
    read_figures(data, PATH, KNOWN)


def test_reports_are_known_by_their_pages() -> None:
    pages = [
        "---\ntitre: a\nperiode: 2019-2020   # le premier\n---\n",
        '---\nperiode: "2021-2023"\n---\nperiodes: 2030-2031\n',
        "---\ntitre: sans\n---\n",
    ]
    assert report_periods(pages) == {"2019-2020", "2021-2023"}


# --- In texts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le site : {chiffre:visites:2023} visites.", "Le site : 2\u202f194 visites."),
        ("{chiffre:permanences:2023}{chiffre:visites:2024-02-26}", "370"),
        ("<td>{chiffre:visites:2019-2020}</td>", "<td>environ\u00a02\u202f000</td>"),
        ("environ {chiffre:visites:2019-2020}", "environ 2\u202f000"),
        ("Environ\u00a0<b>{chiffre:visites:2019-2020}</b>", "Environ\u00a0<b>2\u202f000</b>"),
        ("environ {chiffre:permanences:2023}", "environ 37"),
        ("les environs {chiffre:visites:2019-2020}", "les environs environ\u00a02\u202f000"),
        ("Fini. {chiffre:visites:2019-2020} visites", "Fini. Environ\u00a02\u202f000 visites"),
        ("<li>{chiffre:visites:2019-2020} visites", "<li>Environ\u00a02\u202f000 visites"),
        ("{chiffre:visites:2019-2020} visites", "Environ\u00a02\u202f000 visites"),
        ("<code>{chiffre:permanences:2023}</code> 1", "<code>{chiffre:permanences:2023}</code> 1"),
        (
            "<pre><code>\n{chiffre:rien:2023}\n</code></pre>",
            "<pre><code>\n{chiffre:rien:2023}\n</code></pre>",
        ),
        ("rien, {pas:cela:2023} ni {: .classe }", "rien, {pas:cela:2023} ni {: .classe }"),
        ("", ""),
    ],
)
def test_tokens_become_figures(text: str, expected: str) -> None:
    assert substitute(text, FIGURES) == (expected, ())


@pytest.mark.parametrize(
    ("token", "text", "remedy"),
    [
        ("{chiffre:permanence:2023}", "pas de chiffre « permanence »", "écrivez « permanences »"),
        (
            "{chiffre:permanence:1999}",
            "pas de chiffre « permanence »",
            "écrivez « permanences » ; choisissez une date connue : 2023",
        ),
        (
            "{chiffre:visites:2022}",
            "pas de chiffre « visites » pour « 2022 »",
            "choisissez une date connue : 2019-2020, 2023, 2024-02-26",
        ),
        (
            "{chiffre:zzz:2023}",
            "pas de chiffre « zzz »",
            f"ajoutez-le à {FILE_NAME}, ou choisissez-y une autre série",
        ),
        ("{chiffre:permanences}", "{chiffre:permanences} n’est pas lisible", "écrivez {chiffre:serie:date}"),
        ("{ chiffre:permanences:2023 }", "n’est pas lisible", "écrivez {chiffre:serie:date}"),
        ("{Chiffre : permanences : 2023}", "n’est pas lisible", "écrivez {chiffre:serie:date}"),
        ("{chiffres:permanences:2023}", "n’est pas lisible", "écrivez {chiffre:serie:date}"),
        ("{chiffre:permanences:2023:2021-2023}", "n’est pas lisible", "écrivez {chiffre:serie:date}"),
    ],
)
def test_unknown_tokens_are_returned_with_a_suggestion(token: str, text: str, remedy: str) -> None:
    result, unknown = substitute(f"avant {token} après {{chiffre:permanences:2023}}", FIGURES)
    assert result == "avant ? après 37"
    assert len(unknown) == 1
    assert unknown[0].token == token
    assert text in unknown[0].text
    assert unknown[0].remedy == remedy


@given(st.text(alphabet="{}chifre:permanences2023- <>", max_size=60))
def test_substitution_never_raises_and_text_without_tokens_stays(text: str) -> None:
    result, unknown = substitute(text, FIGURES)
    if "{" not in text or "}" not in text:
        assert (result, unknown) == (text, ())


@pytest.mark.parametrize(
    "source",
    [
        "| a | b |\n|---|---|\n| x | environ TOKEN |",
        "**gras**TOKEN suite",
        "fin de paragraphe\nTOKEN",
        "## Titre TOKEN",
        "*TOKEN* [TOKEN](/a/) ![TOKEN](a.jpg)",
        "- TOKEN\n- <span title='TOKEN'>TOKEN</span>",
    ],
)
def test_markdown_never_swallows_a_token(source: str) -> None:
    figure = "{chiffre:permanences:2023}"
    html = converted(source.replace("TOKEN", figure)).html
    assert html.count(figure) == source.count("TOKEN")


# --- In a real build --------------------------------------------------------------------------------


def test_pages_summaries_and_templates_show_figures(site: Site, tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "bistrot.html").write_text(
        '{% extends "base.html" %}{% block content %}<p id="resume">{{ page.summary }}</p>'
        '<p id="un">{{ chiffre("permanences", 2023) }}</p>'
        '<p id="serie">{% for item in chiffres("permanences") %}{{ item.date }}={{ item.text }};{% endfor %}</p>'
        "{{ page.content|safe }}{% endblock %}",
        encoding="utf-8",
    )
    text = page(
        "Mons", "On a tenu {chiffre:permanences:2023} permanences ; oui.", commune="Mons", etat="actif"
    )
    text = text.replace("Un résumé assez", "Avec {chiffre:permanences:2023} permanences, un résumé assez")
    site.add({"bistrots/mons.md": text})
    report = site.build(THEME_TEMPLATES_OVERRIDES=[str(templates)])
    assert report.problems == ()
    html = site.read("bistrots/mons/index.html")
    assert '<p id="resume">Avec 37 permanences, un résumé assez' in html
    assert '<p id="un">37</p><p id="serie">2023=37;</p>' in html
    assert "<p>On a tenu 37 permanences\u202f; oui.</p>" in html


def test_unknown_figures_are_reported_where_they_are_written(site: Site, tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "bistrot.html").write_text(
        '{% extends "base.html" %}{% block content %}{{ chiffre("permanences", 1999) }}'
        '{% for item in chiffres("rien") %}{% endfor %}{% endblock %}',
        encoding="utf-8",
    )
    site.add(
        {
            "pages/contact.md": page(
                "Contact", "Un texte.\n\n| a |\n|---|\n| b {chiffre:permanence:2023} |\n"
            ),
            "activites/chiffres.csv": HEADER + "visites,2023,37,exact,2021-2023,x,\n",
            "vocabulaire.toml": VOCABULARY + '[series.visites]\nlibelle = "Visites"\n',
        }
    )
    report = site.build(THEME_TEMPLATES_OVERRIDES=[str(templates)])
    add = f"ajoutez-le à {FILE_NAME}, ou choisissez-y une autre série"
    template = "tiny_theme/templates/bistrot.html"
    assert [str(problem) for problem in report.problems] == [
        f"content/pages/contact.md:10: pas de chiffre « permanence » → {add}",
        f"{template}: pas de chiffre « permanences » → {add}",
        f"{template}: pas de chiffre « rien » → {add}",
    ]


def test_a_token_broken_over_two_lines_is_reported_without_a_line(site: Site) -> None:
    site.add({"pages/contact.md": page("Contact", "Un texte {chiffre:permanences:\n2023} ici.")})
    (problem,) = site.build().problems
    assert (problem.path, problem.line) == ("content/pages/contact.md", 0)
    assert problem.remedy == "écrivez {chiffre:serie:date}"


def test_texts_are_not_blamed_for_an_unreadable_file(site: Site) -> None:
    site.add(
        {
            "pages/contact.md": page("Contact", "Un texte, {chiffre:permanences:2023}."),
            "activites/chiffres.csv": "serie;date\n",
        }
    )
    (problem,) = site.build().problems
    assert (problem.path, problem.line) == (PATH, 1)


def test_a_site_without_figures_builds(site: Site) -> None:
    site.add({"activites/chiffres.csv": None})
    assert site.build().problems == ()
