"""What volunteers fill in: Excel's CSV, XLSX, ODS; each mistake told once, by its cell, without its value."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from odfdo import Cell, Document, Row, Table

from plugins.core.vocabularies import Term
from plugins.statistics.records.classification import Period, read_classifications
from plugins.statistics.records.register import COLUMNS, Record
from plugins.statistics.records.rows import read_batch

if TYPE_CHECKING:
    from plugins.core.problems import Problem

VOCABULARIES = {
    "activites": {
        "demande-avis": Term("demande-avis", "Demande d'avis", {}),
        "permanence": Term("permanence", "Permanence", {}),
    },
    "themes": {"quartz": Term("quartz", "Thème à quartz", {}), "vieux": Term("vieux", "Vieux", {"au": 2020})},
    "secteurs": {
        "basalte": Term("basalte", "Écoles : basalte", {}),
        "craie": Term("craie", "Craie", {"zeros": ["granit"]}),
    },
    "regions": {"granit": Term("granit", "Non précisée", {}), "marne": Term("marne", "Marne", {})},
}
WORDS, _ = read_classifications(VOCABULARIES)
HEADER = list(COLUMNS)
GOOD = ["2031", "demande-avis", "quartz", "basalte", "granit"]
RECORD = Record(Period(2031, 2031), *GOOD[1:])


Sheets = Mapping[str, Sequence[Sequence[str | int | None]]]


def csv_of(rows: Sequence[Sequence[str]], separator: str = ",", end: str = "\r\n") -> bytes:
    return "".join(separator.join(row) + end for row in rows).encode()


def xlsx_of(sheets: Sheets) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods_of(sheets: Sheets) -> bytes:
    book = Document("spreadsheet")
    book.body.clear()
    for title, rows in sheets.items():
        table = Table(title)
        for row in rows:
            made = Row()
            for value in row:
                made.append_cell(Cell(value))
            table.append_row(made)
        book.body.append(table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(name: str, data: bytes, **more: object) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    return read_batch(name, data, WORDS, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "data",
    [
        csv_of([HEADER, GOOD]),
        csv_of([HEADER, GOOD], ";"),
        csv_of([HEADER, GOOD], "\t", "\n"),
        b"\xef\xbb\xbf" + csv_of([HEADER, GOOD], ";"),
        b"sep=;\r\n" + csv_of([HEADER, GOOD], ";"),
        csv_of([[*HEADER, "", ""], [*GOOD, "", ""], [""] * 7, ["", "", ""]], ";"),
        csv_of([["", ""], HEADER, [""] * 5, GOOD]),
        csv_of(
            [
                ["Période", "Type", "Thème", "Secteur", "Région"],
                ["2031", "Demande d’avis", "thème à quartz", "ECOLES : BASALTE", "Non précisée"],
            ],
            ";",
        )
        .decode()
        .encode("cp1252"),
        csv_of([HEADER, ["2031", " Demande d'avis ", "Quartz", "écoles\u00a0: basalte", "non  précisée"]]),
        csv_of([HEADER, GOOD]).decode().encode("utf-16"),
        csv_of([["region", "secteur", "theme", "type", "periode"], GOOD[::-1]]),
    ],
    ids=[
        "comma",
        "semicolon",
        "tab",
        "bom",
        "sep",
        "empty-trailing",
        "empty-before",
        "cp1252-labels",
        "spaces",
        "utf-16",
        "order",
    ],
)
def test_what_office_programs_call_csv_is_read(data: bytes) -> None:
    assert read("registre.csv", data) == ((RECORD,), ())


def test_a_spreadsheet_is_read_with_its_numbers_its_periods_and_its_repeated_rows() -> None:
    row: list[str | int | None] = [2031, *GOOD[1:]]
    sheets: Sheets = {
        "Feuil1": [HEADER, row, row, row, [None] * 5, row],
        "2030": [HEADER[1:], GOOD[1:]],
        "2032": [],
        "Feuil3": [],
    }
    block = Record(Period(2030, 2030), "demande-avis", *GOOD[2:])
    for name, made in (("a.xlsx", xlsx_of(sheets)), ("a.ODS", ods_of(sheets))):
        records, problems = read(name, made)
        assert records[:4] == (RECORD,) * 4
        assert not problems
        assert records[4:] == (block,)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            ["2031", "demande-avis", "jaspe", "basalte", "granit"],
            "cellule C3 (theme) : valeur hors du vocabulaire",
        ),
        (["2031", "demande-avis", "", "basalte", "granit"], "cellule C3 (theme) : cellule vide"),
        (["mars", "demande-avis", "quartz", "basalte", "granit"], "cellule A3 (periode) : ni une année"),
        (
            ["2031", "demande-avis", "vieux", "basalte", "granit"],
            "cellule C3 (theme) : cette valeur n’a pas cours",
        ),
        (
            ["2031", "demande-avis", "quartz", "craie", "granit"],
            "ligne : ces valeurs sont déclarées impossibles",
        ),
        (
            ["2031", "demande-avis", "quartz", "basalte", "0470 12 34 56"],
            "cellule E3 (region) : ressemble à un numéro de téléphone",
        ),
        (
            ["2029", "demande-avis", "quartz", "basalte", "granit"],
            "cellule A3 (periode) : cette période est arrêtée",
        ),
        (
            ["2027", "demande-avis", "quartz", "basalte", "granit"],
            "cellule A3 (periode) : le registre compte déjà",
        ),
        ([*GOOD, "", "jaspe"], "cellule G3 : rien ne s’écrit hors des colonnes"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_one_mistake_is_one_message_that_names_the_cell_and_no_value(
    row: list[str], says: str, kind: str
) -> None:
    table = [HEADER, GOOD, row]
    sheets: Sheets = {"Jaspe": table}
    made = {"csv": csv_of(table), "xlsx": xlsx_of(sheets), "ods": ods_of(sheets)}[kind]
    closed = (Period(2029, 2029),)
    known = [("demande-avis", Period(2026, 2028))]
    records, (problem,) = read(f"registre.{kind}", made, closed=closed, known=known)
    assert records[0] == RECORD
    assert problem.line == 3
    assert problem.text.removeprefix("feuille n° 1, ").startswith(says)
    assert problem.text.startswith("feuille n° 1, ") == (kind != "csv")
    for value in ("jaspe", "mars", "vieux", "0470", "2029", "2027", "Jaspe"):
        assert value not in str(problem)


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (GOOD, "ne nomme pas les colonnes"),
        (HEADER[:4], "il manque dans l’en-tête : region"),
        ([*HEADER, "nom"], "cellule F de l’en-tête : une colonne de trop"),
        ([*HEADER, "theme"], "cellule F de l’en-tête : une colonne de trop"),
    ],
)
def test_a_wrong_header_is_one_message(header: list[str], says: str) -> None:
    records, (problem,) = read("registre.csv", csv_of([header, GOOD, ["?"] * 5]))
    assert not records
    assert says in problem.text


def test_a_sheet_named_by_a_period_keeps_to_it_and_its_rows_are_named_without_a_cell() -> None:
    _, problems = read(
        "a.ods",
        ods_of({"2031": [HEADER, ["2030", *GOOD[1:]]], "2029": [HEADER[1:], GOOD[1:]]}),
        closed=[Period(2029, 2029)],
    )
    assert [problem.text for problem in problems] == [
        "feuille n° 1, cellule A2 (periode) : ce n’est pas la période de cette feuille",
        "feuille n° 2, ligne (periode) : cette période est arrêtée : elle ne change plus",
    ]


def test_a_stray_column_is_told_once() -> None:
    _, problems = read("registre.csv", csv_of([HEADER, [*GOOD, "un récit"], [*GOOD, "un autre"]]))
    assert len(problems) == 1
    assert "récit" not in str(problems)


def _zip_bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b"0" * (60 << 20))
    return stream.getvalue()


def _far_cell() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADER)
    sheet["XFD1048576"] = "quartz"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _with_part(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(data))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for entry in source.infolist():
            found = source.read(entry)
            target.writestr(entry, found.replace(old, new) if entry.filename == part else found)
    return stream.getvalue()


def _endless_rows() -> bytes:
    repeated = b'<table:table-row table:number-rows-repeated="1048576">'
    return _with_part(ods_of({"A": [HEADER, GOOD]}), "content.xml", b"<table:table-row>", repeated)


def _own_entities() -> bytes:
    """Return a sheet that declares an entity of its own, as those do that grow to gigabytes."""
    declared = b'<!DOCTYPE worksheet [<!ENTITY long "xxxx">]><worksheet '
    return _with_part(xlsx_of({"A": [HEADER, GOOD]}), "xl/worksheets/sheet1.xml", b"<worksheet ", declared)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.pdf", b"%PDF", "format"),
        ("a", b"", "format"),
        ("a.csv", b"", "aucune ligne"),
        ("a.csv", csv_of([HEADER]), "aucune ligne"),
        ("a.csv", b"periode\x00", "texte"),
        ("a.csv", b'periode,type,theme,secteur,region\n2031,"demande', "guillemets"),
        ("a.csv", b"x" * (6 << 20), "trop grand"),
        ("a.xlsx", b"rien", "abîmé"),
        ("a.ods", b"rien", "abîmé"),
        ("a.xlsx", _far_cell(), "loin du tableau"),
        ("a.ods", _endless_rows(), ""),
        ("a.xlsx", _own_entities(), "abîmé"),
        ("a.xlsx", xlsx_of({"A": [HEADER, GOOD]})[:-200], "abîmé"),
    ],
)
def test_an_absurd_file_is_refused_in_one_line(name: str, data: bytes, says: str) -> None:
    records, problems = read(name, data)
    assert not records or name == "a.ods"
    assert problems
    assert says in problems[0].text
    assert len(problems) < 3 or name == "a.ods"


@pytest.mark.parametrize("name", ["a.ods", "a.xlsx"])
def test_an_archive_that_grows_without_end_is_refused_in_one_line(name: str) -> None:
    records, (problem,) = read(name, _zip_bomb())
    assert not records
    assert "trop grand" in problem.text


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.ods", "a.xlsx"]))
def test_any_bytes_end_in_problems_and_never_in_an_error(data: bytes, name: str) -> None:
    records, problems = read(name, data)
    assert bool(problems) or records


@given(st.lists(st.lists(st.text(max_size=12), max_size=7), max_size=6))
def test_no_message_repeats_what_a_cell_says(rows: list[list[str]]) -> None:
    marked = [[f"«{cell}»jaspe" for cell in row] for row in rows]
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([HEADER, *marked])
    _, problems = read("registre.csv", stream.getvalue().encode("utf-8", "replace"))
    assert "jaspe" not in str(problems).lower()
