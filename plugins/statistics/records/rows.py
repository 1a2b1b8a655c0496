"""Turns the cells of a volunteer's file into checked records, or into problems that name their cell.

Labels do as well as identifiers, in any case and with or without accents. A sheet whose name is a
period needs no column for it. No message repeats what a cell, a header or a sheet's name says.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from plugins.core.csv_rows import gathered
from plugins.core.letters import strip_accents
from plugins.core.problems import Problem
from plugins.statistics.programme import DIMENSIONS
from plugins.statistics.records.classification import Period, parse_period
from plugins.statistics.records.register import COLUMNS, Fault, Record, check_row, personal_data
from plugins.statistics.records.spreadsheets import UnreadableError, read_sheets

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from plugins.statistics.records.classification import Classifications
    from plugins.statistics.records.spreadsheets import Sheet

LISTS = "Listes"
"""The sheet of a model that its drop-down lists come from."""

_MODEL = "partez d’un modèle : invoke registre --modele"


_CELL = re.compile(r"cellule [A-Z]+\d+")

Block = tuple[str, Period]
"""A kind of activity and a period that has records of it."""


@dataclass
class Checker:
    """Checks the rows of one addition: each by itself, and its period with the others'."""

    classifications: Classifications
    closed: tuple[Period, ...] = ()
    """The periods that are frozen, which take no more records."""
    blocks: set[Block] = field(default_factory=set)
    """Those of the register, and of the rows that were checked so far."""

    @cached_property
    def _words(self) -> dict[str, dict[str, str]]:
        """Return, for each column, the identifier that a written word means; none if it could mean two."""
        pairs = {"type": tuple(self.classifications.kinds.items())} | {
            column: tuple((c.identifier, c.label) for c in self.classifications.categories[column])
            for column in DIMENSIONS
        }
        found: dict[str, dict[str, str]] = {}
        for column, terms in pairs.items():
            labels = Counter(simple(label) for _, label in terms)
            words = {simple(label): term for term, label in terms if labels[simple(label)] == 1}
            found[column] = words | {simple(term): term for term, _ in terms}
        return found

    def check(self, written: Sequence[str], within: Period | None = None) -> tuple[Record | Fault, ...]:
        """Return the record that five cells mean, in the order of `COLUMNS`, or all that is wrong with it."""
        period, *words = written
        coded = [
            self._words[column].get(simple(word), word)
            for column, word in zip(COLUMNS[1:], words, strict=True)
        ]
        found = check_row([_plain_period(period), *coded], self.classifications)
        if not isinstance(found, Record):
            return found
        if within is not None and not within.contains(found.period):
            return (Fault("periode", "ce n’est pas la période de cette feuille", "changez de feuille"),)
        if any(period.overlaps(found.period) for period in self.closed):
            remedy = "notez l’activité dans la période où vous l’apprenez"
            return (Fault("periode", "cette période est arrêtée : elle ne change plus", remedy),)
        block = (found.kind, found.period)
        others = (period for kind, period in self.blocks if kind == found.kind and period != found.period)
        if any(period.overlaps(found.period) for period in others):
            text = "le registre compte déjà ce type d’activité dans une période qui recouvre celle-ci"
            return (Fault("periode", text, "reprenez la période que le registre emploie"),)
        self.blocks.add(block)
        return (found,)


def read_batch(
    name: str,
    data: bytes,
    classifications: Classifications,
    closed: Collection[Period] = (),
    known: Iterable[Block] = (),
) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """Return the records of a file, and all that is wrong with it.

    Args:
        name: the file's, with its suffix, as messages show it.
        data: its bytes.
        classifications: what the columns may hold.
        closed: the periods that are frozen, which take no more records.
        known: what the register at hand has already.
    """
    try:
        sheets = read_sheets(name[name.rfind(".") :].lower(), data)
    except UnreadableError as error:
        return (), (Problem(name, error.line, error.text, error.remedy),)
    checker = Checker(classifications, tuple(closed), set(known))
    records: list[Record] = []
    problems: list[Problem] = []
    for index, sheet in enumerate(sheets, 1):
        if sheet.title == LISTS and index == len(sheets) > 1:
            continue
        place = f"feuille n° {index}, " if sheet.title else ""
        for line, found in _checked(sheet, checker):
            if isinstance(found, Record):
                records.append(found)
            else:
                problems.append(Problem(name, line, place + found.text, found.remedy))
    if not records and not problems:
        problems.append(Problem(name, 0, "aucune ligne n’est remplie", _MODEL))
    return tuple(records), gathered(problems, lambda problem: _CELL.sub("", problem.text))


def _checked(sheet: Sheet, checker: Checker) -> Iterator[tuple[int, Record | Fault]]:
    """Yield each row's number with its record, or with each of its faults, their cells in their texts."""
    if not sheet.rows:
        return
    (line, header), *rows = sheet.rows
    own_period = parse_period(_plain_period(sheet.title))
    columns = {index: simple(cell) for index, cell in enumerate(header) if cell}
    fault = _header_fault(columns, needed=COLUMNS[1:] if own_period else COLUMNS)
    if fault:
        yield line, fault
        return
    where = {column: index for index, column in columns.items()}
    stray: set[int] = set()
    for number, cells in rows:
        for index, cell in enumerate(cells):
            if cell and index not in columns and index not in stray:  # once a column
                stray.add(index)
                kind = personal_data(cell)
                text = "rien ne s’écrit hors des colonnes" + (f", et cela ressemble à {kind}" if kind else "")
                yield number, Fault("", f"cellule {_letter(index)}{number} : {text}", "effacez cette cellule")
        written = {column: cells[index] if index < len(cells) else "" for column, index in where.items()}
        if not any(written.values()):
            continue
        period = written.get("periode", "") or str(own_period or "")
        for found in checker.check([period, *(written[column] for column in COLUMNS[1:])], own_period):
            if isinstance(found, Record):
                yield number, found
            else:
                cell = f"cellule {_letter(where[found.column])}{number}" if found.column in where else "ligne"
                column = f" ({found.column})" if found.column else ""
                yield number, Fault("", f"{cell}{column} : {found.text}", found.remedy)


def _header_fault(columns: Mapping[int, str], needed: Sequence[str]) -> Fault | None:
    """Say what is wrong with a header, if anything is; the period's column is never too many."""
    missing = [column for column in needed if column not in columns.values()]
    if missing:
        if len(missing) == len(needed):
            return Fault("", "la première ligne ne nomme pas les colonnes", _MODEL)
        return Fault("", f"il manque dans l’en-tête : {', '.join(missing)}", _MODEL)
    seen: set[str] = set()
    for index, column in columns.items():
        if column not in COLUMNS or column in seen:
            text = f"cellule {_letter(index)} de l’en-tête : une colonne de trop"
            return Fault("", text, f"ne gardez que {', '.join(COLUMNS)}")
        seen.add(column)
    return None


def simple(text: str) -> str:
    """Return a word without case, accents, or kinds of spaces, apostrophes and hyphens."""
    plain = strip_accents(text).casefold()
    return " ".join(plain.replace("’", "'").replace("\u2010", "-").replace("\u2011", "-").split())


def _plain_period(text: str) -> str:
    """Return a period with a plain hyphen and no spaces, as people also write `2021 – 2023`."""
    return "".join(text.replace("–", "-").split())


def _letter(index: int) -> str:
    """Return a column's letters as a spreadsheet shows them, from 0."""
    return (_letter(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)
