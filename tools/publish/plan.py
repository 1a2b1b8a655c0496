"""What a publication will do, computed from two manifests, and in an editor's words: no host, no disk."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from plugins.core.sections import SECTIONS, section_named
from tools.publish.manifest import Manifest, is_fingerprinted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KEPT = 5
"""Releases kept on the host; an asset that no page uses any more stays for as many."""

RELEASE_ID = re.compile(r"(\d{4,})-([0-9a-f]{8})(?:-[0-9a-f]{16})?")
"""A number that grows, a piece of the manifest's hash, and what nobody can guess: where a release lies in the
document root, its address must not follow from what the site shows."""


COPIES = (".br", ".gz")
"""Precompressed copies: bytes to send, but nothing that an editor wrote."""
LISTS = "Listes"
OTHERS = "Fichiers du site"
PICTURES = "Images et documents"
LOOK = "Apparence"


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
    """Return the id of a new release (see `RELEASE_ID`)."""
    numbers = [int(match[1]) for name in existing if (match := RELEASE_ID.fullmatch(name))]
    return f"{max(numbers, default=0) + 1:04}-{digest[:8]}-{secrets.token_hex(8)}"


def release_number(release: str) -> int:
    """Return the number of a release: a larger one was made later."""
    return int(release.partition("-")[0])


def is_named_after(release: str, digest: str) -> bool:
    """Whether a release's id carries this manifest's hash."""
    match = RELEASE_ID.fullmatch(release)
    return match is not None and match[2] == digest[:8]


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
    live_pages, new_pages = pages(live.own), pages(build.own)
    return max(0.0, 1 - new_pages / live_pages) if live_pages else 0.0


def pages(files: Mapping[str, object]) -> int:
    """Count the pages among paths."""
    return sum(1 for path in files if path.endswith(".html"))


def group_of(path: str) -> str:
    """Return the name of the group to which a published path belongs."""
    if path.startswith("theme/"):
        return LOOK
    if not path.endswith(".html"):
        return PICTURES if path.startswith("media/") or path.endswith(".pdf") else OTHERS
    address = path.removesuffix("index.html")
    if re.fullmatch(r".*/(\d{4}|page/\d+)/", address):
        return LISTS
    sections = [
        section
        for section in SECTIONS
        if section.prefix and address.startswith(section.prefix) and address != section.prefix
    ]
    section = max(sections, key=lambda section: len(section.prefix), default=section_named("pages"))
    _, first, *rest = section.label.split(" ")
    return " ".join((f"{first.capitalize()}s", *rest))


def summary(changes: Changes) -> str:
    """Return one line for all groups, in the order of the sections, or say that nothing changes."""
    counts: dict[str, list[int]] = {}
    for index, paths in enumerate((changes.added, changes.changed, changes.removed)):
        for path in paths:
            if not path.endswith(COPIES):
                counts.setdefault(group_of(path), [0, 0, 0])[index] += 1
    words = (("ajout", "ajouts"), ("modification", "modifications"), ("suppression", "suppressions"))
    parts = [
        f"{group} : "
        + ", ".join(f"{n} {word[n > 1]}" for n, word in zip(counts[group], words, strict=True) if n)
        for group in sorted(counts, key=_rank)
    ]
    return " · ".join(parts) or "aucun changement"


def _rank(group: str) -> tuple[int, str]:
    last = (LISTS, PICTURES, LOOK, OTHERS)
    return (last.index(group) + 1 if group in last else 0, group)
