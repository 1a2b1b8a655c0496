"""One Markdown file, as its check has left it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

    @property
    def address(self) -> str:
        """Where the page stands on the site: `/actualites/colloque/`."""
        if self.section.name == "pages" and self.slug == "accueil":
            return "/"
        if self.section.name == "pages" and self.slug == "404":
            return "/404.html"
        return f"/{self.section.prefix}{self.slug}/"

    def value(self, name: str) -> object:
        """Return a field's value, None when it is not there."""
        if self.document is None or name not in self.document.fields:
            return None
        return self.document.fields[name].value

    def waits(self, today: dt.date) -> str:
        """Say why the page is not published yet, in French; empty when it is."""
        if self.value("statut") == "brouillon":
            return "brouillon"
        day = self.value("date")
        if type(day) is dt.date and day > today:
            return f"paraîtra le {day.isoformat()}"
        return ""
