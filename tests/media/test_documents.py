"""Documents: opened before they are offered, and described as a visitor wants to know."""

from __future__ import annotations

import pytest

from plugins.media.documents import MEDIA_TYPES, read_document
from plugins.media.unusable import UnusableFileError
from tests.equipment.files import archive, pdf

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def odt(pages: int) -> bytes:
    meta = (
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"><office:meta>'
        f'<meta:document-statistic meta:page-count="{pages}"/></office:meta></office:document-meta>'
    )
    return archive({"mimetype": MEDIA_TYPES[".odt"], "content.xml": "<x/>", "meta.xml": meta})


def docx(pages: int) -> bytes:
    app = f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Pages>{pages}</Pages></Properties>'
    return archive({"[Content_Types].xml": TYPES, "word/document.xml": "<x/>", "docProps/app.xml": app})


@pytest.mark.parametrize(
    ("name", "data", "label", "pages"),
    [
        ("a.pdf", pdf(3), "PDF", 3),
        ("A.PDF", pdf(1), "PDF", 1),
        ("a.odt", odt(12), "ODT", 12),
        ("a.docx", docx(7), "DOCX", 7),
        ("a.csv", b"a,b\n1,2\n", "CSV", None),
    ],
)
def test_type_weight_and_pages_are_told(name: str, data: bytes, label: str, pages: int | None) -> None:
    document = read_document(name, data)
    assert (document.label, document.pages, document.size) == (label, pages, len(data))
    assert document.facts.startswith(f"{label}, ")
    assert ("page" in document.facts) == (pages is not None)


def test_one_page_is_no_plural() -> None:
    assert read_document("a.pdf", pdf(1)).facts.endswith("1\u00a0page")
    assert read_document("a.pdf", pdf(2)).facts.endswith("2\u00a0pages")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b""),
        ("a.pdf", b"%PDF-1.7 broken"),
        ("a.pdf", pdf(2, "mot de passe")),
        ("a.pdf", docx(1)),
        ("a.odt", b"PK\x03\x04 broken"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600)),
        ("a.doc", b"x"),
        ("a.exe", b"x"),
    ],
)
def test_what_cannot_be_opened_by_everyone_is_refused_in_french(name: str, data: bytes) -> None:
    with pytest.raises(UnusableFileError, match="→"):
        read_document(name, data)
