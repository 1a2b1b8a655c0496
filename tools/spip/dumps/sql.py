"""What phpMyAdmin or mysqldump export: statements read one after the other, rows one by one.

Nothing is run. Only `CREATE TABLE` (names of columns), `INSERT` and `REPLACE … VALUES` (rows) are understood.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.spip.dumps.errors import Damaged, broken, cut
from tools.spip.dumps.source import HEAD, Source

if TYPE_CHECKING:
    from tools.spip.dumps.collecting import Collector

_FLAGS = re.IGNORECASE | re.DOTALL


def _pattern(text: bytes) -> re.Pattern[bytes]:
    """Compile a pattern where STRING and NAME stand for SQL's; nothing is tried twice.

    Groups are atomic, not possessive: Python matched possessive ones wrongly until 3.11.5.
    """
    string = rb"""(?:'(?>(?:[^'\\]+|\\.|'')*)'|"(?>(?:[^"\\]+|\\.|"")*)")"""
    name = rb"""(?:`(?:[^`]|``)+`|"[^"]+"|[\w$]+)"""
    return re.compile(text.replace(b"STRING", string).replace(b"NAME", name), _FLAGS)


START = _pattern(
    rb"(?:\xef\xbb\xbf)?\s*"
    rb"(?:--|#|/\*|(?:CREATE|INSERT|REPLACE|DROP|SET|START|BEGIN|USE|LOCK|ALTER|DELIMITER)\b)"
)
_BLANK = _pattern(rb"(?>(?:\xef\xbb\xbf|\s)+)")
_LINE_COMMENT = _pattern(rb"(?:--|#)[^\n]*+\n?")
_COMMENT = _pattern(rb"/\*.*?\*/")
_WORD = _pattern(rb"[A-Za-z]*+")
_NAME = _pattern(rb"NAME")
_REST = _pattern(
    rb"""((?>(?:[^;'"`/#-]++|STRING|`[^`]*+`|/\*.*?\*/|--[^\n]*+\n|#[^\n]*+\n|/(?!\*)|-(?!-))*));"""
)
_TABLE = _pattern(rb"\s+(?:TEMPORARY\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(NAME(?:\s*\.\s*NAME)?)\s*\(")
_NESTED = rb"""\((?>(?:[^()'"]++|STRING|\((?>(?:[^()'"]++|STRING)*)\))*)\)"""
_DEFINITION = _pattern(rb"""(?>(?:[^,'"`()]++|STRING|`[^`]*+`|""" + _NESTED + rb")+)")
_NO_COLUMN = _pattern(
    rb"(?:PRIMARY\s+KEY|UNIQUE|KEY|INDEX|FULLTEXT|SPATIAL|CONSTRAINT|FOREIGN\s+KEY|CHECK)\b"
)
_INSERT = _pattern(
    rb"(?>(?:\s+(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE))*)(?:\s+INTO)?\s*(NAME(?:\s*\.\s*NAME)?)\s*"
    rb"(?:\(([^()]*+)\)\s*)?VALUES?\s*(?=\()"
)
_OPEN = _pattern(rb"\s*+\(")
_VALUE = _pattern(
    rb"""\s*+(?:_\w+\s*+|N(?='))?(?:(STRING)|0x([0-9a-f]++)|x'([0-9a-f]*+)'|([^\s,()'"]++))\s*+([,)])"""
)
_ROW = _pattern(rb"\s*+" + _NESTED)
_AFTER_ROW = _pattern(rb"\s*+([,;A-Za-z])")
_DELIMITER = _pattern(rb"[ \t]+(\S+)[^\n]*+\n")
_UNTIL_USUAL = _pattern(rb".*?\n[ \t]*DELIMITER[ \t]+;[^\n]*+\n")
_ESCAPE = _pattern(rb"""\\(.)|''|\"\"""")
_ESCAPED = {b"0": b"\0", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"Z": b"\x1a"} | {
    character: b"\\" + character for character in (b"%", b"_")
}
_CLOSED_BY = {
    b"@OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT": b"CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT",
    b"START TRANSACTION": b"COMMIT",
}
"""What an export says at its end that says the first at its head: without it, it was cut."""


class _Reader:
    def __init__(self, source: Source, collector: Collector) -> None:
        self._source = source
        self._collector = collector
        self._columns: dict[str, tuple[str, ...]] = {}
        self._open: set[bytes] = set()
        self._filled: set[str] = set()
        """The tables that we read and that have rows already."""

    def read(self) -> None:
        source = self._source
        while not source.is_over():
            start = source.peek(3)
            if start[:1].isspace() or start == b"\xef\xbb\xbf":
                source.match(_BLANK)
            elif start[:2] == b"--" or start[:1] == b"#":
                source.match(_LINE_COMMENT)
            elif start[:2] == b"/*":
                self._notice(source.need(_COMMENT)[0])
            else:
                self._statement()
        if self._open:
            raise cut()

    def _notice(self, text: bytes) -> None:
        for opening, closing in _CLOSED_BY.items():
            if opening in text:
                self._open.add(closing)
            elif closing in text:
                self._open.discard(closing)

    def _statement(self) -> None:
        source = self._source
        found = source.match(_WORD)
        word = found[0].upper() if found else b""
        source.peek(HEAD)  # heads of statements are shorter
        if word in {b"INSERT", b"REPLACE"} and (insert := source.match(_INSERT)):
            self._rows(_name(insert[1]), insert[2])
        elif word == b"CREATE" and (table := source.match(_TABLE)):
            self._table(_name(table[1]), source.need(_REST)[1])
        elif word == b"DELIMITER" and (delimiter := source.match(_DELIMITER)):
            if delimiter[1] != b";":
                source.need(_UNTIL_USUAL)
        else:
            self._notice(word + source.need(_REST)[0])

    def _table(self, table: str, definitions: bytes) -> None:
        columns = []
        end = -1
        while definition := _DEFINITION.match(definitions, end + 1):
            text = definition[0].strip()
            column = _NAME.match(text)
            if column and not _NO_COLUMN.match(text):
                columns.append(_name(column[0]))
            end = definition.end()
            if definitions[end : end + 1] != b",":
                break
        if table in self._filled:
            raise Damaged(
                f"cet export contient deux fois la table {table}, sans doute celles de deux sites",
                "exportez la base de ce site seule",
            )
        self._columns[table] = tuple(columns)
        self._collector.table(table, tuple(columns))

    def _rows(self, table: str, listed: bytes | None) -> None:
        columns = self._columns.get(table, ())
        if listed is not None:
            columns = tuple(_name(name) for name in _NAME.findall(listed))
        wanted = self._collector.table(table, columns)
        if not columns and self._collector.is_read(table):
            raise Damaged(
                "cet export ne dit pas le nom des colonnes",
                "exportez de nouveau, la structure des tables avec leurs données",
            )
        if wanted:
            self._filled.add(table)
        while True:
            if wanted:
                self._collector.add(table, self._row(columns, wanted))
            else:
                self._source.need(_ROW)
                self._collector.count(table)
            after = self._source.need(_AFTER_ROW)[1]
            if after == b";":
                return
            if after != b",":
                self._source.need(_REST)
                return

    def _row(self, columns: tuple[str, ...], wanted: frozenset[str]) -> dict[str, bytes]:
        need = self._source.need
        need(_OPEN)
        row = {}
        for index, column in enumerate(columns):
            string, digits, more_digits, bare, after = need(_VALUE).groups()
            if column in wanted:
                if string is not None:
                    row[column] = _unescaped(string)
                elif bare is None:
                    row[column] = bytes.fromhex((digits or more_digits).decode())
                elif bare.upper() != b"NULL":
                    row[column] = bare
            if (after == b")") != (index == len(columns) - 1):
                raise broken()
        return row


def read_sql(source: Source, collector: Collector) -> None:
    """Give the rows of an export.

    Raises:
        Damaged: it is cut in the middle of a statement, or before the end that its head announces.
    """
    try:
        _Reader(source, collector).read()
    except ValueError:  # an odd number of hexadecimal digits, a name in no encoding
        raise broken() from None


def _name(text: bytes) -> str:
    """Return a name without its quotes and without its database."""
    last: bytes = _NAME.findall(text)[-1]
    return last.strip(b'`"').replace(b"``", b"`").decode("utf-8")


def _unescaped(string: bytes) -> bytes:
    quote, inner = string[:1], string[1:-1]
    if b"\\" not in inner and quote not in inner:
        return inner

    def character(match: re.Match[bytes]) -> bytes:
        if match[1] is None:
            return quote if match[0][:1] == quote else match[0]
        return _ESCAPED.get(match[1], match[1])

    return _ESCAPE.sub(character, inner)
