"""Proves what the snapshots publish: the audit accepts it, and it is what the register gives.

Apart from `publishing`, which remembers the verdicts: the solver is slow to load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.statistics.freezing.snapshots import published
from plugins.statistics.proof.audit import AuditReport, audit
from plugins.statistics.protection.publication import protect

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.statistics.freezing.snapshots import Snapshot
    from plugins.statistics.protection.tables import Figure
    from plugins.statistics.register.classification import Classifications
    from plugins.statistics.register.records import Register


def audit_all(
    snapshots: tuple[Snapshot, ...],
    classifications: Classifications,
    register: Register,
    figures: tuple[Figure, ...],
    progress: Callable[[str, int, int], None] | None = None,
) -> AuditReport:
    """Audit everything that the site publishes, earlier versions included."""
    return audit(
        published(snapshots),
        classifications,
        truth=register if register.counts else None,
        figures=figures,
        earlier=[version.publication for snapshot in snapshots for version in snapshot.versions[:-1]],
        progress=progress,
    )


def unlike_the_register(
    snapshots: tuple[Snapshot, ...],
    classifications: Classifications,
    register: Register,
    figures: tuple[Figure, ...],
) -> list[str]:
    """Return the frozen periods that the register, where it has records of them, would publish otherwise."""
    changed = []
    for snapshot in snapshots:
        periods = frozenset(r.period for r in register.counts if snapshot.period.contains(r.period))
        if periods and snapshot.current != protect(
            register, classifications, figures=figures, periods=periods
        ):
            changed.append(str(snapshot.period))
    return changed
