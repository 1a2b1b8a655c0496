"""From what an editor writes (`photo.jpg`, `/images/plan.png`) to a file of content/."""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

from plugins.core.letters import plain_letters

PRIVATE: Final = ("activites/registre", "activites/visites", "activites/statistiques-arretees")
"""Folders of content/ whose files never leave it, whoever links to them."""

_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|\?|$", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """A local address, cut up: `path` as written but for encoding, `suffix` the `?…` or `#…` after it."""

    written: str
    path: PurePosixPath
    suffix: str

    @property
    def extension(self) -> str:
        """The extension in lower case, with its dot."""
        return self.path.suffix.lower()

    @property
    def from_root(self) -> bool:
        """Whether the path starts at the root of the site, as browsers show it."""
        return self.path.is_absolute()


def parse_reference(written: str) -> Reference | None:
    """Cut up the value of a `src` or `href`; None if it leads to another site or nowhere."""
    written = written.strip()
    if _ELSEWHERE.match(written):
        return None
    path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", written, re.DOTALL).groups()  # type: ignore[union-attr]
    return Reference(written, PurePosixPath(unquote(path)), mark + rest)


def read_reference(written: str, page: Path, content: Path) -> Reference | None:
    """Cut up a local address as `parse_reference` does; a file's name may hold a `#` or a `?`."""
    reference = parse_reference(written)
    if not reference or "." not in reference.suffix or locate(reference, page, content):
        return reference
    whole = reference.written
    ends = [len(whole), *(mark.start() for mark in reversed([*re.finditer("[?#]", whole)]))]
    others = (Reference(whole, PurePosixPath(unquote(whole[:end])), whole[end:]) for end in ends[:-1])
    return next((other for other in others if other.extension and locate(other, page, content)), reference)


def locate(reference: Reference, page: Path, content: Path) -> Path | None:
    """Return the file meant by a reference of the page, None if there is none to publish.

    A file outside the content folder, hidden or in a private folder is not to
    be published, and is as good as missing.
    """
    start = content if reference.from_root else page.parent
    relative = reference.path.relative_to("/") if reference.from_root else reference.path
    found = _as_named(start / relative)
    return found if found is not None and is_public(found, content) else None


def is_public(file: Path, content: Path) -> bool:
    """Tell whether a file of the content folder may be published, whatever links lead to it."""
    try:
        relative = file.resolve().relative_to(content.resolve())
    except ValueError:
        return False
    hidden = any(part.startswith(".") for part in relative.parts)
    return not hidden and not relative.as_posix().startswith(tuple(f"{folder}/" for folder in PRIVATE))


def near(reference: Reference, page: Path, content: Path, extensions: Iterable[str]) -> list[str]:
    """Return up to three references that the editor may have meant, the nearest first."""
    wanted = tuple(extensions)
    files: dict[str, list[str]] = {}
    for file in sorted(content.rglob("*")):
        if file.suffix.lower() in wanted and file.is_file() and is_public(file, content):
            written = PurePosixPath(os.path.relpath(file, page.parent)).as_posix()
            files.setdefault(file.name.lower(), []).append(written)
    names = difflib.get_close_matches(reference.path.name.lower(), files, n=3)
    return [written for name in names for written in files[name]][:3]


def slug(stem: str) -> str:
    """Return a file's name as it goes into an address: a-z, 0-9 and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", plain_letters(stem)).strip("-") or "fichier"


def _as_named(path: Path) -> Path | None:
    """Find a file whose accents may be coded in two ways, as between macOS and the rest."""
    try:
        if path.is_file():
            return path
        name = unicodedata.normalize("NFC", path.name)
        twins = (twin for twin in path.parent.iterdir() if unicodedata.normalize("NFC", twin.name) == name)
        return next((twin for twin in twins if twin.is_file()), None)
    except OSError:  # no such folder, or a name that no file can have
        return None
