"""The files of `IMG/`: where each is, whether the site can publish it, and the name it gets beside a page."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from plugins.core.link_addresses import address_problem
from plugins.media.documents import MEDIA_TYPES
from plugins.media.images import EXTENSIONS
from plugins.media.pixels import decode, read_image
from plugins.media.publishable import prepare_document
from plugins.media.references import slug
from plugins.media.svg import EXTENSION as SVG
from plugins.media.svg import read_drawing
from plugins.media.unusable import UnusableFileError
from tools.spip.markup.plain import plain_text
from tools.spip.markup.values import Media
from tools.spip.pages.items import words_of
from tools.spip.records import LOGOS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.spip.records import Document

TO_DESCRIBE: Final = "à décrire"
"""Stands where an image has no description; its page is a draft."""
TO_CONVERT: Final = "a-convertir"
"""The folder beside `content/` that gets the files that the site does not publish as they are."""


@dataclass(frozen=True)
class Placed:
    """A file that pages use: where it comes from, where it goes below `content/`, what it says."""

    source: Path
    path: str
    words: str
    """Of a document that can be read; empty for images."""


@dataclass
class Documents:
    """The documents of a dump; a file is read when the first page asks for it."""

    images: Path
    """The folder `IMG/`."""
    taken: set[str]
    """Paths below `content/`, casefolded: no file gets a name that differs by case from another."""
    all: dict[int, Document] = field(default_factory=dict)
    placed: dict[int, Placed] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    """Why a document cannot be used, in French."""
    unusable: dict[int, Path] = field(default_factory=dict)
    """Files that are there, but that the site does not publish."""
    _seen: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, documents: Iterable[Document], images: Path, files: Iterable[str]) -> Documents:
        """Return those of a dump, none of them placed yet."""
        taken = {name.casefold() for name in files}
        return cls(images, taken, {document.id: document for document in documents})

    def media(self, number: int, folder: str) -> Media | None:
        """Return a document for a page of a folder; None when there is none to show."""
        document = self.all.get(number)
        if document is None:
            return None
        title, caption = plain_text(document.title), _caption(document)
        if document.remote and address_problem(document.file):
            self.faults[number] = "une adresse qui n’en est pas une"
            return None
        if document.remote:  # an image of another site is not loaded: it becomes a link
            return Media(document.file, is_image=False, title=title or document.file, caption=caption)
        self._look_at(document, folder)
        if number not in self.placed:
            return None
        place = PurePosixPath(self.placed[number].path)
        address = place.name if place.parent.as_posix() == folder else f"/{place}"
        image = is_image(document)
        alt = description(document) or TO_DESCRIBE if image else ""
        return Media(address, image, title or (place.name if not image else ""), alt, caption)

    def published_address(self, number: int) -> str:
        """Return where the site offers a document; empty for an image, which has no address of its own."""
        document, placed = self.all[number], self.placed.get(number)
        if document.remote:
            return document.file
        return f"/documents/{placed.path}" if placed and not is_image(document) else ""

    def _look_at(self, document: Document, folder: str) -> None:
        """Find the file and read it, once; its folder is that of the first page that asks."""
        if document.id in self._seen:
            return
        self._seen.add(document.id)
        found = self._find(document)
        if isinstance(found, str):
            self.faults[document.id] = found
            return
        try:
            words = _words(found)
        except UnusableFileError as error:
            self.faults[document.id] = f"{error.text} → {error.remedy}"
            self.unusable[document.id] = found
            return
        twin = next((placed.path for placed in self.placed.values() if placed.source == found), "")
        self.placed[document.id] = Placed(found, twin or self._free(folder, found), words)

    def _find(self, document: Document) -> Path | str:
        """Return the file of a document, or why there is none."""
        path = PurePosixPath(document.file.removeprefix("IMG/"))
        shown = f"IMG/{path}"
        if path.is_absolute() or ".." in path.parts or "\\" in document.file or not path.name:
            return "un fichier hors du dossier IMG : refusé"
        file = self.images / path
        if not file.is_file():  # accents are coded in two ways: macOS has its own
            forms = (self.images / unicodedata.normalize(form, str(path)) for form in ("NFC", "NFD"))
            file = next((other for other in forms if other.is_file()), file)
        if not file.is_file():
            return f"{shown} manque dans le dossier IMG"
        if not file.resolve().is_relative_to(self.images.resolve()):
            return "un fichier hors du dossier IMG : refusé"
        return file

    def _free(self, folder: str, file: Path) -> str:
        stem, suffix, number = slug(file.stem), file.suffix.lower(), 1
        path = f"{folder}/{stem}{suffix}"
        while path.casefold() in self.taken:
            number += 1
            path = f"{folder}/{stem}-{number}{suffix}"
        self.taken.add(path.casefold())
        return path


def is_image(document: Document) -> bool:
    """Tell whether a document is shown rather than offered."""
    return PurePosixPath(document.file).suffix.lower() in (*EXTENSIONS, SVG)


def is_logo(document: Document) -> bool:
    """Tell whether a document only illustrated an object in lists."""
    name = PurePosixPath(document.file).name
    return document.mode in LOGOS or name.startswith(
        ("arton", "artoff", "rubon", "ruboff", "auton", "siteon")
    )


def description(document: Document) -> str:
    """Return what an image shows: its `alt`, else its title; empty when nobody has said it."""
    return plain_text(document.alt) or plain_text(document.title)


def _caption(document: Document) -> str:
    return words_of((document.summary, document.credits), between=" – ")


def _words(file: Path) -> str:
    """Return the words of a document that the site can publish; nothing for an image.

    Raises:
        UnusableFileError: the build would refuse it.
    """
    data, suffix = file.read_bytes(), file.suffix.lower()
    if suffix == SVG:
        read_drawing(data)
        return ""
    if suffix in EXTENSIONS:
        read_image(data, decode)
        return ""
    made = prepare_document(f"{slug(file.stem)}{suffix}", data, "")
    return made.text if suffix in MEDIA_TYPES else ""


def size_of(file: Path) -> int:
    """Return a file's size in bytes, 0 when it went away."""
    try:
        return file.stat().st_size
    except OSError:
        return 0
