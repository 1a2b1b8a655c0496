"""SPIP's own backup: a SQLite 3 file, opened so that nothing in it can write or run long."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tools.spip.dumps.errors import broken, cut

if TYPE_CHECKING:
    from pathlib import Path

    from tools.spip.dumps.collecting import Collector
    from tools.spip.dumps.source import Source

MAGIC = b"SQLite format 3\x00"
OLD_MAGIC = b"** This file contains an SQLite 2"

_DAMAGE = re.compile(rb"\*\*\* in database|database disk image|(?:On t|T)ree |Page |Main freelist|Freelist")
_LONGEST_VALUE = 200_000_000
_STEPS_PER_BYTE = 10
"""Steps of SQLite's machine: a row takes a few per column, and a column takes at least one byte."""
_STEPS_AT_ONCE = 10_000


def read_sqlite(path: Path, source: Source, collector: Collector) -> None:
    """Give the rows of a file's plain tables; views, virtual tables and triggers are left alone.

    Raises:
        Damaged: the file is cut or damaged.
    """
    header = source.peek(100)
    size = path.stat().st_size
    content = b""
    if source.is_compressed:
        content = source.rest()
        size = len(content)
    _check_size(header, size)
    address = ":memory:" if content else f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            if content:
                connection.deserialize(content)
            connection.text_factory = bytes
            _bound(connection, size)
            _check_pages(connection)
            for table, columns in _plain_tables(connection).items():
                _read_table(connection, table, columns, collector)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        raise broken() from None


def _check_size(header: bytes, size: int) -> None:
    """Refuse a file that has fewer pages than its header says, where the header can be trusted."""
    if len(header) < 100:
        raise cut()
    page = int.from_bytes(header[16:18])
    page = 65_536 if page == 1 else page
    if header[24:28] == header[92:96] and size < page * int.from_bytes(header[28:32]):
        raise cut()


def _bound(connection: sqlite3.Connection, size: int) -> None:
    """Stop what takes longer than reading every byte of the file: a damaged tree can have endless rows."""
    left = 20 + size * _STEPS_PER_BYTE // _STEPS_AT_ONCE

    def is_over() -> int:
        nonlocal left
        left -= 1
        return left < 0

    connection.set_progress_handler(is_over, _STEPS_AT_ONCE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")


def _check_pages(connection: sqlite3.Connection) -> None:
    """Refuse a file whose pages do not hang together, as after a transfer in text mode: it lacks rows.

    Values that break the schema's own rules are none of our business.
    """
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for (message,) in connection.execute("PRAGMA quick_check(10)"):
        if _DAMAGE.match(message):
            raise broken()


def _plain_tables(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Return the columns of each table; computed columns are none."""
    names = [
        name.decode()
        for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        if not name.startswith(b"sqlite_") and not sql.lstrip().upper().startswith(b"CREATE VIRTUAL")
    ]
    return {
        name: tuple(
            row[0].decode() for row in connection.execute("SELECT name FROM pragma_table_info(?)", (name,))
        )
        for name in sorted(names)
    }


def _read_table(
    connection: sqlite3.Connection, table: str, columns: tuple[str, ...], collector: Collector
) -> None:
    wanted = sorted(collector.table(table, columns))
    if not wanted:
        collector.count(table, sum(1 for _ in connection.execute(f"SELECT 1 FROM {_quoted(table)}")))  # noqa: S608 — quoted
        return
    names = ", ".join(_quoted(column) for column in wanted)
    for row in connection.execute(f"SELECT {names} FROM {_quoted(table)}"):  # noqa: S608 — quoted
        collector.add(
            table,
            {
                column: value if isinstance(value, bytes) else str(value).encode()
                for column, value in zip(wanted, row, strict=True)
                if value is not None
            },
        )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
