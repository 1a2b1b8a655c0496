"""Writes the downloads' tables as one OpenDocument spreadsheet, the same bytes for the same tables.

Three files of the format suffice: without styles and metadata, it names no program and no moment.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from lxml.etree import Element, SubElement, tostring

from plugins.statistics.presentation.downloads import EPOCH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from plugins.statistics.presentation.downloads import Dataset, Value

MIME: Final = "application/vnd.oasis.opendocument.spreadsheet"
VERSION: Final = "1.2"
"""Of the format: what every office suite reads."""

_NAMES: Final = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "table", "text", "manifest")
}
_OFFICE, _TABLE, _TEXT, _MANIFEST = (f"{{{name}}}" for name in _NAMES.values())


def to_ods(sets: Iterable[Dataset]) -> bytes:
    """Return one spreadsheet with a sheet per dataset; the same datasets give the same bytes."""
    files = {
        "mimetype": MIME.encode(),  # the format wants it first, and not compressed
        "content.xml": tostring(_content(sets), xml_declaration=True, encoding="UTF-8"),
        "META-INF/manifest.xml": tostring(_manifest(), xml_declaration=True, encoding="UTF-8"),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3  # else the archive names the system that it was made on
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return stream.getvalue()


def _manifest() -> _Element:
    root = _root(_MANIFEST, "manifest", "manifest")
    for name, mime in (("/", MIME), ("content.xml", "text/xml")):
        entry = {f"{_MANIFEST}full-path": name, f"{_MANIFEST}media-type": mime}
        SubElement(root, f"{_MANIFEST}file-entry", entry)
    return root


def _content(sets: Iterable[Dataset]) -> _Element:
    root = _root(_OFFICE, "document-content", "office", "table", "text")
    book = SubElement(SubElement(root, f"{_OFFICE}body"), f"{_OFFICE}spreadsheet")
    for data in sets:
        sheet = SubElement(book, f"{_TABLE}table", {f"{_TABLE}name": data.title[:31]})
        width = {f"{_TABLE}number-columns-repeated": str(len(data.columns))}
        SubElement(sheet, f"{_TABLE}table-column", width)
        for values in ([column.name for column in data.columns], *data.rows):
            row = SubElement(sheet, f"{_TABLE}table-row")
            for value in values:
                _add_cell(row, value)
    return root


def _root(namespace: str, name: str, *prefixes: str) -> _Element:
    names = {prefix: _NAMES[prefix] for prefix in prefixes}
    return Element(f"{namespace}{name}", {f"{namespace}version": VERSION}, names)


def _add_cell(row: _Element, value: Value) -> None:
    """Add a cell: a number is typed as one, and what is unknown is empty, not zero."""
    cell = SubElement(row, f"{_TABLE}table-cell")
    if value is None:
        return
    cell.set(f"{_OFFICE}value-type", "float" if isinstance(value, int) else "string")
    if isinstance(value, int):
        cell.set(f"{_OFFICE}value", str(value))
    SubElement(cell, f"{_TEXT}p").text = str(value)
