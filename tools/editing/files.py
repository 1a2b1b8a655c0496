"""Which files may be edited: Markdown files of known sections, below the content folder, by no link."""

from __future__ import annotations

import os
from http import HTTPStatus
from typing import TYPE_CHECKING

from plugins.checks.sources.check import FILE_NAME
from plugins.core.folders import files_below
from plugins.core.sections import section_of
from plugins.texts.sources import Source
from tools.editing.refusals import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.core.sections import Section

NOT_OURS = "ce fichier ne se modifie pas ici → choisissez une page dans la liste"
GONE = "le fichier n’est plus là → il a été renommé ou supprimé ; copiez vos mots avant de fermer cette page"


def section_at(path: str) -> Section:
    """Return the section of a file by its path below the content folder.

    Raises:
        RefusedError: no Markdown file of a section has such a path.
    """
    section = section_of(path)
    name = path.rpartition("/")[2]
    usual = name.endswith(".md") and not name.startswith(".") and name.isprintable() and "\\" not in name
    if section is None or not usual:
        raise RefusedError(HTTPStatus.FORBIDDEN, NOT_OURS)
    return section


def located(content: Path, path: str) -> Path:
    """Return the file of that path below the content folder.

    Raises:
        RefusedError: it is not to be edited here, a link stands on its way, or it is not there.
    """
    section_at(path)
    refuse_links(content, path)
    file = content / path
    try:
        if file.name not in os.listdir(file.parent):  # noqa: PTH208  the very name, on disks that know no case
            raise RefusedError(HTTPStatus.NOT_FOUND, GONE)
    except OSError:
        raise RefusedError(HTTPStatus.NOT_FOUND, GONE) from None
    if not file.is_file():
        raise RefusedError(HTTPStatus.FORBIDDEN, NOT_OURS)
    return file


def refuse_links(content: Path, path: str) -> None:
    """Refuse a path on which a symbolic link stands: it may lead anywhere.

    Raises:
        RefusedError: one does.
    """
    step = content
    for part in path.split("/"):
        step /= part
        if step.is_symlink():
            raise RefusedError(HTTPStatus.FORBIDDEN, NOT_OURS)


def read(file: Path) -> bytes:
    """Return the bytes of a located file, through no link.

    Raises:
        RefusedError: it has gone meanwhile.
        OSError: it cannot be read.
    """
    try:
        with open(os.open(file, os.O_RDONLY | os.O_NOFOLLOW), "rb") as stream:  # noqa: PTH123
            return stream.read()
    except FileNotFoundError:
        raise RefusedError(HTTPStatus.NOT_FOUND, GONE) from None


def path_of_address(content: Path, address: str) -> str:
    """Return the path of the source that has an address of the site: `/actualites/colloque/`.

    Raises:
        RefusedError: no text stands behind it.
    """
    for path in files_below(content):
        section = section_of(path) if path.endswith(".md") else None
        if section and address_of(path, section) == address:
            return path
    text = "cette page n’a pas de texte à modifier → elle se fait d’elle-même à partir d’autres pages"
    raise RefusedError(HTTPStatus.NOT_FOUND, text)


def address_of(path: str, section: Section) -> str:
    """Return where the page of a source stands, whatever the file holds."""
    stem = path.rpartition("/")[2].removesuffix(".md")
    name = FILE_NAME.fullmatch(stem)
    return Source(path, section, name["slug"] if name else stem, None, ()).address
