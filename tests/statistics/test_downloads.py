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

from odfdo import Document, Table

from plugins.statistics.presentation.downloads import PACKAGE, SPREADSHEET, Dataset, datasets, download_files
from plugins.statistics.presentation.spreadsheet import to_ods
from tests.statistics.public import CLASSIFICATIONS, FIGURES, NOT_SHOWN, VOCABULARIES, publication

if TYPE_CHECKING:
    from pathlib import Path


def made() -> dict[str, bytes]:
    sets = datasets(publication(), CLASSIFICATIONS, FIGURES, VOCABULARIES)
    return download_files(sets, "Chiffres d’essai", "", to_ods(sets))


def test_categories_that_are_counted_together_are_one_row() -> None:
    rows = list(csv.DictReader(io.StringIO(made()["avis-par-theme.csv"].decode())))
    assert [(row["theme"], row["libelle"], row["nombre"]) for row in rows] == [
        ("secret", "Secret", "12"),
        ("police logement ecole", "Le métier", "8"),
        ("sante", "Santé", "9"),
    ]


def test_no_cell_can_be_taken_for_a_formula() -> None:
    for name, data in made().items():
        if name.endswith(".csv"):
            for row in csv.reader(io.StringIO(data.decode())):
                assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_the_spreadsheet_has_a_sheet_per_dataset_with_its_values_and_their_types() -> None:
    sheets: list[Table] = Document(io.BytesIO(made()[SPREADSHEET])).body.tables
    sets = datasets(publication(), CLASSIFICATIONS, FIGURES, VOCABULARIES)
    assert [sheet.name for sheet in sheets] == [data.title[:31] for data in sets]
    for sheet, data in zip(sheets, sets, strict=True):
        header, *rows = sheet.get_values()
        assert header == [column.name for column in data.columns]
        assert rows == [list(row) for row in data.rows]


def test_the_spreadsheet_names_no_moment_and_no_program() -> None:
    data = made()[SPREADSHEET]
    assert made()[SPREADSHEET] == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.namelist()[1:] == ["content.xml", "META-INF/manifest.xml"], "and no metadata"


def test_frictionless_accepts_the_package(tmp_path: Path) -> None:
    for name, data in made().items():
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
    everything = made()
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
    names = [data.name for data in datasets(NOT_SHOWN, CLASSIFICATIONS, FIGURES, VOCABULARIES)]
    assert names == ["totaux", "chiffres-des-rapports"]
    assert all(
        isinstance(data, Dataset) for data in datasets(publication(), CLASSIFICATIONS, FIGURES, VOCABULARIES)
    )
