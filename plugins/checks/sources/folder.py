"""Checks the content folder as a whole: texts that no section reads, pages with one address or title."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from plugins.core.folders import files_below, links_below
from plugins.core.problems import Problem
from plugins.core.sections import SECTIONS, section_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plugins.texts.sources import Source

REGISTER: Final = "activites/registre/"
"""Checked by `plugins/statistics/records/clear.py`."""
GUIDE: Final = "LISEZMOI.md"
TEXT_SUFFIXES: Final = {".md", ".markdown", ".mkd", ".txt", ".rst", ".html", ".htm", ".docx.md"}


def links_elsewhere(folder: Path) -> Iterator[Problem]:
    """Yield the links of a folder to files elsewhere: a build would not see when those change."""
    for relative in links_below(folder):
        yield Problem(
            f"{folder.name}/{relative}",
            0,
            "un raccourci vers un autre fichier n’est pas suivi",
            "mettez ici le fichier lui-même",
        )


def stray_files(content: Path, sources: tuple[Source, ...]) -> Iterator[Problem]:
    """Yield the texts that nothing offers."""
    for relative in files_below(content):
        suffix = PurePosixPath(relative).suffix
        hidden = any(part.startswith(".") for part in relative.split("/"))
        if (
            relative == GUIDE
            or relative.startswith(REGISTER)
            or hidden
            or suffix.lower() not in TEXT_SUFFIXES
        ):
            continue
        if section_of(relative) is None:
            folders = ", ".join(section.folder for section in SECTIONS)
            yield Problem(
                f"{content.name}/{relative}",
                0,
                "ce dossier n’est lu par aucune section du site",
                f"placez le fichier dans un de ces dossiers : {folders}",
            )
        elif suffix != ".md" and not (suffix.lower() == ".txt" and _is_offered(relative, sources)):
            remedy = "renommez-le en .md"
            if suffix.lower() == ".txt":
                remedy += ", ou, si c’est un document, faites un lien vers lui depuis un texte"
            yield Problem(f"{content.name}/{relative}", 0, f"un fichier {suffix} n’est pas lu", remedy)


def _is_offered(file: str, sources: tuple[Source, ...]) -> bool:
    """Tell whether a text names a file, with its spaces coded or not."""
    name = PurePosixPath(file).name
    return any(
        name == source.value("document")
        or name in source.document.body
        or quote(name) in source.document.body
        for source in sources
        if source.document
    )


def twins(content: Path, sources: tuple[Source, ...]) -> Iterator[Problem]:
    """Yield the sources that have the address or the title of another one."""
    addresses: dict[str, Source] = {}
    titles: dict[str, Source] = {}
    for source in sorted(sources, key=lambda source: source.is_draft):  # a draft gives way
        shown = f"{content.name}/{source.path}"
        first = addresses.setdefault(source.address, source)
        if first is not source:
            yield Problem(
                shown,
                0,
                f"la même adresse {source.address} que {content.name}/{first.path}",
                "renommez un des deux fichiers",
            )
        title = source.value("titre")
        if source.document is None or not isinstance(title, str) or not title.strip():
            continue
        first = titles.setdefault(title.strip().casefold(), source)
        if first is not source:
            yield Problem(
                shown,
                source.document.fields["titre"].line,
                f"le même titre que {content.name}/{first.path}",
                "donnez à chaque page un titre qui la distingue",
                field_name="titre",
            )
