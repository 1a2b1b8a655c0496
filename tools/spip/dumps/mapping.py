"""Makes the records of a site from its tables, whatever version of SPIP wrote them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from tools.spip.dumps.schema import COLUMNS, FIELDS, KINDS, NUMBERS, USUAL, is_housekeeping
from tools.spip.records import (
    Article,
    Breve,
    Document,
    Key,
    Keyword,
    Kind,
    OldAddress,
    Records,
    Rubrique,
    Site,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tools.spip.dumps.collecting import Tables
    from tools.spip.dumps.schema import Row

_SCHEMAS = ((14_000, "2.0"), (17_000, "2.1"), (19_300, "3.0"), (21_743, "3.1"), (2_000_000_000, "3.2"))
"""Below which number of its schema a database is of which version; from 4.0 on, numbers are dates."""
_VERSIONS = {
    "plugin": re.compile(r'"SPIP";a:\d+:\{[^}]*"version";s:\d+:"(\d+\.\d+)'),
    "plugin_header": re.compile(r"\bspip\((\d+\.\d+)", re.IGNORECASE),
    "spip_version": re.compile(r"^\s*(?:SPIP\s+)?(\d+\.\d+)", re.IGNORECASE),
}
"""Where SPIP writes its own version: with its plugins from 3.0 on, in the first tag of its XML before."""
_NO_DATE = ("0000-00-00", "1970-01-01 00:00:00", "1970-01-01 01:00:00")
"""Zeros, and what PHP made of them here."""
_NOT_SHOWN = frozenset({"forum", "message"})
_SHORTCUT = re.compile(r"\[[^\]]*->\s*([^\]]*?)\s*\]")


def records(tables: Tables, said: Mapping[str, str]) -> Records:
    """Return the site's records; `said` are settings that the dump names outside its tables."""
    meta = {**said, **{row.get("nom", ""): row.get("valeur", "") for row in tables.rows.get("meta", ())}}
    version = _version(meta)
    authors_of = _links(tables, "auteur")
    signers = {number for numbers in authors_of.values() for number in numbers}
    return Records(
        version=version,
        newline_breaks=_newline_breaks(version, tables),
        address=meta.get("adresse_site", "").rstrip("/"),
        name=meta.get("nom_site", ""),
        articles=tuple(_articles(tables)),
        rubriques=tuple(Rubrique(**_fields("rubriques", row)) for row in _sorted(tables, "rubriques")),
        breves=tuple(Breve(**_fields("breves", row)) for row in _sorted(tables, "breves")),
        sites=tuple(Site(**_fields("syndic", row)) for row in _sorted(tables, "syndic")),
        keywords=tuple(_keywords(tables)),
        documents=tuple(_documents(tables)),
        old_addresses=_old_addresses(tables),
        authors={
            number: row.get("nom", "")
            for row in _sorted(tables, "auteurs")
            if (number := _number(row, "id_auteur")) in signers
        },
        authors_of=authors_of,
        keywords_of=_links(tables, "mot"),
        documents_of=_links(tables, "document"),
        forum_messages=tables.counts.get("forum", 0),
        repairs=tables.repairs,
        left_out=_left_out(tables),
        missing=tuple(
            f"spip_{names[0]}" for names in USUAL if not any(name in tables.columns for name in names)
        ),
    )


def _articles(tables: Tables) -> Iterator[Article]:
    has_virtual = "virtuel" in tables.columns.get("articles", ())
    for row in _sorted(tables, "articles"):
        fields = _fields("articles", row)
        if not has_virtual and fields["lead"].startswith("="):
            fields |= {"lead": "", "leads_to": fields["lead"][1:]}
        leads_to = fields["leads_to"].strip()
        shortcut = _SHORTCUT.fullmatch(leads_to)
        yield Article(**fields | {"leads_to": shortcut[1] if shortcut else leads_to})


def _keywords(tables: Tables) -> Iterator[Keyword]:
    groups = {_number(row, "id_groupe"): row.get("titre", "") for row in tables.rows.get("groupes_mots", ())}
    for row in _sorted(tables, "mots"):
        fields = _fields("mots", row)
        yield Keyword(**fields | {"group": groups.get(_number(row, "id_groupe"), fields["group"])})


def _documents(tables: Tables) -> Iterator[Document]:
    extensions = {
        row["id_type"]: row.get("extension", "")
        for row in tables.rows.get("types_documents", ())
        if "id_type" in row
    }
    for row in _sorted(tables, "documents"):
        fields = _fields("documents", row)
        fields["file"] = fields["file"].removeprefix("IMG/")
        fields["extension"] = fields["extension"] or extensions.get(row.get("id_type", ""), "")
        yield Document(**fields, remote=row.get("distant") == "oui")


def _old_addresses(tables: Tables) -> tuple[OldAddress, ...]:
    """Return the rows of `spip_urls` and, before 2.0, the column that each object had instead."""
    addresses = {
        OldAddress(
            row.get("url", ""),
            _key(row.get("type", ""), _number(row, "id_objet")),
            _date(row, "date"),
            _number(row, "id_parent"),
        )
        for row in tables.rows.get("urls", ())
    }
    for table, kind in KINDS.items():
        for row in tables.rows.get(table, ()):
            if address := row.get("url_propre"):
                addresses.add(OldAddress(address, Key(kind, _number(row, NUMBERS[table]))))
    return tuple(
        sorted(addresses, key=lambda address: (address.key, address.date, address.url, address.parent))
    )


def _links(tables: Tables, kind: str) -> dict[Key, tuple[int, ...]]:
    """Return which authors, keywords or documents each object has: one table since 3.0, earlier several."""
    number = f"id_{kind}"
    found: defaultdict[Key, set[int]] = defaultdict(set)
    for row in tables.rows.get(f"{kind}s_liens", ()):
        if (objet := row.get("objet", "")) not in _NOT_SHOWN:
            found[_key(objet, _number(row, "id_objet"))].add(_number(row, number))
    for table, owner in KINDS.items():
        for row in tables.rows.get(f"{kind}s_{table}", ()):
            found[Key(owner, _number(row, NUMBERS[table]))].add(_number(row, number))
    return {key: tuple(sorted(found[key])) for key in sorted(found)}


def _sorted(tables: Tables, table: str) -> Iterable[Row]:
    """Return a table's rows by their number; of two with one number, the later."""
    rows = {_number(row, NUMBERS[table]): row for row in tables.rows.get(table, ())}
    return [rows[number] for number in sorted(rows)]


def _fields(table: str, row: Row) -> dict[str, Any]:
    """Return the fields of a record; of the columns, numbers and dates tell themselves by their names."""
    fields: dict[str, Any] = {"others": _others(table, row)}
    for column, name in FIELDS[table].items():
        kind = column.partition("_")[0]
        fields[name] = {"id": _number, "date": _date}.get(kind, _text)(row, column)
    return fields


def _key(kind: str, number: int) -> Key:
    return Key(Kind.SITE if kind == "syndic" else kind, number)


def _text(row: Row, column: str) -> str:
    return row.get(column, "")


def _number(row: Row, column: str) -> int:
    text = row.get(column, "")
    return int(text) if text.isdecimal() and len(text) < 20 else 0


def _date(row: Row, column: str) -> str:
    text = row.get(column, "")
    return "" if text.startswith(_NO_DATE) else text


def _others(table: str, row: Row) -> dict[str, str]:
    """Return what plugins' columns hold, but for zeros, which say nothing."""
    return {
        column: row[column] for column in sorted(row.keys() - COLUMNS[table]) if row[column].strip("0-: .")
    }


def _version(meta: Mapping[str, str]) -> str:
    """Return `3.2` from what SPIP wrote of itself, else from the number of its schema, else `inconnue`."""
    for setting, pattern in _VERSIONS.items():
        if match := pattern.search(meta.get(setting, "")):
            return match[1]
    schema = re.match(r"\d+(?:\.\d+)?", meta.get("version_installee", ""))
    if not schema:
        return "inconnue"
    number = float(schema[0])
    if number < 2:
        return schema[0][:3]
    return next((version for below, version in _SCHEMAS if number < below), "4")


def _newline_breaks(version: str, tables: Tables) -> bool:
    if version == "inconnue":
        return "auteurs_liens" in tables.columns or "virtuel" in tables.columns.get("articles", ())
    return int(version.partition(".")[0]) >= 3


def _left_out(tables: Tables) -> dict[str, int]:
    """Return the tables of which nothing is taken: those of plugins, and those of other programs."""
    ours = {
        f"spip_{name}": count
        for name, count in tables.counts.items()
        if name not in COLUMNS and not is_housekeeping(name)
    }
    return {name: count for name, count in sorted({**ours, **tables.foreign}.items()) if count}
