"""How a visitor subscribes: a link where programs open by themselves, an address to copy, a file."""

from __future__ import annotations

import pytest
from lxml import html

from tests.agenda.dated_site import FILES
from tests.equipment.inline import REAL_THEME, Site

OFFERED = {
    "agenda": "/agenda/cvts.ics",
    "permanence": "/agenda/permanence.ics",
    "bistrots/mons": "/agenda/bistrots/mons.ics",
}
"""Page → the calendar that it offers."""


@pytest.fixture
def made(site: Site) -> Site:
    site.add(FILES)
    return site


def built(site: Site, address: str = "") -> Site:
    report = site.build(**REAL_THEME, SITE_ADDRESS=address)
    assert report.ok, "\n".join(map(str, report.problems))
    return site


def links(site: Site, path: str) -> dict[str, str]:
    """Return the links of a page: address → text."""
    tree = html.fromstring(site.read(f"{path}/index.html"))
    return {link.get("href"): " ".join(link.text_content().split()) for link in tree.iter("a")}


def test_a_calendar_is_offered_where_its_dates_are(made: Site) -> None:
    built(made, "https://essai.example/cvts")
    for path, calendar in OFFERED.items():
        found = links(made, path)
        assert found[f"webcal://essai.example/cvts{calendar}"] == "S’abonner à ces dates"
        assert found[calendar] == "télécharger le fichier"
        assert (made.output / calendar.lstrip("/")).is_file()


def test_the_page_on_subscribing_names_every_calendar_with_dates_to_come(made: Site) -> None:
    """A single event is no calendar to subscribe to; a bistrot without dates has nothing to announce."""
    built(made, "https://essai.example")
    tree = html.fromstring(made.read("s-abonner/index.html"))
    addresses = [element.text_content() for element in tree.iter("p") if element.get("data-copy")]
    assert addresses == [f"https://essai.example{OFFERED[path]}" for path in OFFERED]
    found = links(made, "s-abonner")
    assert {f"webcal://essai.example{calendar}" for calendar in OFFERED.values()} <= found.keys()
    names = [link.get("aria-label") for link in tree.iter("a") if link.get("href", "").startswith("webcal:")]
    assert len(set(names)) == len(names) == len(OFFERED)


def test_without_the_sites_address_no_link_leads_to_this_computer(made: Site) -> None:
    made.add({"association.toml": FILES["association.toml"].replace('"https://essai.example"', '""')})
    built(made)
    for path, calendar in OFFERED.items():
        found = links(made, path)
        assert found["/s-abonner/"]
        assert found[calendar] == "télécharger le fichier"
    for path in made.output.rglob("*.html"):
        assert "webcal:" not in path.read_text(encoding="utf-8")


def test_a_single_event_is_a_plain_file_to_add(made: Site) -> None:
    built(made, "https://essai.example")
    found = links(made, "actualites/colloque")
    assert found["/agenda/actualites/colloque.ics"] == "Ajouter à mon agenda"
    assert not any(address.startswith("webcal:") for address in found)
