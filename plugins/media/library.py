"""The files that the pages of one build show or offer: found, made ready, and counted as published."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.core.cache import Cache, Job, key_of
from plugins.core.problems import Problem
from plugins.media import cards, documents, images, publishable, references, svg
from plugins.media.lettering import Lettering
from plugins.media.markup import Download
from plugins.media.unusable import UnusableFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from plugins.texts.text import ImageTag, LinkTag

CARDS = "cartes"
"""The site's folder of social cards."""
DOCUMENTS = "documents"
"""The site's folder of documents: `/documents/ressources/charte.pdf`, a name that other sites can keep."""


@dataclass
class Library:
    """What the pages of one build refer to; `files` grows as they are read."""

    content: Path
    cache: Cache
    report: Callable[[Sequence[Problem]], None]
    """Gets what is wrong with an image or a document that a page names."""
    machinery: str
    """Hash of our code and the libraries."""
    colours: Mapping[str, str] = field(default_factory=dict)
    """Those of the cards."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The titles that documents must bear, by path below the content folder."""
    draws: bool = True
    """Whether images are made ready for the site; else they are shown as they are."""
    files: dict[str, Job] = field(default_factory=dict)
    """What to publish, by path below the output folder; each by a key that tells its bytes."""
    _fonts: dict[Path, tuple[str, Lettering]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    """The words of the documents, by their address."""
    _pictures: dict[Path, images.Picture] = field(default_factory=dict)
    _documents: dict[Path, Download] = field(default_factory=dict)

    def documents(self) -> Iterator[tuple[str, str]]:
        """Yield the words of each document that pages offer, with its path below the content folder."""
        for file, link in sorted(self._documents.items()):
            yield file.relative_to(self.content).as_posix(), self.texts[link.address]

    def picture(self, written: str, page: Path, line: int) -> images.Picture | None:
        """Return the picture that a page names on a line; None when it is not ours, or a reported problem."""
        reference = references.read_reference(written, page, self.content)
        if reference is None:
            return None
        known = (*images.EXTENSIONS, svg.EXTENSION)
        file = references.locate(reference, page, self.content)
        if file is None:
            self._report_missing("l’image", reference, page, line, known)
            return None
        try:
            if file not in self._pictures:
                self._pictures[file] = self._draw(file)
        except UnusableFileError as error:
            self._report(page, line, written, f"{file.name} : {error.text}", error.remedy)
            return None
        return self._pictures[file]

    def document(self, written: str, page: Path, line: int) -> Download | None:
        """Return the document that a page names on a line; None when it is none, or a reported problem."""
        reference = references.read_reference(written, page, self.content)
        if reference is None or reference.extension in ("", ".html", ".md"):
            return None
        file = references.locate(reference, page, self.content)
        is_document = reference.extension in (*documents.MEDIA_TYPES, *documents.REFUSED)
        if file is None and (reference.from_root or not is_document):
            return None  # an address of the site, such as a calendar: the written pages are checked for it
        if file is None:
            self._report_missing("le document", reference, page, line, tuple(documents.MEDIA_TYPES))
            return None
        try:
            if file not in self._documents:
                self._documents[file] = self._offer(file)
        except UnusableFileError as error:
            self._report(page, line, written, f"{file.name} : {error.text}", error.remedy)
            return None
        link = self._documents[file]
        return Download(f"{link.address}{reference.suffix}", link.mime, link.facts)

    def finders(
        self, page: Path
    ) -> tuple[Callable[[ImageTag], images.Picture | None], Callable[[LinkTag], Download | None]]:
        """Return what finds the picture of an image and the document of a link in a page's text."""
        return (
            lambda image: self.picture(image.address, page, image.line),
            lambda link: self.document(link.address, page, link.line),
        )

    def card(self, name: str, card: cards.Card, font: Path) -> str:
        """Count a page's social card as published, and return its address."""
        if font not in self._fonts:
            self._fonts[font] = (key_of(self.machinery, font.read_bytes()), Lettering(font, cards.LEADING))
        base, letters = self._fonts[font]
        key = key_of("carte", base, repr((card, sorted(self.colours.items()))))
        path = f"{CARDS}/{name}.png"
        self.files[path] = Job(
            key, lambda: self.cache.get(key, lambda: cards.draw(card, letters, self.colours))
        )
        return f"/{path}"

    def _draw(self, file: Path) -> images.Picture:
        """Make the variants of an image, and count them as published."""
        data = file.read_bytes()
        stem = references.slug(file.stem)
        if file.suffix.lower() == svg.EXTENSION:
            drawing = svg.read_drawing(data)
            renditions: tuple[images.Rendition, ...] = (
                images.Rendition("svg", drawing.width, drawing.height, drawing.data),
            )
        elif not self.draws:
            renditions = (images.as_it_is(data),)
        else:
            key = key_of("image", self.machinery, data)
            renditions = images.unpack_renditions(
                self.cache.get(key, lambda: images.pack_renditions(images.render_image(data)))
            )
        picture = images.describe(renditions, stem)
        variants = [variant for source in picture.sources for variant in source.variants]
        for variant, rendition in zip(variants, renditions, strict=True):
            self._publish(f"{images.FOLDER}/{variant.name}", rendition.data)
        return picture

    def _offer(self, file: Path) -> Download:
        relative = file.relative_to(self.content)
        data, title = file.read_bytes(), self.titles.get(relative.as_posix(), "")
        key = key_of("document", self.machinery, file.name, title, data)
        made = publishable.unpack_document(
            self.cache.get(
                key, lambda: publishable.pack_document(publishable.prepare_document(file.name, data, title))
            )
        )
        folder = relative.parent.as_posix()
        name = f"{references.slug(file.stem)}{file.suffix.lower()}"
        path = "/".join(part for part in (DOCUMENTS, folder if folder != "." else "", name) if part)
        self._publish(path, made.data)
        self.texts[f"/{path}"] = made.text
        return Download(f"/{path}", made.document.mime, made.document.facts)

    def _publish(self, path: str, data: bytes) -> None:
        self.files[path] = Job(key_of(data), lambda: data)

    def _report_missing(
        self, what: str, reference: references.Reference, page: Path, line: int, known: tuple[str, ...]
    ) -> None:
        near = references.near(reference, page, self.content, known)
        remedy = (
            f"écrivez {' ou '.join(near)}"
            if near
            else "posez le fichier à côté de la page, ou corrigez son nom"
        )
        self._report(page, line, reference.written, f"{what} {reference.written} est introuvable", remedy)

    def _report(self, page: Path, line: int, written: str, text: str, remedy: str) -> None:
        shown = f"{self.content.name}/{page.relative_to(self.content).as_posix()}"
        self.report([Problem(shown, line, text, remedy, about=written)])
