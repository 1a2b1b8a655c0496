"""Writes one page: its front matter and its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.texts.front_matter import yaml_text
from tools.spip.pages.items import french_name
from tools.spip.pages.summaries import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tools.spip.pages.site_plan import Planned


def page_text(
    page: Planned,
    summary: str,
    markdown: str,
    *,
    draft: bool,
    to_confirm: Sequence[str] = (),
    old_addresses: Sequence[str] = (),
) -> str:
    """Return the file of a page.

    Args:
        page: as it was planned.
        summary: of `tools.spip.pages.summaries`.
        markdown: its text.
        draft: whether it waits for somebody to read it again.
        to_confirm: what that person has to look at.
        old_addresses: those that lead to it.
    """
    lines = _lines(page, summary, draft=draft, to_confirm=to_confirm, old_addresses=old_addresses)
    return "\n".join(["---", *lines, "---", "", markdown.strip(), ""])


def _lines(
    page: Planned, summary: str, *, draft: bool, to_confirm: Sequence[str], old_addresses: Sequence[str]
) -> Iterator[str]:
    yield f"titre: {yaml_text(one_line(page.title))}"
    if draft:
        yield "statut: brouillon"
    if page.date:
        yield f"date: {page.date}"
    yield f"resume: {yaml_text(summary)}"
    for name, value in page.fields.items():
        if isinstance(value, str):
            if value:
                plain = name in ("type", "annee", "lien", "mise_a_jour")
                yield f"{name}: {value if plain else yaml_text(one_line(value))}"
        else:
            yield from _list(name, value, quoted=False)
    yield from _list("anciennes_adresses", old_addresses)
    yield from _list("d_apres", [page.origin or f"ancien site, {french_name(page.key)}"])
    if draft:
        yield from _list("a_confirmer", [f"{one_line(reason)} : qui relit" for reason in to_confirm])


def _list(name: str, items: Sequence[str], *, quoted: bool = True) -> Iterator[str]:
    if items:
        yield f"{name}:"
        yield from (f"  - {yaml_text(item) if quoted else item}" for item in items)
