"""Lists the situations, « Que faire si… », and asks for an opinion.

In: the pages of `content/situations/`. Out: `situations()` for templates, those pages in the order that
their editors chose (`ordre`, then the title); `formulaire_d_avis()`, the questions of « Demander un avis ».
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pelican import signals

from plugins.core.pelican import contents_of, offer, site_of
from plugins.situations.opinion_form import FORM

SECTION: Final = "situations"


@dataclass(frozen=True)
class Situations:
    """The pages of the section, in their order."""

    pages: tuple[Any, ...]


def _offer(pelican: Any) -> None:
    site = site_of(pelican)
    offer(pelican, situations=lambda: site.part(Situations).pages, formulaire_d_avis=lambda: FORM)


def _sort(generators: list[Any]) -> None:
    """Sort the pages, before any page that lists them is written."""
    pages = [page for page in contents_of(generators) if page.section == SECTION]
    pages.sort(key=lambda page: (page.ordre, page.title))
    site_of(generators[0]).add(Situations(tuple(pages)))


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_offer)
    signals.all_generators_finalized.connect(_sort)
