"""The hash of what a build is made from: the same hash, the same site.

The Markdown files are read here once, so that what is hashed is what is built.
Their texts are told apart from the rest, because a page shows its own text and
of the other pages their fields only.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.core.cache import key_of
from plugins.core.folders import files_below
from plugins.core.front_matter_bounds import front_matter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Ingredients:
    """Everything that a build depends on, hashed."""

    texts: Mapping[str, bytes]
    """The Markdown files, by path below the content folder, as they were read."""
    shared: str
    """Hash of everything else: other content, theme, settings, code and libraries, day."""
    machinery: str
    """Hash of code and libraries."""
    settings: str
    """Hash of the settings."""

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
    content: Path, folders: Iterable[Path], values: object, machinery: str, settings: str
) -> Ingredients:
    """Read and hash what a build is made from.

    Args:
        content: the folder that holds the texts.
        folders: those that count whole; one that does not exist counts as such.
        values: what else the site depends on, such as the day; it has the same `repr` in every process.
        machinery: `plugins.core.cache.machinery`.
        settings: hash of the settings.
    """
    names = [name for name in files_below(content) if name.endswith(".md")]
    read = {name: data for name in names if (data := _read(f"{content}/{name}")) is not None}
    skipped = {f"{content}/{name}" for name in read}
    others = (key_of(*_digests(folder, skipped)) for folder in (content, *folders))
    return Ingredients(read, key_of(machinery, settings, repr(values), *others), machinery, settings)


def _digests(folder: Path, skipped: set[str]) -> Iterator[str]:
    """Yield name and hash of every file of a folder, in order."""
    for name in files_below(folder):
        path = f"{folder}/{name}"
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
