"""Dropped files, through the real generator: what is published, and what an editor is told."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from plugins.core.colours import read_colours
from plugins.media.cards import HEIGHT, LEADING, WIDTH, Card, draw
from plugins.media.lettering import Lettering
from plugins.media.library import Library
from tests.equipment.files import PNG, SECRETS, pdf, photo
from tests.equipment.inline import REAL_THEME, Site, page, snapshot
from tools.build import ROOT

COLOURS = read_colours(ROOT / "theme").light
FONT = ROOT / "theme" / "static" / "fonts" / "atkinson-hyperlegible-next.woff2"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20z"/></svg>'


def test_a_photo_beside_a_text_is_published_without_what_the_camera_noted(site: Site) -> None:
    site.add(
        {
            "actualites/photo.jpg": photo(),
            "actualites/2024-01-02-essai.md": page("Essai", "![Une place](photo.jpg)", date="2024-01-02"),
        }
    )
    report = site.build()
    assert report.ok, report.problems
    assert "<picture>" in site.read("actualites/essai/index.html")
    published = [path for path in site.output.rglob("*") if path.suffix in (".jpg", ".webp", ".avif")]
    assert len(published) == 9
    for path in published:
        assert [secret for secret in SECRETS if secret in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({}, "Actualités"),
        ({"evenement_annule": "oui"}, "Actualités – Annulé"),
        ({"evenement_initial": "2024-06-07"}, "Actualités – Nouvelle date"),
    ],
)
def test_the_card_of_an_event_says_what_has_changed(
    fields: dict[str, str], label: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Card] = []
    monkeypatch.setattr(Library, "card", lambda _self, _name, card, _font: drawn.append(card) or "/x.png")
    event = page("Un débat", date="2024-05-02", evenement="2024-06-14", mise_a_jour="2024-05-20", **fields)
    site.add({"actualites/debat.md": event})
    site.build(**REAL_THEME)  # the tiny one has no letters to draw with
    assert {card.section for card in drawn if card.title == "Un débat"} == {label}


def test_a_photo_that_no_page_shows_is_not_published(site: Site) -> None:
    site.add({"actualites/privee.jpg": photo()})
    assert site.build().ok
    assert not (site.output / "media").exists()


def test_a_document_keeps_an_address_that_others_can_link_to(site: Site) -> None:
    site.add({"pages/Chârte 2.pdf": pdf(2), "pages/essai.md": page("Essai", "[La charte](<Chârte 2.pdf>)")})
    report = site.build()
    assert report.ok, report.problems
    html = site.read("essai/index.html")
    assert 'href="/documents/pages/charte-2.pdf" type="application/pdf"' in html
    assert "2\u00a0pages)</span></a>" in html
    published = pypdf.PdfReader(site.output / "documents/pages/charte-2.pdf")
    assert len(published.pages) == 2
    assert published.metadata is not None
    assert published.metadata.title == "Chârte 2"


def test_a_file_whose_name_has_signs_of_addresses_is_found(site: Site) -> None:
    body = "![Une place](diese#1.png)\n\n[La charte](Qui ? Quoi.pdf#page=2) [n° 2](n#2.pdf)"
    files = {"pages/diese#1.png": PNG, "pages/Qui ? Quoi.pdf": pdf(1), "pages/n#2.pdf": pdf(1)}
    site.add({**files, "pages/essai.md": page("Essai", body)})
    report = site.build()
    assert report.ok, report.problems
    html = site.read("essai/index.html")
    assert 'href="/documents/pages/qui-quoi.pdf#page=2"' in html
    assert 'href="/documents/pages/n-2.pdf"' in html
    assert "/media/diese-1" in html


def test_a_text_that_a_page_offers_is_a_document(site: Site) -> None:
    site.add(
        {"pages/mes notes.txt": "Un texte.", "pages/essai.md": page("Essai", "[Notes](mes%20notes.txt)")}
    )
    report = site.build()
    assert report.ok, report.problems
    assert (site.output / "documents/pages/mes-notes.txt").exists()


def test_the_register_is_never_published_whoever_links_to_it(site: Site) -> None:
    site.add(
        {
            "activites/registre/2023.csv": "periode,type,theme,secteur,region\n",
            "pages/essai.md": page("Essai", "[Le registre](/activites/registre/2023.csv)"),
        }
    )
    report = site.build()
    assert any("2023.csv" in problem.text for problem in report.problems)
    assert any("invoke registre --ajouter" in problem.remedy for problem in report.problems)


@pytest.mark.parametrize(
    ("name", "data", "body", "text"),
    [
        ("pages/photo.jpg", b"rien", "![Une place](photo.jpg)", "photo.jpg"),
        ("pages/charte.pdf", b"rien", "[La charte](charte.pdf)", "illisible"),
        ("pages/charte.pdf", pdf(1, "secret"), "[La charte](charte.pdf)", "mot de passe"),
        (
            "pages/plan.svg",
            SVG.replace(b"<path", b"<script>alert(1)</script><path"),
            "![Un plan](plan.svg)",
            "plan.svg",
        ),
        ("pages/photo.jpg", photo(), "![Une place](phto.jpg)", "phto.jpg est introuvable"),
    ],
)
def test_an_unusable_file_is_named_with_the_line_that_uses_it(
    name: str, data: bytes, body: str, text: str, site: Site
) -> None:
    site.add({name: data, "pages/essai.md": page("Essai", f"Un texte.\n\n{body}")})
    problems = site.build().problems
    assert [(problem.path, problem.line) for problem in problems] == [("content/pages/essai.md", 8)], problems
    assert text in problems[0].text


def test_a_misspelt_name_gets_the_nearest_one(site: Site) -> None:
    site.add({"pages/photo.jpg": photo(), "pages/essai.md": page("Essai", "![Une place](phto.jpg)")})
    assert site.build().problems[0].remedy == "écrivez photo.jpg"


def test_a_harmless_drawing_is_published_as_it_is(site: Site) -> None:
    site.add({"pages/plan.svg": SVG, "pages/essai.md": page("Essai", "![Un plan](plan.svg)")})
    assert site.build().ok
    html = site.read("essai/index.html")
    assert 'width="40"' in html
    (drawing,) = (site.output / "media").glob("*.svg")
    assert drawing.read_bytes() == SVG


def test_images_come_from_the_cache_the_second_time_and_survive_its_damage(site: Site) -> None:
    site.add({"pages/photo.jpg": photo(), "pages/essai.md": page("Essai", "![Une place](photo.jpg)")})
    assert site.build().ok
    first = snapshot(site.output)
    for entry in (site.root / "cache").rglob("*"):
        if entry.is_file():
            entry.write_bytes(entry.read_bytes()[:-1] + b"?")
    assert site.build().ok
    assert snapshot(site.output) == first


@pytest.mark.parametrize(
    "title",
    [
        "Un",
        "x" * 60,
        "Anticonstitutionnellement déontologique",
        "« À suivre » : " + "le travail social " * 8,
        "",
    ],
)
def test_a_card_is_drawn_for_any_title_small_and_always_the_same(title: str) -> None:
    card = Card(title, "Actualités", "Comité de Vigilance en Travail Social")
    data = draw(card, Lettering(FONT, LEADING), COLOURS)
    assert data == draw(card, Lettering(FONT, LEADING), COLOURS)
    assert len(data) < 40_000
    assert Image.open(io.BytesIO(data)).size == (WIDTH, HEIGHT)


def test_the_font_is_where_the_cards_look_for_it() -> None:
    assert Path(FONT).is_file()
