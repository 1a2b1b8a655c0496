"""What costs time to make, kept between builds: bytes by the hash of all that they depend on.

The folder may be deleted at any moment and shared by several builds at once:
an entry is written under a temporary name and then renamed, and carries its
own digest, so that a damaged one is made again rather than published.

What names people is never kept, in this cache or any other: whoever is taken
off a list must be gone from the next build on. A template marks the element
that holds names with the attribute `data-no-cache`; whoever keeps something
made from a written page asks `may_keep` first.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import shutil
import sys
import threading
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from plugins.core.folders import files_below
from plugins.core.progress import advance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

NOT_KEPT: Final = b"data-no-cache"
"""The attribute, as bytes of a written page."""

_DIGEST_BYTES = hashlib.sha256().digest_size
_DAY = 24 * 3600
_UNUSED = 30 * _DAY
"""Seconds after which an entry that no build has asked for is deleted."""
_TOUCHED = _DAY
"""Seconds after which an entry that is asked for is marked as in use again."""
_STARTED = time.time()
"""When this process began to load our code."""
_SHARED_FROM = 32
"""Missing entries from which other processes help: below, starting them costs more than they bring."""


def key_of(*parts: bytes | str) -> str:
    """Return the key (64 hexadecimal digits) of everything that a result depends on.

    Pass the input, the parameters, the version of the libraries and the source
    of the code that makes the result: what is left out here is served stale.
    """
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part  # names of files
        whole.update(b"%d:" % len(data))  # so that ("ab", "c") and ("a", "bc") differ
        whole.update(data)
    return whole.hexdigest()


def machinery(*folders: Path) -> str:
    """Return the hash of everything that makes results from content: our code, the libraries, Python.

    Code that was saved after this process had started may not be the code that
    runs in it: then the hash is one that no other build has.

    Args:
        folders: those that hold our code.
    """
    files = [
        (folder / name, name)
        for folder in folders
        for name in files_below(folder)
        if not name.endswith(".pyc")
    ]
    if any(path.stat().st_mtime > _STARTED for path, _ in files):
        return key_of("unknown", os.urandom(32))
    code = [part for path, name in files for part in (name, path.read_bytes())]
    # The folder of an installed library bears its name and version
    libraries = sorted({found.name for place in sys.path for found in Path(place or ".").glob("*.dist-info")})
    return key_of(sys.version, *libraries, *code)


@dataclass(frozen=True)
class Job:
    """An entry to have: its key, and what makes it."""

    key: str
    make: Callable[[], bytes]


def may_keep(page: bytes) -> bool:
    """Tell whether something made from a written page may stay between builds: it names nobody."""
    return NOT_KEPT not in page


class Cache:
    """A folder of results, of which any part may be missing."""

    def __init__(self, root: Path) -> None:
        """Use the folder `root`, which is made when the first result is kept."""
        self._root = root
        # all in one folder: to make files in 256 of them takes three times as long
        self._entries = f"{root}/entries"

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the bytes kept under `key`, else what `make` returns, kept for the next time.

        What `make` raises goes through and nothing is kept.
        """
        kept = self.peek(key)
        if kept is None:
            kept = make()
            self.keep(key, kept)
        return kept

    def peek(self, key: str) -> bytes | None:
        """Return the bytes kept under `key`, if there are any."""
        return _read(self._entry(key))

    def has(self, key: str) -> bool:
        """Tell whether something is kept under `key`; `peek` may still find it damaged."""
        return os.path.exists(self._entry(key))  # noqa: PTH110  thousands of them

    def keep(self, key: str, data: bytes) -> None:
        """Keep bytes under `key`, in the place of those that may be there."""
        with contextlib.suppress(OSError):  # full disk, folder deleted meanwhile: slower, not wrong
            _write(self._entry(key), data)

    def adopt(self, entry: Path, key: str) -> None:
        """Move an entry of another cache here."""
        place = Path(self._entry(key))
        with contextlib.suppress(OSError):  # as in `keep`
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(entry, place)

    def fill(self, jobs: Iterable[Job], stage: str) -> None:
        """Make what is missing on every core, so that `get` finds it.

        Only time is gained: what a process cannot make is left to `get`, which raises why.

        Args:
            jobs: in any order; those that are kept already cost a look.
            stage: what the work is called where its progress is shown, French.
        """
        self._make_all([job for job in jobs if not self.has(job.key)], stage)

    def get_all(self, jobs: Sequence[Job], stage: str) -> Iterator[bytes]:
        """Yield what `get` returns for each of the jobs; what is missing is made on every core."""
        kept = [self.peek(job.key) for job in jobs]
        self._make_all([job for job, data in zip(jobs, kept, strict=True) if data is None], stage)
        for number, job in enumerate(jobs):
            data, kept[number] = kept[number], None  # not all in memory until the last
            yield self.get(job.key, job.make) if data is None else data

    def _make_all(self, missing: Sequence[Job], stage: str) -> None:
        if len(missing) >= _SHARED_FROM:
            _share_out(missing, self._make, stage)

    def prune(self, now: float) -> None:
        """Once a day, delete what no build has asked for in thirty; `now` in seconds, as `time.time()`."""
        with contextlib.suppress(OSError):  # another build prunes too, or the folder is gone
            stamp = self._root / "pruned"
            if stamp.exists() and stamp.stat().st_mtime > now - _DAY:
                return
            stamp.touch()
            for entry in os.scandir(self._entries):
                if entry.stat().st_mtime < now - _UNUSED:
                    Path(entry.path).unlink(missing_ok=True)

    def _make(self, job: Job) -> None:
        self.get(job.key, job.make)

    def _entry(self, key: str) -> str:
        return f"{self._entries}/{key}"


class UnconfirmedCache(Cache):
    """A cache whose new entries stay in a folder of their own until `confirm`.

    For entries that are what their keys say only if no file has changed while they were made. A build
    knows that at its end, and one that is killed never: it then leaves nothing that is believed.
    """

    def __init__(self, confirmed: Cache, root: Path) -> None:
        """Add to the cache `confirmed`; `root` is the folder of what is not confirmed."""
        super().__init__(root)
        self.confirmed = confirmed

    def peek(self, key: str) -> bytes | None:
        """Return the bytes kept under `key` here or in the confirmed cache, if there are any."""
        kept = self.confirmed.peek(key)
        return super().peek(key) if kept is None else kept

    def confirm(self) -> None:
        """Move every entry into the confirmed cache."""
        for name in files_below(Path(self._entries)):
            self.confirmed.adopt(Path(self._entry(name)), name)

    def has(self, key: str) -> bool:
        """Tell whether something is kept under `key` here or in the confirmed cache."""
        return self.confirmed.has(key) or super().has(key)


def _read(entry: str) -> bytes | None:
    try:
        descriptor = os.open(entry, os.O_RDONLY)  # thousands of them: a third less than by a stream
        try:
            status = os.fstat(descriptor)
            stored = os.read(descriptor, status.st_size)
        finally:
            os.close(descriptor)
        if status.st_mtime < time.time() - _TOUCHED:
            os.utime(entry)
    except OSError:
        return None
    digest, data = stored[:_DIGEST_BYTES], stored[_DIGEST_BYTES:]
    return data if hashlib.sha256(data).digest() == digest else None


def _write(entry: str, data: bytes) -> None:
    fresh = f"{entry}.{os.getpid()}-{threading.get_ident()}"  # ours alone
    try:
        with _opened(fresh) as stream:
            stream.write(hashlib.sha256(data).digest())
            stream.write(data)
        os.replace(fresh, entry)  # noqa: PTH105  thousands of them
    except OSError:
        Path(fresh).unlink(missing_ok=True)
        raise


def _opened(path: str) -> BinaryIO:
    """Open a file to write, in a folder that may not be there yet."""
    try:
        return open(path, "wb")  # noqa: PTH123  thousands of them; the caller closes it
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        return open(path, "wb")  # noqa: PTH123


def _share_out(jobs: Sequence[Job], work: Callable[[Job], None], stage: str) -> None:
    """Have forked processes do the jobs, each its share; they live in our memory, and start at once."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not hasattr(os, "fork") or platform.system() == "Darwin":
        cores = 1  # Windows cannot, and a forked process of macOS may hang in the system's own libraries
    with warnings.catch_warnings():
        # A thread of ours could hold a lock for ever in the child: they only hash, convert and draw
        warnings.simplefilter("ignore", DeprecationWarning)
        children = [child for share in range(1, cores) if (child := _start(jobs[share::cores], work))]
    with contextlib.suppress(Exception):
        for number, job in enumerate(jobs[::cores], start=1):
            work(job)
            advance(stage, min(number * cores, len(jobs)), len(jobs))  # the others are about as far
    for child in children:
        os.waitpid(child, 0)


def _start(jobs: Sequence[Job], work: Callable[[Job], None]) -> int:
    """Start a process that does these jobs and ends without a word; return its number."""
    child = os.fork()
    if child == 0:
        try:
            for job in jobs:
                work(job)
        finally:
            os._exit(0)
    return child
