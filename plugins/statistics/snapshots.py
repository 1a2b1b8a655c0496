"""Freeze the protected tables of a closed period, and read them back unchanged.

The site publishes from snapshots only: a later edit of the register cannot move a
published number by one and so expose the record that was added. A snapshot is
canonical JSON (sorted keys, one form per value) with the SHA-256 of its own content and the
version of the method, one file per period in `content/activites/arretes/`. A correction is a
new version appended to the same file, accepted only if readers who kept the former
versions learn nothing from the difference (`revisions`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from plugins.problems import Problem
from plugins.statistics.audit import AuditReport, audit
from plugins.statistics.aware import aware_findings
from plugins.statistics.classification import Period, parse_period
from plugins.statistics.programme import METHOD_VERSION, THRESHOLD
from plugins.statistics.publication import protect
from plugins.statistics.register import Register
from plugins.statistics.tables import Cell, Level, ProtectedTable, Publication, Status, Total

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from plugins.statistics.classification import Classifications
    from plugins.statistics.tables import Figure

_REMEDY_CHANGED = "remettre le fichier tel qu'il a été arrêté ; pour corriger, refaire invoke freeze"


class RefusedError(Exception):
    """The period cannot be frozen; the report says which counts would be exposed, never their value."""

    def __init__(self, message: str, report: AuditReport | None = None) -> None:
        """Keep the audit's report, when the audit refused."""
        super().__init__(message)
        self.report = report


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


def freeze(
    period: Period,
    register: Register,
    classifications: Classifications,
    folder: Path,
    *,
    figures: Sequence[Figure] = (),
    threshold: int = THRESHOLD,
    progress: Callable[[str], None] | None = None,
) -> tuple[Path, AuditReport]:
    """Protect, audit and write a closed period; return the file and the audit's report.

    The snapshot holds every record whose own period lies inside `period` (a block of years
    may count some activities by year). Freezing an unchanged period again changes nothing.

    Raises:
        RefusedError: the folder holds a damaged snapshot or one that overlaps, the register has no
            record of the period, or the audit refuses (alone, with earlier versions, or for a
            reader who knows the method).
    """
    snapshots, problems = read_snapshots(folder)
    if problems:
        raise RefusedError("un arrêté existant est abîmé : " + " ; ".join(map(str, problems)))
    others = [snapshot for snapshot in snapshots if snapshot.period != period]
    if any(snapshot.period.overlaps(period) for snapshot in others):
        raise RefusedError(f"la période {period} recouvre une période déjà arrêtée")
    periods = frozenset(record.period for record in register.counts if period.contains(record.period))
    if not periods:
        raise RefusedError(f"le registre ne contient rien pour la période {period}")
    publication = protect(register, classifications, threshold=threshold, figures=figures, periods=periods)
    before = next((snapshot.versions for snapshot in snapshots if snapshot.period == period), ())
    path = folder / f"{period}.json"
    versions = before if before and before[-1].publication == publication else (*before, Version(publication))
    report = audit(
        publication,
        classifications,
        truth=register,
        figures=[figure for figure in figures if period.contains(figure.period)],
        earlier=[version.publication for version in before if version.publication != publication],
        threshold=threshold,
        progress=progress,
    )
    if not report.accepted:
        raise RefusedError(f"l'audit refuse la période {period}", report)
    own = Register({record: n for record, n in register.counts.items() if period.contains(record.period)})
    _, narrowed = aware_findings(
        own,
        classifications,
        lambda other: protect(other, classifications, threshold=threshold, figures=figures),
        threshold,
    )
    if narrowed:
        message = f"qui connaît la méthode pourrait resserrer un nombre de la période {period}"
        raise RefusedError(message, replace(report, findings=tuple(narrowed)))
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(_to_json(Snapshot(period, versions)), encoding="utf-8")
    return path, report


def read_snapshots(folder: Path) -> tuple[tuple[Snapshot, ...], tuple[Problem, ...]]:
    """Read every snapshot of a folder, by period; a changed or unreadable one is a problem."""
    snapshots: list[Snapshot] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.json")):
        name = f"content/activites/arretes/{path.name}"
        try:
            text = path.read_bytes().decode("utf-8")
            snapshot = _from_json(json.loads(text))
        except (ValueError, KeyError, TypeError):
            problems.append(Problem(name, 0, "l'arrêté est illisible ou a été modifié", _REMEDY_CHANGED))
            continue
        if text != _to_json(snapshot) or path.stem != str(snapshot.period):
            problems.append(
                Problem(name, 0, "l'arrêté a été modifié depuis qu'il a été figé", _REMEDY_CHANGED)
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


def _to_json(snapshot: Snapshot) -> str:
    contents = [_content(version) for version in snapshot.versions]
    versions = [
        {**content, "empreinte": sha256(_compact(content).encode()).hexdigest()} for content in contents
    ]
    document = {"periode": str(snapshot.period), "versions": versions}
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
    """Rebuild a snapshot; the caller compares its JSON with the file, hash included."""
    return Snapshot(
        _period(document["periode"]),
        tuple(Version(_publication(version), str(version["methode"])) for version in document["versions"]),
    )


def _publication(content: Any) -> Publication:
    return Publication(
        tuple(Total(str(t["type"]), _period(t["periode"]), int(t["nombre"])) for t in content["totaux"]),
        tuple(
            ProtectedTable(
                str(table["tableau"]),
                str(table["type"]),
                _period(table["periode"]),
                tuple(map(str, table["dimensions"])),
                Level(table["niveau"]),
                tuple(
                    Cell(tuple(map(str, cell["categories"])), Status(cell["statut"]), cell["nombre"])
                    for cell in table["cellules"]
                ),
            )
            for table in content["tableaux"]
        ),
    )


def _period(text: Any) -> Period:
    period = parse_period(str(text))
    if period is None:
        raise ValueError(text)
    return period
