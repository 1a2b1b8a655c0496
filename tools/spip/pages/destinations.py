"""Where each object is on the new site: what links are answered with, and where old addresses lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from plugins.core.link_addresses import address_problem
from tools.spip.addresses.old_site import old_site
from tools.spip.addresses.settling import Destination
from tools.spip.choices.choices import IGNORED
from tools.spip.markup.plain import title_of
from tools.spip.markup.targets import ALIASES
from tools.spip.pages.resolving import Place, Places
from tools.spip.pages.site_plan import LINKS
from tools.spip.records import PUBLISHED, Key, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.spip.addresses.old_site import OldSite
    from tools.spip.addresses.settling import OldAddresses
    from tools.spip.choices.choices import Choices
    from tools.spip.pages.documents import Documents
    from tools.spip.pages.existing import Existing
    from tools.spip.pages.page import Page
    from tools.spip.pages.site_plan import Plan
    from tools.spip.records import Article, Records

_SHORTCUT: Final = re.compile(r"\s*([a-zéè]*)\s*(\d+)\s*(?:#\S*)?\s*", re.IGNORECASE)


def places_of(
    records: Records, choices: Choices, plan: Plan, existing: Existing, old: OldAddresses
) -> Places:
    """Return where everything is that is no page of its own; pages are added while they are converted."""
    before = old_site(records.address, old)
    titles = {rubrique.id: title_of(rubrique.title) for rubrique in records.rubriques}
    places = {
        item.key: Place(item.address, titles.get(item.key.id, ""))
        for item in plan.others
        if item.address and item.key.kind == Kind.RUBRIQUE
    }
    for keyword in records.keywords:
        theme = choices.keywords.get(keyword.id, IGNORED)
        address = f"/ressources/theme/{theme}/" if theme in existing.themes_with_list else "/ressources/"
        places[keyword.key] = Place(address, title_of(keyword.title))
    for site in records.sites:
        if site.status == PUBLISHED and not address_problem(site.url):
            places[site.key] = Place(site.url, site.name)
    aliases: dict[Key, Key] = {}
    for article in plan.virtual:
        key, target = article.key, object_named(article.leads_to, before)
        if target:
            aliases[key] = target
        elif not address_problem(article.leads_to.strip()):
            places[key] = Place(article.leads_to.strip(), title_of(article.title))
    return Places(places, before, aliases)


def object_named(leads_to: str, site: OldSite) -> Key | None:
    """Return the object that a virtual article names by shortcut or by an address of the old site."""
    found = _SHORTCUT.fullmatch(leads_to)
    if found and found[1].lower() in ALIASES:
        return Key(ALIASES[found[1].lower()], int(found[2]))
    shown = site.find(leads_to)
    return shown.key if shown else None


def destinations_of(
    records: Records,
    plan: Plan,
    places: Places,
    pages: Sequence[Page],
    documents: Documents,
) -> dict[Key, Destination]:
    """Return what answers for the old addresses of each object; without those that nothing answers for."""
    found = {item.key: Destination(item.address) for item in plan.others}
    for page in pages:
        key, place = page.planned.key, places.of[page.planned.key]
        own = not page.planned.twin
        found[key] = Destination(page.planned.address if own else place.address, own_page=own)
    if found.pop(LINKS, None):
        shown = [site.key for site in records.sites if site.key not in found]
        found |= dict.fromkeys(shown, Destination(places.of[LINKS].address))
    for article in plan.virtual:
        address = virtual_address(article, places, documents)
        if address:
            found[article.key] = Destination(address)
    found |= {keyword.key: Destination(places.of[keyword.key].address) for keyword in records.keywords}
    return found | _destinations_of_documents(places, pages, documents)


def _destinations_of_documents(
    places: Places, pages: Sequence[Page], documents: Documents
) -> dict[Key, Destination]:
    """Return each document's published copy; of an image, or where a draft has it, the page or its list."""
    found: dict[Key, Destination] = {}
    for page in sorted(pages, key=lambda page: bool(places.of[page.planned.key].hidden)):
        place = places.of[page.planned.key]
        for number in page.documents:
            key = Key(Kind.DOCUMENT, number)
            if key not in found and number in documents.placed:
                own = "" if place.hidden else documents.published_address(number)
                found[key] = Destination(own or place.address)
    return found


def virtual_address(article: Article, places: Places, documents: Documents) -> str:
    """Return where a virtual article leads now; empty when nothing is there."""
    key, place = places.find(article.key)
    if key.kind == Kind.DOCUMENT:
        return documents.published_address(key.id) if key.id in documents.placed else ""
    return place.address if place else ""
