"""What a SPIP site holds, the same for every version: the values that `tools.spip.dumps` returns.

Dates and texts are as SPIP stored them, with their letters repaired; a date of zeros is empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """What SPIP numbers, under the name that its addresses and its table of addresses give it."""

    ARTICLE = "article"
    RUBRIQUE = "rubrique"
    BREVE = "breve"
    SITE = "site"
    KEYWORD = "mot"
    AUTHOR = "auteur"
    DOCUMENT = "document"


PUBLISHED = "publie"
"""The status of what SPIP showed; what has none, as authors have, was shown too."""
UNWANTED: Mapping[str, str] = {"refuse": "refusé dans SPIP", "poubelle": "à la poubelle de SPIP"}
"""The statuses of what nothing is taken over of, with the reason."""
LOGOS = frozenset({"logoon", "logooff", "vignette"})
"""The modes of the files that only illustrate: nobody links to them."""
WITH_ARTICLE: Mapping[str, str] = {
    Kind.ARTICLE: "l’article",
    Kind.RUBRIQUE: "la rubrique",
    Kind.BREVE: "la brève",
    Kind.SITE: "le site",
    Kind.KEYWORD: "le mot-clé",
    Kind.AUTHOR: "l’auteur",
    Kind.DOCUMENT: "le document",
}
"""What each is called in French."""


@dataclass(frozen=True, order=True)
class Key:
    """One object: `article 12`."""

    kind: str
    """A `Kind`, or what a plugin numbers."""
    id: int

    @property
    def name(self) -> str:
        """Return `article 12`."""
        return f"{self.kind} {self.id}"


@dataclass(frozen=True)
class SpipObject:
    """A row of a table of objects."""

    kind: ClassVar[Kind]
    id: int
    others: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    """What columns that we do not know hold, by their name: those that plugins add."""

    @property
    def key(self) -> Key:
        """Return the object's key."""
        return Key(self.kind, self.id)


@dataclass(frozen=True)
class Article(SpipObject):
    """A row of `spip_articles`."""

    kind = Kind.ARTICLE
    title: str
    rubrique: int = 0
    overtitle: str = ""
    """`surtitre`."""
    subtitle: str = ""
    """`soustitre`."""
    summary: str = ""
    """`descriptif`."""
    lead: str = ""
    """`chapo`."""
    text: str = ""
    postscript: str = ""
    date: str = ""
    date_written: str = ""
    """`date_redac`: the date of an earlier publication."""
    date_modified: str = ""
    status: str = ""
    language: str = ""
    translation_of: int = 0
    """`id_trad`."""
    leads_to: str = ""
    """Of a virtual article: a shortcut (`art3`, `rub2`) or an address, without `=`; else empty."""
    site_name: str = ""
    site_url: str = ""


@dataclass(frozen=True)
class Rubrique(SpipObject):
    """A row of `spip_rubriques`."""

    kind = Kind.RUBRIQUE
    title: str
    parent: int = 0
    summary: str = ""
    text: str = ""
    status: str = ""
    date: str = ""


@dataclass(frozen=True)
class Breve(SpipObject):
    """A row of `spip_breves`: a short item of news, with one link."""

    kind = Kind.BREVE
    title: str
    rubrique: int = 0
    date: str = ""
    text: str = ""
    link_title: str = ""
    link_url: str = ""
    status: str = ""


@dataclass(frozen=True)
class Site(SpipObject):
    """A row of `spip_syndic`: another site that this one lists."""

    kind = Kind.SITE
    name: str
    url: str = ""
    rubrique: int = 0
    summary: str = ""
    status: str = ""


@dataclass(frozen=True)
class Keyword(SpipObject):
    """A row of `spip_mots`."""

    kind = Kind.KEYWORD
    title: str
    group: str = ""
    """The title of its group."""
    summary: str = ""
    text: str = ""


@dataclass(frozen=True)
class Document(SpipObject):
    """A row of `spip_documents`."""

    kind = Kind.DOCUMENT
    file: str
    """Below `IMG/`, as stored but without `IMG/`; an address where `remote`."""
    extension: str = ""
    title: str = ""
    summary: str = ""
    credits: str = ""
    alt: str = ""
    date: str = ""
    mode: str = ""
    """`vignette`, `image`, `document`, `logoon`, `logooff`."""
    status: str = ""
    remote: bool = False


Item: TypeAlias = Article | Rubrique | Breve
"""What has texts and, if it is published, a page."""


@dataclass(frozen=True)
class OldAddress:
    """A row of `spip_urls`: an address that SPIP answers to still."""

    url: str
    key: Key
    date: str = ""
    parent: int = 0
    """`id_parent`: the rubrique whose address stands before this one, where addresses show the tree."""


@dataclass(frozen=True)
class Repair:
    """A text whose letters were read in a wrong encoding; it is right in the records."""

    table: str
    id: str
    column: str
    before: str
    """Some words around the first place, as stored."""
    after: str


@dataclass(frozen=True)
class Records:
    """A whole site, sorted by number. No login, password, e-mail or address of a visitor is in it."""

    version: str
    """`2.1`, `3.2`, `4.4`: as far as the dump says; else `inconnue`."""
    newline_breaks: bool
    """Whether a single newline was shown as a line break: from 3.0 on."""
    address: str = ""
    """`adresse_site`, without a final slash."""
    name: str = ""
    articles: tuple[Article, ...] = ()
    rubriques: tuple[Rubrique, ...] = ()
    breves: tuple[Breve, ...] = ()
    sites: tuple[Site, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    documents: tuple[Document, ...] = ()
    old_addresses: tuple[OldAddress, ...] = ()
    authors: Mapping[int, str] = field(default_factory=dict)
    """Names alone, of those who signed something: the table holds visitors too."""
    authors_of: Mapping[Key, tuple[int, ...]] = field(default_factory=dict)
    keywords_of: Mapping[Key, tuple[int, ...]] = field(default_factory=dict)
    documents_of: Mapping[Key, tuple[int, ...]] = field(default_factory=dict)
    """Attached to an object; from 4.0 on its logos too, which were files that no table names before."""
    forum_messages: int = 0
    """Counted, never read."""
    repairs: tuple[Repair, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Tables with rows of which nothing is taken, and how many rows: those of plugins."""
    missing: tuple[str, ...] = ()
    """Tables that a whole dump has and this one has not: `spip_urls`."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Return articles, rubriques and brèves."""
        return (*self.articles, *self.rubriques, *self.breves)
