"""Makes the library of resources: a list by type, theme or year, and what a resource's page says besides.

`facets` sorts the resources into lists by type, theme and year; `related`,
`citation` and `reading_time` know what belongs to one of them. Templates have
`liste(…)`, the list of all resources or of one type, theme or year; `listes()`, the
addresses of the latter; `fiche(page)`, a resource's particulars.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap
from typing import TYPE_CHECKING, Any, Final

from pelican import signals

from plugins.core.pelican import contents_of, offer, site_of
from plugins.resources.citation import citation
from plugins.resources.facets import ROOT, Facet, description, title
from plugins.resources.lists import Axis, Lists, Resource, axes_of, sort_into_lists, values_of
from plugins.resources.reading_time import minutes
from plugins.resources.related import related
from plugins.texts.convert import text_of
from plugins.texts.passages import count_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.core.site import Site
    from plugins.core.vocabularies import Vocabulary

SECTION: Final = "ressources"
TEMPLATE: Final = "facet"


@dataclass(frozen=True)
class Resources:
    """The resources of one build, sorted once."""

    pages: Mapping[str, Any]
    """Pelican's page by slug."""
    lists: Lists
    values: Mapping[str, tuple[str, ...]]
    related: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Listing:
    """The list of one facet, or of all resources, as templates show it."""

    facet: Facet | None
    library: Resources
    vocabularies: Mapping[str, Vocabulary]

    @property
    def address(self) -> str:
        """Return the address of its page, from the site's root."""
        return self.facet.address if self.facet else ROOT

    @property
    def title(self) -> str:
        """Return its name; an editor names that of all resources."""
        return title(self.facet, self.vocabularies) if self.facet else ""

    @property
    def description(self) -> str:
        """Return a sentence that presents it; an editor presents that of all resources."""
        return description(self.facet, self.count, self.vocabularies) if self.facet else ""

    @property
    def count(self) -> int:
        """Return how many resources it has."""
        return len(self.library.lists[self.facet])

    @property
    def resources(self) -> tuple[Any, ...]:
        """Return their pages, sorted by title."""
        return tuple(self.library.pages[slug] for slug in self.library.lists[self.facet])

    @property
    def axes(self) -> tuple[Axis, ...]:
        """Return where it leads."""
        return axes_of(self.facet, self.library.lists, self.library.values, self.vocabularies)


@dataclass(frozen=True)
class Particulars:
    """What a resource's page says besides its text."""

    reading: int
    """Minutes for the page's own text."""
    document_reading: int
    """Minutes for its document, 0 when there is none or no words can be read in it."""
    citation: str
    related: tuple[Any, ...]


def _offer(pelican: Any) -> None:
    site = site_of(pelican)
    offer(
        pelican,
        liste=lambda **choice: _listing(site, next(starmap(Facet, choice.items()), None)),
        listes=lambda: [facet.address for facet in site.part(Resources).lists if facet],
        fiche=lambda page: _particulars(site, page),
    )


def _sort(generators: list[Any]) -> None:
    """Sort the resources, before any page that shows some is written."""
    site = site_of(generators[0])
    pages = {page.slug: page for page in contents_of(generators) if page.section == SECTION}
    resources = [
        Resource(slug, page.title, page.type, tuple(page.themes), str(page.annee or ""), page.date.date())
        for slug, page in pages.items()
    ]
    lists = sort_into_lists(resources)
    values = values_of(lists, site.facts.vocabularies)
    site.add(Resources(pages, lists, values, related(resources)))


def _listing(site: Site, facet: Facet | None) -> Listing | None:
    """Return a list, or None when no resource belongs to it."""
    resources = site.part(Resources)
    return Listing(facet, resources, site.facts.vocabularies) if facet in resources.lists else None


def _particulars(site: Site, page: Any) -> Particulars:
    resources = site.part(Resources)
    address = page.lien or f"{site.address}/{page.url}"
    return Particulars(
        minutes(text_of(page).word_count),
        minutes(count_words(getattr(page, "document_text", ""))),
        citation(page.auteur or "", page.title, page.source, str(page.annee or ""), address),
        tuple(resources.pages[slug] for slug in resources.related[page.slug]),
    )


def _write(generator: Any, writer: Any) -> None:
    """Write the page of each list but that of all, which an editor writes (`pages/ressources.md`)."""
    site = site_of(generator)
    for facet in site.part(Resources).lists:
        listing = _listing(site, facet)
        if listing and facet:
            folder = facet.address.lstrip("/")
            writer.write_file(
                f"{folder}index.html",
                generator.get_template(TEMPLATE),
                generator.context,
                template_name=TEMPLATE,
                url=folder,
                listing=listing,
                paginated={"resources": listing.resources},
            )


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_offer)
    signals.all_generators_finalized.connect(_sort)
    signals.page_writer_finalized.connect(_write)
