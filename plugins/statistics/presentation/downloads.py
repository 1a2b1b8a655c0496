"""The published figures as files: tidy CSV, one spreadsheet (ODS), and the data package that describes them.

A dataset holds what the page shows and nothing else. The data package follows the Frictionless
specifications (Data Package, Tabular Data Resource, Table Schema).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.core.vocabularies import label_of
from plugins.statistics.presentation.page import BY, cell_labels
from plugins.statistics.programme import PROGRAMME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plugins.core.vocabularies import Vocabulary
    from plugins.figures.figures import Figures
    from plugins.statistics.protection.tables import Publication
    from plugins.statistics.records.classification import Classifications

Value = str | int | None

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every entry of an archive: the earliest that the format knows."""

PACKAGE = "datapackage.json"
SPREADSHEET = "chiffres-du-cvts.ods"


@dataclass(frozen=True)
class Column:
    """One column: its name, `string` or `integer`, what it holds (French), its closed values if any."""

    name: str
    kind: str
    description: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dataset:
    """One tidy table; `name` is also that of its file, without `.csv`."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


PERIOD = Column("periode", "string", "année, ou années de la période")
NUMBER = Column("nombre", "integer", "le nombre")


def datasets(
    publication: Publication,
    classifications: Classifications,
    figures: Figures,
    vocabularies: Mapping[str, Vocabulary],
) -> tuple[Dataset, ...]:
    """Return every dataset of the page: the tables of the programme, the totals, the printed figures."""
    tables = [
        Dataset(
            spec.identifier,
            f"Demandes d’avis {BY[spec.dimension]}",
            (
                PERIOD,
                Column(
                    spec.dimension,
                    "string",
                    "identifiants, séparés par une espace quand ils sont comptés ensemble",
                ),
                Column("libelle", "string", "ce que les identifiants veulent dire"),
                NUMBER,
            ),
            tuple(
                (str(table.period), " ".join(cell.categories), label, cell.number)
                for table in publication.tables
                if table.identifier == spec.identifier and table.is_shown
                for cell, label in zip(table.cells, cell_labels(table, classifications), strict=True)
            ),
        )
        for spec in PROGRAMME
    ]
    return (
        *(table for table in tables if table.rows),
        _totals(publication, vocabularies),
        _printed(figures, vocabularies),
    )


def _totals(publication: Publication, vocabularies: Mapping[str, Vocabulary]) -> Dataset:
    kinds = vocabularies.get("activites", {})
    return Dataset(
        "totaux",
        "Nombre d’activités par période, d’après le registre",
        (
            PERIOD,
            Column("type", "string", "identifiant"),
            Column("libelle", "string", "type d’activité"),
            NUMBER,
        ),
        tuple(
            (str(total.period), total.kind, label_of(kinds, total.kind), total.number)
            for total in publication.totals
        ),
    )


def _printed(figures: Figures, vocabularies: Mapping[str, Vocabulary]) -> Dataset:
    series = vocabularies.get("series", {})
    remarks = vocabularies.get("remarques", {})
    return Dataset(
        "chiffres-des-rapports",
        "Les chiffres que les rapports d’activités impriment",
        (
            Column("serie", "string", "identifiant"),
            Column("libelle", "string", "ce qui est compté"),
            Column("date", "string", "une année, une période ou un jour"),
            NUMBER,
            Column("precision", "string", "exact ou environ", ("exact", "environ")),
            Column("rapport", "string", "période du rapport qui l’imprime"),
            Column("remarque", "string", "ce qui ne concorde pas, s’il y a lieu"),
        ),
        tuple(
            (
                figure.series,
                label_of(series, figure.series),
                figure.date,
                figure.value,
                figure.status,
                figure.report,
                remarks[figure.remark].label if figure.remark in remarks else None,
            )
            for figure in figures.all
        ),
    )


def download_files(sets: Sequence[Dataset], title: str, licence: str, spreadsheet: bytes) -> dict[str, bytes]:
    """Return every file to offer, by name: one CSV per dataset, the spreadsheet, the data package."""
    made = {f"{data.name}.csv": to_csv(data) for data in sets}
    made[SPREADSHEET] = spreadsheet
    made[PACKAGE] = to_package(sets, made, title, licence)
    return made


def to_csv(data: Dataset) -> bytes:
    """Return a dataset as CSV (RFC 4180, UTF-8, LF)."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.name for column in data.columns])
    writer.writerows([["" if value is None else value for value in row] for row in data.rows])
    return stream.getvalue().encode()


def to_package(sets: Sequence[Dataset], made: Mapping[str, bytes], title: str, licence: str) -> bytes:
    """Return `datapackage.json`; `licence` is left out while the association has chosen none."""
    package: dict[str, object] = {
        "name": "cvts-chiffres",
        "title": title,
        "profile": "tabular-data-package",
        "resources": [_resource(data, made[f"{data.name}.csv"]) for data in sets],
    }
    if licence:
        package["licenses"] = [{"name": licence}]
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(data: Dataset, content: bytes) -> dict[str, object]:
    return {
        "name": data.name,
        "title": data.title,
        "profile": "tabular-data-resource",
        "path": f"{data.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": [_field(column) for column in data.columns]},
    }


def _field(column: Column) -> dict[str, object]:
    field: dict[str, object] = {"name": column.name, "type": column.kind, "description": column.description}
    if column.values:
        field["constraints"] = {"enum": list(column.values)}
    return field
