"""Reads the cells of an ODS, XLSX or CSV file as text, whatever an office program made of them.

The file may be absurd: everything is bounded before it is read, and nothing is written anywhere.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

BIGGEST = 5 * 1024 * 1024
"""Bytes of a file; a hundred times a full year's."""
UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 2000
MOST_ROWS = 50_000
"""Rows read of a sheet; a cell below, or right of `MOST_COLUMNS`, is too many."""
MOST_COLUMNS = 50


class UnreadableError(Exception):
    """The file cannot be read; `text` and `remedy` say it in French, `line` where (0: as a whole)."""

    def __init__(self, text: str, remedy: str, line: int = 0) -> None:
        super().__init__(text)
        self.text, self.remedy, self.line = text, remedy, line


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, and the rows that are not empty, each with its number from 1."""

    title: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheets(suffix: str, data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a file, by its suffix in lower case (`.csv`: one sheet without name).

    Raises:
        UnreadableError: it is no such file, or an absurd one.
    """
    if len(data) > BIGGEST:
        raise UnreadableError(
            "le fichier est bien trop grand", "partez d’un modèle : invoke registre --modele"
        )
    if suffix == ".csv":
        return (Sheet("", tuple(_filled(_csv_rows(data)))),)
    readers = {".ods": _ods_sheets, ".xlsx": _xlsx_sheets}
    if suffix not in readers:
        raise UnreadableError("ce format n’est pas lu", "enregistrez le fichier en ODS, XLSX ou CSV")
    try:
        _check_archive(data)
        return tuple(Sheet(title, tuple(_filled(rows))) for title, rows in readers[suffix](data))
    except UnreadableError:
        raise
    except Exception:  # noqa: BLE001  two libraries, each with errors of every kind, that may quote cells
        text, remedy = "le fichier est abîmé", f"enregistrez-le à nouveau en {suffix[1:].upper()}"
        raise UnreadableError(text, remedy) from None


def _filled(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the rows that hold something, without the empty cells at their end."""
    for number, cells in rows:
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
                text = "une cellule est remplie loin du tableau"
                raise UnreadableError(text, "effacez-la, ou recopiez le tableau dans un modèle neuf", number)
            yield number, tuple(cells)


def _csv_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data)
    first, _, rest = text.partition("\n")
    skipped = 0
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # Excel says its separator
        separator, text, skipped = first[4], rest, 1
    else:
        head = next((line for line in text.splitlines() if line.strip(" \t,;")), "")
        separator = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            yield reader.line_num + skipped, [" ".join(cell.split()) for cell in row]
    except csv.Error:
        raise UnreadableError(
            "guillemets mal formés", "enregistrez à nouveau le tableau en CSV", reader.line_num + skipped
        ) from None


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # what Excel calls CSV
    if "\0" in text:
        raise UnreadableError("le fichier n’est pas du texte", "enregistrez le tableau en CSV")
    return text


def _check_archive(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
            raise UnreadableError(
                "le fichier déplié est bien trop grand", "partez d’un modèle : invoke registre --modele"
            )


def _xlsx_sheets(data: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    import openpyxl  # noqa: PLC0415  slow to load

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of them may be wrong
        yield (
            sheet.title,
            (
                (number, [_text(cell.value) for cell in row])
                for number, row in enumerate(sheet.iter_rows(), 1)
            ),
        )


def _text(value: object) -> str:
    """Return a cell's value as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def _ods_sheets(data: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    from odfdo import Document  # noqa: PLC0415  slow to load

    body: Any = Document(io.BytesIO(data)).body
    for table in body.tables:
        yield str(table.name), _ods_rows(table)


def _ods_rows(table: Any) -> Iterator[tuple[int, list[str]]]:
    number = 0
    for row in table.get_elements("descendant::table:table-row"):
        cells: list[str] = []
        for cell in row.get_elements("table:table-cell|table:covered-table-cell"):
            text = _text(cell.get_value(try_get_text=True))
            cells += [text] * min(cell.repeated or 1, MOST_COLUMNS + 1)
            if len(cells) > MOST_COLUMNS and not text:
                cells = cells[: MOST_COLUMNS + 1]
        repeated = row.repeated or 1
        if any(cells):  # identical rows are written once
            yield from ((number + again, list(cells)) for again in range(1, min(repeated, MOST_ROWS) + 1))
        number += repeated
