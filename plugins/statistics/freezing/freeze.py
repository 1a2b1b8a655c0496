"""Freezes a closed period: its tables are protected, audited, and written as a snapshot that never changes.

A correction is a new version appended to the same file, accepted only if readers
who kept the former versions learn nothing from the difference (`revisions`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from plugins.statistics.freezing.form import blocks, frozen_vocabulary
from plugins.statistics.freezing.snapshots import Snapshot, Version, read_snapshots, to_json
from plugins.statistics.programme import THRESHOLD
from plugins.statistics.proof.audit import AuditReport, audit
from plugins.statistics.proof.aware import aware_findings
from plugins.statistics.protection.publication import protect
from plugins.statistics.register.records import Register

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from plugins.statistics.protection.tables import Figure
    from plugins.statistics.register.classification import Classifications, Period


class RefusedError(Exception):
    """The period cannot be frozen; the report says which counts would be exposed, never their value."""

    def __init__(self, message: str, report: AuditReport | None = None) -> None:
        """Keep the audit's report, when the audit refused."""
        super().__init__(message)
        self.report = report


def freeze(
    period: Period,
    register: Register,
    classifications: Classifications,
    folder: Path,
    *,
    today: dt.date,
    figures: Sequence[Figure] = (),
    threshold: int = THRESHOLD,
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[Path, AuditReport]:
    """Protect, audit and write a closed period; return the file and the audit's report.

    The snapshot holds every record whose own period lies inside `period` (a block of years
    may count some activities by year). Freezing an unchanged period again changes nothing.

    Raises:
        RefusedError: the period is not over, the folder holds a damaged snapshot or one that
            overlaps, the register has no record of the period or counts other blocks than before,
            or the audit refuses (alone, with earlier versions, or for a reader who knows the method).
    """
    if period.last >= today.year:
        raise RefusedError(f"la période {period} n’est pas terminée")
    snapshots, problems = read_snapshots(folder, classifications, threshold)
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
    if before and blocks(before[-1].publication) != blocks(publication):
        raise RefusedError(
            f"une correction garde les types et les périodes arrêtés pour {period} : "
            "les découper autrement laisserait calculer la différence"
        )
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
    path.write_text(
        to_json(Snapshot(period, versions), frozen_vocabulary(classifications, period)), encoding="utf-8"
    )
    return path, report
