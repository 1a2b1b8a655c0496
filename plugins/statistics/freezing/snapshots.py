"""The frozen tables of closed periods: their one form on disk, read back unchanged (`freezing` writes them).

The site publishes from snapshots only: a later edit of the register cannot move a
published number by one and so expose the record that was added. A snapshot is
canonical JSON (sorted keys, one form per value) with the SHA-256 of its own content, the
version of the method and the vocabulary that its tables were counted by, one file per period in
`content/activites/arretes/`. A correction is a
new version appended to the same file, accepted only if readers who kept the former
versions learn nothing from the difference (`revisions`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from plugins.problems import Problem
from plugins.statistics.freezing.form import frozen_vocabulary, is_well_formed
from plugins.statistics.programme import METHOD_VERSION, THRESHOLD
from plugins.statistics.protection.tables import Cell, Level, ProtectedTable, Publication, Status, Total
from plugins.statistics.register.classification import Period, parse_period

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from plugins.statistics.register.classification import Classifications

_REMEDY_CHANGED = "remettre le fichier tel qu'il a été arrêté ; pour corriger, refaire invoke freeze"
_REMEDY_VOCABULARY = (
    "remettre les valeurs, familles et zeros de cette période comme ils étaient dans vocabulaire.toml "
    "(une valeur nouvelle y porte un « du » après la période)"
)


@dataclass(frozen=True)
class Version:
    """One frozen state of a period, and the version of the method that protected it."""

    publication: Publication
    method: str = METHOD_VERSION


@dataclass(frozen=True)
class Snapshot:
    """A frozen period: its versions from the first to the one that the site publishes."""

    period: Period
    versions: tuple[Version, ...]

    @property
    def current(self) -> Publication:
        """The version that the site publishes."""
        return self.versions[-1].publication


def read_snapshots(
    folder: Path, classifications: Classifications, threshold: int = THRESHOLD
) -> tuple[tuple[Snapshot, ...], tuple[Problem, ...]]:
    """Read every snapshot of a folder, by period.

    One that is unreadable, changed, malformed or of another vocabulary is a problem.
    """
    snapshots: list[Snapshot] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.json")):
        name = f"content/activites/arretes/{path.name}"
        try:
            text = path.read_bytes().decode("utf-8")
            document = json.loads(text)
            snapshot = _from_json(document)
            vocabulary = document["vocabulaire"]
            canonical_text = to_json(snapshot, vocabulary)
        except (ValueError, KeyError, TypeError, RecursionError):
            problems.append(Problem(name, 0, "l'arrêté est illisible ou a été modifié", _REMEDY_CHANGED))
            continue
        if text != canonical_text or path.stem != str(snapshot.period):
            problems.append(
                Problem(name, 0, "l'arrêté a été modifié depuis qu'il a été figé", _REMEDY_CHANGED)
            )
            continue
        if vocabulary != frozen_vocabulary(classifications, snapshot.period):
            problems.append(Problem(name, 0, "le vocabulaire a changé depuis l’arrêté", _REMEDY_VOCABULARY))
            continue
        publications = [version.publication for version in snapshot.versions]
        if not is_well_formed(publications, snapshot.period, classifications, threshold):
            problems.append(
                Problem(name, 0, "l’arrêté n’a pas la forme qu’invoke freeze lui donne", _REMEDY_CHANGED)
            )
            continue
        snapshots.append(snapshot)
    problems += [
        Problem(
            f"content/activites/arretes/{other.period}.json",
            0,
            f"cet arrêté recouvre celui de {one.period}",
            "ne garder que des périodes sans année commune",
        )
        for one in snapshots
        for other in snapshots
        if one.period < other.period and one.period.overlaps(other.period)
    ]
    return tuple(sorted(snapshots, key=lambda snapshot: snapshot.period)), tuple(problems)


def published(snapshots: Sequence[Snapshot]) -> Publication:
    """Return all that the site publishes from its snapshots, as one publication."""
    return Publication(
        tuple(sorted(total for snapshot in snapshots for total in snapshot.current.totals)),
        tuple(table for snapshot in snapshots for table in snapshot.current.tables),
    )


def canonical(publication: Publication) -> str:
    """Return the one JSON form of a publication: equal strings, equal publications."""
    return _compact(_content(Version(publication)))


def _compact(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_json(snapshot: Snapshot, vocabulary: Any) -> str:
    """Return the file of a snapshot, with the vocabulary (`frozen_vocabulary`) of its period."""
    contents = [_content(version) for version in snapshot.versions]
    versions = [
        {**content, "empreinte": sha256(_compact(content).encode()).hexdigest()} for content in contents
    ]
    document = {"periode": str(snapshot.period), "versions": versions, "vocabulaire": vocabulary}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _content(version: Version) -> dict[str, Any]:
    publication = version.publication
    return {
        "methode": version.method,
        "totaux": [
            {"type": total.kind, "periode": str(total.period), "nombre": total.number}
            for total in publication.totals
        ],
        "tableaux": [
            {
                "tableau": table.identifier,
                "type": table.kind,
                "periode": str(table.period),
                "dimensions": list(table.dimensions),
                "niveau": table.level.value,
                "cellules": [
                    {"categories": list(cell.categories), "statut": cell.status.value, "nombre": cell.number}
                    for cell in table.cells
                ],
            }
            for table in publication.tables
        ],
    }


def _from_json(document: Any) -> Snapshot:
    """Rebuild a snapshot; the caller compares its JSON with the file, hash included.

    Raises:
        ValueError, KeyError, TypeError: the document has another structure.
    """
    return Snapshot(
        _period(document["periode"]),
        tuple(Version(_publication(version), _text(version["methode"])) for version in document["versions"]),
    )


def _publication(content: Any) -> Publication:
    return Publication(
        tuple(
            Total(_text(t["type"]), _period(t["periode"]), _integer(t["nombre"])) for t in content["totaux"]
        ),
        tuple(
            ProtectedTable(
                _text(table["tableau"]),
                _text(table["type"]),
                _period(table["periode"]),
                tuple(map(_text, table["dimensions"])),
                Level(table["niveau"]),
                tuple(_cell(cell) for cell in table["cellules"]),
            )
            for table in content["tableaux"]
        ),
    )


def _cell(content: Any) -> Cell:
    number = content["nombre"]
    return Cell(
        tuple(map(_text, content["categories"])),
        Status(content["statut"]),
        None if number is None else _integer(number),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _integer(value: Any) -> int:
    """Return a JSON integer: neither 11.0, nor true, nor "11"."""
    if type(value) is not int:
        raise TypeError
    return value


def _period(value: Any) -> Period:
    period = parse_period(_text(value))
    if period is None:
        raise ValueError
    return period
