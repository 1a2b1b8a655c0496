"""What one page says: the fields of its section and, in SPIP's markup, the parts of its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from plugins.checks.sources.values import LINK, MOST_THEMES
from tools.spip.choices.choices import IGNORED
from tools.spip.markup.plain import plain_text
from tools.spip.markup.values import Part
from tools.spip.pages.items import day_of
from tools.spip.records import Article, Breve, Rubrique

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.spip.choices.choices import Choices
    from tools.spip.records import Item, Key, Records

Fields: TypeAlias = dict[str, str | tuple[str, ...]]


def fields_of(item: Item, section: str, records: Records, choices: Choices) -> Fields:
    """Return the fields of the section, besides those that every page has and the date."""
    if section == "actualites":
        return {"themes": _themes(item, records, choices)}
    if section == "pages" or not isinstance(item, Article):
        changed = day_of(item.date_modified or item.date) if isinstance(item, Article) else ""
        return {"mise_a_jour": changed} if re.fullmatch(r"\d{4}-\d\d-\d\d", changed) else {}
    year = item.date_written[:4]
    return {
        "type": choices.rubriques[item.rubrique].type,
        "themes": _themes(item, records, choices),
        "auteur": _authors(item.key, records),
        "source": plain_text(item.site_name) or records.name or "l’ancien site du comité",
        "annee": year if re.fullmatch(r"(?:19|20)\d\d", year) else "",
        "lien": item.site_url.strip() if LINK.fullmatch(item.site_url.strip()) else "",
    }


def parts_of(item: Item, section: str, records: Records) -> Iterator[Part]:
    """Yield the texts in the order of the old page: above its lead what stood above it, notes at the end."""
    if isinstance(item, Article):
        yield from (Part(text) for text in (item.overtitle, item.subtitle) if text.strip())
        yield Part(item.lead, emphasis=True)
    yield Part(item.text)
    if isinstance(item, Article):
        yield from _outside(item.site_name, item.site_url)
    elif isinstance(item, Breve):
        yield from _outside(item.link_title, item.link_url)
    authors = _authors(item.key, records)
    if authors and section != "ressources":
        yield Part(f"Signé : {authors}")
    if isinstance(item, Article) and item.postscript.strip():
        yield Part(item.postscript, heading="Post-scriptum")


def link_to(name: str, address: str) -> str:
    """Return a link in SPIP's markup, whose name may hold signs of it."""
    words = " ".join(re.sub(r"[\[\]|]|->", " ", plain_text(name)).split())
    return f"[{words or address}->{address}]"


def _outside(name: str, address: str) -> Iterator[Part]:
    """Yield the link that SPIP showed below a text."""
    address = address.strip()
    if address and address not in ("http://", "https://"):  # what SPIP's form began with
        yield Part(f"Voir en ligne : {link_to(name, address)}")
    elif name.strip():
        yield Part(" ".join(name.split()))


def _themes(item: Item, records: Records, choices: Choices) -> tuple[str, ...]:
    """Return the themes of the keywords, else those of the rubrique; of an actualité, both."""
    numbers = records.keywords_of.get(item.key, ())
    themes = [choices.keywords[number] for number in numbers if number in choices.keywords]
    if not isinstance(item, Rubrique):
        choice = choices.rubriques[item.rubrique]
        if choice.section != "ressources" or not set(themes) - {IGNORED}:
            themes += choice.themes
    return tuple(dict.fromkeys(theme for theme in themes if theme != IGNORED))[:MOST_THEMES]


def _authors(key: Key, records: Records) -> str:
    names = (records.authors.get(number, "") for number in records.authors_of.get(key, ()))
    return ", ".join(filter(None, (plain_text(name) for name in names)))
