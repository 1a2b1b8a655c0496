"""Writes the downloads' tables as one OpenDocument spreadsheet, the same bytes for the same tables."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from lxml import etree
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as Sheet
from odf.table import TableCell, TableRow
from odf.text import P

from plugins.statistics.presentation.downloads import EPOCH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.statistics.presentation.downloads import Dataset, Value


def to_ods(sets: Iterable[Dataset]) -> bytes:
    """Return one spreadsheet with a sheet per dataset; the same datasets give the same bytes."""
    book = OpenDocumentSpreadsheet()
    for data in sets:
        sheet = Sheet(name=data.title[:31])
        _add_row(sheet, [column.name for column in data.columns])
        for row in data.rows:
            _add_row(sheet, row)
        book.spreadsheet.addElement(sheet)
    stream = io.BytesIO()
    book.write(stream)
    return _canonical(stream.getvalue())


def _add_row(sheet: Any, values: Iterable[Value]) -> None:
    row = TableRow()
    for value in values:
        if value is None:
            cell = TableCell()
        elif isinstance(value, int):
            cell = TableCell(valuetype="float", value=str(value))
        else:
            cell = TableCell(valuetype="string")
        if value is not None:
            cell.addElement(P(text=str(value)))
        row.addElement(cell)
    sheet.addElement(row)


def _canonical(archive: bytes) -> bytes:
    """Write the archive anew: one fixed date, and no namespace but those used.

    odfpy declares every namespace that the process has ever met, so that a second spreadsheet
    would not be written as the first. The order of the entries stays: the media type must come first.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(stream, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.endswith(".xml"):
                root = etree.fromstring(data)
                etree.cleanup_namespaces(root)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
            fixed = zipfile.ZipInfo(entry.filename, EPOCH)
            fixed.compress_type = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(fixed, data)
    return stream.getvalue()
