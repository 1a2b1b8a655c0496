"""The map of the bistrots as visitors use it: by keyboard, by ear, on a telephone, on paper, without a script."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

import pelicanconf
from tests.browser.conftest import violations
from tests.equipment.first_flight import FIRST_FLIGHT
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
STATES = {
    "actif": "actif",
    "en-veille": "en veille",
    "cherche-porteurs": "cherche des personnes pour le porter",
}
TOWNS = (
    # all nineteen communes of Brussels would be the worst of maps; these do
    *("Mons", "Charleroi", "Liège", "Namur", "Arlon", "Tournai", "Eupen", "Ostende", "Ixelles", "Etterbeek"),
    *(
        "Saint-Gilles",
        "Schaerbeek",
        "Anderlecht",
        "Ottignies-Louvain-la-Neuve",
        "Braine-l’Alleud",
    ),
    *(
        "La Louvière",
        "Comines-Warneton",
        "Saint-Georges-sur-Meuse",
        "Seraing",
        "Herstal",
        "Bruxelles",
        "Wavre",
    ),
)
FEW = ("Mons", "Charleroi", "Liège", "Namur", "Arlon", "Bruxelles")
"""On this map there is room for names, and the list says how to write to a bistrot."""
FACTS: dict[str, dict[str, str]] = {
    "Mons": {
        "dates": "premier jeudi du mois, depuis 2025-03-01",
        "dates_annulees": "[2025-04-03]",
        "lieu": "Un café",
        "contact": "mons@example.org",
    },
    "Charleroi": {"dates": "[2025-03-20]", "coordonnees": "[50.42, 4.43]"},
}


def slug(town: str) -> str:
    return re.sub(r"[^a-z]+", "-", town.lower().replace("è", "e").replace("é", "e")).strip("-")


def bistrot(number: int, town: str) -> str:
    state = list(STATES)[number % 3] if town not in FACTS else "actif"
    return markdown(f"Bistrot de {town}", commune=town, etat=state, **FACTS.get(town, {}))


PAGES: dict[str, str | bytes | None] = {
    "association.toml": ASSOCIATION,
    "vocabulaire.toml": (ROOT / "content" / "vocabulaire.toml").read_text(encoding="utf-8"),
    "activites/chiffres.csv": (ROOT / "content" / "activites" / "chiffres.csv").read_text(encoding="utf-8"),
    **{f"pages/{name}.md": markdown(f"Page {name}") for name in LINKED},
    "ressources/code.md": None,
    "actualites/2023-11-23-colloque.md": None,
}


def built(folder: Path, towns: tuple[str, ...]) -> Path:
    site = Site(folder)
    site.add(PAGES)
    site.add({f"bistrots/{slug(town)}.md": bistrot(number, town) for number, town in enumerate(towns)})
    report = site.build(
        today=dt.date(2026, 1, 1),
        **REAL_THEME,
    )
    assert report.ok, "\n".join(map(str, report.problems))
    return site.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("bistrots"), TOWNS)


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(built(tmp_path_factory.mktemp("few"), FEW)) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Any]:
    contexts = []

    def open_page(
        path: str = "/bistrots/",
        width: int = 1280,
        moment: str = "2025-03-10T09:00+01:00",
        site: str = address,
        **options: Any,
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.clock.set_fixed_time(dt.datetime.fromisoformat(moment))
        page.goto(site + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


MARKS = "svg.map-drawing a"


def boxes(page: Page, selector: str) -> list[dict[str, float]]:
    found: list[dict[str, float]] = page.locator(selector).evaluate_all(
        "elements => elements.map(element => element.getBoundingClientRect().toJSON())"
    )
    return found


@pytest.mark.parametrize("width", [360, 640, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_can_be_read_and_cover_nothing(visit: Any, few: str, width: int, scheme: str) -> None:
    page = visit(width=width, color_scheme=scheme, site=few)
    texts = page.locator(f"{MARKS} text")
    assert texts.all_text_contents() == sorted(FEW)
    assert min(sizes(texts)) >= 11
    things = [*boxes(page, f"{MARKS} text"), *boxes(page, f"{MARKS} .glass")]
    # the rectangle of a text is as high as its line: what may not touch is the middle
    for box in things[: len(FEW)]:
        box["top"], box["bottom"] = box["top"] + box["height"] * 0.1, box["bottom"] - box["height"] * 0.1
    assert [pair for pair in combinations(things, 2) if _meet(*pair)] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("li[data-bistrot] .number").count() == 0


@pytest.mark.parametrize("width", [360, 640, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_can_be_read_and_stand_in_the_list_too(visit: Any, width: int, scheme: str) -> None:
    page = visit(width=width, color_scheme=scheme)
    numbers = page.locator(f"{MARKS} text")
    assert numbers.all_text_contents() == [str(number + 1) for number in range(len(TOWNS))]
    assert page.locator("li[data-bistrot] .number").all_inner_texts() == numbers.all_text_contents()
    assert min(sizes(numbers)) >= 11
    glasses = boxes(page, f"{MARKS} .glass")
    assert [pair for pair in combinations(glasses, 2) if _meet(*pair)] == []
    texts = boxes(page, f"{MARKS} text")
    assert all(
        glass["left"] <= text["left"] and text["right"] <= glass["right"]
        for glass, text in zip(glasses, texts, strict=True)
    )
    reach = boxes(page, f"{MARKS} .map-reach")
    assert min(min(box["width"], box["height"]) for box in reach) >= 23.5, "what a finger hits"
    inset = page.locator(".map-inset").bounding_box()
    town = page.locator(f"{MARKS}[data-bistrot=ixelles] .glass").bounding_box()
    assert inset["x"] < town["x"]
    assert inset["y"] < town["y"] < inset["y"] + inset["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def sizes(texts: Any) -> list[float]:
    """Return the heights of texts on the screen, in pixels."""
    found: list[float] = texts.evaluate_all(
        "texts => texts.map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"
    )
    return found


def _meet(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    )


def test_a_screen_reader_hears_name_state_and_next_date_in_the_order_of_the_list(visit: Any) -> None:
    page = visit()
    drawing = page.get_by_role("group", name="Carte des bistrots du social en Belgique")
    links = drawing.get_by_role("link")
    names = links.evaluate_all("links => links.map(link => link.getAttribute('aria-label'))")
    assert "13, Mons, actif, prochaine date jeudi 1er\u00a0mai 2025" in names, "the cancelled one is none"
    assert "5, Charleroi, actif, prochaine date jeudi 20\u00a0mars 2025" in names
    assert "2, Arlon, en veille" in names
    listed = page.locator("li[data-bistrot] h3 a").all_inner_texts()
    assert [name.split(", ")[:2] for name in names] == [
        [str(number), name] for number, name in enumerate(listed, 1)
    ]
    assert listed == sorted(listed, key=slug)
    hrefs = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert hrefs[listed.index("Mons")] == "/bistrots/mons/"
    snapshot = drawing.aria_snapshot()
    assert 'link "2, Arlon, en veille"' in snapshot


def test_a_rule_is_shown_for_as_long_as_it_holds(visit: Any) -> None:
    """Held by nobody any more, it would send people to an empty café."""
    said = "Le premier jeudi du mois"
    for path in ("/bistrots/", "/bistrots/mons/"):
        assert visit(path, moment="2026-02-28T12:00+01:00").get_by_text(said).first.is_visible()
        over = visit(path, moment="2026-03-01T00:00+01:00")
        assert not over.get_by_text(said).first.is_visible()
        assert not over.get_by_text("Rythme").first.is_visible()


def test_the_states_differ_by_shape_alone(visit: Any) -> None:
    page = visit(forced_colors="active")

    def look(state: str) -> tuple[str, str, int]:
        glass = page.locator(f"{MARKS} .glass-{state}").first
        fill, dash = glass.evaluate("g => [getComputedStyle(g).fill, getComputedStyle(g).strokeDasharray]")
        return fill, dash, glass.locator("xpath=following-sibling::*").count()

    assert len({look(state) for state in STATES}) == 3
    legend = page.get_by_role("list", name="Légende de la carte")
    assert [text.strip().lower() for text in legend.get_by_role("listitem").all_inner_texts()] == list(
        STATES.values()
    )


def test_by_keyboard_a_marker_shows_its_card_whose_links_come_next(visit: Any, few: str) -> None:
    page = visit(site=few)
    focused = "document.activeElement.getAttribute('href')"
    page.locator(f"{MARKS}[data-bistrot=mons]").focus()
    card = page.locator(".map-card")
    assert "Un café" in card.inner_text()
    assert "Le premier jeudi du mois" in card.inner_text()
    assert "Prochaine date : jeudi 1er mai 2025" in " ".join(card.inner_text().split())
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "mailto:mons@example.org"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "/agenda/bistrots/mons.ics"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "/bistrots/namur/"
    assert "Namur" in card.inner_text()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(focused) == "/bistrots/mons/"
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not card.is_visible()
    assert page.evaluate(focused) == "/bistrots/mons/", "the focus is not lost with the card"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "/bistrots/namur/"
    page.keyboard.press("Enter")
    page.wait_for_url("**/bistrots/namur/")


def test_the_keyboard_leaves_the_map_at_both_ends(visit: Any, few: str) -> None:
    page = visit(site=few)
    page.locator(MARKS).last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "pres-de"
    assert not page.locator(".map-card").is_visible()
    page.locator(MARKS).first.focus()
    page.keyboard.press("Shift+Tab")
    assert not page.evaluate("document.querySelector('.map').contains(document.activeElement)")


def test_the_card_stays_under_the_pointer_and_goes_with_escape(visit: Any, few: str) -> None:
    """WCAG 1.4.13: hoverable, persistent, dismissible."""
    page = visit(site=few)
    card = page.locator(".map-card")
    page.locator(f"{MARKS}[data-bistrot=mons] .glass").hover()
    assert card.is_visible()
    box = card.bounding_box()
    mark = page.locator(f"{MARKS}[data-bistrot=mons]").bounding_box()
    page.mouse.move(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] - 1)
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    assert "Un café" in card.inner_text()
    page.keyboard.press("Escape")
    assert not card.is_visible()
    page.locator(f"{MARKS}[data-bistrot=arlon] .glass").hover()
    assert card.is_visible()
    page.mouse.move(2, 2)
    assert not card.is_visible()


def test_list_and_map_point_at_each_other(visit: Any) -> None:
    page = visit()
    item, mark = page.locator("li[data-bistrot=liege]"), page.locator(f"{MARKS}[data-bistrot=liege]")
    lit = re.compile(r"\blit\b")

    def is_lit(locator: Any) -> bool:
        return bool(lit.search(locator.get_attribute("class") or ""))

    assert not is_lit(mark)
    item.get_by_role("link").first.focus()
    assert is_lit(mark)
    page.locator("h1").click()
    page.evaluate("document.activeElement.blur()")
    assert not is_lit(mark)
    mark.focus()
    assert is_lit(item)
    page.locator("li[data-bistrot=mons]").hover()
    assert is_lit(page.locator(f"{MARKS}[data-bistrot=mons]"))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("dampremy", "Charleroi : moins d’1 km"),
        ("LOUVAIN LA NEUVE", "Ottignies-Louvain-la-Neuve : 2 km"),
        ("Liège", "Liège : moins"),
    ],
)
def test_the_nearest_bistrots_are_found_by_keyboard_alone(visit: Any, typed: str, first: str) -> None:
    page = visit(width=360)
    field = page.get_by_label("Près de chez moi")
    field.focus()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    answer = page.locator(".near [role=status]")
    answer.locator("li").first.wait_for()
    lines = [" ".join(line.split()) for line in answer.locator("li").all_inner_texts()]
    assert lines[0].startswith(first)
    assert len(lines) == 3
    assert "à vol d’oiseau" in answer.inner_text()
    assert page.url.endswith("/bistrots/"), "what was typed is not in the address"


def test_an_unknown_place_gets_suggestions_that_answer(visit: Any) -> None:
    page = visit()
    field = page.get_by_label("Près de chez moi")
    field.focus()
    page.keyboard.type("Charlerois")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Charleroi", exact=True).click()
    assert field.input_value() == "Charleroi"
    assert "Depuis Charleroi" in page.locator(".near [role=status]").inner_text()
    field.fill("Ouagadougou")
    page.keyboard.press("Enter")
    page.get_by_text("n’est pas dans notre liste").wait_for()
    assert "commune voisine" in page.locator(".near [role=status]").inner_text()
    assert page.get_by_role("button", name="Saint").count() == 0
    field.fill("hamme")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Hamme (Brabant flamand)").wait_for()


def test_nothing_of_the_search_is_loaded_before_it_is_used_and_nothing_is_sent(
    visit: Any, address: str
) -> None:
    page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert page.locator("datalist option").count() == 0
    page.get_by_label("Près de chez moi").focus()
    page.locator("datalist option").first.wait_for(state="attached")
    page.keyboard.type("Namur")
    page.keyboard.press("Enter")
    page.get_by_text("Depuis Namur").wait_for()
    assert [re.sub(r"\.\w+\.", ".", url.removeprefix(address)) for url in asked if "favicon" not in url] == [
        "/theme/js/near.js",
        "/theme/communes.json",
    ]


def test_a_list_that_cannot_be_loaded_is_said_and_asked_for_again(visit: Any) -> None:
    page = visit()
    page.route("**/communes.*.json", lambda route: route.abort())
    page.get_by_label("Près de chez moi").focus()
    page.keyboard.type("Namur")
    page.keyboard.press("Enter")
    page.get_by_text("n’a pas pu être chargée").wait_for()
    page.unroute("**/communes.*.json")
    page.keyboard.press("Enter")
    page.get_by_text("Depuis Namur").wait_for()


def test_without_javascript_map_and_list_are_whole(visit: Any, few: str) -> None:
    page = visit(java_script_enabled=False, site=few)
    assert page.locator(MARKS).count() == len(FEW)
    assert page.locator("li[data-bistrot]").count() == len(FEW)
    mons = page.locator("li[data-bistrot=mons]")
    assert "Le premier jeudi du mois" in mons.inner_text()
    assert mons.get_by_role("link", name="Ajouter à mon agenda").is_visible()
    assert "Dates annoncées, dès le jeudi" in mons.inner_text(), "true on whatever day it is read"
    charleroi = page.locator("li[data-bistrot=charleroi]").inner_text()
    assert "Date annoncée : jeudi 20 mars 2025" in " ".join(charleroi.split())
    assert not page.locator(".near").is_visible()
    page.locator(f"{MARKS}[data-bistrot=mons]").click()
    page.wait_for_url("**/bistrots/mons/")
    assert page.locator("svg.locator .glass-actif").count() == 1


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_with_a_card_and_an_answer_open(visit: Any, width: int, scheme: str) -> None:
    page = visit(width=width, color_scheme=scheme)
    page.get_by_label("Près de chez moi").fill("Charlerois")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Charleroi", exact=True).wait_for()
    page.locator(f"{MARKS}[data-bistrot=mons]").focus()
    assert violations(page) == []


def test_on_paper_the_map_keeps_its_names(visit: Any, few: str) -> None:
    page = visit(site=few)
    page.emulate_media(media="print")
    assert page.locator(f"{MARKS} text").first.is_visible()
    assert not page.locator(".near").is_visible()


def test_the_page_is_light(folder: Path) -> None:
    """With 22 bistrots; the real one is measured with the others."""
    html = (folder / "bistrots" / "index.html").read_text(encoding="utf-8")
    drawing = re.search(r'<svg class="map-drawing[^"]*".*?</svg>', html, re.DOTALL)
    assert drawing
    assert len(re.sub(r"<a .*?</a>|<path class=\"map-lead\"[^>]*>", "", drawing[0])) <= 14_000
    sheets = re.findall(r'<link rel="stylesheet" href="/([^"]+)"', html)
    flight = [html.encode(), *((folder / sheet).read_bytes() for sheet in sheets)]
    assert sum(len(gzip.compress(data, 9)) for data in flight) <= FIRST_FLIGHT
    assert "/js/agenda." not in html, "the map's script sees to the dates of this page"
    (script,) = folder.glob("theme/js/map.*.js")
    assert len(gzip.compress(script.read_bytes(), 9)) <= 1_800


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7000", "Depuis Mons, à vol d’oiseau"),
        ("5000 Namur", "Depuis Namur"),
        ("B-5000", "Depuis Namur"),
        ("7012 Jemappes", "Depuis Jemappes"),
        ("1030 Bruxelles", "Depuis Schaerbeek"),
        ("1050 Bruxelles", "Depuis Bruxelles"),
        ("1050 Ixelles", "Depuis Ixelles"),
        ("1050", "Le code postal 1050 est celui de plusieurs communes"),
        ("9999", "Aucune commune n’a le code postal 9999"),
    ],
)
def test_a_postcode_leads_to_its_commune(visit: Any, few: str, typed: str, said: str) -> None:
    page = visit(width=360, site=few)
    page.get_by_label("Près de chez moi").fill(typed)
    page.keyboard.press("Enter")
    answer = page.locator(".near [role=status]")
    answer.get_by_text(said).wait_for()
    if "plusieurs" in said:
        answer.get_by_role("button", name="Ixelles").click()
        answer.get_by_text("Depuis Ixelles").wait_for()


def test_the_list_says_what_is_cancelled_before_the_next_date(visit: Any, few: str) -> None:
    line = visit(site=few, moment="2025-04-01T09:00+02:00").locator("li[data-bistrot=mons] [data-days]")
    assert line.inner_text().replace("\u00a0", " ") == (
        "Annulé : jeudi 3 avril 2025. Prochaine date : jeudi 1er mai 2025"
    )
    over = visit(site=few, moment="2026-03-01T09:00+02:00").locator("li[data-bistrot=mons] [data-days]")
    assert not over.is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_bistrot_shows_a_handful_of_dates_until_all_are_asked_for(
    visit: Any, few: str, *, script: bool
) -> None:
    page = visit("/bistrots/mons/", site=few, java_script_enabled=script)
    dates = page.locator(".dates-first > li")
    assert dates.filter(visible=True).count() == 5
    page.get_by_text("Toutes les dates").click()
    assert dates.filter(visible=True).count() == dates.count() > 5
    late = visit("/bistrots/mons/", site=few, moment="2025-12-01T09:00+01:00")
    shown = late.locator(".dates-first > li").filter(visible=True).all_inner_texts()
    assert [text.replace("\u00a0", " ") for text in shown] == [
        "jeudi 4 décembre 2025",
        "jeudi 1er janvier 2026",
        "jeudi 5 février 2026",
    ]
    assert not late.get_by_text("Toutes les dates").is_visible()


def test_the_other_bistrots_take_a_few_lines(visit: Any) -> None:
    page = visit("/bistrots/mons/", width=360)
    others = page.locator(".others")
    assert others.get_by_role("link").count() == len(TOWNS) - 1
    assert others.bounding_box()["height"] < 640, "no more than a screen"
