"""Which feeds the site offers: their names, contents, addresses and formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.resources.facets import Facet

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from plugins.feeds.entries import Entry

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

    def takes(self, entry: Entry) -> bool:
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


SECTIONS: Final = (
    Channel(
        "actualites",
        "Actualités",
        "Les prises de position, rencontres, plénières et colloques du comité.",
        "/actualites/",
        ("actualites",),
        formats=(RSS, ATOM, JSON),
    ),
    Channel(
        "ressources",
        "Ressources",
        "Les codes, lois, articles et outils qui entrent dans nos ressources.",
        "/ressources/",
        ("ressources",),
        formats=(RSS, ATOM, JSON),
    ),
    # Bistrots have no date of publication, and Atom demands one
    Channel(
        "bistrots",
        "Bistrots du social",
        "Les bistrots du social, et chaque soirée dès qu’elle a une date.",
        "/bistrots/",
        ("bistrots",),
    ),
)
THEME_SECTIONS: Final = ("actualites", "ressources")
"""Who follows a theme wants all that is new on it."""


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
        *(channel for channel in SECTIONS if set(channel.sections) & set(sections)),
        *(
            Channel(
                f"themes/{theme}",
                label,
                f"Les actualités et les ressources sur le thème « {label} ».",
                Facet("theme", theme).address if Facet("theme", theme) in lists else "/actualites/",
                THEME_SECTIONS,
                theme,
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
