"""What a visitor wants to know before opening a document: kind, weight, number of pages.

A document that cannot be opened, or only with a password, is refused: it would
be of no use to the people it is published for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from plugins.french.numbers import file_size
from plugins.media.archives import check_weight, open_archive, parse_part, read_entry
from plugins.media.pdf_reading import open_pdf
from plugins.media.plain_files import refuse_formulas, refuse_persons_and_alarms
from plugins.media.unusable import UnusableFileError, protected

MEDIA_TYPES: Final = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".ics": "text/calendar",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Documents that the site publishes, by extension."""

REFUSED: Final = (".doc", ".docm", ".pages", ".ppt", ".pptm", ".rtf", ".xls", ".xlsm", ".zip")
"""Formats that keep deleted text, carry programs or need one brand's software."""

_SAVE_ANEW: Final = "enregistrez le document en PDF, ODT, DOCX, ODS, XLSX ou CSV"
_INSTEAD: Final = {
    "montrez l’image elle-même : ![ce que l’on y voit](son-nom)": (
        ".avif", ".bmp", ".gif", ".heic", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp",
    ),
    "mettez le son ou la vidéo sur un site fait pour cela, et faites un lien vers sa page": (
        ".aac", ".avi", ".flac", ".m4a", ".m4v", ".mkv", ".mov", ".mp3", ".mp4", ".oga", ".ogg", ".ogv",
        ".wav", ".webm", ".wma", ".wmv",
    ),
    "enregistrez le message en PDF, sans les adresses des personnes": (".eml", ".msg"),
}  # fmt: skip
"""What to do with files that are no documents."""

_PAGE_COUNTS: Final = {  # where a text document notes its number of pages
    ".docx": ("docProps/app.xml", "string(//*[local-name()='Pages'])"),
    ".odt": ("meta.xml", "string(//*[local-name()='document-statistic']/@*[local-name()='page-count'])"),
}
_OLE: Final = b"\xd0\xcf\x11\xe0"  # first bytes of an encrypted OOXML file, and of the formats before it


@dataclass(frozen=True)
class DocumentFacts:
    """A readable document: `label` such as PDF, `mime` its media type, `size` in bytes."""

    label: str
    mime: str
    size: int
    pages: int | None
    """Number of pages, where the format has pages and notes them."""

    @property
    def facts(self) -> str:
        """Return what to show beside a link, such as “PDF, 340 ko, 12 pages”."""
        facts = [self.label, file_size(self.size)]
        if self.pages:
            facts.append(f"{self.pages}\u00a0page{'s' if self.pages > 1 else ''}")
        return ", ".join(facts)


def read_document(name: str, data: bytes) -> DocumentFacts:
    """Return the facts of a document, whose kind is told by the extension of `name`.

    Raises:
        UnusableFileError: the kind is not published, or the file is broken, encrypted or another kind.
    """
    extension = PurePath(name).suffix.lower()
    if extension not in MEDIA_TYPES:
        remedy = next((remedy for remedy, kinds in _INSTEAD.items() if extension in kinds), _SAVE_ANEW)
        raise UnusableFileError(f"le site ne publie pas de fichiers {extension or 'sans extension'}", remedy)
    try:
        pages = _check(extension, data)
    except UnusableFileError:
        raise
    except Exception as error:  # readers of broken files raise anything
        raise UnusableFileError(
            "le document est illisible, incomplet ou d’un autre format que son nom ne le dit",
            "enregistrez-le à nouveau, puis ouvrez-le pour vérifier",
        ) from error
    return DocumentFacts(extension[1:].upper(), MEDIA_TYPES[extension], len(data), pages)


def _check(extension: str, data: bytes) -> int | None:
    """Open the document and count its pages; whatever is raised means that it is unusable."""
    check_weight(data)
    if extension == ".pdf":
        return len(open_pdf(data).pages)
    if extension in (".csv", ".txt", ".ics"):
        text = data.decode("utf-8-sig")
        if extension == ".ics" and not text.lstrip().startswith("BEGIN:VCALENDAR"):
            msg = "no calendar"
            raise ValueError(msg)
        if extension == ".csv":
            refuse_formulas(text)
        elif extension == ".ics":
            refuse_persons_and_alarms(text)
        return None
    return _check_archive(extension, data)


def _check_archive(extension: str, data: bytes) -> int | None:
    """Check an OpenDocument, Office Open XML or EPUB file, which are all ZIP archives of XML."""
    if data.startswith(_OLE):
        raise protected()
    with open_archive(data) as archive:
        names = set(archive.namelist())
        if "mimetype" in names:  # OpenDocument and EPUB say what they are
            if read_entry(archive, "mimetype").decode("ascii").strip() != MEDIA_TYPES[extension]:
                msg = "another kind"
                raise ValueError(msg)
        elif f"{_OOXML_PARTS[extension]}" not in names:
            msg = "another kind"
            raise ValueError(msg)
        if "META-INF/manifest.xml" in names and b"encryption-data" in read_entry(
            archive, "META-INF/manifest.xml"
        ):
            raise protected()
        part, path = _PAGE_COUNTS.get(extension, ("", ""))
        if part not in names:
            return None
        found = str(parse_part(read_entry(archive, part)).xpath(path))
        return int(found) if found.isdecimal() and int(found) else None


_OOXML_PARTS: Final = {
    ".docx": "word/document.xml",
    ".pptx": "ppt/presentation.xml",
    ".xlsx": "xl/workbook.xml",
}
