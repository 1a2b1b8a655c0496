"""Reads the snapshots and proves them again: nothing is published that the proof has not accepted.

The build calls `load` once. A verdict is kept in the cache by the hash of everything it depends on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.core.cache import Cache, key_of
from plugins.core.problems import Problem
from plugins.core.progress import AUDIT, advance
from plugins.statistics.freezing.history import closed_periods
from plugins.statistics.freezing.snapshots import SNAPSHOTS, Snapshot, published, to_json
from plugins.statistics.protection.tables import NOTHING, Publication
from plugins.statistics.records.at_hand import read_at_hand
from plugins.statistics.records.classification import Classifications, read_classifications

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.core.vocabularies import Vocabulary


@dataclass(frozen=True)
class Statistics:
    """What the register lets the site publish."""

    publication: Publication
    classifications: Classifications
    snapshots: tuple[Snapshot, ...] = ()
    complete: bool = True
    """False when their sources have a problem: texts that say a number are not to blame."""


def load(
    content: Path, vocabularies: Mapping[str, Vocabulary], cache: Cache, *, prove: bool = True
) -> tuple[Statistics, tuple[Problem, ...]]:
    """Return the statistics to publish, none of them where their sources have a problem, and the problems.

    Args:
        content: the folder of the sources.
        vocabularies: of `vocabulaire.toml`.
        cache: keeps the verdicts.
        prove: always, unless nothing of it is published and a build that proves follows.
    """
    classifications, _ = read_classifications(vocabularies)
    closed = closed_periods(content, classifications)
    found = [*read_at_hand(content, vocabularies).problems, *closed.problems]
    if prove and not found and closed.snapshots:
        found += _refusals(closed.snapshots, classifications, cache)
    if found:
        return Statistics(NOTHING, classifications, complete=False), tuple(found)
    return Statistics(published(closed.snapshots), classifications, closed.snapshots), ()


def _refusals(
    snapshots: tuple[Snapshot, ...], classifications: Classifications, cache: Cache
) -> list[Problem]:
    """Return one problem per finding of the proof. An unchanged publication keeps its verdict."""

    def verdict() -> bytes:
        # not for a build that changes none of it
        from plugins.statistics.proof.audit import audit  # noqa: PLC0415
        from plugins.statistics.proof.method import method_findings  # noqa: PLC0415

        publication = published(snapshots)
        report = audit(publication, classifications, progress=_report_progress)
        _, narrowed = method_findings(publication, classifications)
        return json.dumps([str(finding) for finding in (*report.findings, *narrowed)]).encode()

    key = key_of("proof", *_programs(), *map(to_json, snapshots), repr(classifications))
    return [
        Problem(
            f"content/{SNAPSHOTS}",
            0,
            f"la preuve refuse les statistiques : {finding}",
            "retirer la période (invoke freeze … --retirer), après avoir lu « invoke audit »",
        )
        for finding in json.loads(cache.get(key, verdict))
    ]


def _report_progress(_block: str, done: int, total: int) -> None:
    advance(AUDIT, done, total)


def _programs() -> list[bytes]:
    """Return everything that a verdict depends on besides the data: this package's code and the solver's."""
    sources = sorted(Path(__file__).parents[1].rglob("*.py"))
    return [source.read_bytes() for source in sources] + [
        version("scipy").encode(),
        version("numpy").encode(),
    ]
