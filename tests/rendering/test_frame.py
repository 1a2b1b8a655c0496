"""What surrounds every page: where it stands, whom to call, how fresh it is, its easy version, the map of all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from tests.equipment.inline import ASSOCIATION, Site, page
from tests.manifesto.small_site import build, small_site

if TYPE_CHECKING:
    from pathlib import Path

FILLED = (
    ASSOCIATION.replace('courriel = ""', 'courriel = "nous@essai.example"\ntelephone = "+32 2 000 00 00"')
    + '[permanence]\njour = "mardi"\nmoment = "matin"\nheure_debut = "09:30"\nheure_fin = "12:00"\n'
    + 'telephone = "+32 2 111 11 11"\n'
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = small_site(tmp_path_factory.mktemp("frame"))
    made.add(
        {
            "association.toml": FILLED,
            "pages/membres.md": page("Membres", titre_court="Les membres", mise_a_jour="2024-05-02"),
            "pages/oubliee.md": page("Une page que le plan ne nomme pas"),
            "facile-a-lire/membres.md": page("Membres, en facile à lire"),
            "facile-a-lire/seule.md": page("Une page facile qui ne raconte rien"),
        }
    )
    assert (report := build(made)).ok, report.problems
    return made


def tree(site: Site, path: str) -> Any:
    return html.document_fromstring(site.read(path))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_the_footer_says_when_and_how_to_reach_us(site: Site) -> None:
    (contact,) = tree(site, "membres/index.html").xpath("//footer//address")
    assert "Permanence : le mardi de 9 h 30 à 12 h" in words(contact)
    assert contact.xpath(".//a/@href") == ["tel:+3221111111", "tel:+3220000000", "mailto:nous@essai.example"]


def test_without_them_it_says_the_day_alone(tmp_path: Path) -> None:
    bare = small_site(tmp_path)
    assert build(bare).ok
    (contact,) = tree(bare, "membres/index.html").xpath("//footer//address")
    assert "le jeudi après-midi" in words(contact)
    assert contact.xpath(".//a") == []


def test_home_has_one_tap_to_call(site: Site) -> None:
    (call,) = tree(site, "index.html").xpath("//main//a[starts-with(@href, 'tel:')]")
    assert words(call) == "Appeler le +32 2 111 11 11"


def test_a_page_ends_the_breadcrumb_by_its_short_name_and_says_how_fresh_it_is(site: Site) -> None:
    page_tree = tree(site, "membres/index.html")
    (here,) = page_tree.xpath("//div[@class='breadcrumb']//li[@aria-current='page']")
    assert words(here) == "Les membres"
    (date,) = page_tree.xpath("//main//p[@class='updated']/time")
    assert date.get("datetime") == "2024-05-02"


def test_a_page_and_its_easy_version_lead_to_each_other(site: Site) -> None:
    assert "/facile-a-lire/membres/" in tree(site, "membres/index.html").xpath("//main//a/@href")
    assert "/membres/" in tree(site, "facile-a-lire/membres/index.html").xpath("//main//a/@href")


def test_the_map_of_the_site_lacks_no_page(site: Site) -> None:
    linked = set(tree(site, "plan-du-site/index.html").xpath("//main//a/@href"))
    pages = {
        f"/{path.parent.relative_to(site.output).as_posix()}/"
        for path in site.output.rglob("index.html")
        if path.parent != site.output
    }
    lists = {path for path in pages if path.startswith(("/ressources/", "/actualites/20"))}
    assert pages - lists - linked - {"/plan-du-site/"} == set()
