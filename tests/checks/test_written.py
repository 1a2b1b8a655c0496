"""The checks of the written site, on pages written by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.checks.written.facts import FACTS, PageFacts, read_page
from plugins.checks.written.origins import Origin, find_line
from plugins.checks.written.pages import WrittenPages, parse_page
from plugins.checks.written.rules import check_site
from plugins.core.cache import Cache

if TYPE_CHECKING:
    from pathlib import Path


def problems(folder: Path, files: dict[str, str], origins: dict[str, Origin] | None = None) -> list[str]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    written = WrittenPages(folder, Cache(folder.parent / "cache"), "")
    written.add(FACTS, PageFacts, read_page)
    return [str(problem) for problem in check_site(written, (origins or {}).get, {}, ())]


def html(body: str, title: str = "Titre") -> str:
    return f"<!doctype html><html lang=fr><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"


def test_a_sound_page_has_no_problem(tmp_path: Path) -> None:
    body = '<h2 id="un">Un</h2><p><a href="#un">Un</a> <a href="https://ailleurs.example/">Ailleurs</a> <a href="mailto:x@y.be">E-mail</a></p>'
    assert problems(tmp_path, {"index.html": html(body)}) == []


def test_paths_that_only_the_case_tells_apart_are_refused(tmp_path: Path) -> None:
    """They are one file on the computers of half of the editors."""
    found = problems(
        tmp_path,
        {
            "index.html": html('<a href="Charte.pdf">Un</a> <a href="charte.pdf">Deux</a>'),
            "Charte.pdf": "",
            "charte.pdf": "",
        },
    )
    assert found == [
        "charte.pdf: ne se distingue de Charte.pdf que par des majuscules → renommez un des deux fichiers d’origine"
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<a href="/x/">X</a>', "/x/ ne mène nulle part"),
        ('<a href="x/../../y">Y</a>', "ne mène nulle part"),
        ('<a href="#x">X</a>', "ancre qui n’existe pas"),
        ('<a href="/#x">X</a>', "ancre qui n’existe pas"),
        ('<a href="https://a.example/"></a>', "n’a pas de texte"),
        ('<a href="https://a.example/"><img src="data:," alt=""></a>', "n’a pas de texte"),
        ("<h1>Deux</h1>", "2 titres de niveau 1"),
        ("<h3>Trois</h3>", "saute du niveau 1 au niveau 3"),
        ('<p id="a"></p><p id="a"></p>', "« a » existe 2 fois"),
        ('<img src="data:,">', "pas de texte alternatif"),
        ('<img src="data:," alt=" ">', "pas de texte alternatif"),
        ('<img src="//a.example/x.png" alt="X">', "hors du site"),
        ('<script src="https://a.example/x.js"></script>', "hors du site"),
        ('<link rel="stylesheet" href="https://a.example/x.css">', "hors du site"),
        ('<img src="/x.png" alt="X">', "/x.png n’existe pas"),
        ('<picture><source srcset="/x.avif 1x"><img src="data:," alt="X"></picture>', "/x.avif n’existe pas"),
        ("<p>{static}/x</p>", "resté tel quel"),
        ("<p>{{ page }}</p>", "resté tel quel"),
    ],
)
def test_what_a_visitor_would_stumble_over_is_found(body: str, text: str, tmp_path: Path) -> None:
    found = problems(tmp_path, {"index.html": html(body)})
    assert [problem for problem in found if text in problem], found


@pytest.mark.parametrize(
    ("body", "about"),
    [
        ('<a href="/x/">X</a>', "/x/"),
        ('<img src="x.png" alt="X">', "x.png"),
        ('<a href="#x">X</a>', ""),
        ("<p>{static}/x</p>", ""),
    ],
)
def test_a_problem_says_which_address_leads_nowhere_outside_of_its_text(
    body: str, about: str, tmp_path: Path
) -> None:
    """A build leaves out what a plugin has said of the same address, however both are worded."""
    (tmp_path / "index.html").write_text(html(body), encoding="utf-8")
    written = WrittenPages(tmp_path, Cache(tmp_path.parent / "cache"), "")
    written.add(FACTS, PageFacts, read_page)
    (problem,) = check_site(written, {}.get, {}, ())
    assert problem.about == about
    assert problem == replace(problem, about="another")


def test_a_link_for_another_program_is_not_looked_up(tmp_path: Path) -> None:
    links = '<a href="webcal://essai.example/agenda/x.ics">A</a> <a href="mailto:a@essai.example">B</a>'
    assert problems(tmp_path, {"index.html": html(f'{links} <a href="tel:+3220000000">C</a>')}) == []


def test_code_may_show_braces(tmp_path: Path) -> None:
    assert (
        problems(tmp_path, {"index.html": html("<p><code>{chiffre:x:2023}</code></p><pre>{{ x }}</pre>")})
        == []
    )


def test_a_problem_of_every_page_is_reported_once(tmp_path: Path) -> None:
    menu = (
        '<a href="/absent/">Menu</a> <a href="/">Accueil</a> <a href="/a.html">A</a> <a href="/b.html">B</a>'
    )
    origin = Origin("theme/templates/base.html", f"x\n{menu}")
    pages = {"index.html": html(menu, "Un"), "a.html": html(menu, "Deux"), "b.html": html(menu, "Trois")}
    found = problems(tmp_path, pages, dict.fromkeys(pages, origin))
    assert len(found) == 1
    assert found[0].startswith("theme/templates/base.html:2: ")


def test_two_pages_with_one_title_are_refused(tmp_path: Path) -> None:
    found = problems(
        tmp_path, {"index.html": html('<a href="/a.html">A</a>'), "a.html": html('<a href="/">Un</a>')}
    )
    assert len(found) == 1
    assert "le même titre" in found[0]


def test_a_line_is_found_whatever_typography_has_done_to_it() -> None:
    text = "Un\nL'été : « enfin » !\nTrois"
    assert find_line(text, "L’été\u00a0: «\u00a0enfin\u00a0»\u202f!") == 2
    assert find_line(text, "absent") == 0
    assert find_line(text, "") == 0


@given(st.text(max_size=80))
def test_any_text_can_be_read_as_a_page(text: str) -> None:
    read_page("index.html", parse_page(f"<!doctype html><html><body>{text}</body></html>".encode()))
