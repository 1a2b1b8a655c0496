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
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

NOT_KEPT: Final = b"data-no-cache"
"""The attribute, as bytes of a written page."""

_DIGEST_BYTES = hashlib.sha256().digest_size


def key_of(*parts: bytes | str) -> str:
    """Return the key (64 hexadecimal digits) of everything that a result depends on.

    Pass the input, the parameters, the version of the libraries and the source
    of the code that makes the result: what is left out here is served stale.
    """
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(b"%d:" % len(data))  # so that ("ab", "c") and ("a", "bc") differ
        whole.update(data)
    return whole.hexdigest()


def may_keep(page: bytes) -> bool:
    """Tell whether something made from a written page may stay between builds: it names nobody."""
    return NOT_KEPT not in page


class Cache:
    """A folder of results, of which any part may be missing."""

    def __init__(self, root: Path) -> None:
        """Use the folder `root`, which is made when the first result is kept."""
        self._root = root

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the bytes kept under `key`, else what `make` returns, kept for the next time.

        What `make` raises goes through and nothing is kept.
        """
        entry = self._root / key[:2] / key[2:]
        kept = _read(entry)
        if kept is not None:
            return kept
        made = make()
        with contextlib.suppress(OSError):  # full disk, folder deleted meanwhile: slower, not wrong
            _write(entry, made)
        return made


def _read(entry: Path) -> bytes | None:
    try:
        stored = entry.read_bytes()
    except OSError:
        return None
    digest, data = stored[:_DIGEST_BYTES], stored[_DIGEST_BYTES:]
    return data if hashlib.sha256(data).digest() == digest else None


def _write(entry: Path, data: bytes) -> None:
    entry.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=entry.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(data).digest())
            stream.write(data)
        Path(temporary).replace(entry)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
