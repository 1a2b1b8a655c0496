"""The words of a document, for whoever searches: without its comments and without what was deleted in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, Final

from plugins.media.archives import local_name, open_archive, parse_part, read_entry
from plugins.media.pdf_reading import open_pdf

_PARTS: Final = {".odt": "content.xml", ".docx": "word/document.xml"}
_BREAKS: Final = {"p", "h", "br", "cr", "line-break", "tab"}
_SILENT: Final = {"annotation", "tracked-changes", "delText", "instrText"}


def document_text(name: str, data: bytes) -> str:
    """Return the plain text of a PDF, ODT, DOCX or TXT document that opens; empty for other kinds.

    Spaces are single, and each paragraph is a line. A PDF whose pages are pictures has no text.
    """
    extension = PurePath(name).suffix.lower()
    if extension == ".txt":
        text = data.decode("utf-8-sig", errors="replace")
    elif extension == ".pdf":
        text = "\n".join(_pages(data))
    elif extension in _PARTS:
        text = "".join(_words(_tree(data, _PARTS[extension])))
    else:
        return ""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _pages(data: bytes) -> Iterator[str]:
    for page in open_pdf(data).pages:
        try:
            yield page.extract_text()
        except Exception:  # noqa: BLE001  a font that pypdf cannot read: the page is there, its words are not found
            yield ""


def _tree(data: bytes, part: str) -> Any:
    with open_archive(data) as archive:
        return parse_part(read_entry(archive, part))


def _words(element: Any) -> Iterator[str]:
    """Yield the text of an element in the order of the page; `w:t` and ODF paragraphs alike."""
    kind = local_name(element.tag)
    if kind not in _SILENT:
        yield element.text or ""
        for child in element:
            yield from _words(child)
        if kind == "s":
            yield " "
        elif kind in _BREAKS:
            yield " " if kind == "tab" else "\n"
    yield element.tail or ""
