"""Reads the activity register: coded records, closed vocabularies, and no personal data by accident.

The register is the one confidential source of the site. A record is five codes
and nothing else; whatever does not fit is refused with its place (file, line,
column) and never its value, so that a build log cannot leak what a hurried
editor pasted into a cell.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from plugins.core.csv_rows import gathered, rows, text_of_table
from plugins.core.problems import Problem
from plugins.statistics.programme import DIMENSIONS
from plugins.statistics.records.classification import Period, parse_period, read_classifications

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from plugins.core.vocabularies import Vocabulary
    from plugins.statistics.records.classification import Classifications

COLUMNS = ("periode", "type", "theme", "secteur", "region")
"""The register's columns, all compulsory, in this order."""

_Place = tuple[str, int]
"""File and line."""

_E_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|\S\s*(?:\(at\)|\[at\])\s*\S", re.IGNORECASE)
_DIGIT_RUN = re.compile(r"\d(?:[\s./-]*\d){10,}", re.ASCII)
_DATA_REMEDY = "retirez cette donnée : le registre ne contient que des codes du vocabulaire"


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


@dataclass(frozen=True)
class RegisterSource:
    """One table of the register in clear, as it was read or unsealed."""

    name: str
    """As messages show it."""
    data: bytes
    """CSV in UTF-8, the columns in their order."""
    within: Period | None = None
    """The years that it may speak of; None: any."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row; never its value. `column` is empty when the row as a whole is meant."""

    column: str
    text: str
    remedy: str


_MALFORMED = Fault("", "guillemets ou séparateurs mal formés", "écrivez cinq codes séparés par des virgules")


def read_register_sources(
    sources: Iterable[RegisterSource], vocabularies: Mapping[str, Vocabulary]
) -> tuple[Register, tuple[Problem, ...]]:
    """Return the valid records of all sources together, and all that is wrong."""
    classifications, problems = read_classifications(vocabularies)
    found = list(problems)
    counts: Counter[Record] = Counter()
    places: dict[tuple[str, Period], _Place] = {}
    for source in sources:
        found += _read_source(source, classifications, counts, places)
    found += _overlaps(places)
    return Register(counts), tuple(sorted(found))


def shown_register_file(file: Path) -> str:
    """Return the file's name as an editor knows it, without the machine's folders."""
    try:
        return file.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return file.name


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


def check_row(cells: Sequence[str], classifications: Classifications) -> Record | tuple[Fault, ...]:
    """Return the record of one row, its cells in the order of `COLUMNS`, or all that is wrong with it."""
    period = parse_period(cells[0])
    faults: list[Fault] = []
    if period is None:
        faults.append(
            Fault("periode", "ni une année ni une période", "écrivez par exemple 2024 ou 2021-2023")
        )
    if cells[1] not in classifications.kinds:
        faults.append(_unknown("type", cells[1]))
    for column, cell in zip(DIMENSIONS, cells[2:], strict=True):
        category = next((c for c in classifications.categories[column] if c.identifier == cell), None)
        if category is None:
            faults.append(_unknown(column, cell))
        elif period is not None and not category.valid_in(period):
            faults.append(
                Fault(
                    column,
                    "cette valeur n’a pas cours dans cette période",
                    "choisissez une valeur en cours, ou revoyez « du » et « au » dans vocabulaire.toml",
                )
            )
    if not faults and not classifications.possible(dict(zip(DIMENSIONS, cells[2:], strict=True))):
        faults.append(
            Fault(
                "",
                "ces valeurs sont déclarées impossibles ensemble",
                "corrigez la ligne, ou « zeros » dans vocabulaire.toml",
            )
        )
    if period is not None and not faults:
        return Record(period, *cells[1:])
    return tuple(_personal(fault, cells) for fault in faults)


def _personal(fault: Fault, cells: Sequence[str]) -> Fault:
    """Say that the cell seems to hold personal data, if it does: the graver mistake."""
    kind = personal_data(cells[COLUMNS.index(fault.column)]) if fault.column else None
    return Fault(fault.column, f"ressemble à {kind}", _DATA_REMEDY) if kind else fault


def _read_source(
    source: RegisterSource,
    classifications: Classifications,
    counts: Counter[Record],
    places: dict[tuple[str, Period], _Place],
) -> list[Problem]:
    """Add the records of one source to `counts`, and to `places` where a period is first met.

    Return the source's problems.
    """
    text = text_of_table(source.data, source.name)
    if isinstance(text, Problem):
        return [text]
    table = rows(text)
    place, header = next(table, (1, []))
    problems = _header_problems(source.name, place, header or [])
    if problems:
        return problems
    known: dict[tuple[str, ...], Record] = {}  # a big register repeats few distinct lines
    for line, row in table:
        key = tuple(row or ())
        record = known.get(key)
        if record is None:
            checked = (_MALFORMED,) if row is None else _check_line(row, classifications, source.within)
            if not isinstance(checked, Record):
                problems += [Problem(source.name, line, _located(fault), fault.remedy) for fault in checked]
                continue
            record = known[key] = checked
            places.setdefault((record.kind, record.period), (source.name, line))
        counts[record] += 1
    return list(gathered(problems, lambda problem: problem.text))


def _located(fault: Fault) -> str:
    return f"colonne {fault.column} : {fault.text}" if fault.column else fault.text


def _header_problems(name: str, line: int, header: list[str]) -> list[Problem]:
    if tuple(header) == COLUMNS:
        return []
    remedy = f"écrivez en première ligne : {','.join(COLUMNS)}"
    return [Problem(name, line, "l’en-tête n’a pas exactement les colonnes attendues", remedy)]


def _check_line(
    row: list[str], classifications: Classifications, within: Period | None
) -> Record | tuple[Fault, ...]:
    """Return the record of one line of a file, or all that is wrong with it."""
    if len(row) != len(COLUMNS):
        separator = len(row) == 1 and any(mark in row[0] for mark in ";\t|")
        number = f"{len(row)} cellules au lieu de {len(COLUMNS)}"
        personal = next((kind for cell in row if (kind := personal_data(cell))), None)
        if personal:
            return (Fault("", f"{number}, dont une qui ressemble à {personal}", _DATA_REMEDY),)
        text = "le séparateur n’est pas la virgule" if separator else number
        return (Fault("", text, f"écrivez les colonnes {', '.join(COLUMNS)}"),)
    checked = check_row(row, classifications)
    if isinstance(checked, Record) and within is not None and not within.contains(checked.period):
        remedy = "scellez cette ligne : invoke registre --ajouter"
        return (Fault("periode", "hors de la période du rapport imprimé", remedy),)
    return checked


def _unknown(column: str, cell: str) -> Fault:
    text = "cellule vide" if not cell.strip() else "valeur hors du vocabulaire"
    return Fault(column, text, "écrivez un identifiant de vocabulaire.toml")


def _overlaps(places: Mapping[tuple[str, Period], _Place]) -> list[Problem]:
    """Refuse two periods of one kind of activity that share a year: their difference would be a table."""
    return [
        Problem(
            *max(here, there),
            "cette période recouvre celle de la ligne {}:{}, d’un même type".format(*min(here, there)),
            "n’employez, pour un type, que des périodes sans année commune",
        )
        for (kind, one), here in sorted(places.items())
        for (other_kind, other), there in sorted(places.items())
        if kind == other_kind and one < other and one.overlaps(other)
    ]
