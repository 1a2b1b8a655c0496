"""One fictional SPIP site, written as the dumps of several versions of SPIP: SQLite, SQL, XML, and its `IMG/`.

`rich_site()` is a site with every case that a conversion must survive; `expected()` is what reading a dump
of it must give. Texts, names and addresses are invented. What `SECRETS` lists must never come out.
"""

from __future__ import annotations

import gzip
import io
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, TypeAlias

from tests.equipment.spip_site import FILES, SECRETS, rich_records
from tests.equipment.spip_tables import SpipSite, expected, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tests.equipment.spip_tables import Value

Spoil: TypeAlias = "Callable[[str, str, Value], Value]"
"""Table, column, value → the value as a damaged base holds it."""

__all__ = [
    "FILES",
    "SECRETS",
    "SpipSite",
    "expected",
    "rich_site",
    "write_img",
    "write_sql",
    "write_sqlite",
    "write_xml",
]


def rich_site() -> SpipSite:
    """Return the site that every test of the conversion may use."""
    return SpipSite(rich_records())


def as_is(_table: str, _column: str, value: Value) -> Value:
    """Spoil nothing."""
    return value


def write_sqlite(
    site: SpipSite, path: Path, version: str = "4.4", *, spoil: Spoil = as_is, without: Iterable[str] = ()
) -> Path:
    """Write SPIP's own backup; `without` some tables, as a partial one."""
    with closing(sqlite3.connect(path)) as connection:
        for table, (columns, rows) in tables(site, version).items():
            if table in without:
                continue
            types = ", ".join(f"{name} {_sqlite_type(name)}" for name in columns)
            connection.execute(f"CREATE TABLE spip_{table} ({types})")
            # a latin-1 text stands in the file as TEXT, which Python's own binding cannot write from bytes
            marks = ", ".join("CAST(? AS TEXT)" if _sqlite_type(name) == "TEXT" else "?" for name in columns)
            connection.executemany(
                f"INSERT INTO spip_{table} VALUES ({marks})",  # noqa: S608 — our own names
                [tuple(spoil(table, name, row[name]) for name in columns) for row in rows],
            )
        connection.commit()
    return path


def _sqlite_type(column: str) -> str:
    return "INTEGER" if column.startswith("id_") else "TEXT"


def write_img(folder: Path) -> Path:
    """Write `IMG/` with small real files, and beside it the file that a hostile row names."""
    img = folder / "IMG"
    for number, name in enumerate(FILES):
        file = img / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_file_content(file.suffix, number))
    (folder / "config").mkdir(exist_ok=True)
    (folder / "config" / "connect.php").write_text("<?php // l0gin de la base", encoding="utf-8")
    return img


def _file_content(suffix: str, number: int) -> bytes:
    from PIL import Image  # noqa: PLC0415 — slow, and few tests write files
    from pypdf import PdfWriter  # noqa: PLC0415 — the same

    content = io.BytesIO()
    if suffix == ".pdf":
        writer = PdfWriter()
        writer.add_blank_page(200 + number, 300)
        writer.write(content)
    else:
        form = "JPEG" if suffix == ".jpg" else "PNG"
        Image.new("RGB", (320, 240), (20 * number, 90, 160)).save(content, form)
    return content.getvalue()


def write_sql(
    site: SpipSite,
    path: Path,
    version: str = "3.2",
    *,
    prefix: str = "cvts_",
    style: str = "phpmyadmin",
    spoil: Spoil = as_is,
    without: Iterable[str] = (),
) -> Path:
    """Write what `phpmyadmin` or `mysqldump` export; compressed where the name ends with `.gz`."""
    is_pma = style == "phpmyadmin"
    parts = [_SQL_HEAD[style]]
    for table, (columns, rows) in tables(site, version).items():
        if table in without:
            continue
        definitions = ",\n".join(f"  `{name}` {_sql_type(name)}" for name in columns)
        parts.append(
            f"\n--\n-- Structure de la table `{prefix}{table}`; a 'quote\n--\n\nDROP TABLE IF EXISTS `{prefix}{table}`;\n"
            f"CREATE TABLE IF NOT EXISTS `{prefix}{table}` (\n{definitions},\n"
            f"  PRIMARY KEY (`{columns[0]}`),\n  KEY `deux` (`{columns[0]}`,`{columns[-1]}`(10))\n"
            f") ENGINE=MyISAM DEFAULT CHARSET=utf8 COMMENT='une table; (de SPIP)';\n".encode()
        )
        listed = f" ({', '.join(f'`{name}`' for name in columns)})" if is_pma else ""
        for start in range(0, len(rows), 3):
            values = b",\n".join(
                b"("
                + b", ".join(_sql_value(spoil(table, name, row[name]), is_pma=is_pma) for name in columns)
                + b")"
                for row in rows[start : start + 3]
            )
            parts.append(f"INSERT INTO `{prefix}{table}`{listed} VALUES\n".encode() + values + b";\n")
    parts.append(_SQL_END[style])
    return _write(path, b"".join(parts))


_SQL_HEAD = {
    "phpmyadmin": b'-- phpMyAdmin SQL Dump\n-- version 4.9.5\n--\nSET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";\n'
    b"START TRANSACTION;\n/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;\n"
    b"/*!40101 SET NAMES utf8mb4 */;\n",
    "mysqldump": b"-- MySQL dump 10.13  Distrib 5.7.33, for Linux (x86_64)\n--\n"
    b"/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;\n/*!40101 SET NAMES utf8 */;\n",
}
_SQL_END = {
    "phpmyadmin": b"COMMIT;\n\n/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;\n",
    "mysqldump": b"/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;\n-- Dump completed\n",
}


def _sql_type(column: str) -> str:
    if column.startswith("id_"):
        return "bigint(21) NOT NULL DEFAULT '0'"
    if column == "mode":
        return "enum('vignette','image','document') NOT NULL DEFAULT 'document' COMMENT 'a, (b'"
    return "datetime NOT NULL" if column.startswith("date") else "text NOT NULL"


def _sql_value(value: Value, *, is_pma: bool) -> bytes:
    if value is None:
        return b"NULL"
    if isinstance(value, int):
        return str(value).encode()
    return sql_string(value.encode() if isinstance(value, str) else value, doubled=is_pma)


def sql_string(text: bytes, *, doubled: bool = False) -> bytes:
    """Return a value as MySQL's own function quotes it, or with its quotes doubled as phpMyAdmin does."""
    for plain, quoted in (
        (b"\\", b"\\\\"),
        (b"'", b"''" if doubled else b"\\'"),
        (b"\0", b"\\0"),
        (b"\n", b"\\n"),
        (b"\r", b"\\r"),
        (b"\x1a", b"\\Z"),
    ):
        text = text.replace(plain, quoted)
    if not doubled:
        text = text.replace(b'"', b'\\"')
    return b"'" + text + b"'"


def write_xml(
    site: SpipSite, path: Path, *, spoil: Spoil = as_is, without: Iterable[str] = (), escapes: int = 1
) -> Path:
    """Write SPIP 2.1's own backup; with two `escapes`, as some dumps have it."""
    parts = [
        b'<?xml version="1.0" encoding="utf-8"?>\n<SPIP\n\tversion="SPIP 2.1.10"\n\tversion_base="15828"\n'
        b'\tversion_archive="1.3"\n\tadresse_site="' + site.records.address.encode() + b'"\n'
        b'\tdir_img="IMG/"\n\tdir_logos="IMG/"\n>\n'
    ]
    for table, (columns, rows) in tables(site, "2.1").items():
        for row in rows if table not in {*without, "visites"} else ():
            values = []
            for name in columns:
                value = spoil(table, name, row[name])
                text = value if isinstance(value, bytes) else b"" if value is None else str(value).encode()
                for _ in range(escapes):
                    text = text.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
                values.append(f"<{name}>".encode() + text + f"</{name}>\n".encode())
            parts.append(f"<spip_{table}>\n".encode() + b"".join(values) + f"</spip_{table}>\n\n".encode())
    parts.append(b"</SPIP>\n")
    return _write(path, b"".join(parts))


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return path
