"""Tells by its first bytes what form a dump has, and reads it; whatever is wrong becomes one `DumpError`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.spip.dumps import sqlite
from tools.spip.dumps.collecting import Collector
from tools.spip.dumps.errors import Damaged, DumpError
from tools.spip.dumps.mapping import records

if TYPE_CHECKING:
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
    except IsADirectoryError:
        raise DumpError(path.name, "c’est un dossier", "indiquez le fichier qu’il contient") from None
    except FileNotFoundError:
        raise DumpError(path.name, "ce fichier n’existe pas", "vérifiez son nom et son dossier") from None
    except OSError:
        raise DumpError(path.name, "ce fichier ne s’ouvre pas", "vérifiez vos droits de lecture") from None


def _read(path: Path) -> Records:
    with path.open("rb") as file:
        start = file.read(4096)
    collector = Collector()
    if start.startswith(sqlite.MAGIC):
        sqlite.read_sqlite(path, collector)
        return records(collector.tables())
    raise Damaged(
        "ce n’est pas une copie de SPIP que nous savons lire",
        "donnez une sauvegarde .sqlite, un export .sql ou .sql.gz, ou le .xml de SPIP 2.1",
    )
