"""What is known of one page to find, and its words counted: the work that is kept between builds."""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from plugins.core.cache import Job, key_of
from plugins.core.cached_values import decode, decoder_of, encode
from plugins.core.progress import INDEX
from plugins.search import words
from plugins.search.words import STOP_WORDS
from plugins.texts.text import Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from plugins.core.cache import Cache
    from plugins.search.words import Stemmer

FIELDS: Final = ("title", "headings", "keywords", "text")
"""The fields of the index, in the order of their numbers; the page gives them their weights."""

BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
"""No-break spaces are typography, and stay."""
PIECE: Final = 6000
"""Characters of text in one block: what an excerpt costs the visitor, about 2.5 kB compressed."""


@dataclass(frozen=True)
class SearchDocument:
    """A page to find."""

    address: str
    """From the site's root, with its first slash."""
    title: str
    label: str
    """What stands under the title: "Code, Une fédération, 2023"."""
    summary: str
    keywords: str
    """Other words by which to find it: author, source, themes."""
    kind: str
    """Its section, or for a ressource its type: an entry of the filter."""
    themes: tuple[str, ...]
    year: int
    """0 where none makes sense."""
    state: str
    """Another one after each change of the text."""
    passages: Callable[[], tuple[Passage, ...]]
    """Returns the words of the text, wanted only where its state is new."""
    attached: str = ""
    """The text of the document that it offers to download."""


@dataclass(frozen=True)
class Counted:
    """A document's share of the index."""

    lengths: tuple[int, ...]
    """Different words of each field, before stems, stop words included."""
    terms: tuple[dict[str, int], ...]
    """For each field, how often each term stands in it."""
    pieces: tuple[str, ...]
    """JSON of what a result shows; all of it in one piece, unless the text is long."""


COUNTED: Final = decoder_of(Counted)


class Words:
    """Counts the words of documents, once for each state of a text."""

    def __init__(self, cache: Cache, stemmer: Stemmer) -> None:
        """Keep what was counted in a cache."""
        self._cache = cache
        self._stemmer = stemmer
        code = (inspect.getsource(module) for module in (words, sys.modules[__name__]))
        self._version = key_of(version("snowballstemmer"), *code)

    def count(self, documents: Sequence[SearchDocument]) -> list[Counted]:
        """Return each document's share, from the cache if nothing of it has changed."""
        jobs = [self._job(document) for document in documents]
        kept = zip(documents, self._cache.get_all(jobs, INDEX), strict=True)
        return [decode(data, COUNTED) or self._counted(document) for document, data in kept]

    def _job(self, document: SearchDocument) -> Job:
        facts = repr({**vars(document), "passages": "", "attached": ""})  # repr is slow on long texts
        key = key_of(self._version, facts, document.attached)
        return Job(key, lambda: encode(self._counted(document)))

    def _counted(self, document: SearchDocument) -> Counted:
        own = document.passages()
        found = (*own, *_attached(document.attached))
        fields = (
            document.title,
            "\n".join(passage.heading for passage in own),
            f"{document.summary}\n{document.keywords}",
            "\n".join(passage.words for passage in found),
        )
        cut = [words.words(field) for field in fields]
        terms = tuple(
            dict(Counter(self._stemmer.stem(word) for word in field if not number or word not in STOP_WORDS))
            for number, field in enumerate(cut)
        )
        return Counted(tuple(len(set(field)) for field in cut), terms, tuple(_pieces(document, found)))


def _attached(text: str) -> tuple[Passage, ...]:
    one_line = BLANKS.sub(" ", text).strip()
    return (Passage("", "Dans le document à télécharger", one_line),) if one_line else ()


def _pieces(document: SearchDocument, found: tuple[Passage, ...]) -> Iterator[str]:
    """Yield what a result shows: [address, title, label, summary, sections], then further sections alone."""
    piece: list[tuple[str, str, str]] = []
    head: list[str] = [document.address, document.title, document.label, document.summary]
    room = PIECE
    for passage in found:
        for text in _cut(passage.words):
            if len(text) > room and piece:
                yield _json([*head, piece])
                head, piece, room = [], [], PIECE
            piece.append((passage.anchor, passage.heading, text))
            room -= len(text)
    yield _json([*head, piece])


def _cut(text: str) -> Iterator[str]:
    """Cut a long text between words."""
    while len(text) > PIECE:
        end = text.rfind(" ", 0, PIECE) + 1 or PIECE
        yield text[:end].strip()
        text = text[end:]
    yield text


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
