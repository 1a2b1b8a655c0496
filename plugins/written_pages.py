"""Reads each written page once, whoever asks about it, and remembers what was read between builds.

The strict checks, the search for forms: each brings an extractor, a
function of a page's tree. A page is parsed once for all of them, and not at
all when the same bytes were read before.
"""

from __future__ import annotations

import hashlib
import inspect
import pickle
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lxml import etree, html

from plugins.build_cache import Cache, Job, key_of, may_keep
from plugins.progress import CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


@dataclass
class WrittenPages:
    """What is known of the pages below one output folder."""

    folder: Path
    cache: Cache
    kept: Callable[[str], str] = lambda _path: ""
    """Returns the hash of a page that came out of the cache, by path below the folder; else empty."""
    _extractors: dict[str, Callable[[str, html.HtmlElement], Any]] = field(default_factory=dict)
    _code: list[str] = field(default_factory=lambda: [repr(etree.LXML_VERSION + etree.LIBXML_VERSION)])
    _known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, extract: Callable[[str, html.HtmlElement], Any]) -> None:
        """Have every page read for one more purpose; to be called before the first page is asked for.

        Args:
            name: what `read` is asked by.
            extract: gets a page's path below the folder and its tree, and returns frozen data that
                depends on nothing else; its whole module is part of the cache's key.
        """
        self._extractors[name] = extract
        self._code += [name, inspect.getsource(inspect.getmodule(extract))]  # type: ignore[arg-type]

    def read(self, name: str, path: str) -> Any:
        """Return what the extractor of that name has found in the page at `path`, below the folder."""
        if path not in self._known:
            job = self._job(path)
            found = self.cache.get(job.key, job.make) if job.key else job.make()
            self._known[path] = pickle.loads(found)  # noqa: S301  our own folder, each entry with its digest
        return self._known[path][name]

    @property
    def number(self) -> int:
        """Return how many pages were read."""
        return len(self._known)

    def read_ahead(self, names: Iterable[str]) -> None:
        """Read on every core those of these pages that nobody has read yet."""
        jobs = (self._job(name) for name in names if name not in self._known)
        self.cache.fill((job for job in jobs if job.key), CHECKS)

    def _job(self, path: str) -> Job:
        """Return how a page is read; without a key, what is found must not be kept."""
        digest = self.kept(path)
        if not digest:
            data = (self.folder / path).read_bytes()
            digest = hashlib.sha256(data).hexdigest() if may_keep(data) else ""
        key = key_of(self._base, path, digest) if digest else ""
        return Job(key, lambda: self._extract(path))

    @cached_property
    def _base(self) -> str:
        return key_of("page", *self._code)

    def _extract(self, path: str) -> bytes:
        tree = parse((self.folder / path).read_bytes())
        found = {name: extract(path, tree) for name, extract in self._extractors.items()}
        return pickle.dumps(found, pickle.HIGHEST_PROTOCOL)


def parse(data: bytes) -> html.HtmlElement:
    """Return the tree of an HTML document in UTF-8, whatever an XML declaration says of its bytes."""
    return html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
