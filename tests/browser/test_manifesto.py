"""The Manifeste's signatories as a visitor meets them: 1,160 invented people, found with the keyboard alone."""

from __future__ import annotations

import datetime as dt
import gzip
import re
import shutil
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from plugins.host import htaccess
from plugins.manifesto.signatories import COLUMNS, FILE_NAME
from tests.browser.conftest import html_faults, violations
from tests.equipment.first_flight import FIRST_FLIGHT
from tests.equipment.loopback import Quiet, served
from tools.build import ROOT, Request, build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.equipment.real_site import RealSite

pytestmark = pytest.mark.browser

PEOPLE, ORGANISATIONS = 1160, 113
BEGINNINGS = ["Ax", "Bro", "Cla", "Dru", "Eff", "Fla", "Gru", "Hob", "Ibi", "Jul", "Kro", "Lum", "Mar", "Nov",
              "Oli", "Plu", "Qui", "Rab", "Sol", "Tre", "Uba", "Vel", "Wim", "Xan", "Yol", "Zig"]  # fmt: skip
ENDINGS = ["bert", "dieu", "fontaine", "gaille", "handel", "mont", "peau", "quinte", "roche", "sart"]
FIRST_NAMES = ["Aline", "Brahim", "Chloé", "Dorothée", "Étienne"]
PAGES = ["/manifeste/", "/manifeste/signataires/", "/manifeste/signataires/l-m/", "/manifeste/signer/"]
WITH_FILTER = PAGES[:3]


def signatories() -> Iterator[str]:
    """Yield invented lines: surnames that nobody bears, under every letter."""
    yield ",".join(COLUMNS)
    yield "personne,Zorglute,Élodie,assistante sociale,Liège,2016,2024-03-01"
    yield "personne,Œdibronne,Łukasz,éducateur,Mons,,2024-03-01"
    names = product(BEGINNINGS, ENDINGS, FIRST_NAMES)
    for number, (start, end, first_name) in zip(range(PEOPLE - 2), names, strict=False):
        role = ("assistante sociale", "", "éducateur", "enseignante en travail social")[number % 4]
        town = ("Namur", "", "Bruxelles")[number % 3]
        yield f"personne,{start}{end},{first_name},{role},{town},,2024-03-01"
    for number, (start, end) in zip(range(ORGANISATIONS), product(BEGINNINGS, ENDINGS), strict=False):
        yield f"organisation,{start}{end} Collectif {number},,,Namur,2024,2024-03-01"


@pytest.fixture(scope="module")
def folder(real_site: RealSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a copy of the real content, signed."""
    root = tmp_path_factory.mktemp("manifesto")
    content = root / "content"
    shutil.copytree(ROOT / "content", content)
    (content / FILE_NAME).write_text("\n".join(signatories()) + "\n", encoding="utf-8")
    settings = {"CACHE_FOLDER": real_site.copied_cache(root)}
    report = build(Request(root / "site", dt.date(2026, 1, 1), content=content, settings=settings))
    assert report.ok, "\n".join(map(str, report.problems))
    return root / "site"


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Serve the site with the policy that its host would send."""
    files = frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    policy = htaccess.policy(htaccess.Hosted(files, forms=True))

    class Strict(Quiet):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

    with served(folder, Strict) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Any]:
    """Give a function that opens a page; whatever the console says of one that should be quiet is a failure."""
    contexts = []
    complaints: list[str] = []

    def open_page(path: str, *, quiet: bool = True, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if quiet:
            page.on("console", lambda message: complaints.append(message.text))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def tab_to_the_field(page: Page) -> None:
    """Reach the filter as a keyboard does."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "filtre":
            return
    pytest.fail("the keyboard never reaches the field")


def names(page: Page) -> list[str]:
    return [name for name in page.locator("[data-group] li b").all_inner_texts() if name]


def status(page: Page, text: str) -> None:
    page.get_by_role("status").filter(has_text=text).wait_for()


@pytest.mark.parametrize(
    ("path", "typed", "found"),
    [
        ("", "zorg", "Élodie Zorglute"),
        ("l-m/", "ELODIE zorglute", "Élodie Zorglute"),
        ("v-z/", "liege", "Élodie Zorglute"),
        ("a-b/", "zorglute assist", "Élodie Zorglute"),
        ("v-z/", "oedibronne", "Łukasz Œdibronne"),
        ("", "lukasz", "Łukasz Œdibronne"),
    ],
)
def test_one_finds_anybody_from_any_page_with_the_keyboard_alone(
    visit: Any, path: str, typed: str, found: str
) -> None:
    page = visit(f"/manifeste/signataires/{path}")
    before = names(page)
    tab_to_the_field(page)
    page.keyboard.type(typed)
    status(page, "1 nom trouvé")
    assert page.locator("[data-group] li:visible").count() == 1
    assert found in page.locator("[data-group] li:visible").inner_text()
    assert not page.get_by_role("navigation", name="Les noms, par lettre").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#filtre").input_value() == ""
    assert page.locator("[data-group] li:visible").count() == len(before)
    assert page.get_by_role("navigation", name="Les noms, par lettre").is_visible()
    assert page.evaluate("document.activeElement.id") == "filtre"
    expect(page.get_by_role("status")).to_have_text("")


def test_the_count_is_announced_politely_once_the_hand_rests(visit: Any) -> None:
    page = visit("/manifeste/signataires/l-m/")
    field = page.get_by_role("searchbox", name="Chercher un nom, une fonction, une commune")
    assert page.get_by_role("search", name="Dans la liste").get_by_role("searchbox").count() == 1
    page.evaluate(
        "said = []; new MutationObserver(() => said.push(document.querySelector('[role=status]').textContent))"
        ".observe(document.querySelector('[role=status]'), {childList: true})"
    )
    field.press_sequentially("lummont", delay=30)
    status(page, "5 noms trouvés")
    assert page.evaluate("said") == ["5 noms trouvés"]
    field.fill("personne de ce nom")
    status(page, "Personne de ce nom dans la liste.")
    assert page.locator("[data-group] li:visible").count() == 0
    assert page.locator("[data-names] h2:visible").count() == 0


def test_nothing_that_is_typed_leaves_the_page(visit: Any, address: str) -> None:
    page = visit("/manifeste/signataires/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.locator("#filtre").press_sequentially("zorg")
    status(page, "1 nom trouvé")
    assert sorted(path for path in asked if not path.startswith("/favicon")) == [f"/manifeste/signataires/{part}/" for part in ("a-b", "c-d", "e-g", "h-k", "l-m", "n-r", "s-u", "v-z")]  # fmt: skip
    assert page.url == f"{address}/manifeste/signataires/"
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_a_connection_that_fails_is_tried_again(visit: Any) -> None:
    page = visit("/manifeste/signataires/", quiet=False)
    page.context.set_offline(True)
    page.locator("#filtre").press_sequentially("zo")
    status(page, "Personne de ce nom")
    page.context.set_offline(False)
    page.locator("#filtre").press_sequentially("rg")
    status(page, "1 nom trouvé")


def test_organisations_are_filtered_on_the_manifestes_own_page(visit: Any) -> None:
    page = visit("/manifeste/")
    assert len(names(page)) == ORGANISATIONS
    tab_to_the_field(page)
    page.keyboard.type("axbert")
    status(page, "1 nom trouvé")
    assert "Axbert Collectif 0" in page.locator("[data-group] li:visible").inner_text()


@pytest.mark.parametrize("path", WITH_FILTER)
def test_without_javascript_there_is_no_field_and_the_letters_lead_to_every_name(
    visit: Any, path: str
) -> None:
    page = visit(path, java_script_enabled=False)
    assert not page.locator("main").get_by_role("searchbox").is_visible()
    letters = page.get_by_role("navigation", name="Les noms, par lettre").get_by_role("link")
    assert letters.count() > 5
    letters.last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#*")
    anchor = page.url.partition("#")[2]
    assert page.locator(f"#{anchor}").is_visible()
    assert page.locator(f"#{anchor} + ul > li").first.is_visible()


def test_every_name_stands_once_in_the_pages(folder: Path) -> None:
    written = [
        re.sub(r"\s+", " ", name)
        for path in sorted((folder / "manifeste").rglob("index.html"))
        for name in re.findall(r"<li><b>(.*?)</b>", path.read_text(encoding="utf-8"))
    ]
    assert len(written) == len(set(written)) == PEOPLE + ORGANISATIONS


def test_each_letter_says_how_many_names_it_has(visit: Any) -> None:
    page = visit("/manifeste/signataires/")
    letters = page.get_by_role("navigation", name="Les noms, par lettre").get_by_role("link")
    said = [letters.nth(index).get_attribute("aria-label") for index in range(letters.count())]
    assert sum(int(text.split(", ")[1].split()[0]) for text in said) == PEOPLE
    assert said[0] == "A, 50 noms"
    for box in (letters.nth(index).bounding_box() for index in range(letters.count())):
        assert box["width"] >= 24
        assert box["height"] >= 24


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_the_pages_are_accessible_and_fit(visit: Any, path: str, scheme: str, width: int) -> None:
    page = visit(path, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    for typed in ("", "lum") if path in WITH_FILTER else ("",):
        if typed:
            page.locator("#filtre").fill(typed)
            expect(page.get_by_role("status")).to_contain_text("trouvés")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_focused_can_be_read_in_forced_colours(visit: Any) -> None:
    page = visit("/manifeste/signataires/l-m/", forced_colors="active")
    tab_to_the_field(page)
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.evaluate("getComputedStyle(document.querySelector('#filtre')).borderTopStyle") == "solid"


def test_on_paper_there_are_names_and_nothing_to_press(visit: Any) -> None:
    page = visit("/manifeste/signataires/l-m/")
    page.emulate_media(media="print")
    assert page.locator("[data-group] li").first.is_visible()
    assert not page.locator("#filtre").is_visible()
    assert not page.get_by_role("navigation", name="Les noms, par lettre").is_visible()


def test_the_pages_hold_in_the_first_flight_and_the_script_is_small(folder: Path) -> None:
    """HTML, style sheets and scripts together, gzipped."""
    for path in sorted((folder / "manifeste").rglob("index.html")):
        text = path.read_text(encoding="utf-8")
        files = re.findall(r'(?:<link rel="stylesheet" href|<script src)="/([^"]+)"', text)
        sizes = [
            len(gzip.compress(data, 9))
            for data in (text.encode(), *((folder / name).read_bytes() for name in files))
        ]
        assert sum(sizes) <= FIRST_FLIGHT, (path, sizes)
    (script,) = folder.glob("theme/js/filter_list.*.js")
    assert len(gzip.compress(script.read_bytes(), 9)) <= 1200


def test_the_pages_of_names_are_valid_html(folder: Path) -> None:
    assert html_faults(folder / "manifeste") == []


def test_signing_asks_for_consent_and_takes_silence_for_a_no(visit: Any) -> None:
    page = visit("/manifeste/signer/")
    page.get_by_role("group", name="Je signe").get_by_role("radio", name="en mon nom").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Élodie Zorglute")
    page.keyboard.press("Enter")
    message = page.get_by_label("Votre message").input_value()
    question = "Acceptez-vous que votre nom soit publié sur la page du Manifeste ?"
    assert message == f"Je signe : en mon nom\nPrénom et nom : Élodie Zorglute\n{question} : non"
    page.get_by_role("group", name=re.compile("Acceptez-vous")).get_by_role("radio", name="oui").check()
    page.get_by_role("button", name="Préparer").click()
    assert page.get_by_label("Votre message").input_value().endswith(f"{question} : oui")
