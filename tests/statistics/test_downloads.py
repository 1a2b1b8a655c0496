"""Downloads: the same tables as the page, in open formats, byte for byte reproducible."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

from hypothesis import given
from odf.opendocument import load
from odf.table import TableRow

from plugins.statistics.presentation.downloads import PACKAGE, SPREADSHEET, Dataset, datasets, files
from plugins.statistics.presentation.spreadsheet import to_ods
from plugins.statistics.protection.tables import Status
from tests.statistics.public import CLASSIFICATIONS, FIGURES, VOCABULARIES, publication, twins

if TYPE_CHECKING:
    from pathlib import Path

COUNTS = {"secret": 12, "police": 3, "logement": 0, "ecole": 4, "sante": 9}


def made(counts: dict[str, int], status: Status = Status.SMALL) -> dict[str, bytes]:
    sets = datasets(publication(counts, status), CLASSIFICATIONS, FIGURES, VOCABULARIES)
    return files(sets, "Chiffres d’essai", "", to_ods(sets))


@given(twins())
def test_two_registers_that_publish_the_same_give_the_same_files(
    pair: tuple[dict[str, int], dict[str, int]],
) -> None:
    assert made(pair[0]) == made(pair[1])


def test_a_hidden_count_is_an_empty_cell_with_its_status() -> None:
    rows = list(csv.DictReader(io.StringIO(made(COUNTS)["avis-par-theme.csv"].decode())))
    assert [(row["theme"], row["nombre"], row["statut"]) for row in rows] == [
        ("secret", "12", "publie"),
        ("police", "", "moins_de_5"),
        ("logement", "", "moins_de_5"),
        ("ecole", "", "moins_de_5"),
        ("sante", "9", "publie"),
    ]
    assert {
        row["statut"]
        for row in csv.DictReader(io.StringIO(made(COUNTS, Status.WITHHELD)["avis-par-theme.csv"].decode()))
    } == {"publie", "non_publie"}


def test_no_cell_can_be_taken_for_a_formula() -> None:
    for name, data in made(COUNTS).items():
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(data.decode())):
                assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_the_spreadsheet_has_a_sheet_per_file_and_as_many_rows() -> None:
    everything = made(COUNTS)
    book = load(io.BytesIO(everything[SPREADSHEET]))
    sheets = book.spreadsheet.childNodes
    tables = [name for name in everything if name.endswith(".csv")]
    assert len(sheets) == len(tables)
    for sheet, name in zip(sheets, tables, strict=True):
        assert len(sheet.getElementsByType(TableRow)) == everything[name].count(b"\n")


def test_the_spreadsheet_holds_no_date_of_its_own() -> None:
    with zipfile.ZipFile(io.BytesIO(made(COUNTS)[SPREADSHEET])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "mimetype"


def test_frictionless_accepts_the_package(tmp_path: Path) -> None:
    for name, data in made(COUNTS).items():
        (tmp_path / name).write_bytes(data)
    found = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "--json", PACKAGE],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    report = json.loads(found.stdout[found.stdout.index("{") :])
    assert report["valid"], found.stdout
    assert report["stats"]["tasks"] == 3


def test_frictionless_would_see_a_changed_file(tmp_path: Path) -> None:
    everything = made(COUNTS)
    everything["avis-par-theme.csv"] = everything["avis-par-theme.csv"].replace(b"12", b"13")
    for name, data in everything.items():
        (tmp_path / name).write_bytes(data)
    found = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", PACKAGE],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert found.returncode != 0


def test_a_dataset_without_rows_is_not_offered() -> None:
    names = [data.name for data in datasets(publication({}), CLASSIFICATIONS, FIGURES, VOCABULARIES)]
    assert names == ["totaux", "chiffres-des-rapports"]
    assert all(
        isinstance(data, Dataset)
        for data in datasets(publication(COUNTS), CLASSIFICATIONS, FIGURES, VOCABULARIES)
    )
