"""What the readers give their rows to: keeps the columns that we read and counts the rest."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tools.spip.dumps.errors import Damaged, broken
from tools.spip.dumps.letters import Letters
from tools.spip.dumps.schema import AS_STORED, COLUMNS, META, NUMBERS, split_name, wanted
from tools.spip.dumps.twice import undo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.spip.dumps.schema import Row
    from tools.spip.records import Repair

LARGEST = 500_000_000
"""Bytes of all that is kept, with what each value costs: a site of years has some tens of millions."""
_COST = 100
_MOST_TABLES = 10_000

_CONTENT = frozenset({"articles", "rubriques", "breves"})
"""One of these a copy of a site must have."""
_EMAIL = re.compile(r"\([^\s<>()@]+@[^\s<>()@]+\)|<?[^\s<>()@]+@[^\s<>()@]+>?")


@dataclass(frozen=True)
class Tables:
    """The tables of one site, by their names without prefix."""

    rows: Mapping[str, tuple[Row, ...]]
    columns: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, int]
    """Rows of each table, read or not."""
    foreign: Mapping[str, int]
    """Rows of other programs' tables, by their whole names."""
    repairs: tuple[Repair, ...]


@dataclass
class Collector:
    """Takes the rows of one dump, table by table."""

    _columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _wanted: dict[str, frozenset[str]] = field(default_factory=dict)
    _rows: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    _counts: Counter[str] = field(default_factory=Counter)
    _letters: Letters = field(default_factory=Letters)
    _kept: int = 0

    def table(self, table: str, columns: tuple[str, ...]) -> frozenset[str]:
        """Announce a table, even an empty one; return the columns that it is read for, none to count only."""
        if columns != self._columns.get(table):
            if len(self._columns) > _MOST_TABLES:
                raise broken()
            self._counts[table] += 0
            self._columns[table] = tuple(dict.fromkeys((*self._columns.get(table, ()), *columns)))
            self._wanted[table] = wanted(split_name(table)[1], self._columns[table])
        return self._wanted[table]

    def is_read(self, table: str) -> bool:
        """Tell whether rows of a table are wanted, as far as its name says."""
        return split_name(table)[1] in COLUMNS

    def count(self, table: str, rows: int = 1) -> None:
        """Count rows that are not read."""
        self._counts[table] += rows

    def add(self, table: str, values: Mapping[str, bytes]) -> None:
        """Take one row: its wanted columns that are not NULL."""
        name = split_name(table)[1]
        self._counts[table] += 1
        if name == "meta" and values.get("nom", b"").decode("ascii", "replace") not in META:
            return
        number = values.get(NUMBERS.get(name, ""), b"").decode("ascii", "replace")
        row = {}
        for column in self._wanted[table] & values.keys():
            raw = values[column]
            if name == "auteurs" and column == "nom" and b"@" in raw:
                raw = _EMAIL.sub("", raw.decode("latin-1")).encode("latin-1").strip()
            self._kept += _COST + len(raw)
            if raw:
                row[column] = self._letters.read(raw, table, number, column, as_stored=column in AS_STORED)
        self._rows[table].append(row)
        if self._kept > LARGEST:
            raise Damaged(
                f"les textes de cette copie dépassent {LARGEST // 1_000_000} Mo",
                "vérifiez que c’est bien celle du site, ou exportez moins de tables",
            )

    def tables(self) -> Tables:
        """Return the tables of the site that the dump holds: of two sites in one database, the larger.

        Raises:
            Damaged: it holds no SPIP.
        """
        prefix = self._prefix()
        start = f"{prefix}_" if prefix else ""
        ours = {}
        for table in self._counts:
            if table.startswith(start):
                name = table[len(start) :]
                ours[name.lower() if name.lower() in COLUMNS else name] = table
        rows = {name: self._rows[table] for name, table in ours.items() if name in COLUMNS}
        repairs = [
            replace(found, table=f"spip_{split_name(found.table)[1]}")
            for found in self._letters.repairs()
            if found.table in ours.values()
        ]
        repairs += undo(rows)
        return Tables(
            rows={name: tuple(its_rows) for name, its_rows in rows.items()},
            columns={name: self._columns[table] for name, table in ours.items()},
            counts={name: self._counts[table] for name, table in ours.items()},
            foreign={table: self._counts[table] for table in self._counts.keys() - ours.values()},
            repairs=tuple(
                sorted(repairs, key=lambda found: (found.table, len(found.id), found.id, found.column))
            ),
        )

    def _prefix(self) -> str:
        sizes: Counter[str] = Counter()
        for table, count in self._counts.items():
            prefix, name = split_name(table)
            if name in _CONTENT and {NUMBERS[name], "titre"} <= set(self._columns[table]):
                sizes[prefix] += count
        if not sizes:
            raise Damaged(
                "cette copie ne contient pas de site SPIP (ni articles, ni rubriques)",
                "donnez la sauvegarde de SPIP, ou l’export de sa base de données",
            )
        return max(sizes, key=lambda prefix: (sizes[prefix], prefix))
