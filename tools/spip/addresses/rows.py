"""Under which addresses a SPIP site showed each object: by number, by name, by file."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from tools.spip.records import LOGOS, PUBLISHED, WITH_ARTICLE, Key, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.spip.records import OldAddress, Records

LONGEST_PATHS: Final = 50
"""How many names of its rubriques, old and new, an address in the tree is written with."""
ALWAYS: Final = "9999"
"""Comes after every date: SPIP looks for a number first."""
_NAMES: Final = {**WITH_ARTICLE, Kind.AUTHOR: "la page d’auteur"}


@dataclass(frozen=True, order=True)
class Listed:
    """An old address that does not answer as it did, for the report."""

    address: str
    key: Key
    reason: str
    """In French: « SPIP y montrait l’article 12, plus récent »."""


@dataclass(frozen=True)
class Row:
    """An address of an object, as it is typed, and since when."""

    address: str
    key: Key
    date: str
    parent: int = 0
    """Of a name without its rubriques', the rubrique: SPIP looks for the lowest number first."""


def objects_of(records: Records) -> Iterator[tuple[Key, bool]]:
    """Yield what has addresses, and whether SPIP showed it under its number."""
    for one in (*records.items, *records.sites):
        yield one.key, one.status == PUBLISHED
    for keyword in records.keywords:
        yield keyword.key, True
    for author in records.authors:
        yield Key(Kind.AUTHOR, author), True
    for document in records.documents:
        yield document.key, False  # its file has an address, it has none


def number_rows(objects: Mapping[Key, bool]) -> Iterator[Row]:
    """Return the number of each object that was shown: `/?article12`."""
    return (Row(f"/?{key.kind}{key.id}", key, ALWAYS) for key, shown in objects.items() if shown)


def file_rows(records: Records) -> Iterator[Row]:
    """Yield the file of each document but logos: `/IMG/pdf/x.pdf`."""
    for document in records.documents:
        if not document.remote and document.file and document.mode not in LOGOS:
            yield Row(f"/IMG/{_typed_file(document.file)}", document.key, document.date)


def title_rows(records: Records, objects: Mapping[Key, bool], listed: list[Listed]) -> Iterator[Row]:
    """Yield the rows of the table of addresses, those in the tree with the names of their rubriques."""
    rubriques: dict[int, list[OldAddress]] = {}
    for row in records.old_addresses:
        if row.key.kind == Kind.RUBRIQUE:
            rubriques.setdefault(row.key.id, []).append(row)
    for row in records.old_addresses:
        if row.key not in objects:
            listed.append(Listed(f"/?{_typed(row.url)}", row.key, f"{named(row.key)} n’existe plus"))
            continue
        paths = [*itertools.islice(_paths(row, rubriques, frozenset()), LONGEST_PATHS)]
        for path in paths:
            yield Row(_address(path), row.key, row.date)
        if row.parent:  # the name alone answers too, unless it is another object's
            yield Row(_address(_typed(row.url.strip("/"))), row.key, "", row.parent if paths else 0)


def _address(name: str) -> str:
    return f"/{name}" if "/" in name else f"/?{name}"


def _paths(
    row: OldAddress, rubriques: Mapping[int, list[OldAddress]], below: frozenset[int]
) -> Iterator[str]:
    """Yield an address with each address of the rubrique that stands before it, the newest first."""
    if not row.parent:
        yield _typed(row.url.strip("/"))
        return
    if row.parent in below:
        return  # rubriques that hold each other
    for parent in sorted(rubriques.get(row.parent, ()), key=lambda parent: parent.date, reverse=True):
        for path in _paths(parent, rubriques, below | {row.parent}):
            yield f"{path}/{_typed(row.url.strip('/'))}"


def _typed(name: str) -> str:
    """Return a name as an editor types it: what could be misread is percent-encoded, unless it is already."""
    return re.sub(
        r"[\s\"'<>\\^`{}|#?&=]|%(?![0-9A-Fa-f]{2})",
        lambda sign: quote(sign[0]),
        unicodedata.normalize("NFC", name),
    )


def _typed_file(name: str) -> str:
    return re.sub(r"[\"<>\\^`{}|#?%\r\n\t]", lambda sign: quote(sign[0]), unicodedata.normalize("NFC", name))


def named(key: Key) -> str:
    """Return an object's name in French: « l’article 12 »."""
    return f"{_NAMES.get(key.kind, key.kind)} {key.id}"
