"""Reads each written page once, and keeps what was read between builds.

The checks (`facts.read_page`) and the plugins (does the page hold a form?) each bring an extractor, a
function of a page's tree. A page is parsed once for all of them, and not at all when the same bytes
were read before.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from lxml import html
from msgspec import Struct, defstruct

from plugins.core.cache import Cache, Job, key_of, may_keep
from plugins.core.cached_values import decoder_of, encode, recall
from plugins.core.progress import CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from msgspec.msgpack import Decoder

T = TypeVar("T")


@dataclass
class WrittenPages:
    """What is known of the pages below one output folder."""

    folder: Path
    cache: Cache
    machinery: str
    """Hash of our code and the libraries."""
    kept: Callable[[str], str] = lambda _path: ""
    """Returns the hash of a page that came out of the cache, by path below the folder; else empty."""
    _extractors: dict[str, Callable[[str, html.HtmlElement], Any]] = field(default_factory=dict)
    _kinds: dict[str, type] = field(default_factory=dict)
    _known: dict[str, Struct] = field(default_factory=dict)

    def add(self, name: str, kind: type[T], extract: Callable[[str, html.HtmlElement], T]) -> None:
        """Have every page read for one more purpose; to be called before the first page is asked for.

        Args:
            name: by which `read` returns what was extracted.
            kind: the type of what is extracted, for `plugins.core.cached_values`.
            extract: gets a page's path below the folder and its tree, and returns frozen data that
                depends on nothing else.
        """
        self._kinds[name] = kind
        self._extractors[name] = extract

    def read(self, name: str, path: str) -> Any:
        """Return what the extractor of that name has found in the page at `path`, below the folder."""
        if path not in self._known:
            key = self._key(path)
            make = partial(self._extract, path)
            self._known[path] = recall(self.cache, key, self._decoder, make) if key else make()
        return getattr(self._known[path], name)

    @property
    def number(self) -> int:
        """Return how many pages were read."""
        return len(self._known)

    def read_ahead(self, names: Iterable[str]) -> None:
        """Read on every core those of these pages that nobody has read yet."""
        keys = ((name, self._key(name)) for name in names if name not in self._known)
        self.cache.fill((Job(key, partial(self._packed, name)) for name, key in keys if key), CHECKS)

    def _key(self, path: str) -> str:
        """Return the key of what is found in a page; empty if it must not be kept."""
        digest = self.kept(path)
        if not digest:
            data = (self.folder / path).read_bytes()
            digest = hashlib.sha256(data).hexdigest() if may_keep(data) else ""
        return key_of("page", self.machinery, *self._kinds, path, digest) if digest else ""

    @cached_property
    def _facts(self) -> type[Struct]:
        """Return the type of all that is found in a page: one field for each extractor."""
        return defstruct("Facts", self._kinds.items())

    @cached_property
    def _decoder(self) -> Decoder[Struct]:
        return decoder_of(self._facts)

    def _packed(self, path: str) -> bytes:
        return encode(self._extract(path))

    def _extract(self, path: str) -> Struct:
        tree = parse_page((self.folder / path).read_bytes())
        return self._facts(**{name: extract(path, tree) for name, extract in self._extractors.items()})


def parse_page(data: bytes) -> html.HtmlElement:
    """Return the tree of an HTML document in UTF-8, whatever an XML declaration says of its bytes."""
    return html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
