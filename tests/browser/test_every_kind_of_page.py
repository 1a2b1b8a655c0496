"""One page of each kind, in both schemes, on a phone and on a desk: what every visitor must get."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import KINDS, SharedPages, html_faults, listening, path_of, violations
from tests.equipment.first_flight import FIRST_FLIGHT

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Page

pytestmark = pytest.mark.browser

SCRIPT = re.compile(
    r'<script (?:type="module" )?src="/theme/js/([\w/-]+)\.[0-9a-f]+\.js" integrity="sha384-[^"]+"(?: defer)?>'
)
SCRIPTS = {
    "search-key": "",  # every page: "/" leads to the search
    "agenda": "",  # picks the next date on the day that a visitor reads
    "lost-words": "404.html|ancienne-adresse/",
    "search/page": "recherche/",
    "map": "bistrots/",
    "mail_form": "lancer-un-bistrot/|manifeste/signer/|demander-un-avis/",
    "filter_list": "manifeste/",
    "facets": "ressources/",
    "copy": "ressources/|s-abonner/",
    "print": "situations/|ressources/|activites/|manifeste/|permanence/|facile-a-lire/|demander-un-avis/|chiffres/",
}
"""The scripts that a page may run, and where, if not everywhere; none of them holds up the first view."""
SCRIPTS_WEIGHT = 2_500
"""Bytes, gzipped, of all scripts of a page that searches nothing."""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible_quiet_and_fits(
    kind: str, width: int, shared_pages: SharedPages, address: str, site_folder: Path
) -> None:
    """No axe violation in light or dark, no console message, no other host, no sideways scrolling."""
    page = shared_pages.get(color_scheme="light", viewport={"width": width, "height": 900})
    complaints: list[str] = []
    hosts: set[str] = set()
    with listening(
        page,
        console=lambda message: complaints.append(_text(message)),
        pageerror=lambda error: complaints.append(str(error)),
        request=lambda request: hosts.add(re.sub(r"^(\w+://[^/]+).*", r"\1", request.url)),
    ):
        page.goto(address + path_of(kind, site_folder), wait_until="load")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(page) == [], scheme
            assert page.evaluate("document.documentElement.scrollWidth") <= width, scheme
    assert complaints == []
    assert hosts <= {address}


@pytest.mark.parametrize("width", [360, 768, 1024, 1280])
@pytest.mark.parametrize("kind", ["home", "article"])
def test_what_one_types_into_the_search_can_be_read(
    kind: str, width: int, shared_pages: SharedPages, address: str, site_folder: Path
) -> None:
    """Folded or not, the field has its label and room for a question."""
    page = shared_pages.get(viewport={"width": width, "height": 900})
    page.goto(address + path_of(kind, site_folder))
    page.keyboard.press("/")
    field = page.get_by_role("searchbox")
    assert field.evaluate("(field) => field === document.activeElement")
    box = field.bounding_box()
    assert box
    assert box["width"] >= 200
    assert field.evaluate("(field) => field.labels[0].checkVisibility()")


def _text(message: ConsoleMessage) -> str:
    return f"{message.type}: {message.text}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_can_be_read_without_javascript(
    kind: str, shared_pages: SharedPages, address: str, site_folder: Path
) -> None:
    page = shared_pages.get(java_script_enabled=False)
    page.goto(address + path_of(kind, site_folder))
    assert page.locator("h1").is_visible()
    assert page.get_by_role("navigation").first.is_visible()
    assert page.get_by_role("contentinfo").is_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_keyboard_reaches_the_content_and_every_entry_of_the_menu(
    browser: Browser, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address + "/qui-sommes-nous/")
    page.keyboard.press("Tab")
    assert "contenu" in page.evaluate("document.activeElement.textContent").lower()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash").removeprefix("#") == page.evaluate(
        "document.querySelector('main').id"
    )
    page.goto(address + "/qui-sommes-nous/")
    _open_menu(page)
    wanted = page.evaluate(
        "[...document.querySelectorAll('header nav a')].map(link => link.getAttribute('href'))"
    )
    assert len(wanted) >= 5
    reached = []
    for _ in range(len(wanted) + 10):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
        outline = page.evaluate(
            "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow"
        )
        assert outline != "nonenone", "focus can be seen"
    positions = [reached.index(href) for href in wanted]
    assert positions == sorted(positions)
    context.close()


def _open_menu(page: Page) -> None:
    """Open the menu with the keyboard where it is folded."""
    summary = page.locator(".menu summary")
    if summary.is_visible():
        summary.focus()
        page.keyboard.press("Enter")


def test_every_page_fits_in_the_first_flight_and_runs_only_small_scripts_after_it(site_folder: Path) -> None:
    """HTML and style sheets together, gzipped; structured data is no script."""
    heavy, slow = {}, {}
    for path in sorted(site_folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        size = len(gzip.compress(text.encode(), 9))
        for sheet in re.findall(r'<link rel="stylesheet" href="/([^"]+)"', text):
            size += len(gzip.compress((site_folder / sheet).read_bytes(), 9))
        scripts = re.findall(r"<script(?! type=\"application/ld\+json\")[^>]*>", text)
        page = path.relative_to(site_folder).as_posix()
        for script in scripts:
            found = SCRIPT.fullmatch(script)
            assert found, (page, script)
            assert ("defer" in script) != ('type="module"' in script), page
            assert re.match(SCRIPTS[found[1]], page), (page, script)
        weight = sum(
            len(gzip.compress((site_folder / name).read_bytes(), 9))
            for name in re.findall(r'<script[^>]* src="/([^"]+)"', text)
        )
        if weight > SCRIPTS_WEIGHT and page != "recherche/index.html":
            slow[page] = weight
        if size > FIRST_FLIGHT:
            heavy[page] = size
        assert not re.search(r"\sstyle=|<style|\son\w+=", text), path
    assert (heavy, slow) == ({}, {})


def test_every_page_is_valid_html(site_folder: Path) -> None:
    """The Nu checker finds neither errors nor warnings."""
    assert html_faults(site_folder) == []


def test_structured_data_is_json_that_names_its_type(site_folder: Path) -> None:
    types = set()
    for path in sorted(site_folder.rglob("*.html")):
        for block in re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL
        ):
            data = json.loads(block)
            for item in data if isinstance(data, list) else data.get("@graph", [data]):
                types.add(item["@type"])
    assert {"NGO", "Article", "BreadcrumbList"} <= types


@pytest.mark.parametrize("kind", ["resource", "article", "report"])
def test_a_printed_page_has_its_content_and_no_navigation(
    kind: str, browser: Browser, address: str, site_folder: Path
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + path_of(kind, site_folder))
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert not page.locator("header nav").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    context.close()
