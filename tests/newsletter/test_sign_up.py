"""Signing up: by the list's own page or e-mail, never by a form of ours."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import html

from tools.build import ROOT

TEMPLATES = ROOT / "theme" / "templates"


def shown(**facts: str) -> html.HtmlElement:
    """Render the partial with these facts of `[lettre]`."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True)
    text = environment.get_template("partials/letter.html").render(
        SITE={"facts": {"association": {"lettre": facts}}}
    )
    return html.fragment_fromstring(text, create_parent="div")


@pytest.mark.parametrize(
    "facts", [{}, {"inscription": ""}, {"inscription": "", "liste": "a@b.example"}], ids=str
)
def test_nothing_is_offered_before_the_list_exists(facts: dict[str, str]) -> None:
    assert not shown(**facts).text_content().strip()


def test_the_page_of_the_list_is_linked() -> None:
    (link,) = shown(inscription="https://listes.essai.example/info/lettre").iter("a")
    assert link.get("href") == "https://listes.essai.example/info/lettre"


def test_an_email_is_addressed_with_its_subject_and_says_what_follows() -> None:
    part = shown(inscription="sympa@listes.essai.example", inscription_objet="subscribe lettre & été")
    (link,) = part.iter("a")
    mail = urlsplit(link.get("href"))
    assert (mail.scheme, mail.path) == ("mailto", "sympa@listes.essai.example")
    assert parse_qs(mail.query) == {"subject": ["subscribe lettre & été"]}
    assert "+" not in mail.query
    text = part.text_content()
    assert "sympa@listes.essai.example" in text, "for who reads mail elsewhere than on this machine"
    assert "« subscribe lettre & été »".replace(" s", "\u00a0s").replace("é »", "é\u00a0»") in text
    assert "confirmez" in text


def test_an_email_without_subject_has_none() -> None:
    (link,) = shown(inscription="lettre-join@listes.essai.example").iter("a")
    assert link.get("href") == "mailto:lettre-join@listes.essai.example"


@pytest.mark.parametrize("target", ["javascript:alert(1)", "http://listes.essai.example/", "à venir"])
def test_anything_else_is_not_linked(target: str) -> None:
    assert not list(shown(inscription=target).iter("a"))


def test_no_template_has_a_form() -> None:
    for path in sorted(TEMPLATES.rglob("*.html")):
        if "lettre" in path.name or "letter" in path.name:
            assert "<form" not in path.read_text(encoding="utf-8"), path
