"""What a document hides is refused or gone: nobody who hides a column means to publish it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from plugins.media.publishable import prepare_document
from plugins.media.unusable import UnusableFileError
from tests.equipment import hostile
from tests.equipment.files import encoded, everything, gradient, photo

if TYPE_CHECKING:
    from collections.abc import Callable

MAKER = hostile.MAKER
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = "urn:oasis:names:tc:opendocument:xmlns"
STYLE = f'xmlns:style="{ODF}:style:1.0"'


def word_style(name: str, properties: str, parent: str = "") -> str:
    based = f'<w:basedOn w:val="{parent}"/>' if parent else ""
    return f'<w:style w:type="character" w:styleId="{name}">{based}<w:rPr>{properties}</w:rPr></w:style>'


def styled_docx(run_style: str, paragraph_style: str = "") -> bytes:
    styles = (
        word_style("Secret", "<w:vanish/>") + word_style("Heir", "", "Secret") + word_style("Plain", "<w:b/>")
    )
    styles += word_style("Shown", '<w:vanish w:val="0"/>', "Secret")
    paragraph = f'<w:pPr><w:pStyle w:val="{paragraph_style}"/></w:pPr>' if paragraph_style else ""
    body = (
        f'<w:p>{paragraph}<w:r><w:rPr><w:rStyle w:val="{run_style}"/></w:rPr><w:t>{MAKER}</w:t></w:r></w:p>'
    )
    return hostile.docx(body, **{"word/styles.xml": f"<w:styles {WORD}>{styles}</w:styles>"})


def run(properties: str, text: str = MAKER) -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def workbook(book: str = "", sheet: str = "") -> bytes:
    part = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheet}</worksheet>'
    return hostile.xlsx("", book, **{"xl/worksheets/sheet2.xml": part})


def cells(columns: str = "", row: str = "", cell: str = "<v>1</v>") -> bytes:
    return workbook(
        "", f'<cols>{columns}</cols><sheetData><row r="1"{row}><c r="AB1">{cell}</c></row></sheetData>'
    )


def styled_odf(body: str, properties: str, kind: str = "text") -> bytes:
    style = f'<style:style xmlns:style="{ODF}:style:1.0" style:name="S1">{properties}</style:style>'
    return hostile.odf(f"<office:automatic-styles>{style}</office:automatic-styles>{body}", kind)


def table(columns: str, row: str = "") -> bytes:
    cell = '<table:table-cell table:number-columns-repeated="3"/><table:table-cell><text:p>x</text:p></table:table-cell>'
    return hostile.odf(
        f"<table:table>{columns}<table:table-row{row}>{cell}</table:table-row></table:table>", "spreadsheet"
    )


HIDDEN_TEXT = f'<style:text-properties xmlns:style="{ODF}:style:1.0" text:display="none"/>'
HIDDEN: dict[str, tuple[str, bytes]] = {
    "text of Word": ("a.docx", hostile.docx(run("<w:vanish/>"))),
    "text of a header": ("a.docx", hostile.docx(**{"word/header1.xml": f"<w:hdr {WORD}>{run('<w:vanish/>')}</w:hdr>"})),
    "style": ("a.docx", styled_docx("Secret")),
    "style of a style": ("a.docx", styled_docx("Heir")),
    "style of a paragraph": ("a.docx", styled_docx("Plain", "Secret")),
    "object of Word": ("a.docx", hostile.docx('<w:p><docPr hidden="1"/></w:p>')),
    "sheet": ("a.xlsx", workbook('<sheets><sheet name="A" state="hidden"/></sheets>')),
    "very hidden sheet": ("a.xlsx", workbook('<sheets><sheet name="A" state="veryHidden"/></sheets>')),
    "row": ("a.xlsx", cells(row=' hidden="1"')),
    "column": ("a.xlsx", cells('<col min="2" max="40" hidden="1"/>')),
    "slide": ("a.pptx", hostile.pptx(**{"ppt/slides/slide2.xml": '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" show="0"/>'})),
    "shape": ("a.pptx", hostile.pptx('<p:cNvPr hidden="true"/>')),
    "text of Writer": ("a.odt", styled_odf(f'<text:p text:style-name="S1">{MAKER}</text:p>', HIDDEN_TEXT)),
    "section": ("a.odt", hostile.odf('<text:section text:display="none"/>')),
    "conditional section": ("a.odt", hostile.odf('<text:section text:display="condition"/>')),
    "hidden field": ("a.odt", hostile.odf(f'<text:hidden-text text:string-value="{MAKER}"/>')),
    "hidden paragraph": ("a.odt", hostile.odf("<text:p><text:hidden-paragraph/></text:p>")),
    "sheet of Calc": ("a.ods", styled_odf('<table:table table:style-name="S1"/>', f'<style:table-properties {STYLE} table:display="false"/>', "spreadsheet")),
    "row of Calc": ("a.ods", table("", ' table:visibility="filter"')),
    "column of Calc": ("a.ods", table('<table:table-column/><table:table-column table:number-columns-repeated="9" table:visibility="collapse"/>')),
    "slide of Impress": ("a.odp", styled_odf('<draw:page draw:style-name="S1"/>', f'<style:drawing-page-properties {STYLE} presentation:visibility="hidden"/>', "presentation")),
    "layer of Draw": ("a.odp", hostile.odf('<draw:layer-set><draw:layer draw:display="none"/></draw:layer-set>', "presentation")),
}  # fmt: skip
VISIBLE: dict[str, tuple[str, bytes]] = {
    "a mark of a paragraph": ("a.docx", hostile.docx("<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr></w:p>")),
    "not hidden": ("a.docx", hostile.docx(run('<w:vanish w:val="false"/>'))),
    "an entry of an index": ("a.docx", hostile.docx("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:instrText>XE x</w:instrText></w:r></w:p>")),
    "a style that nothing bears": ("a.docx", styled_docx("Plain")),
    "a style that shows again": ("a.docx", styled_docx("Shown")),
    "empty columns to the end": ("a.xlsx", cells('<col min="29" max="16384" hidden="1"/>')),
    "an empty row": ("a.xlsx", cells(row=' hidden="1"', cell="")),
    "empty columns of Calc": ("a.ods", table('<table:table-column table:number-columns-repeated="4"/><table:table-column table:number-columns-repeated="999" table:visibility="collapse"/>')),
    "a shown slide": ("a.pptx", hostile.pptx(**{"ppt/slides/slide2.xml": '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" show="1"/>'})),
}  # fmt: skip


@pytest.mark.parametrize("what", HIDDEN)
def test_what_a_document_hides_is_refused_with_what_to_do(what: str) -> None:
    with pytest.raises(UnusableFileError, match=r"masqué.* → affichez-l"):
        prepare_document(*HIDDEN[what], "")


@pytest.mark.parametrize("what", VISIBLE)
def test_what_hides_nothing_is_published(what: str) -> None:
    prepare_document(*VISIBLE[what], "")


def test_what_was_deleted_is_gone_and_what_was_added_is_text() -> None:
    author = f'w:author="{MAKER}" w:id="1"'
    body = (
        f"<w:p><w:r><w:t>Un</w:t></w:r><w:ins {author}><w:r><w:t> ajout</w:t></w:r></w:ins>"
        f"<w:del {author}><w:r><w:delText>disparu</w:delText></w:r></w:del>"
        f"<w:moveFrom {author}><w:r><w:t>disparu</w:t></w:r></w:moveFrom></w:p>"
        f"<w:p><w:pPr><w:rPr><w:del {author}/></w:rPr><w:pPrChange {author}><w:pPr/></w:pPrChange></w:pPr></w:p>"
        f"<w:tbl><w:tr><w:trPr><w:del {author}/></w:trPr><w:tc><w:p><w:r><w:t>disparu</w:t></w:r></w:p></w:tc></w:tr>"
        f"<w:tr><w:tc><w:tcPr><w:cellDel {author}/></w:tcPr><w:p><w:r><w:t>disparu</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    made = prepare_document("a.docx", hostile.docx(body), "")
    left = everything(made.data)
    assert "disparu" not in left
    assert [kind for kind in ("<w:ins", "<w:del", "<w:move", "Change", MAKER) if kind in left] == []
    assert made.text == "Un ajout"


def test_what_was_deleted_in_an_opendocument_is_gone_and_the_words_around_it_stay() -> None:
    body = (
        "<office:body><text:tracked-changes><text:changed-region><text:deletion><text:p>disparu</text:p></text:deletion>"
        '</text:changed-region></text:tracked-changes><text:p>Un<text:change text:change-id="1"/> deux'
        '<text:change-start text:change-id="2"/> trois<text:change-end text:change-id="2"/> quatre</text:p></office:body>'
    )
    made = prepare_document("a.odt", hostile.odf(body), "")
    assert "disparu" not in everything(made.data)
    assert "change" not in everything(made.data)
    assert made.text == "Un deux trois quatre"


NAMING: dict[str, tuple[str, bytes]] = {
    "note of Excel": ("a.xlsx", hostile.xlsx(**{"xl/comments1.xml": f"<comments><authors><author>{MAKER}</author></authors><commentList><comment><text><r><t>{MAKER}:</t></r><r><t> à revoir</t></r></text></comment></commentList></comments>"})),
    "scenario": ("a.xlsx", workbook("", f'<scenarios><scenario user="{MAKER}"/></scenarios>')),
    "path of an image": ("a.docx", hostile.docx(f'<w:p><docPr descr="C:\\Users\\{MAKER}\\photo.jpg" name="Image 1"/></w:p>')),
    "path on a server": ("a.pptx", hostile.pptx(f'<p:cNvPr descr="\\\\serveur\\{MAKER}\\photo.jpg"/>')),
    "path in a description": ("a.odt", hostile.odf(f'<draw:frame><svg:desc xmlns:svg="{ODF}:svg-compatible:1.0">/home/{MAKER}/photo.jpg</svg:desc></draw:frame>')),
    "password of a workbook": ("a.xlsx", workbook("", f'<sheetProtection sheet="1" hashValue="{MAKER}" saltValue="{MAKER}" password="{MAKER}"/>')),
    "password of a text": ("a.docx", hostile.docx(**{"word/settings.xml": f'<w:settings {WORD}><w:documentProtection w:edit="readOnly" w:hash="{MAKER}" w:salt="{MAKER}"/></w:settings>'})),
    "password of Calc": ("a.ods", hostile.odf(f'<table:table table:protection-key="{MAKER}"/>', "spreadsheet")),
}  # fmt: skip


@pytest.mark.parametrize("what", NAMING)
def test_programs_name_nobody_in_descriptions_notes_and_protections(what: str) -> None:
    name, data = NAMING[what]
    assert MAKER in everything(data)
    left = everything(prepare_document(name, data, "").data)
    assert MAKER not in left
    assert ("photo.jpg" in left) == what.startswith("path")


def object_of(**entries: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def layered(change: Callable[[Any, Any, DictionaryObject], None]) -> bytes:
    """Return a PDF with two layers, after a change to its page, to a layer, and to the configuration."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    layers = [
        writer._add_object(object_of(Type=NameObject("/OCG"), Name=TextStringObject(name))) for name in "ab"
    ]
    chosen = object_of()
    writer.root_object[NameObject("/OCProperties")] = object_of(OCGs=ArrayObject(layers), D=chosen)
    change(writer.pages[0], layers[0], chosen)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def set_off(_: Any, layer: Any, chosen: DictionaryObject) -> None:
    chosen[NameObject("/OFF")] = ArrayObject([layer])


def base_off(_: Any, layer: Any, chosen: DictionaryObject) -> None:
    chosen[NameObject("/BaseState")] = NameObject("/OFF")
    chosen[NameObject("/ON")] = ArrayObject([layer])


def off_on_screens(_: Any, layer: Any, chosen: DictionaryObject) -> None:
    chosen[NameObject("/AS")] = ArrayObject([object_of(Event=NameObject("/View"))])
    layer.get_object()[NameObject("/Usage")] = object_of(View=object_of(ViewState=NameObject("/OFF")))


def by_a_rule(page: Any, layer: Any, _: DictionaryObject) -> None:
    rule = object_of(Type=NameObject("/OCMD"), OCGs=layer, P=NameObject("/AllOff"))
    page[NameObject("/Resources")] = object_of(Properties=object_of(R=rule))


@pytest.mark.parametrize("change", [set_off, base_off, off_on_screens, by_a_rule])
def test_a_hidden_layer_of_a_pdf_is_refused(change: Callable[[Any, Any, DictionaryObject], None]) -> None:
    with pytest.raises(UnusableFileError, match="calques masqués → affichez-les"):
        prepare_document("a.pdf", layered(change), "")


def test_layers_that_show_are_published() -> None:
    made = prepare_document("a.pdf", layered(lambda *_: None), "").data
    assert "/OCProperties" in pypdf.PdfReader(io.BytesIO(made)).trailer["/Root"]


@pytest.mark.parametrize("flag", [2, 32])
def test_a_hidden_remark_of_a_pdf_is_gone(flag: int) -> None:
    def add(page: Any, _layer: Any, _chosen: DictionaryObject) -> None:
        rectangle = ArrayObject([NumberObject(9)] * 4)
        remark = object_of(Subtype=NameObject("/Text"), Rect=rectangle, Contents=TextStringObject(MAKER))
        page[NameObject("/Annots")] = ArrayObject([remark | {NameObject("/F"): NumberObject(flag)}, remark])
        page["/Annots"][0] = DictionaryObject(page["/Annots"][0])

    made = prepare_document("a.pdf", layered(add), "").data
    (left,) = pypdf.PdfReader(io.BytesIO(made)).pages[0]["/Annots"]
    assert left.get_object().get("/F") is None


def image_of_a_pdf(data: bytes, *filters: str) -> bytes:
    def add(page: Any, _layer: Any, _chosen: DictionaryObject) -> None:
        image = StreamObject()
        image._data = data
        kinds = [NameObject(kind) for kind in filters]
        image.update(
            object_of(
                Subtype=NameObject("/Image"),
                Width=NumberObject(800),
                Height=NumberObject(500),
                Filter=kinds[0] if len(kinds) == 1 else ArrayObject(kinds),
            )
        )
        page[NameObject("/Resources")] = object_of(XObject=object_of(I=image))

    return layered(add)


def test_a_photo_in_a_pdf_that_is_compressed_once_more_tells_nothing_either() -> None:
    packed = StreamObject()
    packed.set_data(photo())
    made = prepare_document(
        "a.pdf", image_of_a_pdf(packed.flate_encode()._data, "/FlateDecode", "/DCTDecode"), ""
    ).data
    assert b"Canon" not in made
    (image,) = pypdf.PdfReader(io.BytesIO(made)).pages[0].images
    assert image.image.size == (800, 500)


def test_a_jpeg_2000_in_a_pdf_keeps_its_pixels_and_loses_its_notes() -> None:
    note = f"<x>{MAKER}</x>".encode()
    data = encoded(gradient(), "JPEG2000")
    noted = data + (8 + len(note)).to_bytes(4) + b"xml " + note
    made = prepare_document("a.pdf", image_of_a_pdf(noted, "/JPXDecode"), "").data
    assert MAKER.encode() not in made
    (image,) = pypdf.PdfReader(io.BytesIO(made)).pages[0].images
    assert image.image.size == (800, 500)
