"""What articles, rubriques and brèves have in common: a date, texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.texts.dates import read_partial_date
from tools.spip.markup.plain import plain_text
from tools.spip.markup.values import Doubt
from tools.spip.records import Article, Breve, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.spip.records import Item, Key


def french_name(key: Key) -> str:
    """Return `brève 12`, as a title or a report says it."""
    return key.name.replace(Kind.BREVE, "brève")


def texts_of(item: Item) -> tuple[str, ...]:
    """Return every text of an object, in SPIP's markup, its title first; those of plugins' columns last."""
    if isinstance(item, Article):
        texts: Iterable[str] = (
            *(item.overtitle, item.subtitle, item.summary, item.lead, item.text, item.postscript),
            item.site_name,
        )
    elif isinstance(item, Breve):
        texts = (item.text, item.link_title)
    else:
        texts = (item.summary, item.text)
    return (item.title, *texts, *(text for _, text in sorted(item.others.items()) if text.strip()))


def words_of(texts: Iterable[str], between: str = "\n") -> str:
    """Return what texts say, without markup, each in one line."""
    return between.join(filter(None, map(plain_text, texts)))


def date_of(item: Item, doubts: list[Doubt]) -> str:
    """Return the first date that is known: of publication, of writing, of the last change."""
    dates = [("", item.date)]
    if isinstance(item, Article):
        dates += [
            ("d’une publication antérieure", item.date_written),
            ("de la dernière modification", item.date_modified),
        ]
    for name, stored in dates:
        known = day_of(stored)
        if known:
            if name:
                doubts.append(Doubt(f"sans date de parution : c’est celle {name}", blocking=False))
            return known
    return ""


def day_of(stored: str) -> str:
    """Return `2012-05-03 10:00:00` as `2012-05-03`, `2012-05-00` as `2012-05`; empty for what is no date."""
    day = re.sub(r"(?:-00){1,2}$", "", stored.strip()[:10])
    known = read_partial_date(day)
    return known.iso if known else ""
