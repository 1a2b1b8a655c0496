"""`journal.csv`: one row for every article, rubrique, brève, site and document of the dump, exactly once."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Final

from tools.spip.records import Key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.spip.records import Records

FILE_NAME: Final = "journal.csv"
COLUMNS: Final = ("objet", "id", "statut", "resultat", "page", "raison")
PUBLISHED: Final = "publie"
DRAFT: Final = "brouillon"
REDIRECTED: Final = "redirection"
LEFT: Final = "laisse"


@dataclass(frozen=True, order=True)
class Row:
    """What became of one object."""

    kind: str
    id: int
    status: str
    result: str
    page: str = ""
    """Its file below `content/`; of a redirection, where it leads."""
    reason: str = ""

    @property
    def key(self) -> Key:
        """Return the object."""
        return Key(self.kind, self.id)


def journal_text(rows: Iterable[Row]) -> str:
    """Return the file, sorted by object."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(row) for row in sorted(rows))
    return stream.getvalue()


def statuses(records: Records) -> dict[Key, str]:
    """Return every object that the journal has, with its status in SPIP."""
    return {one.key: one.status for one in (*records.items, *records.sites, *records.documents)}
