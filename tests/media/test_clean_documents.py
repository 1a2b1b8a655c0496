"""Published documents: nobody's name in their metadata, a title, the same bytes each time, the same pages."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pypdf
import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st
from odfdo import Document, Paragraph
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from plugins.media.clean_office import ANONYMOUS
from plugins.media.clean_titles import choose_title
from plugins.media.document_text import document_text
from plugins.media.publishable import pack_document, prepare_document, unpack_document
from plugins.media.unusable import UnusableFileError
from tests.equipment.files import archive, everything
from tests.equipment.inline import Site, page

SECRETS = ("Camille Dupont", "camille", "Service social X", "CPC42", "C:\\Users")
"""What the fixtures hold and no published copy may."""
OOXML = "http://schemas.openxmlformats.org"


def written_pdf(pages: int = 2, variant: str = "pdf/ua-1") -> bytes:
    body = "".join(f"<p>Page {number} : le secret partagé.</p><hr>" for number in range(1, pages + 1))
    html = f"<html lang=fr><title>Essai</title><style>hr {{ break-after: page }} hr:last-child {{ break-after: auto }}</style>{body}"
    made: bytes = weasyprint.HTML(string=html).write_pdf(pdf_variant=variant)
    return made


def telling_pdf() -> bytes:
    """Return a PDF that tells of its author in every way that we know."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(written_pdf())))
    writer.add_metadata(
        {"/Author": "Camille Dupont", "/Creator": "CPC42", "/Title": "Microsoft Word - camille.docx"}
    )
    note = DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Text"),
            NameObject("/Rect"): ArrayObject([NumberObject(value) for value in (0, 0, 9, 9)]),
            NameObject("/T"): TextStringObject("Camille Dupont"),
            NameObject("/Contents"): TextStringObject("Une remarque"),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    private = StreamObject()
    private.set_data(b"Camille Dupont")
    writer.pages[1][NameObject("/PieceInfo")] = writer._add_object(private)
    writer.pages[1][NameObject("/Metadata")] = writer._add_object(private)
    writer.add_attachment("source.odt", b"Camille Dupont")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def signed_pdf() -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(written_pdf())))
    signature = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Sig"),
            NameObject("/ByteRange"): ArrayObject([NumberObject(0)] * 4),
            NameObject("/Contents"): ByteStringObject(b"signature"),
        }
    )
    field = DictionaryObject(
        {NameObject("/FT"): NameObject("/Sig"), NameObject("/V"): writer._add_object(signature)}
    )
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject([writer._add_object(field)])}
    )
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def telling_odt() -> bytes:
    document = Document("text")
    facts = document.meta
    facts.initial_creator = facts.creator = facts.printed_by = "Camille Dupont"
    facts.description = "Service social X"
    facts.set_user_defined_metadata("poste", "CPC42")
    facts.set_statistic({"meta:page-count": 3})
    paragraph = Paragraph("Le secret partagé")
    paragraph.insert_annotation(after="partagé", body="à revoir", creator="Camille Dupont")
    document.body.clear()
    document.body.append(paragraph)
    document.body.append(Paragraph("Deuxième ligne"))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def telling_docx(**more: str) -> bytes:
    word = f"{OOXML}/wordprocessingml/2006/main"
    return archive(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "docProps/core.xml": (
                '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
                "<dc:title>Notre charte</dc:title><dc:creator>Camille Dupont</dc:creator><cp:lastModifiedBy>camille</cp:lastModifiedBy>"
                "<dc:description>Service social X</dc:description></cp:coreProperties>"
            ),
            "docProps/app.xml": (
                f'<Properties xmlns="{OOXML}/officeDocument/2006/extended-properties"><Template>C:\\Users\\camille\\Normal.dotm</Template>'
                "<Pages>7</Pages><Company>Service social X</Company></Properties>"
            ),
            "docProps/custom.xml": f'<Properties xmlns="{OOXML}/officeDocument/2006/custom-properties"><property name="poste">CPC42</property></Properties>',
            "word/document.xml": (
                f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>Le secret</w:t></w:r><w:ins w:author="Camille Dupont" w:id="1">'
                '<w:r><w:t xml:space="preserve"> partagé</w:t></w:r></w:ins><w:del w:author="Camille Dupont" w:id="2"><w:r><w:delText>effacé</w:delText></w:r></w:del></w:p>'
                "<w:p><w:r><w:t>Deuxième ligne</w:t></w:r></w:p></w:body></w:document>"
            ),
            "word/comments.xml": f'<w:comments xmlns:w="{word}"><w:comment w:id="1" w:author="Camille Dupont" w:initials="camille"><w:p/></w:comment></w:comments>',
            "word/people.xml": '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:person w15:author="Camille Dupont"/></w15:people>',
            "word/_rels/settings.xml.rels": (
                f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{OOXML}/officeDocument/2006/relationships/attachedTemplate" Target="file:///C:\\Users\\camille\\x.dotm"/></Relationships>'
            ),
            **more,
        }
    )


def telling_xlsx() -> bytes:
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": '<workbook xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"><x15ac:absPath url="C:\\Users\\camille\\"/></workbook>',
            "xl/comments1.xml": "<comments><authors><author>Camille Dupont</author></authors></comments>",
            "docProps/core.xml": '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Camille Dupont</dc:creator></c>',
        }
    )


DOCUMENTS = {
    "charte.pdf": telling_pdf,
    "charte.odt": telling_odt,
    "charte.docx": telling_docx,
    "charte.xlsx": telling_xlsx,
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nobody_is_named_in_what_is_published(name: str) -> None:
    data = DOCUMENTS[name]()
    assert any(secret in everything(data) for secret in SECRETS), "the fixture tells"
    made = prepare_document(name, data, "Une charte")
    found = everything(made.data)
    assert [secret for secret in SECRETS if secret in found] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_published_copy_is_the_same_each_time_and_cleaning_it_again_changes_nothing(name: str) -> None:
    made = prepare_document(name, DOCUMENTS[name](), "Une charte")
    assert prepare_document(name, made.data, "Une charte").data == made.data
    data = DOCUMENTS[name]()
    assert prepare_document(name, data, "Une charte") == prepare_document(name, data, "Une charte")


def test_a_pdf_keeps_its_pages_its_remarks_and_what_it_says_of_standards() -> None:
    made = prepare_document("charte.pdf", telling_pdf(), "Une « charte » & plus")
    reader = pypdf.PdfReader(io.BytesIO(made.data))
    assert len(reader.pages) == made.document.pages == 2
    assert reader.metadata is not None
    assert reader.metadata.title == "Une « charte » & plus"
    (note,) = reader.pages[0]["/Annots"]
    assert note.get_object()["/Contents"] == "Une remarque"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"] is not None
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "Une « charte » &amp; plus" in xmp
    assert not reader.attachments


def test_an_odt_opens_again_with_its_title_and_its_text() -> None:
    made = prepare_document("charte.odt", telling_odt(), "Une charte")
    document: Any = Document(io.BytesIO(made.data))
    assert made.document.pages == 3
    assert document.meta.title == "Une charte"
    (note,) = document.body.get_annotations()
    assert (note.creator, note.note_body) == (ANONYMOUS, "à revoir")
    with zipfile.ZipFile(io.BytesIO(made.data)) as parts:
        first = parts.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert parts.testzip() is None


def test_a_docx_keeps_text_and_pages_and_its_changes_are_accepted() -> None:
    made = prepare_document("charte.docx", telling_docx(), "")
    assert made.document.pages == 7
    found = everything(made.data)
    assert "<dc:title>Notre charte</dc:title>" in found
    assert f'w:author="{ANONYMOUS}"' in found  # of a remark
    assert " partagé" in found
    assert "effacé" not in found


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("charte.pdf", signed_pdf()),
        ("charte.docx", telling_docx(**{"_xmlsignatures/sig1.xml": "<x/>"})),
        (
            "charte.odt",
            archive(
                {
                    "mimetype": "application/vnd.oasis.opendocument.text",
                    "META-INF/documentsignatures.xml": "<x/>",
                }
            ),
        ),
    ],
)
def test_a_signed_document_is_refused_rather_than_broken(name: str, data: bytes) -> None:
    with pytest.raises(UnusableFileError, match="signature"):
        prepare_document(name, data, "Une charte")


@pytest.mark.parametrize(
    ("wanted", "own", "name", "title"),
    [
        ("De la page", "Du document", "a.pdf", "De la page"),
        ("", "Du  document", "a.pdf", "Du document"),
        ("", "Microsoft Word - Camille v3.doc", "note-de-travail_2024.pdf", "Note de travail 2024"),
        ("", "camille.indd", "charte.pdf", "Charte"),
        ("", "Document1", "charte.pdf", "Charte"),
        ("", "", "été.odt", "Été"),
    ],
)
def test_the_title_is_the_pages_then_its_own_then_the_files(
    wanted: str, own: str, name: str, title: str
) -> None:
    assert choose_title(wanted, own, name) == title


@pytest.mark.parametrize("name", ["charte.pdf", "charte.odt", "charte.docx"])
def test_the_words_of_a_document_are_known_without_remarks_and_deletions(name: str) -> None:
    text = document_text(name, DOCUMENTS[name]())
    assert "secret partagé" in text
    assert "à revoir" not in text
    assert "effacé" not in text
    if name != "charte.pdf":
        assert text.splitlines() == ["Le secret partagé", "Deuxième ligne"]


def test_the_words_of_a_text_are_the_text_and_of_a_table_nothing() -> None:
    assert document_text("a.txt", "\ufeffUn  texte\r\n\r\nEt un autre".encode()) == "Un texte\nEt un autre"
    assert document_text("a.csv", b"a,b") == ""


@given(st.text(max_size=200))
def test_any_words_survive_the_cache(text: str) -> None:
    made = prepare_document("a.txt", text.encode(errors="replace"), "")
    assert unpack_document(pack_document(made)) == made


def test_a_resource_has_its_document_with_its_own_title_and_its_words(site: Site) -> None:
    fields = {"date": "2024-01-01", "type": "code", "themes": "[secret]", "auteur": "A", "source": "B"}
    site.add(
        {
            "ressources/charte.pdf": telling_pdf(),
            "ressources/charte.md": page("La charte", "Un texte.", document="charte.pdf", **fields),
            "pages/essai.md": page("Essai", "[La charte](../ressources/charte.pdf)"),
        }
    )
    report = site.build()
    assert report.ok, report.problems
    data = (site.output / "documents/ressources/charte.pdf").read_bytes()
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert reader.metadata is not None
    assert reader.metadata.title == "La charte"
    assert "Camille" not in everything(data)
    assert "secret partagé" in site.read("ressources/charte/index.html")
    assert site.build().ok
    assert (site.output / "documents/ressources/charte.pdf").read_bytes() == data


def test_a_signed_document_is_named_with_its_line(site: Site) -> None:
    site.add({"pages/charte.pdf": signed_pdf(), "pages/essai.md": page("Essai", "[La charte](charte.pdf)")})
    (problem,) = site.build().problems
    assert (problem.path, problem.line) == ("content/pages/essai.md", 6)
    assert "signature" in problem.text
