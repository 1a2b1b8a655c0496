"""`invoke share`: the text to paste on a network by hand, the same words as the page's card.

Facebook folds a post away after some 470 characters: a title, the one or two
sentences of a summary (200 characters at most) and an address stay below.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import html

from plugins.checks.sources.check import read_sources
from plugins.core.facts import ASSOCIATION_FILE
from tools import report
from tools.newsletter.facts import read_facts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from plugins.texts.sources import Source


@dataclass(frozen=True)
class SharedText:
    """What the page's social card says."""

    title: str
    description: str
    address: str

    def __str__(self) -> str:
        """Return the text to paste: title, summary and address, one below the other."""
        return f"{self.title}\n\n{self.description}\n\n{self.address}"


class ShareError(ValueError):
    """There is nothing to share; the message is French and for the editor."""


def run(root: Path, slug: str, today: dt.date) -> None:
    """Print the text for a page; exit 1 and say why if it cannot be shared."""
    content = root / "content"
    try:
        page = find_page(read_sources(content, None), slug, today)
    except ShareError as error:
        report.fail(str(error))
    facts, problems = read_facts(content)
    if not facts:
        report.fail("Le texte n’a pas été fait.", problems)
    if not facts.address:
        report.fail(
            f"{content.name}/{ASSOCIATION_FILE}: site.adresse : à compléter, sans elle rien ne se partage"
        )
    with report.built_aside(today, root=root, content=content) as (made, site):
        if made.problems:
            report.fail("Le site n’a pas pu être construit : il n’y a rien à partager.", made.problems)
        card = read_card((site / page.address.strip("/") / "index.html").read_text(encoding="utf-8"))
    print(card)


def find_page(sources: Sequence[Source], slug: str, today: dt.date) -> Source:
    """Return the page that a slug, an address or a file name means.

    Raises:
        ShareError: no page is called that, several are, or it is not published yet.
    """
    wanted = slug.strip().strip("/")
    pages = [
        source
        for source in sources
        if wanted
        and source.address.endswith("/")
        and wanted in (source.slug, source.address.strip("/"), source.path, f"content/{source.path}")
    ]
    if not pages:
        slugs = [source.slug for source in sources]
        near = [name for name in slugs if wanted in name] or difflib.get_close_matches(wanted, slugs)
        remedy = (
            f"écrivez « {' » ou « '.join(near[:3])} » ?"
            if wanted and near
            else "donnez le nom du fichier, sans la date ni .md"
        )
        raise ShareError(f"aucune page ne s’appelle « {slug} » → {remedy}")
    if len(pages) > 1:
        choice = " ou ".join(page.address.strip("/") for page in pages)
        raise ShareError(f"plusieurs pages s’appellent « {slug} » → écrivez {choice}")
    reason = pages[0].waits(today)
    if reason:
        raise ShareError(f"la page n’est pas encore publiée ({reason}) → publiez-la d’abord")
    return pages[0]


def read_card(page: str) -> SharedText:
    """Read the social card of a written page."""
    tree = html.document_fromstring(page)
    title, description, address = (
        str(tree.xpath(f"string(//meta[@property='og:{name}']/@content)"))
        for name in ("title", "description", "url")
    )
    return SharedText(title, description, address)
