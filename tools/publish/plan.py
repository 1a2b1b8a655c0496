"""What a publication will do, computed from two manifests: no host, no disk."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tools.publish.manifest import Manifest, is_fingerprinted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KEPT = 5
"""Releases kept on the host, and releases for which an asset outlives its last use."""

RELEASE_ID = re.compile(r"(\d{4,})-([0-9a-f]{8})")


@dataclass(frozen=True)
class Changes:
    """Paths of the build's own files, sorted, and what has to travel."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    size: int
    """Bytes of the added and changed files whose content the host does not have yet."""

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.changed or self.removed)


def compare(live: Manifest, wanted: Manifest) -> Changes:
    """Return what turns the live site into the wanted one."""
    old, new = live.own, wanted.own
    added = tuple(sorted(new.keys() - old.keys()))
    changed = tuple(sorted(path for path in new.keys() & old.keys() if new[path].sha256 != old[path].sha256))
    size = sum(new[path].size for path in (*added, *changed) if not _has(live, path, new[path].sha256))
    return Changes(added, changed, tuple(sorted(old.keys() - new.keys())), size)


def _has(manifest: Manifest, path: str, sha256: str) -> bool:
    file = manifest.files.get(path)
    return file is not None and file.sha256 == sha256


def with_carried(live: Manifest, build: Manifest, kept: int = KEPT) -> Manifest:
    """Return the build plus the live release's fingerprinted assets, as long as they are young enough."""
    carried = {
        path: replace(file, age=file.age + 1)
        for path, file in live.files.items()
        if path not in build.files and is_fingerprinted(path) and file.age < kept
    }
    return Manifest({**build.files, **carried})


def assets_to_share(source: Manifest, target: Manifest) -> tuple[str, ...]:
    """Return the fingerprinted assets that pages of `source` need and `target` lacks, sorted.

    Shared in both directions around a switch: whoever holds a page of the one
    site finds its assets in the other, also after a swap back.
    """
    return tuple(sorted(path for path in source.own if is_fingerprinted(path) and path not in target.files))


def next_id(existing: Iterable[str], digest: str) -> str:
    """Return the id of a new release: a number that grows, whatever the clocks, and a piece of the hash."""
    numbers = [int(match[1]) for name in existing if (match := RELEASE_ID.fullmatch(name))]
    return f"{max(numbers, default=0) + 1:04}-{digest[:8]}"


def number(release: str) -> int:
    """Return the number of a release: a larger one was made later."""
    return int(release.partition("-")[0])


def sorted_ids(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are releases, oldest first."""
    ids = {name: int(match[1]) for name in names if (match := RELEASE_ID.fullmatch(name))}
    return tuple(sorted(ids, key=lambda name: (ids[name], name)))


def surplus(ids: Iterable[str], live: str | None, kept: int) -> tuple[str, ...]:
    """Return the releases to remove, oldest first, so that `kept` remain; never the live one."""
    ordered = [name for name in sorted_ids(ids) if name != live]
    return tuple(ordered[: max(0, len(ordered) - (kept - 1))])


def lost_share(live: Manifest, build: Manifest) -> float:
    """Return how many of the live pages the build no longer has, between 0 and 1 (counted, not matched)."""
    before, after = pages(live.own), pages(build.own)
    return max(0.0, 1 - after / before) if before else 0.0


def pages(files: Mapping[str, object]) -> int:
    """Count the pages among paths."""
    return sum(1 for path in files if path.endswith(".html"))
