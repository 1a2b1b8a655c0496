"""Reads the frozen statistics and proves them again: nothing is published that the audit has not accepted.

The build calls `load` once. The site shows what the snapshots hold, never the register; the
register, where it is at hand, is checked and compared. A verdict is kept in the cache by the
hash of everything it depends on.
"""

from __future__ import annotations

import inspect
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.build_cache import Cache, key_of
from plugins.problems import Problem
from plugins.statistics import audit as audit_module
from plugins.statistics import polytope, reader, revisions, solver, verdict
from plugins.statistics.audit import AuditReport, audit
from plugins.statistics.classification import Classifications, parse_period, read_classifications
from plugins.statistics.figures import APPROXIMATE
from plugins.statistics.register import Register, read_register, register_folder
from plugins.statistics.snapshots import Snapshot, canonical, published, read_snapshots
from plugins.statistics.tables import Figure as CountedFigure
from plugins.statistics.tables import Publication

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from plugins.statistics.figures import Figures
    from plugins.vocabulary import Vocabulary

SNAPSHOTS = "activites/arretes"
"""Below the content folder."""

REFUSED = "n’arrêtez pas cette période avant d’avoir lu le rapport d’« invoke audit »"


@dataclass(frozen=True)
class Statistics:
    """What the register lets the site publish."""

    publication: Publication
    classifications: Classifications
    snapshots: tuple[Snapshot, ...] = ()


def load(
    content: Path, vocabularies: Mapping[str, Vocabulary], figures: Figures, cache: Cache
) -> tuple[Statistics, tuple[Problem, ...]]:
    """Return the statistics to publish, none of them where their sources have a problem, and the problems."""
    classifications, _ = read_classifications(vocabularies)
    register, problems = read_register(register_folder(content), vocabularies)
    snapshots, damaged = read_snapshots(content / SNAPSHOTS)
    found = [*problems, *damaged]
    if not found and snapshots:
        found += _refusals(snapshots, classifications, register, counted(figures, vocabularies), cache)
    if found:
        return Statistics(Publication((), ()), classifications), tuple(found)
    return Statistics(published(snapshots), classifications, snapshots), ()


def audit_all(
    snapshots: tuple[Snapshot, ...],
    classifications: Classifications,
    register: Register,
    figures: tuple[CountedFigure, ...],
    progress: Callable[[str], None] | None = None,
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


def counted(figures: Figures, vocabularies: Mapping[str, Vocabulary]) -> tuple[CountedFigure, ...]:
    """Return the printed figures that count what the register counts too (`activite` in the vocabulary)."""
    kinds = {
        term.identifier: str(term.details["activite"])
        for term in vocabularies.get("series", {}).values()
        if "activite" in term.details
    }
    return tuple(
        CountedFigure(kinds[figure.series], period, figure.value)
        for figure in figures.all
        if figure.series in kinds and figure.status != APPROXIMATE and (period := parse_period(figure.date))
    )


def _refusals(
    snapshots: tuple[Snapshot, ...],
    classifications: Classifications,
    register: Register,
    figures: tuple[CountedFigure, ...],
    cache: Cache,
) -> list[Problem]:
    """Return one problem per finding of the audit; an unchanged publication keeps its verdict."""
    modules = (audit_module, polytope, reader, revisions, solver, verdict)
    key = key_of(
        "audit",
        *(inspect.getsource(module) for module in modules),
        *(canonical(version.publication) for snapshot in snapshots for version in snapshot.versions),
        repr(classifications),
        repr(sorted(register.counts.items())),
        repr(figures),
    )

    def verdicts() -> bytes:
        report = audit_all(snapshots, classifications, register, figures)
        return json.dumps([str(finding) for finding in report.findings]).encode()

    return [
        Problem(f"content/{SNAPSHOTS}", 0, f"l’audit refuse les statistiques : {finding}", REFUSED)
        for finding in json.loads(cache.get(key, verdicts))
    ]
