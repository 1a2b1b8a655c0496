"""What `content/` holds already: titles, addresses and files that imported pages may not take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.checks.sources.check import read_sources
from plugins.core.folders import files_below
from plugins.core.sections import SECTIONS
from plugins.core.vocabularies import load_vocabularies

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.core.problems import Problem
    from plugins.core.vocabularies import Vocabulary

GENERATED = frozenset(
    {
        *(section.address_start for section in SECTIONS if section.address_start),
        *("ancien-site", "cartes", "documents", "feeds", "index", "media", "theme"),
    }
)
"""First parts of addresses at the site's root that are no page of `pages/`."""


@dataclass(frozen=True)
class Existing:
    """The site as it is before the import."""

    content: Path
    vocabularies: Mapping[str, Vocabulary] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    """Casefolded title → the file that bears it, below the content folder."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Address of a page, drafts included → its file."""
    published: frozenset[str] = frozenset()
    """The files of pages that visitors see."""
    files: frozenset[str] = frozenset()
    themes_with_list: frozenset[str] = frozenset()
    """Themes that a published resource bears: `/ressources/theme/X/` exists."""

    def page_titled(self, title: str) -> str:
        """Return the address of the page that visitors see under a title; empty when there is none."""
        path = self.titles.get(title.casefold(), "")
        found = (address for address, file in self.addresses.items() if file == path)
        return next(found, "") if path in self.published else ""

    def file(self, name: str) -> str:
        """Return a text file of the content folder; empty when there is none."""
        path = self.content / name
        return path.read_text(encoding="utf-8-sig") if path.is_file() else ""


def read_existing(content: Path, today: dt.date) -> tuple[Existing, tuple[Problem, ...]]:
    """Read the content folder; the problems are those of its vocabulary."""
    vocabularies, problems = load_vocabularies(content)
    sources = read_sources(content, None)
    titles: dict[str, str] = {}
    addresses: dict[str, str] = {}
    themes: set[str] = set()
    for source in sources:
        addresses[source.address] = source.path
        title = source.value("titre")
        if isinstance(title, str):
            titles[title.strip().casefold()] = source.path
        borne = source.value("themes")
        if source.section.name == "ressources" and not source.waits(today) and isinstance(borne, list):
            themes.update(map(str, borne))
    existing = Existing(
        content,
        vocabularies,
        titles,
        addresses,
        frozenset(source.path for source in sources if not source.waits(today)),
        frozenset(files_below(content)),
        frozenset(themes),
    )
    return existing, problems
