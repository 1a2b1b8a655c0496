"""The hash of what a build is made from: the same hash, the same site.

The Markdown files are read here once, so that what is hashed is what is built.
Their texts are told apart from the rest, because a page shows its own text and
of the other pages their fields only.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plugins.core.cache import key_of
from plugins.core.folders import files_below
from plugins.core.front_matter_bounds import front_matter

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

NOT_MADE_FROM = frozenset({"CACHE_FOLDER"})
"""Settings that change where things are kept, and nothing on the site."""


@dataclass(frozen=True)
class Ingredients:
    """Everything that a build depends on, hashed."""

    texts: Mapping[str, bytes]
    """The Markdown files, by path below the content folder, as they were read."""
    shared: str
    """Hash of everything else: other content, theme, settings, code and libraries, day."""
    machinery: str
    """Hash of code and libraries."""

    @property
    def fields(self) -> str:
        """Hash of everything but the texts below the front matters."""
        return key_of(
            self.shared, *(part for name, data in self.texts.items() for part in (name, front_matter(data)))
        )

    @property
    def all(self) -> str:
        """Hash of everything."""
        return key_of(self.shared, *(part for name, data in self.texts.items() for part in (name, data)))


def gather_ingredients(
    content: Path,
    others: Iterable[Path],
    settings: Mapping[str, Any],
    machinery: str,
    today: dt.date,
) -> Ingredients:
    """Read and hash what a build is made from.

    Args:
        content: the folder that holds the texts.
        others: files and folders that count whole; what does not exist counts as such.
        settings: those that the build was asked for.
        machinery: `plugins.core.cache.machinery`.
        today: the one day that a build knows.
    """
    names = [name for name in files_below(content) if name.endswith(".md")]
    read = {name: data for name in names if (data := _read(f"{content}/{name}")) is not None}
    asked = sorted((name, repr(value)) for name, value in settings.items() if name not in NOT_MADE_FROM)
    skipped = {f"{content}/{name}" for name in read}
    parts = (part for other in others for part in _digests(other, skipped))
    return Ingredients(read, key_of(machinery, today.isoformat(), repr(asked), *parts), machinery)


def _digests(place: Path, skipped: set[str]) -> Iterator[str]:
    """Yield name and hash of a file, or of every file of a folder, in order."""
    if place.is_file():
        yield place.name
        yield hashlib.sha256(place.read_bytes()).hexdigest()
        return
    for name in files_below(place):
        path = f"{place}/{name}"
        data = None if path in skipped else _read(path)
        if data is not None:
            yield name
            yield hashlib.sha256(data).hexdigest()


def _read(path: str) -> bytes | None:
    """Return what is in a file; None when an editor has taken it away since it was listed."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123  thousands of them
            return stream.read()
    except FileNotFoundError:
        return None
