"""What `content/` holds already: titles, addresses and files that imported pages may not take."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.addresses.claims import LIST
from plugins.checks.sources.check import read_sources
from plugins.core.folders import files_below
from plugins.core.sections import SECTIONS
from plugins.core.toml_files import read_toml
from plugins.core.vocabularies import load_vocabularies
from plugins.resources.facets import VOCABULARIES, Facet
from plugins.resources.facets import title as facet_title

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Mapping
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
    """`title_key` of a title → the file that bears it, below the content folder; empty for a list's name."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Address of a page, drafts included → its file."""
    published: frozenset[str] = frozenset()
    """The files of pages that visitors see."""
    files: frozenset[str] = frozenset()
    themes_with_list: frozenset[str] = frozenset()
    """Themes that a published resource bears: `/ressources/theme/X/` exists."""

    def page_titled(self, title: str) -> str:
        """Return the address of the page that visitors see under a title; empty when there is none."""
        path = self.titles.get(title_key(title), "")
        found = (address for address, file in self.addresses.items() if file == path)
        return next(found, "") if path in self.published else ""

    def file(self, name: str) -> str:
        """Return a text file of the content folder; empty when there is none."""
        path = self.content / name
        return path.read_text(encoding="utf-8-sig") if path.is_file() else ""


def title_key(title: str) -> str:
    """Return what two titles have in common that readers cannot tell apart."""
    return " ".join(re.findall(r"\w+", title.casefold())) or title


def read_existing(
    content: Path, today: dt.date, own: Collection[str] = ()
) -> tuple[Existing, tuple[Problem, ...]]:
    """Read the content folder; the problems are those of the two files without which nothing can be done.

    Args:
        content: the folder.
        today: what is dated later is not seen yet.
        own: files below it that an earlier run of the same import made, and somebody has copied here.
    """
    vocabularies, problems = load_vocabularies(content)
    sources = [source for source in read_sources(content, None) if source.path not in own]
    titles = dict.fromkeys(map(title_key, _names_of_lists(vocabularies)), "")
    addresses: dict[str, str] = {}
    themes: set[str] = set()
    for source in sources:
        addresses[source.address] = source.path
        title = source.value("titre")
        if isinstance(title, str):
            titles[title_key(title)] = source.path
        borne = source.value("themes")
        if source.section.name == "ressources" and not source.waits(today) and isinstance(borne, list):
            themes.update(map(str, borne))
    existing = Existing(
        content,
        vocabularies,
        titles,
        addresses,
        frozenset(source.path for source in sources if not source.waits(today)),
        frozenset(files_below(content)) - frozenset(own),
        frozenset(themes),
    )
    return existing, (*problems, *read_toml(content / LIST, f"{content.name}/{LIST}").problems)


def _names_of_lists(vocabularies: Mapping[str, Vocabulary]) -> Iterator[str]:
    """Yield the titles of the pages that the build makes by itself."""
    for year in range(1990, 2100):
        yield f"Les actualités de {year}"
        yield facet_title(Facet("annee", str(year)), vocabularies)
    for axis, name in VOCABULARIES.items():
        yield from (facet_title(Facet(axis, value), vocabularies) for value in vocabularies.get(name, {}))
