"""Read the activity register: coded records, closed vocabularies, and no personal data by accident.

The register is the one confidential source of the site. A record is five codes
and nothing else; whatever does not fit is refused with its place (file, line,
column) and never its value, so that a build log cannot leak what a hurried
editor pasted into a cell.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from plugins.problems import Problem
from plugins.register_location import LOCATION_VARIABLE
from plugins.statistics.programme import DIMENSIONS
from plugins.statistics.register.classification import Period, parse_period, read_classifications

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.statistics.register.classification import Classifications
    from plugins.vocabulary import Vocabulary

COLUMNS = ("periode", "type", "theme", "secteur", "region")
"""The register's columns, all compulsory, in this order."""

_Place = tuple[str, int]
"""File and line."""

_E_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|\S\s*(?:\(at\)|\[at\])\s*\S", re.IGNORECASE)
_DIGIT_RUN = re.compile(r"\d(?:[\s./-]*\d){10,}", re.ASCII)
_DATA_REMEDY = "retirer cette donnée : le registre ne contient que des codes du vocabulaire"


class Record(NamedTuple):
    """One coded activity. `period` is a year or a closed reporting period; the rest are identifiers."""

    period: Period
    kind: str
    theme: str
    sector: str
    region: str


@dataclass(frozen=True)
class Register:
    """How many times each coded record occurs: order and multiplicity tell nothing else."""

    counts: Mapping[Record, int]

    def __len__(self) -> int:
        """Return the number of records."""
        return sum(self.counts.values())

    def blocks(self) -> tuple[tuple[str, Period], ...]:
        """Return every (kind, period) that has at least one record, sorted."""
        return tuple(sorted({(record.kind, record.period) for record in self.counts}))


def read_register(path: Path, vocabularies: Mapping[str, Vocabulary]) -> tuple[Register, tuple[Problem, ...]]:
    """Read every `*.csv` of a folder (or one file); return the valid records and all that is wrong.

    `path` need not exist: an association without register has no records. But one that the
    environment names does.
    """
    classifications, problems = read_classifications(vocabularies)
    found = list(problems)
    if not path.exists() and os.environ.get(LOCATION_VARIABLE, "") == str(path):
        found.append(
            Problem(
                LOCATION_VARIABLE,
                0,
                "le dossier que cette variable indique n'existe pas",
                "la corriger, ou l'enlever si le registre est dans content/activites/registre",
            )
        )
    counts: Counter[Record] = Counter()
    places: dict[tuple[str, Period], _Place] = {}
    files = [path] if path.is_file() else sorted(path.glob("*.csv"))
    for file in files:
        found += _read_file(file, classifications, counts, places)
    found += _overlaps(places)
    return Register(counts), tuple(sorted(found))


def personal_data(cell: str) -> str | None:
    """Name, in French, the kind of personal data that a cell seems to hold, or None.

    A backstop behind the closed vocabularies (national and BIS numbers with a valid
    check digit anywhere in the cell, Belgian or international telephone numbers, e-mail addresses).
    """
    if not cell or (cell.isascii() and cell.isalpha()):
        return None
    if _E_MAIL.search(cell):
        return "une adresse e-mail"
    if any(character.isdigit() for character in cell):
        import phonenumbers  # noqa: PLC0415  slow to load, and a register is rarely wrong
        from stdnum.be import nn, ssn  # noqa: PLC0415

        for run in _DIGIT_RUN.finditer(cell):
            digits = re.sub(r"\D", "", run[0])
            windows = {digits[start : start + 11] for start in range(len(digits) - 10)}
            if any(nn.is_valid(window) or ssn.is_valid(window) for window in windows):
                return "un numéro national"
        if any(True for _ in phonenumbers.PhoneNumberMatcher(cell, "BE")):
            return "un numéro de téléphone"
    return None


def _read_file(
    file: Path,
    classifications: Classifications,
    counts: Counter[Record],
    places: dict[tuple[str, Period], _Place],
) -> list[Problem]:
    """Add the records of one file to `counts`, and to `places` where a period is first met.

    Return the file's problems.
    """
    name = _shown(file)
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return [Problem(name, line, "le fichier n'est pas en UTF-8", "l'enregistrer en « CSV UTF-8 »")]
    if text.startswith("\ufeff"):
        return [
            Problem(
                name, 1, "une marque invisible (BOM) précède l'en-tête", "enregistrer en UTF-8 « sans BOM »"
            )
        ]
    if "\0" in text:
        return [Problem(name, 0, "le fichier n'est pas du texte", "l'enregistrer en « CSV UTF-8 »")]
    rows = csv.reader(text.splitlines(keepends=True), strict=True)
    problems: list[Problem] = []
    known: dict[tuple[str, ...], Record] = {}  # a big register repeats few distinct lines
    try:
        problems += _header_problems(name, next(rows, []))
        if problems:
            return problems
        for row in rows:
            key = tuple(row)
            record = known.get(key)
            if record is None:
                checked = _check_row(name, rows.line_num, row, classifications)
                if not isinstance(checked, Record):
                    problems += checked
                    continue
                record = known[key] = checked
                places.setdefault((record.kind, record.period), (name, rows.line_num))
            counts[record] += 1
    except csv.Error:
        problems.append(
            Problem(
                name,
                rows.line_num,
                "guillemets ou séparateurs mal formés",
                "écrire cinq codes séparés par des virgules",
            )
        )
    return problems


def _shown(file: Path) -> str:
    """Return the file's name as an editor knows it, without the machine's folders."""
    try:
        return file.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return file.name


def _header_problems(name: str, header: list[str]) -> list[Problem]:
    expected = ",".join(COLUMNS)
    if tuple(header) == COLUMNS:
        return []
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        return [
            Problem(
                name,
                1,
                "le séparateur n'est pas la virgule",
                "enregistrer avec des virgules entre les colonnes",
            )
        ]
    return [
        Problem(
            name,
            1,
            "l'en-tête n'a pas exactement les colonnes attendues",
            f"écrire en première ligne : {expected}",
        )
    ]


def _check_row(
    name: str, line: int, row: list[str], classifications: Classifications
) -> Record | list[Problem]:
    """Return the record of one line, or everything that is wrong with it."""
    found = _read_row(name, line, row, classifications)
    if isinstance(found, Record):  # codes of closed vocabularies, and nothing else fits in
        return found
    personal = [
        Problem(name, line, f"colonne {column} : ressemble à {kind}", _DATA_REMEDY)
        for column, kind in ((_column(index), personal_data(cell)) for index, cell in enumerate(row))
        if kind
    ]
    return [*personal, *found]


def _read_row(
    name: str, line: int, row: list[str], classifications: Classifications
) -> Record | list[Problem]:
    """Return the record of one line, or where it leaves the vocabularies."""
    problems: list[Problem] = []
    if len(row) != len(COLUMNS):
        separator = len(row) == 1 and any(mark in row[0] for mark in ";\t|")
        text = (
            "le séparateur n'est pas la virgule"
            if separator
            else f"{len(row)} cellules au lieu de {len(COLUMNS)}"
        )
        return [Problem(name, line, text, f"écrire les colonnes {', '.join(COLUMNS)}")]
    period = parse_period(row[0])
    if period is None:
        problems.append(
            Problem(
                name,
                line,
                "colonne periode : ni une année ni une période",
                "écrire par exemple 2024 ou 2021-2023",
            )
        )
    if row[1] not in classifications.kinds:
        problems.append(_unknown(name, line, "type", row[1]))
    for column, cell in zip(DIMENSIONS, row[2:], strict=True):
        category = next((c for c in classifications.categories[column] if c.identifier == cell), None)
        if category is None:
            problems.append(_unknown(name, line, column, cell))
        elif period is not None and not category.valid_in(period):
            problems.append(
                Problem(
                    name,
                    line,
                    f"colonne {column} : cette valeur n'a pas cours dans cette période",
                    "choisir une valeur en cours, ou revoir « du » et « au » dans vocabulaire.toml",
                )
            )
    if not problems and not classifications.possible(dict(zip(DIMENSIONS, row[2:], strict=True))):
        problems.append(
            Problem(
                name,
                line,
                "ces valeurs sont déclarées impossibles ensemble",
                "corriger la ligne, ou « zeros » dans vocabulaire.toml",
            )
        )
    if problems or period is None:
        return problems
    return Record(period, *row[1:])


def _column(index: int) -> str:
    return COLUMNS[index] if index < len(COLUMNS) else f"n° {index + 1}"


def _unknown(name: str, line: int, column: str, cell: str) -> Problem:
    text = "cellule vide" if not cell.strip() else "valeur hors du vocabulaire"
    return Problem(name, line, f"colonne {column} : {text}", "écrire un identifiant de vocabulaire.toml")


def _overlaps(places: Mapping[tuple[str, Period], _Place]) -> list[Problem]:
    """Refuse two periods of one kind of activity that share a year: their difference would be a table."""
    return [
        Problem(
            *max(here, there),
            "cette période recouvre celle de la ligne {}:{}, d'un même type".format(*min(here, there)),
            "n'employer, pour un type, que des périodes sans année commune",
        )
        for (kind, one), here in sorted(places.items())
        for (other_kind, other), there in sorted(places.items())
        if kind == other_kind and one < other and one.overlaps(other)
    ]
