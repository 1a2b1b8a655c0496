"""Closes a period: its tables are protected, proved, and written as a snapshot that never changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.core.disk import write_whole
from plugins.statistics.freezing.history import ClosedPeriods, closed_periods, is_shallow
from plugins.statistics.freezing.snapshots import SNAPSHOTS, Snapshot, to_json
from plugins.statistics.programme import THRESHOLD
from plugins.statistics.protection.publication import protect

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from plugins.statistics.records.classification import Classifications, Period
    from plugins.statistics.records.register import Register


class RefusedError(Exception):
    """The period cannot be closed or withdrawn; the message is a French sentence with its remedy."""


@dataclass(frozen=True)
class ClosedPeriod:
    """A period that was closed or withdrawn: its snapshot, and its file."""

    snapshot: Snapshot
    path: Path


def freeze(
    period: Period,
    register: Register,
    classifications: Classifications,
    content: Path,
    today: dt.date,
    threshold: int = THRESHOLD,
) -> ClosedPeriod:
    """Protect and write a closed period.

    The snapshot holds every record whose own period lies inside `period` (a block of years may count some
    activities by year). The tables are safe by the rule that makes them; every build proves it again.

    Raises:
        RefusedError: the period is closed already, is not over, overlaps a closed one, or has no record.
    """
    closed = _sound_periods(content, classifications)
    if str(period) in closed.names:
        raise RefusedError(
            f"la période {period} est arrêtée une fois pour toutes → une demande arrivée tard se note dans "
            "la période en cours ; une erreur grave se règle en retirant la période : "
            f"invoke freeze {period} --retirer"
        )
    if period.last >= today.year:
        raise RefusedError(
            f"la période {period} n’est pas terminée → attendez le 1er janvier {period.last + 1}"
        )
    other = next((s.period for s in closed.snapshots if s.period.overlaps(period)), None)
    if other:
        raise RefusedError(f"la période {period} recouvre {other}, déjà arrêtée → choisissez d’autres années")
    cut = next((other for _, other in register.blocks() if _cuts(period, other)), None)
    if cut:
        raise RefusedError(f"la période {period} coupe {cut}, que le registre compte → arrêtez {cut}")
    publication = protect(register, classifications, threshold=threshold, within=period)
    if not publication.totals:
        raise RefusedError(
            f"le registre ne contient rien pour la période {period} → notez d’abord ses activités"
        )
    if is_shallow(content):
        raise RefusedError(
            "ce dépôt git ne connaît pas son histoire, donc pas les périodes déjà arrêtées → "
            "lancez d’abord git fetch --unshallow"
        )
    return _written(Snapshot(period, publication), content, is_new=True)


def _cuts(period: Period, other: Period) -> bool:
    """Tell whether a period of the register lies partly inside one that is to be closed."""
    return period.overlaps(other) and not period.contains(other)


def withdraw(period: Period, classifications: Classifications, content: Path, today: dt.date) -> ClosedPeriod:
    """Take a closed period off the site for ever; a period withdrawn already stays as it is.

    Raises:
        RefusedError: the period is not closed.
    """
    snapshots = _sound_periods(content, classifications).snapshots
    snapshot = next((snapshot for snapshot in snapshots if snapshot.period == period), None)
    if snapshot is None:
        raise RefusedError(f"la période {period} n’est pas arrêtée → il n’y a rien à retirer")
    if snapshot.withdrawn:
        return ClosedPeriod(snapshot, content / SNAPSHOTS / f"{period}.json")
    return _written(Snapshot(period, withdrawn=today), content)


def waiting(register: Register, snapshots: Sequence[Snapshot], today: dt.date) -> list[Period]:
    """Return the periods of the register that are over and neither closed nor inside a closed one."""
    found = {period for _, period in register.blocks() if period.last < today.year}
    return sorted(
        period
        for period in found
        if not any(snapshot.period.overlaps(period) for snapshot in snapshots)
        and not any(other != period and other.contains(period) for other in found)
    )


def _sound_periods(content: Path, classifications: Classifications) -> ClosedPeriods:
    """Return the closed periods.

    Raises:
        RefusedError: one of them is damaged, or not what git knows.
    """
    closed = closed_periods(content, classifications)
    if closed.problems:
        raise RefusedError("\n".join(map(str, closed.problems)))
    return closed


def _written(snapshot: Snapshot, content: Path, *, is_new: bool = False) -> ClosedPeriod:
    """Write a snapshot at once or not at all.

    Raises:
        RefusedError: it is to be new, and somebody has just written one.
    """
    path = content / SNAPSHOTS / f"{snapshot.period}.json"
    try:
        write_whole(path, to_json(snapshot).encode(), new=is_new)
    except FileExistsError:
        raise RefusedError(f"la période {snapshot.period} vient d’être arrêtée → relisez-la") from None
    return ClosedPeriod(snapshot, path)
