"""Makes the library of resources: a page for each list that exists, and what a resource's page says besides.

`facets` sorts the resources into lists by type, theme and year; `related`,
`citation` and `reading_time` know what belongs to one of them. Templates have
`liste(…)`, the list of all resources or of one selection; `listes_a_un_critere()`,
for the site map; `fiche(page)`, a resource's particulars.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pelican import signals

from plugins.facets import Selection, description, title
from plugins.resources.citation import citation
from plugins.resources.facets import Axis, Lists, Resource, axes_of, sort_into_lists, values_of
from plugins.resources.reading_time import minutes, plain
from plugins.resources.related import related

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.vocabulary import Vocabulary

SETTING: Final = "RESOURCE_LIBRARY"
"""Where the settings hold the `Library` of one build."""
SECTION: Final = "ressources"
TEMPLATE: Final = "facet"


@dataclass(frozen=True)
class Library:
    """The resources of one build, sorted once."""

    pages: Mapping[str, Any]
    """Pelican's page by slug."""
    lists: Lists
    values: Mapping[str, tuple[str, ...]]
    related: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Listing:
    """One list, as templates show it."""

    selection: Selection
    library: Library
    vocabularies: Mapping[str, Vocabulary]

    @property
    def address(self) -> str:
        """Return the address of its page, from the site's root."""
        return self.selection.address

    @property
    def title(self) -> str:
        """Return its name."""
        return title(self.selection, self.vocabularies)

    @property
    def description(self) -> str:
        """Return a sentence that presents it."""
        return description(self.selection, self.count, self.vocabularies)

    @property
    def count(self) -> int:
        """Return how many resources it has."""
        return len(self.library.lists[self.selection])

    @property
    def resources(self) -> tuple[Any, ...]:
        """Return their pages, sorted by title."""
        return tuple(self.library.pages[slug] for slug in self.library.lists[self.selection])

    @property
    def axes(self) -> tuple[Axis, ...]:
        """Return where it leads."""
        return axes_of(self.selection, self.library.lists, self.library.values, self.vocabularies)


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
    settings = pelican.settings
    settings[SETTING] = Library({}, {}, {}, {})
    settings["JINJA_GLOBALS"] = {
        **settings["JINJA_GLOBALS"],
        "liste": lambda **choices: _listing(settings, Selection(**choices)),
        "listes_a_un_critere": lambda: [one.address for one in settings[SETTING].lists if one.size == 1],
        "fiche": lambda page: _particulars(settings, page),
    }


def _sort(generators: list[Any]) -> None:
    """Sort the resources, before any page that shows some is written."""
    settings, context = generators[0].settings, generators[0].context
    pages = {page.slug: page for page in context["pages"] if page.section == SECTION}
    resources = [
        Resource(slug, page.title, page.type, tuple(page.themes), str(page.annee or ""), page.date.date())
        for slug, page in pages.items()
    ]
    lists = sort_into_lists(resources)
    values = values_of(lists, settings["VOCABULARIES"])
    settings[SETTING] = Library(pages, lists, values, related(resources))


def _listing(settings: Any, selection: Selection) -> Listing | None:
    """Return a list, or None when no resource belongs to it."""
    library: Library = settings[SETTING]
    if selection not in library.lists:
        return None
    return Listing(selection, library, settings["VOCABULARIES"])


def _particulars(settings: Any, page: Any) -> Particulars:
    library: Library = settings[SETTING]
    address = page.lien or f"{settings['SITE_ADDRESS']}/{page.url}"
    return Particulars(
        minutes(plain(page.content)),
        minutes(getattr(page, "document_text", "")),
        citation(page.auteur, page.title, page.source, str(page.annee or ""), address),
        tuple(library.pages[slug] for slug in library.related[page.slug]),
    )


def _write(generator: Any, writer: Any) -> None:
    """Write the page of each list but that of all, which an editor writes (`pages/ressources.md`)."""
    settings = generator.settings
    for selection in settings[SETTING].lists:
        listing = _listing(settings, selection)
        if listing and selection.size:
            folder = selection.address.lstrip("/")
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
