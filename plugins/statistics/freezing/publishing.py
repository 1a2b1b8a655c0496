"""Reads the frozen statistics and proves them again: nothing is published that the audit has not accepted.

The build calls `load` once. The site shows what the snapshots hold, never the register; the
register, where it is at hand, is checked and compared. A verdict is kept in the cache by the
hash of everything it depends on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.build_cache import Cache, key_of
from plugins.figures.figures import APPROXIMATE
from plugins.problems import Problem
from plugins.progress import AUDIT, advance
from plugins.statistics.freezing.snapshots import Snapshot, canonical, published, read_snapshots
from plugins.statistics.protection.tables import Figure as CountedFigure
from plugins.statistics.protection.tables import Publication
from plugins.statistics.register.at_hand import read_at_hand
from plugins.statistics.register.classification import Classifications, parse_period, read_classifications

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.figures.figures import Figures
    from plugins.statistics.register.at_hand import RegisterAtHand
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
    at_hand = read_at_hand(content, vocabularies)
    snapshots, damaged = read_snapshots(content / SNAPSHOTS, classifications)
    found = [*at_hand.problems, *damaged]
    if not found and snapshots:
        found += _refusals(snapshots, classifications, at_hand, counted(figures, vocabularies), cache)
    if found:
        return Statistics(Publication((), ()), classifications), tuple(found)
    return Statistics(published(snapshots), classifications, snapshots), ()


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
    at_hand: RegisterAtHand,
    figures: tuple[CountedFigure, ...],
    cache: Cache,
) -> list[Problem]:
    """Return one problem per frozen period that is not the register's, and per finding of the audit.

    An unchanged publication keeps its verdict. The key of the cache says nothing of the records: it could
    be guessed from a hash of theirs.
    """
    key = key_of(
        "audit",
        *_programs(),
        *(canonical(state.publication) for snapshot in snapshots for state in snapshot.versions),
        repr(classifications),
        at_hand.identity,
        repr(at_hand.complete),
        repr(figures),
    )

    def verdicts() -> bytes:
        from plugins.statistics.proof.everything import audit_all, unlike_the_register  # noqa: PLC0415  slow to load

        register = at_hand.comparable
        others = unlike_the_register(snapshots, classifications, register, figures)
        report = audit_all(snapshots, classifications, register, figures, _report_progress)
        return json.dumps([others, [str(finding) for finding in report.findings]]).encode()

    others, findings = json.loads(cache.get(key, verdicts))
    return [
        Problem(
            f"content/{SNAPSHOTS}/{period}.json",
            0,
            "l’arrêté n’est pas ce que donne le registre",
            f"vérifier le registre ; si ses corrections sont voulues, refaire invoke freeze {period}",
        )
        for period in others
    ] + [
        Problem(f"content/{SNAPSHOTS}", 0, f"l’audit refuse les statistiques : {finding}", REFUSED)
        for finding in findings
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
