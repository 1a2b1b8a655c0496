"""What goes into a conversion and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tools.spip.records import Key


@dataclass(frozen=True)
class Media:
    """A document that a text shows or offers."""

    address: str
    """A file's name beside the page, or an address."""
    is_image: bool
    title: str = ""
    alt: str = ""
    caption: str = ""
    """Below it: description and credits, in SPIP's markup taken out."""


@dataclass(frozen=True)
class Target:
    """Where a link leads on the new site."""

    address: str
    """`/ressources/x/`, `https://…`, `mailto:…`, or a file's name beside the page."""
    title: str = ""
    """The words of a link that has none: the title of what it leads to."""
    image: Media | None = None
    """An image of the site: it is shown, since no address is its own."""


@dataclass(frozen=True)
class Doubt:
    """What the new page does not say as the old one did."""

    problem: str
    """In French, for the report: « le lien vers l’article 999, qui n’existe pas »."""
    words: str = ""
    """The words that the page does not show, so that the report does."""
    blocking: bool = True
    """Whether the page must be a draft for it; else the report only mentions it."""
    document: int = 0
    """The number of the document that the page does not show; 0: it is about something else."""


class Resolver(Protocol):
    """What a text's shortcuts name."""

    def object(self, key: Key, anchor: str) -> Target | None:
        """Return where an object is now; None when it does not exist or has no page."""

    def address(self, address: str) -> Target | None:
        """Return where an address typed in a text leads now: those of the old site become the new ones."""

    def media(self, document: int) -> Media | None:
        """Return a document; None when it does not exist or its file is missing."""


@dataclass(frozen=True)
class Converted:
    """One object's texts as Markdown."""

    markdown: str
    """Parts joined by blank lines, ends with a newline; notes last, numbered through all parts."""
    plain: str
    """Its first paragraphs' words, for a summary; no markup."""
    doubts: tuple[Doubt, ...] = ()
    documents: tuple[int, ...] = ()
    """The documents that it shows or links to."""


@dataclass(frozen=True)
class Part:
    """One of the texts of an object: `chapo`, `texte`, `ps`."""

    text: str
    heading: str = ""
    """Written before it, where the old page had one: « Post-scriptum »."""
    emphasis: bool = False
    """Whether the old page set it apart (`chapo`)."""
