"""Where each object is on the new site: what links are answered with, and where old addresses lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from plugins.core.link_addresses import address_problem
from tools.spip.addresses.old_site import old_site
from tools.spip.addresses.settling import Destination
from tools.spip.choices.choices import IGNORED
from tools.spip.markup.plain import title_of
from tools.spip.pages.resolving import Place, Places
from tools.spip.pages.site_plan import LINKS, PUBLISHED
from tools.spip.records import Key, Kind

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
_KINDS: Final = {
    **dict.fromkeys(("", "art", "article"), Kind.ARTICLE),
    **dict.fromkeys(("rub", "rubrique"), Kind.RUBRIQUE),
    **dict.fromkeys(("br", "breve", "brève"), Kind.BREVE),
    **dict.fromkeys(("doc", "document", "im", "img", "image", "emb"), Kind.DOCUMENT),
    "site": Kind.SITE,
    "mot": Kind.KEYWORD,
}


def places_of(
    records: Records, choices: Choices, plan: Plan, existing: Existing, old: OldAddresses
) -> Places:
    """Return where everything is that is no page of its own; pages are added while they are converted."""
    before = old_site(records.address, old)
    titles = {rubrique.id: title_of(rubrique.title) for rubrique in records.rubriques}
    places = {
        item.key: Place(item.address, titles.get(item.key.id, ""))
        for item in plan.others
        if item.redirected and item.key.kind == Kind.RUBRIQUE.value
    }
    for keyword in records.keywords:
        theme = choices.keywords.get(keyword.id, IGNORED)
        places[Key(Kind.KEYWORD.value, keyword.id)] = Place(
            _theme_list(theme, existing), title_of(keyword.title)
        )
    for site in records.sites:
        if site.status == PUBLISHED and not address_problem(site.url):
            places[Key(Kind.SITE.value, site.id)] = Place(site.url, site.name)
    aliases: dict[Key, Key] = {}
    for article in plan.virtual:
        key, target = Key(Kind.ARTICLE.value, article.id), object_named(article.leads_to, before)
        if target:
            aliases[key] = target
        elif not address_problem(article.leads_to.strip()):
            places[key] = Place(article.leads_to.strip(), title_of(article.title))
    return Places(places, before, aliases)


def object_named(leads_to: str, site: OldSite) -> Key | None:
    """Return the object that a virtual article names by shortcut or by an address of the old site."""
    found = _SHORTCUT.fullmatch(leads_to)
    if found and found[1].lower() in _KINDS:
        return Key(_KINDS[found[1].lower()].value, int(found[2]))
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
        left = {item.key.id for item in plan.others if item.key.kind == Kind.SITE.value}
        shown = [site.id for site in records.sites if site.id not in left]
        found |= {Key(Kind.SITE.value, number): Destination(places.of[LINKS].address) for number in shown}
    for article in plan.virtual:
        address = virtual_address(article, places, documents)
        if address:
            found[Key(Kind.ARTICLE.value, article.id)] = Destination(address)
    keywords = (Key(Kind.KEYWORD.value, keyword.id) for keyword in records.keywords)
    found |= {key: Destination(places.of[key].address) for key in keywords}
    return found | _destinations_of_documents(places, pages, documents)


def _destinations_of_documents(
    places: Places, pages: Sequence[Page], documents: Documents
) -> dict[Key, Destination]:
    """Return each document's published copy; of an image, or where a draft has it, the page or its list."""
    found: dict[Key, Destination] = {}
    for page in sorted(pages, key=lambda page: bool(places.of[page.planned.key].hidden)):
        place = places.of[page.planned.key]
        for number in page.documents:
            key = Key(Kind.DOCUMENT.value, number)
            if key not in found and number in documents.placed:
                own = "" if place.hidden else documents.published_address(number)
                found[key] = Destination(own or place.address)
    return found


def virtual_address(article: Article, places: Places, documents: Documents) -> str:
    """Return where a virtual article leads now; empty when nothing is there."""
    key, place = places.find(Key(Kind.ARTICLE.value, article.id))
    if key.kind == Kind.DOCUMENT.value:
        return documents.published_address(key.id) if key.id in documents.placed else ""
    return place.address if place else ""


def _theme_list(theme: str, existing: Existing) -> str:
    return f"/ressources/theme/{theme}/" if theme in existing.themes_with_list else "/ressources/"
