"""What the browsers see: the last good site, the pages rendered since, and what is wrong.

One object that every thread shares: the session changes it, the server reads it.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NOTHING_YET = (
    "<!doctype html><html lang=fr><meta charset=utf-8><title>Aperçu</title>"
    "<p>Le site se construit : cette page se montrera d’elle-même.</p></body></html>"
).encode()
NOT_FOUND = "404.html"


@dataclass(frozen=True)
class Answer:
    """What stands at an address."""

    name: str
    """The file, relative to the site's root; for an unknown address, the 404 page's."""
    data: bytes
    found: bool
    moved: str = ""
    """The address with its final slash, when that is what was meant."""

    @property
    def etag(self) -> str:
        """Return what differs as soon as a byte does."""
        return hashlib.blake2b(self.data, digest_size=12).hexdigest()


class Stage:
    """The served folder, what lies over it, the problems to show, and a number that grows at each change."""

    def __init__(self, folder: Path | None) -> None:
        """Serve `folder` (None: nothing was ever built)."""
        self._folder = folder
        self._over: dict[str, bytes] = {}
        self._problems: tuple[str, ...] = ()
        self._reminders: tuple[str, ...] = ()
        self._version = 0
        self._open: Counter[str] = Counter()
        self._changed = threading.Condition()

    def replace(self, folder: Path, over: Mapping[str, bytes]) -> None:
        """Show another folder, with these files over it, from one moment to the next."""
        with self._changed:
            self._folder, self._over = folder, dict(over)
            self._announce()

    def lay(self, over: Mapping[str, bytes]) -> None:
        """Show these files (by name, relative to the site's root) instead of the folder's."""
        if over:
            with self._changed:
                self._over.update(over)
                self._announce()

    def complain(self, problems: tuple[str, ...], reminders: tuple[str, ...] = ()) -> None:
        """Show these problems and reminders over the pages, and no others."""
        with self._changed:
            if (problems, reminders) != (self._problems, self._reminders):
                self._problems, self._reminders = problems, reminders
                self._announce()

    def _announce(self) -> None:
        self._version += 1
        self._changed.notify_all()

    def read(self, address: str) -> Answer:
        """Return what stands at an address (`/contact/?x#y`: only its path counts)."""
        path = unquote(urlsplit(address).path)
        name = path.strip("/")
        with self._changed:
            folder, over = self._folder, self._over
        inside = ".." not in name.split("/") and "\0" not in name
        if path.endswith("/"):
            name = f"{name}/index.html".lstrip("/")
        data = _read(folder, over, name) if inside else None
        if data is not None:
            return Answer(name, data, found=True)
        if inside and not path.endswith("/") and _read(folder, over, f"{name}/index.html") is not None:
            return Answer(name, b"", found=True, moved=f"/{name}/")
        missing = _read(folder, over, NOT_FOUND)
        return Answer(NOT_FOUND, NOTHING_YET if missing is None else missing, found=False)

    def wait(self, seen: int, seconds: float) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
        """Return version, problems, reminders: when the version is not `seen`, or after some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != seen, seconds)
            return self._version, self._problems, self._reminders

    def opened(self, address: str) -> None:
        """Note that a browser shows this address."""
        with self._changed:
            self._open[_page(address)] += 1

    def closed(self, address: str) -> None:
        """Note that it does no more."""
        with self._changed:
            self._open[_page(address)] -= 1
            self._open += Counter()  # drops what is at zero

    @property
    def open_pages(self) -> tuple[str, ...]:
        """Return the files behind the addresses that browsers show, sorted."""
        with self._changed:
            return tuple(sorted(self._open))


def _page(address: str) -> str:
    path = unquote(urlsplit(address).path).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def _read(folder: Path | None, over: Mapping[str, bytes], name: str) -> bytes | None:
    if name in over:
        return over[name]
    try:
        return (folder / name).read_bytes() if folder else None
    except OSError:  # missing, or a folder
        return None
