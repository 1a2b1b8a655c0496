"""The search, as a visitor meets it: by keyboard alone, by ear, without JavaScript, on a phone, on paper."""

from __future__ import annotations

import gzip
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import violations
from tests.equipment.apache import public_folder, serving
from tests.equipment.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FIRST_ANSWER = 120_000
"""Bytes, gzipped, that a first search may cost, scripts included."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def results(page: Page) -> list[str]:
    """Wait for the results and return their titles."""
    page.wait_for_selector("[data-results]:not([hidden])")
    return page.locator("[data-results] h3 a").all_text_contents()


def search(page: Page, address: str, query: str) -> list[str]:
    page.goto(f"{address}/recherche/?{query}")
    return results(page)


def test_the_keyboard_alone_asks_from_any_page_and_opens_a_result(page: Page, address: str) -> None:
    page.goto(f"{address}/qui-sommes-nous/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("deontologie")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche/?q=deontologie")
    titles = results(page)
    assert "Code de déontologie des assistants sociaux" in titles
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.value") == "deontologie"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.closest('[data-results] h3'))"):
            break
    wanted = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{wanted}")
    page.go_back()
    assert results(page) == titles
    assert page.locator("#q").input_value() == "deontologie"


def test_the_slash_writes_itself_in_a_field_and_can_be_given_up(page: Page, address: str) -> None:
    """WCAG 2.1.4: a shortcut of one key can be turned off."""
    page.goto(f"{address}/recherche/")
    page.locator("#q").focus()
    page.keyboard.type("1/2")
    assert page.locator("#q").input_value() == "1/2"
    page.get_by_label("La touche / mène à la recherche").uncheck()
    page.goto(f"{address}/contact/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") is None
    page.goto(f"{address}/recherche/")
    page.get_by_label("La touche / mène à la recherche").check()
    page.goto(f"{address}/contact/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_terms_are_marked_whatever_their_accents(page: Page, address: str) -> None:
    search(page, address, "q=deontologie")
    marks = {text.lower() for text in page.locator("[data-results] mark").all_text_contents()}
    assert marks
    assert all(re.match("déontolog", text) for text in marks)


def test_a_result_leads_to_the_part_that_speaks_of_it(page: Page, address: str) -> None:
    search(page, address, "q=apostille")
    link = page.get_by_text("Dans la page").first.locator("a")
    target = link.get_attribute("href") or ""
    link.click()
    page.wait_for_url(f"**{target}")
    assert page.evaluate("document.querySelector(decodeURIComponent(location.hash)) !== null")


def test_the_count_is_announced_once_typing_stops(page: Page, address: str) -> None:
    page.clock.install(time="2026-01-01T09:00:00")  # or a busy machine would make the pauses in the typing
    page.goto(f"{address}/recherche/")
    page.clock.pause_at("2026-01-01T10:00:00")
    page.evaluate(
        """() => {
            window.said = [];
            const status = document.querySelector("[role=status]");
            new MutationObserver(() => window.said.push(status.textContent)).observe(status, {childList: true, characterData: true, subtree: true});
        }"""
    )
    page.locator("#q").focus()
    for letter in "secret":
        page.keyboard.type(letter)
        page.clock.run_for(60)

    def said() -> int:
        page.clock.run_for(60)
        return int(page.evaluate("window.said.length"))

    assert until(said)
    page.clock.run_for(5000)
    assert len(page.evaluate("window.said")) == 1
    assert re.match(r"\d+ résultats? pour « secret »", page.evaluate("window.said[0]").replace("\u00a0", " "))
    tree = page.locator("main").aria_snapshot()
    assert re.search(r'- search:\n(?:.*\n)*?.*combobox "Les mots que vous cherchez"', tree)
    assert re.search(r"status: .*résultats", tree)
    assert re.search(r'heading "\d+ résultats pour « secret »" \[level=2\]', tree.replace("\u00a0", " "))
    assert re.search(r"- list:\n\s+- listitem:", tree)


def test_questions_are_proposed_while_one_types(page: Page, address: str) -> None:
    """By keyboard and by pointer; a screen reader is told of the list and of the proposal that is marked."""
    page.goto(f"{address}/recherche/")
    field = page.get_by_role("combobox", name="Les mots que vous cherchez")
    options = page.locator("[role=listbox] [role=option]")
    field.press_sequentially("la police m app")
    expect(options.first).to_have_text("La police m’appelle")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert violations(page) == []
    field.press("Enter")
    page.wait_for_url("**/recherche/?q=La+police+m%E2%80%99appelle")
    expect(options).to_have_count(0)
    assert results(page)[0] == "La police m’appelle"
    field.fill("perqui")
    expect(options).to_have_text("perquisition")
    field.press("Escape")
    expect(options).to_have_count(0)
    assert field.input_value() == "perqui"
    field.press("s")
    expect(options).to_have_count(1)
    options.first.click()
    page.wait_for_url("**/recherche/?q=perquisition")
    assert "La permanence téléphonique" in results(page)


def test_filters_keep_what_they_say_in_an_address_to_share(page: Page, address: str) -> None:
    everything = search(page, address, "q=secret")
    page.get_by_label("Type", exact=True).select_option("loi")
    page.wait_for_url("**/recherche/?q=secret&type=loi")
    page.wait_for_function(
        "[...document.querySelectorAll('[data-results] li > .label:first-child')].every(label => label.textContent.startsWith('Texte de loi'))"
    )
    label = page.locator("select[name=type] option:checked").inner_text()
    count = int(re.findall(r"\((\d+)\)", label)[0])
    laws = results(page)
    assert len(laws) == min(count, 10)
    other = page.context.new_page()
    assert search(other, address, "q=secret&type=loi") == laws
    other.close()
    page.go_back()
    page.wait_for_url("**/recherche/?q=secret")
    page.wait_for_function("document.querySelector('select[name=type]').value === ''")
    page.wait_for_function(
        "titles => document.querySelector('[data-results] h3').textContent === titles[0]", arg=everything
    )
    assert results(page) == everything
    only = search(page, address, "theme=justice-police&annee=2020")
    assert "La police cherche un assistant social : notre réaction" in [
        text.replace("\u00a0", " ").replace("\u202f", " ") for text in only
    ]


def test_more_results_come_on_demand_and_the_focus_with_them(page: Page, address: str) -> None:
    first = search(page, address, "q=travail+social")
    assert len(first) == 10
    page.get_by_role("button", name="Montrer les suivants").press("Enter")
    page.wait_for_function("document.querySelectorAll('[data-results] li').length > 10")
    assert page.evaluate("document.activeElement === document.querySelectorAll('[data-results] h3 a')[10]")
    assert results(page)[:10] == first


def test_a_typing_mistake_gets_a_proposal(page: Page, address: str) -> None:
    assert search(page, address, "q=deontoligie")
    note = page.locator("[data-note]")
    assert "Vouliez-vous dire déontologie" in note.inner_text()
    note.get_by_role("link").click()
    page.wait_for_url(re.compile(r"\?q=d%C3%A9ontologie$"))
    assert results(page)


def test_finding_nothing_says_what_else_to_do(page: Page, address: str) -> None:
    assert search(page, address, "q=xylophone") == []
    main = page.locator("main")
    assert "Aucun résultat" in main.inner_text()
    for name in ("dans le plan du site", "Demandez un avis", "Déontologie"):
        assert main.get_by_role("link", name=name).first.is_visible()
    page.wait_for_function("document.querySelector('[role=status]').textContent.startsWith('Aucun résultat')")


def test_what_does_not_load_is_said(page: Page, address: str) -> None:
    page.route("**/recherche/donnees/**", lambda route: route.abort())
    page.goto(f"{address}/recherche/?q=secret")
    page.wait_for_selector("[data-results]:not([hidden])")
    assert "n’a pas pu se charger" in page.locator("[data-results] h2").inner_text()
    page.unroute("**/recherche/donnees/**")
    page.locator("#q").press("Enter")
    page.wait_for_selector("[data-results] h3 a")


def test_text_of_the_address_is_text(page: Page, address: str) -> None:
    search(page, address, "q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E+secret")
    assert page.locator("main img").count() == 0
    assert "<img" in page.locator("[data-results] h2").inner_text()


def test_nothing_is_loaded_before_the_visitor_asks_and_little_then(
    page: Page, address: str, site_folder: Path
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address).split("?")[0]))
    page.goto(f"{address}/qui-sommes-nous/", wait_until="networkidle")
    assert not any("/search/" in name or "/vendor/" in name or "donnees" in name for name in asked)
    page.goto(f"{address}/recherche/", wait_until="networkidle")
    assert not any("/vendor/" in name or "donnees" in name for name in asked)
    asked.clear()
    page.goto(f"{address}/recherche/?q=code+de+deontologie", wait_until="networkidle")
    assert results(page)
    weighed = {
        name: len(
            gzip.compress(
                (
                    site_folder / name.strip("/") / "index.html"
                    if name.endswith("/")
                    else site_folder / name.strip("/")
                ).read_bytes(),
                9,
            )
        )
        for name in asked
        if name.endswith((".js", ".json"))
    }
    assert any("termes" in name for name in weighed)
    assert sum(weighed.values()) < FIRST_ANSWER / 2


def test_without_javascript_the_form_leads_to_a_page_that_helps(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/contact/")
    field = page.get_by_role("search").get_by_role("searchbox")
    field.fill("secret")
    field.press("Enter")
    page.wait_for_url("**/recherche/?q=secret")
    main = page.locator("main")
    assert "a besoin de JavaScript" in main.inner_text()
    for name in ("le plan du site", "Déontologie", "2023"):
        assert main.get_by_role("link", name=name).first.is_visible()
    for hidden in ("[data-filters]", "[data-results]", "[data-slash]"):
        assert not page.locator(hidden).is_visible()
    context.close()


@pytest.mark.parametrize("query", ["", "q=secret", "q=deontoligie", "q=xylophone"])
@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
)
def test_every_state_is_accessible_and_fits(
    query: str, width: int, scheme: str, browser: Browser, address: str
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/recherche/?{query}")
    if query:
        results(page)
    if width < 700:
        page.get_by_text("Restreindre la recherche").first.press("Enter")
    assert page.get_by_label("Thème", exact=True).is_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_paper_gets_the_results_and_no_form_of_filters(page: Page, address: str) -> None:
    search(page, address, "q=secret")
    page.emulate_media(media="print")
    assert page.locator("[data-results] h3").first.is_visible()
    assert not page.locator("[data-filters]").is_visible()
    assert not page.locator("header [role=search]").count()


def test_forced_colours_keep_the_marks(browser: Browser, address: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    search(page, address, "q=secret")
    mark = "getComputedStyle(document.querySelector('[data-results] mark'))"
    assert page.evaluate(f"{mark}.backgroundColor") != page.evaluate(
        "getComputedStyle(document.body).backgroundColor"
    )
    context.close()


@pytest.mark.parametrize(
    ("lost", "words"),
    [
        ("/?Le-secret-professionnel", "Le secret professionnel"),
        ("/vieux/code-de-d%C3%A9ontologie.html", "vieux code de déontologie"),
    ],
)
def test_who_comes_by_a_lost_address_finds_its_words_in_the_field(
    lost: str, words: str, page: Page, site_folder: Path, served: Callable[[], str]
) -> None:
    page.goto(served() + lost)
    assert page.locator("main [name=q]").input_value() == words
    page.locator("main [name=q]").press("Enter")
    page.wait_for_url("**/recherche/?q=*")
    assert results(page)


@pytest.fixture(scope="module")
def served(site_folder: Path) -> Iterator[Callable[[], str]]:
    """Serve the site by a real Apache with our `.htaccess`, policy included."""
    with public_folder() as root:
        shutil.copytree(site_folder, root, dirs_exist_ok=True)
        with serving(root) as server:
            yield lambda: server.address


def test_behind_apache_the_policy_allows_the_search_and_browsers_keep_its_data(
    page: Page, served: Callable[[], str]
) -> None:
    complaints: list[str] = []
    kept: dict[str, str] = {}
    page.on("console", lambda message: complaints.append(message.text))
    page.on(
        "response",
        lambda answer: (
            kept.update({answer.url: answer.headers.get("cache-control", "")})
            if "donnees" in answer.url
            else None
        ),
    )
    assert search(page, served(), "q=secret")
    assert complaints == []
    assert kept
    assert all("immutable" in value for value in kept.values())
