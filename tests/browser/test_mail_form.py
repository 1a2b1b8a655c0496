"""The form that becomes an e-mail: what a visitor's own mail program is handed, and what stays on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.core.mail_form import Form, Question
from tests.browser.conftest import violations
from tools.build import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FORM = Form(
    "Un bistrot à Liège & ailleurs",
    (
        Question("Commune", required=True, help="Ou une localité."),
        Question("Présentation", kind="lines"),
        Question("Mon e-mail", kind="email", autocomplete="email"),
        Question("Publier ?", kind="choice", choices=("oui", "non"), required=True),
    ),
)
RECORDER = """
navigation.addEventListener("navigate", (event) => { window.asked = event.destination.url; });
"""


def write(folder: Path, courriel: str) -> str:
    """Write a page with the form, as the theme makes it, and return its address."""
    jinja = Environment(
        loader=FileSystemLoader(ROOT / "theme" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters["typographie"] = str
    jinja.globals["asset"] = lambda name: (ROOT / "theme" / "static" / name).as_uri()
    jinja.globals["integrity"] = lambda _: ""
    jinja.globals["SITE"] = {"facts": {"association": {"contact": {"courriel": courriel}}}}
    macro = '{% import "partials/mail_form.html" as forms with context %}{{ forms.mail_form(form) }}'
    sheets = "".join(
        f'<link rel="stylesheet" href="{(ROOT / "theme" / "static" / "css" / name).as_uri()}">'
        for name in ("tokens.css", "base.css", "components.css", "print.css", "mail_form.css")
    )
    path = folder / "form.html"
    path.write_text(
        f'<!doctype html><html lang="fr"><title>Essai</title>{sheets}<main><h1>Essai</h1>'
        f"{jinja.from_string(macro).render(form=FORM)}</main>",
        encoding="utf-8",
    )
    return path.as_uri()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Any]:
    contexts = []

    def open_page(courriel: str = "nous@example.org", **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.add_init_script(RECORDER)
        page.goto(write(tmp_path, courriel))
        return page

    yield open_page
    for context in contexts:
        context.close()


def fill_by_keyboard(page: Page) -> None:
    page.get_by_label("Commune").focus()
    for keys in ("Liège", "Tab", "Une table,\ndes chaises & de l’élan", "Tab", "Tab", "Space", "Tab"):
        if keys in ("Tab", "Space"):
            page.keyboard.press(keys)
        else:
            page.keyboard.insert_text(keys)
    page.keyboard.press("Enter")


def test_the_answers_become_a_message_in_the_visitors_own_program(visit: Any) -> None:
    page = visit()
    fill_by_keyboard(page)
    asked = urlsplit(page.evaluate("window.asked"))
    assert (asked.scheme, asked.path) == ("mailto", "nous@example.org")
    query = parse_qs(asked.query)
    assert query["subject"] == ["Un bistrot à Liège & ailleurs"]
    assert query["body"] == [
        "Commune : Liège\r\nPrésentation : Une table,\r\ndes chaises & de l’élan\r\nPublier ? : oui"
    ]
    assert "relisez-le" in page.get_by_role("status").inner_text()
    assert page.get_by_label("Votre message").input_value().startswith("Commune : Liège\nPrésentation")


def test_a_required_answer_is_asked_for_before_anything_opens(visit: Any) -> None:
    page = visit()
    page.get_by_role("button", name="Préparer l’e-mail").click()
    assert page.evaluate("window.asked") is None
    assert page.evaluate("document.activeElement.name") == "Commune"


def test_while_the_address_is_unknown_the_message_is_there_to_be_copied(visit: Any) -> None:
    page = visit("")
    fill_by_keyboard(page)
    assert page.evaluate("window.asked") is None
    assert page.evaluate("document.activeElement.id") == "message"
    assert page.evaluate("getSelection().toString()").startswith("Commune : Liège")
    page.get_by_role("button", name="Copier le message").click()
    page.get_by_text("Le message est").wait_for()
    assert "mailto:" not in page.content()


def test_without_javascript_nothing_can_be_submitted_and_the_lines_are_there(visit: Any) -> None:
    page = visit(java_script_enabled=False)
    assert not page.locator("form").is_visible()
    link = urlsplit(page.get_by_role("link", name="Écrire le message").get_attribute("href"))
    body = parse_qs(link.query, keep_blank_values=True)["body"][0]
    assert body == "Commune : \r\nPrésentation : \r\nMon e-mail : \r\nPublier ? : oui / non"
    assert page.get_by_text("Publier ? : oui / non").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("courriel", ["", "nous@example.org"])
def test_the_form_is_accessible_and_fits_a_phone(visit: Any, scheme: str, courriel: str) -> None:
    page = visit(courriel, color_scheme=scheme, viewport={"width": 360, "height": 800})
    fill_by_keyboard(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.get_by_role("group", name="Publier ?").get_by_role("radio").count() == 2
