"""Which feeds the site offers: their names, contents, addresses and formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.core.sections import SECTIONS, Section
from plugins.resources.facets import Facet

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from plugins.feeds.entries import FeedItem

FOLDER: Final = "feeds"


@dataclass(frozen=True)
class Format:
    """A way to write a feed: the suffix of its address, its name for visitors, its media type."""

    suffix: str
    name: str
    mime: str


RSS: Final = Format("rss", "RSS", "application/rss+xml")
ATOM: Final = Format("atom", "Atom", "application/atom+xml")
JSON: Final = Format("json", "JSON Feed", "application/feed+json")


@dataclass(frozen=True)
class Channel:
    """A feed in all its formats."""

    key: str
    """Its address below `/feeds/`, without the suffix; never to change, people have copied it."""
    title: str
    """In the list of the page “S’abonner”; readers show it after the site's name."""
    description: str
    page: str
    """The page it accompanies, from the site's root."""
    sections: tuple[str, ...]
    theme: str = ""
    facet: Facet | None = None
    """Of the list of resources that it accompanies, where it is not that of all."""
    formats: tuple[Format, ...] = (RSS,)
    """RSS first: it is what every reader understands."""
    coming: bool = False
    """Whether it announces what is to come: the soonest first, and without what is past."""
    contents: str = ""
    """Of the feed of a theme: what it brings, « Les actualités et les ressources »."""

    def takes(self, entry: FeedItem) -> bool:
        """Tell whether an entry belongs to the feed."""
        return (
            entry.section in self.sections
            and (not self.theme or any(topic.identifier == self.theme for topic in entry.topics))
            and (self.facet is None or self.facet in entry.facets)
        )

    def path(self, form: Format, archive: int | None = None) -> str:
        """Return the address of the feed, or of one of its archives, from the site's root."""
        name = self.key if archive is None else f"{self.key}/archive-{archive}"
        return f"/{FOLDER}/{name}.{form.suffix}"


FED: Final = tuple(section for section in SECTIONS if section.feed)
THEMED: Final = tuple(section for section in FED if section.field("themes"))
"""Who follows a theme wants all that is new on it."""


def _of_section(section: Section) -> Channel:
    # Atom demands a date of every entry: evenings have one, the bistrots themselves do not
    formats = (RSS, ATOM, JSON) if section.dated else (RSS,)
    page = f"/{section.prefix}"
    return Channel(
        section.name,
        section.plural,
        section.feed,
        page,
        (section.name,),
        formats=formats,
        coming=not section.dated,
    )


def _of_theme(theme: str, label: str, page: str) -> Channel:
    names = [f"les {section.plural.lower()}" for section in THEMED]
    contents = ", ".join(names[:-1]) + " et " * (len(names) > 1) + names[-1]
    contents = contents[:1].upper() + contents[1:]
    return Channel(
        f"themes/{theme}",
        label,
        f"{contents} sur le thème « {label} ».",
        page,
        tuple(section.name for section in THEMED),
        theme,
        contents=contents,
    )


def catalogue(
    sections: Collection[str], themes: Mapping[str, str], lists: Mapping[Facet, str]
) -> tuple[Channel, ...]:
    """Return the feeds that have something to say.

    Args:
        sections: those that have entries.
        themes: label by identifier, of those that have entries, in their order.
        lists: title by facet, of the lists of resources that have entries, in their order.
    """
    return (
        *(_of_section(section) for section in FED if section.name in sections),
        *(
            _of_theme(
                theme,
                label,
                Facet("theme", theme).address if Facet("theme", theme) in lists else f"/{THEMED[0].prefix}",
            )
            for theme, label in themes.items()
        ),
        *(
            Channel(
                f"ressources/{facet.key}",
                title,
                f"{title} : ce qui arrive dans cette liste.",
                facet.address,
                ("ressources",),
                facet=facet,
            )
            for facet, title in lists.items()
        ),
    )
