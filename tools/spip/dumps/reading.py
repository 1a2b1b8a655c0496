"""Tells by its first bytes what form a dump has, and reads it; whatever is wrong becomes one `DumpError`."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

from tools.spip.dumps import sql, sqlite, xml
from tools.spip.dumps.collecting import Collector
from tools.spip.dumps.errors import Damaged, DumpError
from tools.spip.dumps.mapping import records
from tools.spip.dumps.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.spip.records import Records


def read_dump(path: Path) -> Records:
    """Return what a copy of a SPIP site's database holds.

    Raises:
        DumpError: the file does not open, is cut or damaged, or is no such copy.
    """
    try:
        return _read(path)
    except Damaged as problem:
        raise DumpError(path.name, problem.text, problem.remedy) from None
    except FileNotFoundError:
        raise DumpError(path.name, "ce fichier n’existe pas", "vérifiez son nom et son dossier") from None
    except OSError:
        raise DumpError(path.name, "ce fichier ne s’ouvre pas", "vérifiez vos droits de lecture") from None


def _read(path: Path) -> Records:
    if path.is_dir():
        raise Damaged("c’est un dossier", "indiquez le fichier qu’il contient")
    if path.stat().st_size == 0:
        raise Damaged("ce fichier est vide", "téléchargez la copie de nouveau")
    collector = Collector()
    said: Mapping[str, str] = {}
    with closing(Source(path)) as source:
        start = source.peek(4096)
        _refuse_by_name(start)
        if start.startswith(sqlite.MAGIC):
            sqlite.read_sqlite(path, source, collector)
        elif xml.START.match(start):
            said = xml.read_xml(source, collector)
        elif sql.START.match(start):
            sql.read_sql(source, collector)
        else:
            raise Damaged(
                "ce n’est pas une copie de SPIP que nous savons lire",
                "donnez une sauvegarde .sqlite, un export .sql ou .sql.gz, ou le .xml de SPIP 2.1",
            )
    return records(collector.tables(), said)


def _refuse_by_name(start: bytes) -> None:
    """Say of common wrong files what they are."""
    if start.startswith(sqlite.OLD_MAGIC):
        raise Damaged(
            "cette sauvegarde est au format SQLite 2, que plus rien ne lit",
            "demandez à l’hébergeur un export .sql de la base (phpMyAdmin)",
        )
    if start.startswith((b"PK\x03\x04", b"BZh", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ")):
        raise Damaged("c’est une archive", "décompressez-la et donnez le fichier qu’elle contient")
    if re.match(rb"\s*(?:<!DOCTYPE html|<html|<br)", start, re.IGNORECASE):
        raise Damaged(
            "c’est une page web, sans doute un message d’erreur du serveur",
            "téléchargez la copie de nouveau",
        )
    if re.match(rb"\s*PRAGMA\b", start, re.IGNORECASE):
        raise Damaged("c’est une base SQLite écrite en texte", "donnez le fichier .sqlite lui-même")
