"""The sources of one build: which there are, which of them have a page, and which page each has."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.core.sections import OWN_ADDRESSES
from plugins.texts.dates import PartialDate, read_partial_date

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from plugins.core.problems import Problem
    from plugins.core.sections import Section
    from plugins.texts.front_matter import Document


@dataclass(frozen=True)
class Source:
    """One Markdown file of the content folder."""

    path: str
    """Relative to the content folder, with forward slashes."""
    section: Section
    slug: str
    document: Document | None
    """None when the file cannot be read."""
    problems: tuple[Problem, ...]
    digest: str = ""
    """Hash of the file's bytes."""
    unread_draft: bool = False
    """Whether the front matter cannot be read, but for its line `statut: brouillon`."""

    @property
    def address(self) -> str:
        """Where the page stands on the site: `/actualites/colloque/`."""
        return f"/{OWN_ADDRESSES.get(self.path, f'{self.section.prefix}{self.slug}/')}"

    @property
    def is_draft(self) -> bool:
        """Whether the file says that it is not to be published yet."""
        return self.unread_draft or self.value("statut") == "brouillon"

    def value(self, name: str) -> object:
        """Return a field's value in texts, as typed; None when it is not there."""
        if self.document is None or name not in self.document.fields:
            return None
        return self.document.fields[name].value

    @property
    def date(self) -> PartialDate | None:
        """Return when the page appears, as far as it is known; None when it has no date that can be read."""
        return read_partial_date(str(self.value("date")))

    def waits(self, today: dt.date) -> str:
        """Say why the page is not published yet, in French; empty when it is."""
        if self.is_draft:
            return "brouillon"
        if self.date and self.date.first > today:
            return f"paraîtra le {self.date.first.isoformat()}"
        return ""


@dataclass
class Sources:
    """The Markdown files that the build has read, by path below the content folder."""

    all: dict[str, Source]
    faulty: frozenset[str]
    """Paths of those that have problems: they get no page, and the build fails at its end but for drafts."""
    waiting: dict[str, str]
    """Paths of those that are not published yet, each with the reason in French."""
    shows_waiting: bool
    """Whether those have a page all the same: in the preview."""
    pages: dict[str, str] = field(default_factory=dict)
    """The source's path by its written page's, as Pelican names both."""

    def without_page(self, source: Source) -> bool:
        """Tell whether a source has no page in this build."""
        waits = source.path in self.waiting and not self.shows_waiting
        return source.document is None or source.path in self.faulty or waits

    def source_of(self, path: str, content: Path) -> Source | None:
        """Return the source at a path, given the content folder; None if it is none."""
        return self.all.get(os.path.relpath(path, content).replace(os.sep, "/"))

    @property
    def document_titles(self) -> dict[str, str]:
        """Return the title of each page that offers a document, by the document's path in the content folder.

        A document that two pages offer bears the title of the first.
        """
        titles: dict[str, str] = {}
        for source in self.all.values():
            name, title = source.value("document"), source.value("titre")
            if name and title:
                titles.setdefault(f"{source.section.folder}/{name}", str(title).strip())
        return titles
