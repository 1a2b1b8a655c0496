"""The library as visitors use it: with the keyboard, without JavaScript, sent to somebody, and gone back."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING, Any

import pytest

import pelicanconf
from tests.browser.conftest import violations
from tests.equipment.files import pdf
from tests.equipment.inline import ASSOCIATION, REAL_THEME, Site
from tests.equipment.inline import page as markdown
from tests.equipment.loopback import served
from tools.build import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LINKED = [address.strip("/") for _, address in (*pelicanconf.MENU, *pelicanconf.FOOTER)]
TYPES = ("loi", "code", "outil")
THEMES = ("secret-professionnel", "deontologie")


def resource(number: int) -> str:
    return markdown(
        f"Ressource {number:03}",
        date="2024-01-01",
        type=TYPES[number % 3],
        themes=f"[{THEMES[number % 2]}]",
        auteur="Une fédération",
        source="Une revue",
        annee=str(2000 + number % 12),
        **({"lien": "https://a.example/x", "lien_verifie": "2026-03-01"} if number == 1 else {}),
        **({"document": "charte.pdf"} if number == 1 else {}),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a library of 130 resources with the real theme: enough for lists of two pages."""
    site = Site(tmp_path_factory.mktemp("resources"))
    content = ROOT / "content"
    site.add(
        {
            "association.toml": ASSOCIATION,
            "vocabulaire.toml": (content / "vocabulaire.toml").read_text(encoding="utf-8"),
            "activites/chiffres.csv": (content / "activites" / "chiffres.csv").read_text(encoding="utf-8"),
            "ressources/code.md": None,
            "ressources/charte.pdf": pdf(3),
            **{f"pages/{name}.md": markdown(f"Page {name}") for name in LINKED},
            **{f"ressources/r-{number:03}.md": resource(number) for number in range(130)},
        }
    )
    report = site.build(
        **REAL_THEME,
    )
    assert report.ok, "\n".join(map(str, report.problems))
    return site.output


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Any]:
    """Give a function that opens a page."""
    contexts = []

    def open_page(path: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(address + path)
        page.evaluate("window.neverLeft = true") if options.get("java_script_enabled", True) else None
        return page

    yield open_page
    for context in contexts:
        context.close()


def path_of(page: Page) -> str:
    return re.sub(r"^https?://[^/]+", "", page.url)


def stayed(page: Page) -> bool:
    """Tell whether the page was never reloaded."""
    return bool(page.evaluate("window.neverLeft === true"))


def choose(page: Page, name: str) -> None:
    """Follow a facet with the keyboard alone; on a phone, the facets are unfolded first."""
    fold = page.locator(".facets > details > summary")
    if fold.is_visible():
        fold.press("Enter")
    link = page.locator(".facets").get_by_role("link", name=name).first
    link.focus()
    page.keyboard.press("Enter")


def test_facets_are_followed_in_place_with_the_keyboard_and_each_list_has_its_address(visit: Any) -> None:
    page = visit("/ressources/")
    choose(page, "Texte de loi")
    page.wait_for_url("**/ressources/type/loi/")
    choose(page, "Secret professionnel")
    page.wait_for_url("**/ressources/?type=loi&theme=secret-professionnel")
    assert stayed(page)
    assert (
        page.locator("h1").inner_text().replace("\xa0", " ")
        == "Ressources : textes de loi sur le secret professionnel"
    )
    assert "textes de loi sur le secret professionnel" in page.title()
    chosen = page.locator(".facets [aria-current]").all_inner_texts()
    assert chosen == ["Texte de loi", "Secret professionnel"]
    assert page.evaluate("document.activeElement.id") == "theme-secret-professionnel"
    assert page.locator("[data-result]").inner_text() == "22 ressources"
    assert page.locator(".resources > li").count() == 22
    choose(page, "retirer « Texte de loi »")
    page.wait_for_url("**/ressources/theme/secret-professionnel/")
    assert stayed(page)
    assert page.evaluate("document.activeElement.id") == "type-loi"


def test_an_old_year_that_is_taken_back_unfolds_the_old_years_to_keep_the_focus(visit: Any) -> None:
    page = visit("/ressources/annee/2000/")
    choose(page, "retirer « 2000 »")
    page.wait_for_url("**/ressources/")
    page.wait_for_function("document.activeElement.id === 'annee-2000'")
    assert page.locator("#annee-2000").is_visible()


def test_the_tab_key_alone_reaches_the_facets_and_shows_where_it_is(visit: Any) -> None:
    page = visit("/ressources/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "type-code":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert (page.evaluate("document.activeElement.id"), outline) == ("type-code", "solid")


def test_the_count_is_announced(visit: Any) -> None:
    page = visit("/ressources/")
    status = page.locator("body > [role=status]")
    assert status.inner_text() == ""
    choose(page, "Texte de loi")
    page.wait_for_function("document.querySelector('body > [role=status]').textContent")
    assert status.inner_text() == "44 ressources"
    choose(page, "Déontologie")
    page.wait_for_url("**/ressources/?type=loi&theme=deontologie")
    assert status.inner_text() == "22 ressources"
    assert status.evaluate("element => getComputedStyle(element).display") != "none"


@pytest.mark.parametrize(
    "facets", [("Texte de loi",), ("Secret professionnel", "Outil"), ("2009", "Déontologie", "Texte de loi")]
)
def test_an_address_that_is_sent_shows_the_same_list(facets: tuple[str, ...], visit: Any) -> None:
    page = visit("/ressources/")
    for number, name in enumerate(facets, 1):
        choose(page, name)
        page.wait_for_function(f"document.querySelectorAll('.facets [aria-current]').length === {number}")
    sent = visit(path_of(page))
    sent.wait_for_function("document.querySelector('main').style.visibility === ''")
    assert sent.locator("main").inner_text() == page.locator("main").inner_text()
    assert sent.title() == page.title()
    assert path_of(sent) == path_of(page)
    focused = sent.evaluate("document.activeElement === document.body")
    assert focused, "nobody has asked for anything yet"


def test_what_is_chosen_comes_from_every_page_of_a_list(visit: Any) -> None:
    page = visit("/ressources/?type=loi&theme=secret-professionnel")
    page.wait_for_function("document.title.includes('secret professionnel')")
    found = [f"Ressource {number:03}" for number in range(0, 130, 6)]
    assert page.locator(".resources h3").all_inner_texts() == found
    assert page.locator(".pages").count() == 0


def test_a_choice_leads_to_no_empty_list_and_each_count_is_kept(visit: Any) -> None:
    page = visit("/ressources/type/loi/")
    for chosen in (False, True):
        options = page.locator(".facets li:has(.count:not(.hidden))")
        counts = {
            item.locator("a").get_attribute("id"): item.locator(".count").inner_text()
            for item in options.all()
        }
        assert "0" not in counts.values()
        for name, count in counts.items():
            other = page.context.new_page()
            other.goto(page.locator(f"#{name}").evaluate("link => link.href"))
            other.wait_for_function("document.querySelector('main').style.visibility === ''")
            assert other.locator("[data-result]").inner_text().split()[0] == count, name
            other.close()
        if not chosen:  # a second time would take the choice back
            choose(page, "Secret professionnel")
            page.wait_for_url("**/?type=loi&theme=secret-professionnel")


@pytest.mark.parametrize(
    ("sent", "corrected"),
    [
        ("/ressources/?type=loi&theme=disparu", "/ressources/type/loi/"),
        (
            "/ressources/?theme=deontologie&annee=2009&type=loi&fbclid=x",
            "/ressources/?type=loi&theme=deontologie&annee=2009",
        ),
        ("/ressources/?theme=secret-professionnel&annee=2009", "/ressources/annee/2009/"),
        ("/ressources/?theme=disparu", "/ressources/?theme=disparu"),
    ],
)
def test_an_address_that_names_what_is_no_more_shows_the_rest(sent: str, corrected: str, visit: Any) -> None:
    page = visit(sent)
    page.wait_for_load_state("networkidle")
    page.wait_for_function("document.querySelector('main').style.visibility === ''")
    assert path_of(page) == corrected
    assert page.locator("[data-result]").inner_text() != ""


def test_a_list_that_is_sent_and_cannot_be_made_says_so_and_shows_all_resources(visit: Any) -> None:
    page = visit("/ressources/")
    page.route("**/ressources/type/**", lambda route: route.abort())
    page.goto(page.url + "?type=loi")
    page.wait_for_function(
        "document.querySelector('[data-result]').textContent.includes('pas pu être chargée')"
    )
    assert page.locator(".resources").first.is_visible()
    assert "pas pu être chargée" in page.locator("body > [role=status]").inner_text()


def test_back_and_forward_bring_the_lists_back_where_they_were(visit: Any) -> None:
    page = visit("/ressources/", viewport={"width": 1280, "height": 600})
    page.evaluate("scrollTo(0, 500)")
    page.wait_for_function("scrollY === 500")
    # a click, as scripts make it: the mouse would scroll to the link first
    page.locator("#type-loi").evaluate("link => link.click()")
    page.wait_for_url("**/ressources/type/loi/")
    page.wait_for_function("document.title.startsWith('Ressources')")
    page.go_back()
    page.wait_for_function("document.title.startsWith('Page ressources')")
    assert path_of(page) == "/ressources/"
    page.wait_for_function("scrollY === 500")
    page.go_forward()
    page.wait_for_function("document.querySelector('h1').textContent.includes('textes de loi')")
    assert path_of(page) == "/ressources/type/loi/"
    choose(page, "Déontologie")
    page.wait_for_url("**/?type=loi&theme=deontologie")
    page.go_back()
    page.wait_for_function("document.querySelector('[data-result]').textContent === '44 ressources'")
    page.go_forward()
    page.wait_for_function("document.querySelector('[data-result]').textContent === '22 ressources'")
    assert stayed(page)


def test_back_from_a_resource_shows_the_list_that_was_left(visit: Any) -> None:
    page = visit("/ressources/")
    choose(page, "Outil")
    page.wait_for_url("**/ressources/type/outil/")
    page.locator(".resources a").first.click()
    page.wait_for_url("**/ressources/r-002/")
    page.go_back()
    page.wait_for_url("**/ressources/type/outil/")
    assert "outils" in page.locator("h1").inner_text()
    choose(page, "Déontologie")
    page.wait_for_url("**/?type=outil&theme=deontologie")
    page.locator(".resources a").first.click()
    page.wait_for_url("**/ressources/r-005/")
    page.go_back()
    page.wait_for_url("**/?type=outil&theme=deontologie")
    page.wait_for_function("document.querySelector('h1').textContent.includes('outils sur la déontologie')")


def test_the_pages_of_a_list_are_followed_in_place_and_the_focus_goes_to_the_result(visit: Any) -> None:
    page = visit("/ressources/type/loi/")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Suivante").press("Enter")
    page.wait_for_url("**/ressources/type/loi/page/2/")
    page.wait_for_function("document.activeElement.matches('[data-result]')")
    assert page.locator(":focus").inner_text() == "44 ressources, page 2"
    assert page.locator(".resources > li").count() == 4
    assert page.locator("[aria-label=Pages] [aria-current=page]").inner_text() == "2"
    assert stayed(page)


def test_the_skip_link_still_works_after_a_list_was_changed(visit: Any) -> None:
    page = visit("/ressources/")
    choose(page, "Texte de loi")
    page.wait_for_url("**/ressources/type/loi/")
    page.locator(".skip").press("Enter")
    page.wait_for_url("**#contenu")
    assert stayed(page)
    assert "textes de loi" in page.locator("h1").inner_text()


def test_a_list_that_cannot_be_fetched_is_followed_as_any_link(visit: Any) -> None:
    page = visit("/ressources/")
    page.evaluate("() => { XMLHttpRequest.prototype.send = () => { throw new Error('offline'); }; }")
    choose(page, "Texte de loi")
    page.wait_for_url("**/ressources/type/loi/")
    page.wait_for_function("window.neverLeft === undefined")
    assert "textes de loi" in page.locator("h1").inner_text()


def test_a_click_with_a_key_is_the_browsers(visit: Any) -> None:
    page = visit("/ressources/")
    with page.context.expect_page() as opened:
        page.locator("#type-loi").click(modifiers=["Control"])
    assert path_of(page) == "/ressources/"
    opened.value.wait_for_url("**/ressources/type/loi/")
    page = visit("/ressources/type/loi/")
    with page.context.expect_page() as opened:
        page.locator("#theme-deontologie").click(modifiers=["Control"])
    opened.value.wait_for_url("**/ressources/?type=loi&theme=deontologie")


def test_nothing_is_fetched_before_a_choice_and_then_one_page(visit: Any) -> None:
    page = visit("/ressources/")
    asked: list[str] = []

    def note(request: Any) -> None:
        path = re.sub(r"^https?://[^/]+", "", request.url)
        if not path.startswith("/favicon"):  # for which the browser asks when it likes
            asked.append(path)

    page.on("request", note)
    page.wait_for_timeout(300)
    page.locator("#type-loi").hover()
    assert asked == []
    choose(page, "Texte de loi")
    page.wait_for_url("**/ressources/type/loi/")
    assert asked == ["/ressources/type/loi/"]
    del asked[:]
    choose(page, "2009")
    page.wait_for_url("**/?type=loi&annee=2009")
    assert [re.sub(r"\.[0-9a-f]+\.", ".", path) for path in asked] == [
        "/ressources/annee/2009/",
        "/theme/js/narrow.js",
    ]


def test_without_javascript_the_facets_are_links(visit: Any) -> None:
    page = visit("/ressources/", java_script_enabled=False)
    page.get_by_text("Plus ancien").click()
    page.locator("#annee-2000").click()
    assert path_of(page) == "/ressources/annee/2000/"
    assert page.get_by_role("navigation", name="Choisir une autre liste").is_visible()
    count = page.locator("li:has(#type-loi) .count").inner_text()
    page.locator("#type-loi").click()
    assert path_of(page) == "/ressources/type/loi/"
    assert page.locator("[data-result]").inner_text() == f"{count} ressources", (
        "a link says how long its list is"
    )
    page.get_by_role("link", name="retirer « Texte de loi »").click()
    assert path_of(page) == "/ressources/"
    assert page.locator("main").get_by_role("button").count() == 0


def test_on_a_phone_the_chosen_list_is_what_one_sees_and_the_facets_are_folded_again(visit: Any) -> None:
    page = visit("/ressources/", viewport={"width": 360, "height": 640})
    choose(page, "Texte de loi")
    page.wait_for_url("**/ressources/type/loi/")
    assert not page.locator(".facets a").first.is_visible()
    assert page.evaluate("document.activeElement.matches('[data-result]')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["/ressources/", "/ressources/type/loi/page/2/", "/ressources/r-001/"])
def test_what_the_scripts_have_made_is_accessible_too(path: str, width: int, scheme: str, visit: Any) -> None:
    page = visit(path, viewport={"width": width, "height": 900}, color_scheme=scheme)
    if "page" in path or path == "/ressources/":
        choose(page, "Secret professionnel")
        page.wait_for_url(re.compile("theme.secret-professionnel"))
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_screen_reader_hears_the_facets_as_a_named_navigation(visit: Any) -> None:
    page = visit("/ressources/type/loi/")
    tree = page.locator(".facets").aria_snapshot()
    assert tree.startswith('- navigation "Affiner la liste"')
    assert 'link "retirer « Texte de loi »"' in tree.replace("\xa0", " ")
    assert 'heading "Année" [level=3]' in tree


def test_a_reference_is_copied_with_one_button_that_says_so(visit: Any) -> None:
    page = visit("/ressources/r-001/", permissions=["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Copier la référence")
    button.press("Enter")
    page.wait_for_function("document.querySelector('.copy [role=status]').textContent")
    assert page.locator(".copy [role=status]").inner_text() == "C’est copié."
    copied = page.evaluate("navigator.clipboard.readText()")
    assert (
        copied.replace("\xa0", " ")
        == "Une fédération, « Ressource 001 », Une revue, 2001. https://a.example/x"
    )


def test_without_leave_to_copy_the_reference_is_selected(visit: Any) -> None:
    page = visit("/ressources/r-001/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Copier la référence").press("Enter")
    page.wait_for_function("getSelection().toString().includes('Une fédération')")


def test_a_resource_says_what_it_is_how_long_it_takes_and_when_its_link_was_checked(visit: Any) -> None:
    page = visit("/ressources/r-001/", java_script_enabled=False)
    facts = " ".join(page.locator(".facts").inner_text().split())
    assert "Type Code de déontologie" in facts
    assert re.search(r"Télécharger \(PDF, \S+ \w+, 3 pages\)", facts)
    assert "Dernière vérification du lien 1er mars 2026" in facts
    assert "Lecture de cette page 1 minute" in facts
    assert page.locator(".akin li").count() == 3


def test_on_paper_stand_the_reference_and_the_address_of_the_link_and_nothing_to_click(visit: Any) -> None:
    page = visit("/ressources/r-001/")
    page.emulate_media(media="print")
    assert page.get_by_text("Une fédération, «").is_visible()
    assert not page.locator("main").get_by_role("button").is_visible()
    assert not page.locator(".akin").is_visible()
    after = page.locator(".facts a[href^='https://a.example']").evaluate(
        "link => getComputedStyle(link, '::after').content"
    )
    assert "https://a.example/x" in after


def test_the_scripts_are_small(folder: Path) -> None:
    sizes = {
        path.name.split(".")[0]: len(gzip.compress(path.read_bytes(), 9))
        for path in folder.glob("theme/js/*.js")
    }
    assert sizes["facets"] < 2200
    assert sizes["narrow"] < 1000
    assert sizes["copy"] < 1000
