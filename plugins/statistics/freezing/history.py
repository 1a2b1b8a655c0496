"""The closed periods, on disk and in git: a period is never closed again with other numbers."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.core.problems import Problem
from plugins.statistics.freezing.snapshots import (
    SNAPSHOTS,
    Snapshot,
    fingerprints,
    from_json,
    read_snapshots,
    reopened,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from plugins.statistics.records.classification import Classifications


@dataclass(frozen=True)
class ClosedPeriods:
    """The snapshots as they are read, and what is wrong with them: damaged, or not what git knows."""

    snapshots: tuple[Snapshot, ...]
    names: frozenset[str]
    """Every period that was ever closed, as far as the folder and git know."""
    problems: tuple[Problem, ...] = ()


def closed_periods(content: Path, classifications: Classifications) -> ClosedPeriods:
    """Read the closed periods; where the content folder is in no git repository, git knows none."""
    snapshots, damaged = read_snapshots(content / SNAPSHOTS, classifications)
    now, known = fingerprints(snapshots), known_fingerprints(content)
    return ClosedPeriods(snapshots, frozenset({*now, *known}), damaged or history_problems(known, now))


def history_problems(known: Mapping[str, Collection[str]], now: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return a problem for each period that git knows closed or withdrawn otherwise than it is now.

    Args:
        known: every fingerprint that git knows of each period.
        now: the fingerprint of each closed period.
    """
    return tuple(
        Problem(
            f"content/{SNAPSHOTS}/{period}.json",
            0,
            "git connaît un autre état de cette période, arrêtée une fois pour toutes",
            "remettre le fichier tel qu’il était ; pour retirer la période : "
            f"invoke freeze {period} --retirer",
        )
        for period in reopened(known, now)
    )


def commit(content: Path) -> str:
    """Return the name of git's present commit: what git knows changes with it; empty without git."""
    return _git(content, "rev-parse", "HEAD").strip()


def is_shallow(content: Path) -> bool:
    """Tell whether git was given the last commits only, as a forge's machine often is."""
    return _git(content, "rev-parse", "--is-shallow-repository").strip() == "true"


def known_fingerprints(content: Path) -> dict[str, set[str]]:
    """Return every fingerprint that the commits behind this one gave to each period."""
    found: dict[str, set[str]] = {}
    for text in _committed(content):
        try:
            snapshot = from_json(text)
        except ValueError:
            continue  # it never was a snapshot
        found.setdefault(str(snapshot.period), set()).add(snapshot.fingerprint)
    return found


def _committed(content: Path) -> Iterator[str]:
    """Yield the text of every version of every snapshot that git knows."""
    # -m: what a merge left out is known too
    options = ("--raw", "-m", "--full-history", "--no-abbrev", "--no-renames", "--format=")
    log = _git(content, "log", *options, "--", SNAPSHOTS)
    changes = [line.split() for line in log.splitlines() if line.startswith(":")]
    blobs = {blob for change in changes for blob in change[2:4]}
    for blob in sorted(blob for blob in blobs if blob.strip("0")):
        yield _git(content, "cat-file", "blob", blob)


def _git(folder: Path, *words: str) -> str:
    """Return what git says, nothing where there is no git or no repository."""
    try:
        run = subprocess.run(  # noqa: S603  fixed words; names of git's own
            ["git", "-C", str(folder), *words],  # noqa: S607  the git of the editor's PATH
            capture_output=True,
            check=False,
        )
    except OSError:
        return ""
    return run.stdout.decode("utf-8", "replace") if run.returncode == 0 else ""
