"""Compresses text files once, at publication, better than a server has the time to do at each request."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Final

import brotli

from plugins.core.cache import Cache, key_of, may_keep

SUFFIXES: Final = frozenset(
    {
        ".atom",
        ".css",
        ".csv",
        ".geojson",
        ".html",
        ".js",
        ".json",
        ".rss",
        ".svg",
        ".txt",
        ".webmanifest",
        ".xml",
    }
)
"""Text; pictures, typefaces and documents are compressed already.

Calendars are left as they are: subscriptions in Outlook have failed on compressed ones.
"""

SMALLEST: Final = 600
"""Bytes: below, headers and text fit in one packet, and compression saves nobody anything."""

WORTH: Final = 0.95
"""A copy is kept when it is at most this part of the original."""


_CODINGS: Final[Mapping[str, tuple[str, Callable[[bytes], bytes]]]] = {
    # suffix → what the bytes depend on besides the data, how they are made
    ".br": (brotli.__version__, partial(brotli.compress, mode=brotli.MODE_TEXT, quality=11)),
    ".gz": (zlib.ZLIB_RUNTIME_VERSION, partial(gzip.compress, compresslevel=9, mtime=0)),
}


def copies(name: str, data: bytes, cache: Cache) -> dict[str, bytes]:
    """Return the compressed copies worth publishing beside a file: `.br` and `.gz` → bytes.

    The bytes depend on the data and on the libraries' versions alone: gzip's
    header carries neither name nor time.
    """
    if PurePosixPath(name).suffix not in SUFFIXES or len(data) < SMALLEST:
        return {}
    kept = may_keep(data)
    made = {
        suffix: cache.get(key_of(suffix, depends, data), partial(compress, data)) if kept else compress(data)
        for suffix, (depends, compress) in _CODINGS.items()
    }
    return {suffix: copy for suffix, copy in made.items() if len(copy) <= WORTH * len(data)}
