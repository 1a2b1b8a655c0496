"""Writes the index as small files, of which a search loads only those that it needs.

    manifest           what every search needs: the documents' particulars in columns, where everything is
    termes/<h>/<n>     the postings of the terms of a range, and their families
    textes/<h>/<n>     what the results show of some documents

Names carry a fingerprint, so that a browser may keep the files for ever. It is that of
`GROUP` files together, in the name of their folder: a fingerprint for each
file would make the manifest of a large site heavier than what it names.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.search.documents import FIELDS
from plugins.search.families import relatives
from plugins.search.words import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from plugins.search.index import Index
    from plugins.search.synonyms import Editors

FOLDER: Final = "recherche/donnees"
"""Holds all of it, from the site's root."""
SHARD: Final = 16_000
"""Bytes of postings in one file, about 5 kB compressed."""
BLOCK: Final = 6_000
"""Bytes of texts from which a file is full."""
GROUP: Final = 16
NOWHERE: Final[tuple[list[int], ...]] = tuple([] for _ in FIELDS)
HASH_LENGTH: Final = 10


@dataclass(frozen=True)
class Choice:
    """One entry of a filter: what stands in the address, what visitors read."""

    name: str
    label: str
    number: int
    """How many pages it keeps."""
    within: str = ""
    """The entry of which it is a part: of the ressources, a type."""


@dataclass(frozen=True)
class Written:
    """The files by their path from the site's root, and which of them is the manifest."""

    files: Mapping[str, bytes]
    manifest: str


def write_files(
    index: Index,
    kinds: Sequence[Choice],
    themes: Sequence[Choice],
    editors: Editors,
    families: Mapping[str, frozenset[str]],
) -> Written:
    """Serialise the index; `kinds` and `themes` must hold every one that a document names."""
    starts, shards = _shards(index, relatives(families, index.postings))
    firsts, blocks = _blocks(index)
    term_folders, term_files = _grouped("termes", shards)
    text_folders, text_files = _grouped("textes", blocks)
    kind_numbers = {kind.name: number for number, kind in enumerate(kinds)}
    theme_numbers = {theme.name: number for number, theme in enumerate(themes)}
    manifest = _json(
        {
            "count": len(index.documents),
            "averages": index.averages,
            "lengths": index.lengths,
            "kinds": [[kind.name, kind.label, kind.within] for kind in kinds],
            "kind": [kind_numbers[document.kind] for document in index.documents],
            "themes": [[theme.name, theme.label] for theme in themes],
            "theme": [[theme_numbers[name] for name in document.themes] for document in index.documents],
            "year": [document.year for document in index.documents],
            "stop": " ".join(sorted(STOP_WORDS)),
            "synonyms": editors.synonyms,
            "answers": _answers(index, editors, families),
            "otherwise": _pages(index, editors.otherwise),
            "group": GROUP,
            "terms": starts,
            "termFolders": term_folders,
            "texts": firsts,
            "textFolders": text_folders,
        }
    )
    name = f"{FOLDER}/index.{_fingerprint(manifest)}.json"
    return Written({name: manifest, **term_files, **text_files}, name)


def _answers(
    index: Index, editors: Editors, families: Mapping[str, frozenset[str]]
) -> list[tuple[str, list[str], list[int]]]:
    """Return of each answer the question, its terms (each with its family, "a|b"), the pages' numbers."""
    made = []
    for answer in editors.answers:
        terms = ["|".join([term, *sorted(families.get(term, ()))]) for term in answer.terms]
        pages = _pages(index, answer.pages)
        if pages:
            made.append((answer.question, terms, pages))
    return made


def _pages(index: Index, addresses: Sequence[str]) -> list[int]:
    numbers = {document.address: number for number, document in enumerate(index.documents)}
    return [numbers[address] for address in addresses if address in numbers]


def _shards(index: Index, families: Mapping[str, list[str]]) -> tuple[list[str], list[bytes]]:
    """Return the first term of every file of postings, and the files.

    A term has its postings in each field, followed by the other terms of its family, if any are indexed.
    """
    starts: list[str] = []
    shards: list[bytes] = []
    lines: list[str] = []
    size = 0
    for term in sorted({*index.postings, *families}):
        if size > SHARD:
            shards.append(_object(lines))
            lines, size = [], 0
        if not lines:
            starts.append(term)
        lists: list[object] = [*index.postings.get(term, NOWHERE)]
        if term in families:
            lists.append(families[term])
        line = f'"{term}":{json.dumps(lists, separators=(",", ":"))}'
        lines.append(line)
        size += len(line)
    if lines:
        shards.append(_object(lines))
    return starts, shards


def _object(lines: Iterable[str]) -> bytes:
    return ("{" + ",\n".join(lines) + "}").encode()


def _blocks(index: Index) -> tuple[list[int], list[bytes]]:
    """Return how far each file's first document is from that of the file before, and the files of texts.

    A long document begins a file, and goes on alone in the next ones: their step is 0.
    """
    firsts: list[int] = []
    blocks: list[bytes] = []
    waiting: list[str] = []
    size = 0

    def close() -> None:
        nonlocal size
        if waiting:
            blocks.append(("[" + ",\n".join(waiting) + "]").encode())
            waiting.clear()
            size = 0

    for number, pieces in enumerate(index.pieces):
        if len(pieces) > 1 or size + len(pieces[0]) > BLOCK:
            close()
        for piece in pieces:
            if not waiting:
                firsts.append(number)
            waiting.append(piece)
            size += len(piece)
            if len(pieces) > 1:
                close()
    close()
    return list(_steps(firsts)), blocks


def _steps(numbers: Iterable[int]) -> Iterator[int]:
    before = 0
    for number in numbers:
        yield number - before
        before = number


def _grouped(kind: str, contents: Sequence[bytes]) -> tuple[list[str], dict[str, bytes]]:
    """Return the names of the folders, and the files by their path: the n-th lies in folder n // GROUP."""
    folders: list[str] = []
    files: dict[str, bytes] = {}
    for start in range(0, len(contents), GROUP):
        group = contents[start : start + GROUP]
        folders.append(_fingerprint(*group))
        for number, data in enumerate(group, start=start):
            files[f"{FOLDER}/{kind}/{folders[-1]}/{number}.json"] = data
    return folders, files


def _fingerprint(*contents: bytes) -> str:
    whole = hashlib.sha256()
    for data in contents:
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.hexdigest()[:HASH_LENGTH]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
