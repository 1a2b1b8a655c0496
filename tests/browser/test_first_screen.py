"""What a telephone of 360 × 640 shows first, measured: pages answer before they introduce."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import SharedPages

pytestmark = pytest.mark.browser

SCREEN = {"width": 360, "height": 640}
AT_HOME = ("h1", ".hero .lead", ".notice", "main [name=q]", "#situations", ".situations li")
"""Who we are, when to call, the search, « Que faire si… » and the first of its situations."""
ANSWERS = {
    "/permanence/": (".notice-when", 250),
    "/contact/": (".notice", 250),
    "/demander-un-avis/": (".notice, .lead", 250),
    "/qui-sommes-nous/": (".lead", 250),
    "/manifeste/": (".lead", 250),
    "/bistrots/": (".lead", 250),
    "/recherche/": ("main [name=q]", 250),
    "/agenda/": (".dates li, .body > p:not([hidden])", 250),
    "/situations/": (".situations li", 250),
    "/chiffres/": (".figure", 250),
    "/ressources/": (".resources li", 300),
    "/actualites/": (".news li", 300),
}
"""The answer of each main page, and how far down it may begin; lists tell first how to sort them."""


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def page(request: pytest.FixtureRequest, shared_pages: SharedPages) -> Page:
    return shared_pages.get(viewport=SCREEN, java_script_enabled=request.param)


def begins(page: Page, selector: str) -> tuple[float, float]:
    """Return where the first such element that is shown begins and ends."""
    box = page.locator(selector).locator("visible=true").first.bounding_box()
    assert box, selector
    return box["y"], box["y"] + box["height"]


def test_home_says_who_we_are_when_to_call_and_what_to_do_on_its_first_screen(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/")
    assert {selector: begins(page, selector)[1] <= SCREEN["height"] for selector in AT_HOME} == dict.fromkeys(
        AT_HOME, True
    )
    order = [begins(page, selector)[0] for selector in AT_HOME]
    assert order == sorted(order)
    assert page.locator("[type=search]").count() == 1, "one field, and it has a label"


def test_main_pages_reach_their_answer_at_once(page: Page, address: str) -> None:
    late = {}
    for path, (selector, limit) in ANSWERS.items():
        page.goto(address + path)
        start = begins(page, selector)[0]
        if start > limit:
            late[path] = start
    assert late == {}


def test_the_menu_and_the_search_open_in_one_line(page: Page, address: str) -> None:
    page.goto(f"{address}/contact/")
    header = page.locator(".site-header").bounding_box()
    assert header
    assert header["height"] <= 64
    assert not page.locator(".menu a").first.is_visible()
    page.locator(".menu summary").click()
    assert all(link.is_visible() for link in page.locator(".menu a").all())
    page.locator(".menu summary").click()
    page.locator(".search summary").click()
    assert page.get_by_label("Chercher sur le site").is_visible()


def test_parts_of_the_figures_are_folded_on_screens_and_whole_on_paper(page: Page, address: str) -> None:
    page.goto(f"{address}/chiffres/")
    tables = page.locator("main table")
    assert not tables.first.is_visible()
    page.emulate_media(media="print")
    assert all(table.is_visible() for table in tables.all())
    assert page.locator("main svg:not([aria-hidden])").count() == 0, "the table beside a bar is read, once"


def test_six_figures_stand_out_two_by_two_on_the_first_screen(page: Page, address: str) -> None:
    page.goto(f"{address}/chiffres/")
    figures = page.locator(".key-figures li").all()
    boxes = [box for figure in figures if (box := figure.bounding_box())]
    assert len(boxes) == 6
    assert len({box["x"] for box in boxes}) == 2
    assert all(box["y"] + box["height"] <= SCREEN["height"] for box in boxes)
    number = page.locator(".figure").first.bounding_box()
    assert number
    assert number["height"] >= 24


def test_words_are_not_smaller_than_fourteen_pixels_on_the_page_of_figures(page: Page, address: str) -> None:
    page.goto(f"{address}/chiffres/")
    for part in page.locator("details.chapter > summary").all():
        part.click()
    assert page.locator("main svg text").count() == 0
    if page.evaluate("1"):
        small = page.evaluate(
            "[...document.querySelectorAll('main *:not(sup, sup *)')].filter((one) => one.childElementCount === 0"
            " && one.textContent.trim() && parseFloat(getComputedStyle(one).fontSize) < 14).length"
        )
        assert small == 0
    columns = page.locator("main table").all()
    narrow = [
        box["width"]
        for table in columns
        for cell in table.locator("th").all()
        if (box := cell.bounding_box())
    ]
    assert min(narrow) >= 44


def test_addresses_break_before_a_slash(page: Page, address: str) -> None:
    page.goto(f"{address}/s-abonner/")
    assert page.evaluate("document.documentElement.scrollWidth") <= SCREEN["width"]
    assert page.locator(".feeds a wbr").count() > 0


def test_the_button_that_prints_is_there_where_it_works(page: Page, address: str) -> None:
    page.goto(f"{address}/permanence/")
    works = page.evaluate("document.querySelector('[data-print]').hidden === false")
    assert page.get_by_role("button", name="Imprimer cette page").count() == works
