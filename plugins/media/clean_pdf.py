"""Rewrites a PDF without the traces of whoever made it, and with a title.

Gone: author, program, dates, XMP, the private data of programs, the names of
whoever commented, embedded files (a hybrid PDF holds its whole source), earlier
versions of changed pages, and whatever could act (`pdf_actions`). What is seen on
the pages stays.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from plugins.media.clean_titles import choose_title
from plugins.media.pdf_actions import disarm, refuse_unreadable
from plugins.media.pdf_layers import refuse_hidden_layers
from plugins.media.pdf_reading import open_pdf

if TYPE_CHECKING:
    from pypdf import PdfWriter

_STANDARDS: Final = {  # what a PDF says in XMP of the standards that it follows, to be said again
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}


def clean_pdf(name: str, data: bytes, wanted: str) -> bytes:
    """Return the PDF to publish; the same input gives the same bytes.

    Args:
        name: of its file, which makes a title for want of a better one.
        data: a PDF that opens without a password.
        wanted: the title that it must bear, or an empty text.

    Raises:
        UnusableFileError: it bears an electronic signature, which a changed file would break.
    """
    from pypdf import PdfWriter  # noqa: PLC0415  heavy: only builds that meet a new document pay
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, StreamObject  # noqa: PLC0415

    reader = open_pdf(data)
    refuse_unreadable(reader.root_object)
    own = str(reader.metadata.title or "") if reader.metadata else ""
    title = choose_title(wanted, own, name)
    standards = _standards(reader)
    writer = PdfWriter(clone_from=reader)
    root = writer.root_object
    dictionaries = _dictionaries(writer)
    refuse_hidden_layers(root, dictionaries)
    disarm(root, writer.pages, dictionaries)
    preferences = root.setdefault(NameObject("/ViewerPreferences"), DictionaryObject()).get_object()
    preferences[NameObject("/DisplayDocTitle")] = BooleanObject(True)  # noqa: FBT003  pypdf's own way
    writer.metadata = {"/Title": title}
    xmp = StreamObject()
    xmp.set_data(_xmp(title, standards))
    xmp[NameObject("/Type")], xmp[NameObject("/Subtype")] = NameObject("/Metadata"), NameObject("/XML")
    root[NameObject("/Metadata")] = writer._add_object(xmp)  # noqa: SLF001  no public way to add a stream
    # what nothing refers to any more is still in there: only a copy of the copy leaves it behind
    header = reader.pdf_header
    first = _written(writer, header)
    del reader, root, preferences, writer, dictionaries  # else two copies more stand in memory
    return _written(PdfWriter(clone_from=open_pdf(first)), header)


def _written(writer: PdfWriter, header: str) -> bytes:
    writer.pdf_header = header
    writer._ID = None  # noqa: SLF001  it would tell apart what two runs make of one file
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _dictionaries(writer: PdfWriter) -> list[Any]:
    """Return every dictionary of the file, those inside others too."""
    from pypdf.generic import ArrayObject, DictionaryObject  # noqa: PLC0415

    found, waiting = [], list(writer._objects)  # noqa: SLF001  no public way to see them all
    while waiting:
        item = waiting.pop()
        if isinstance(item, DictionaryObject):
            found.append(item)
            waiting += item.values()
        elif isinstance(item, ArrayObject):
            waiting += item
    return found


def _standards(reader: Any) -> list[tuple[str, str, str]]:
    """Return what the file says of PDF/A and PDF/UA: prefix, property, value."""
    from lxml import etree  # noqa: PLC0415

    stream = reader.trailer["/Root"].get("/Metadata")
    if stream is None:
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    tree = etree.fromstring(stream.get_object().get_data(), parser)
    found = set()
    for prefix, space in _STANDARDS.items():
        for element in tree.iter() if tree is not None else ():
            if str(element.tag).startswith(f"{{{space}}}") and element.text:
                found.add((prefix, etree.QName(element).localname, element.text.strip()))
            for key, value in element.attrib.items():
                if str(key).startswith(f"{{{space}}}"):
                    found.add((prefix, etree.QName(key).localname, str(value)))
    return sorted(found)


def _xmp(title: str, standards: list[tuple[str, str, str]]) -> bytes:
    spaces = "".join(
        f' xmlns:{prefix}="{_STANDARDS[prefix]}"' for prefix in sorted({item[0] for item in standards})
    )
    claims = "".join(
        f"<{prefix}:{name}>{escape(value)}</{prefix}:{name}>" for prefix, name, value in standards
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"{spaces}>'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
        f"{claims}"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()
