"""Checks the written site as a visitor's browser would meet it: links, anchors, headings, images.

The rules look at the facts of the pages (`plugins.checks.written.facts`), never at their HTML. A problem
names the line of the Markdown file that the page comes from when the culprit can be found there, else the
setting or template.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from plugins.checks.written.facts import FACTS, LEFTOVERS, PageFacts, read_page
from plugins.checks.written.origins import Origin, find_line
from plugins.checks.written.pages import WrittenPages, parse_page
from plugins.core.folders import files_below
from plugins.core.problems import Problem
from plugins.core.progress import CHECKS, advance
from plugins.texts.leftovers import BRACES
from plugins.texts.unnamed import silent_image, silent_link

NOT_LINKED_TO: Final = {"index.html", "404.html"}


def check_site(
    written: WrittenPages,
    origin_of: Callable[[str], Origin | None],
    waiting: Mapping[str, str],
    fallbacks: tuple[Origin, ...],
) -> Iterator[Problem]:
    """Yield every problem of the written site.

    Args:
        written: the folder that was written, and what is known of its pages (`FACTS`).
        origin_of: returns the source of a page, if it was written from one.
        waiting: addresses that will exist later or whose source is faulty, with the
            reason; an empty reason means that the fault is reported elsewhere.
        fallbacks: where to look for what is not in a page's own source: settings, templates.
    """
    files = frozenset(files_below(written.folder))
    names = sorted(name for name in files if name.endswith(".html"))
    pages = {}
    for number, name in enumerate(names, start=1):
        pages[name] = written.read(FACTS, name)
        advance(CHECKS, number, len(names))
    site = _SiteRules(files, pages, origin_of, waiting, fallbacks)
    yield from _case_collisions(files)
    yield from site.problems()


def check_page(
    name: str, text: str, output: Path, extra: frozenset[str], origin: Origin, fallbacks: tuple[Origin, ...]
) -> Iterator[Problem]:
    """Yield the problems of one page that was written again, against a site that has been checked.

    Args:
        name: the page's file, relative to `output`.
        text: its HTML.
        output: the folder of the whole site.
        extra: files that are published besides those of the folder, relative to it.
        origin: the source of the page.
        fallbacks: as for `check_site`.
    """
    page = read_page(name, parse_page(text.encode()))
    site = _SiteRules(_Files(output, extra | {name}), _Pages(output, page), {name: origin}.get, {}, fallbacks)
    yield from dict.fromkeys(site.problems_of(page, Counter()))


@dataclass(frozen=True)
class _Files(Container[str]):
    """The files of a folder, looked up when asked for."""

    folder: Path
    extra: frozenset[str]

    def __contains__(self, name: object) -> bool:
        return name in self.extra or (self.folder / str(name)).is_file()


@dataclass(frozen=True)
class _Pages(Mapping[str, PageFacts]):
    """The pages of a folder, read when asked for; one of them is given."""

    folder: Path
    given: PageFacts

    def __getitem__(self, name: str) -> PageFacts:
        if name == self.given.path:
            return self.given
        if not name.endswith(".html") or not (self.folder / name).is_file():
            raise KeyError(name)
        return read_page(name, parse_page((self.folder / name).read_bytes()))

    def __iter__(self) -> Iterator[str]:
        yield self.given.path

    def __len__(self) -> int:
        return 1


def _case_collisions(files: frozenset[str]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name in sorted(files):
        first = seen.setdefault(name.casefold(), name)
        if first != name:
            yield Problem(
                name,
                0,
                f"ne se distingue de {first} que par des majuscules",
                "renommez un des deux fichiers d’origine",
            )


@dataclass(frozen=True)
class _SiteRules:
    """The rules, over everything that was written."""

    files: Container[str]
    pages: Mapping[str, PageFacts]
    origin_of: Callable[[str], Origin | None]
    waiting: Mapping[str, str]
    fallbacks: tuple[Origin, ...]

    def problems(self) -> Iterator[Problem]:
        seen: set[Problem] = set()
        linked: Counter[str] = Counter()
        for page in self.pages.values():
            for problem in self.problems_of(page, linked):
                if problem not in seen:  # a link of the menu stands in every page: once is enough
                    seen.add(problem)
                    yield problem
        yield from self._orphans(linked)
        yield from self._twin_titles()

    def problems_of(self, page: PageFacts, linked: Counter[str]) -> Iterator[Problem]:
        """Yield what is wrong with one page, and count in `linked` the pages that it leads to."""
        yield from self._structure(page)
        yield from self._links(page, linked)
        yield from self._loaded_files(page)

    def _structure(self, page: PageFacts) -> Iterator[Problem]:
        levels = [level for level, _ in page.headings]
        if levels.count(1) != 1:
            titles = [text for level, text in page.headings if level == 1]
            yield self._problem(
                page, titles[-1] if titles else "", f"{levels.count(1)} titres de niveau 1 dans la page",
                "dans le texte, commencez les titres à « ## »",
            )  # fmt: skip
        for (before, _), (level, text) in zip(page.headings, page.headings[1:], strict=False):
            if level > before + 1:
                yield self._problem(
                    page,
                    text,
                    f"le titre « {text} » saute du niveau {before} au niveau {level}",
                    f"écrivez-le avec {'#' * (before + 1)}",
                )
        for text in page.leftovers:
            yield self._problem(
                page,
                text,
                f"« {text} » est resté tel quel dans la page",
                "corrigez cette écriture",
                BRACES if text.startswith("{{") else "",
            )
        for image in page.images_without_text:
            yield self._problem(page, _stem(image), *silent_image(_stem(image)))
        for name, count in Counter(page.ids).items():
            if count > 1:
                yield self._problem(
                    page,
                    name,
                    f"l’ancre « {name} » existe {count} fois",
                    "changez le titre, ou donnez-lui une autre ancre : ## Un titre {#son-nom}",
                )

    def _links(self, page: PageFacts, linked: Counter[str]) -> Iterator[Problem]:
        for link in page.links:
            if not link.name:
                yield self._problem(page, link.href, *silent_link(link.href))
            target = link.target
            if target is None or ("{" in link.href and LEFTOVERS.search(link.href)):
                continue
            if target.path not in self.files:
                yield from self._dead(page, link.href, target.address)
                continue
            if target.path != page.path:
                linked[target.path] += 1
            if (
                target.fragment
                and target.path in self.pages
                and target.fragment not in self.pages[target.path].ids
            ):
                yield self._problem(
                    page,
                    link.href,
                    f"le lien {link.href} mène à une ancre qui n’existe pas",
                    "ouvrez la page, cliquez sur le titre voulu dans son sommaire et copiez l’adresse",
                )

    def _loaded_files(self, page: PageFacts) -> Iterator[Problem]:
        for file in page.loaded:
            address = file.address
            if address.startswith("data:"):
                continue
            if file.target is None:
                yield self._problem(
                    page,
                    address,
                    f"la page charge {urlsplit(address).netloc or address}, hors du site",
                    "posez le fichier à côté de la page et nommez-le simplement",
                )
            elif file.target.path not in self.files:
                yield self._problem(
                    page,
                    _stem(address),
                    f"le fichier {address} n’existe pas",
                    "ajoutez-le, ou corrigez son nom",
                    about=address,
                )

    def _dead(self, page: PageFacts, href: str, address: str) -> Iterator[Problem]:
        if address in self.waiting:
            if self.waiting[address]:
                yield self._problem(
                    page,
                    href,
                    f"le lien {href} mène à une page qui n’est pas encore publiée ({self.waiting[address]})",
                    "retirez le lien, ou publiez d’abord la page",
                )
            return
        if f"{address.strip('/')}/index.html" in self.files:
            remedy = f"ajoutez la barre finale : {address}/"
        else:
            remedy = "ouvrez la page voulue sur le site et copiez son adresse, sans le nom de domaine"
        yield self._problem(page, href, f"le lien {href} ne mène nulle part", remedy, about=href)

    def _orphans(self, linked: Counter[str]) -> Iterator[Problem]:
        for path, page in self.pages.items():
            if path not in NOT_LINKED_TO and not linked[path]:
                yield self._problem(
                    page,
                    "",
                    f"aucune page ne mène à {page.address}",
                    "faites un lien vers elle depuis une autre page",
                )

    def _twin_titles(self) -> Iterator[Problem]:
        first: dict[str, PageFacts] = {}
        for page in self.pages.values():
            other = first.setdefault(page.title, page)
            if other is not page:
                yield self._problem(
                    page,
                    page.title,
                    f"le même titre que {other.address}",
                    "donnez un autre titre à l’une des deux",
                )

    def _problem(self, page: PageFacts, needle: str, text: str, remedy: str, about: str = "") -> Problem:
        origin = self.origin_of(page.path)
        for candidate in (*((origin,) if origin else ()), *self.fallbacks):
            line = find_line(candidate.text, needle)
            if line:
                return Problem(candidate.path, line, text, remedy, about)
        return Problem(origin.path if origin else page.path, 0, text, remedy, about)


def _stem(address: str) -> str:
    """Return what an image's published name keeps of the file's name."""
    return re.split(r"[-.][0-9a-f]{8}", Path(address).name)[0].rsplit(".", 1)[0]
