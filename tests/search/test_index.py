"""The index and its files: nothing lost, small files."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.cache import Cache
from plugins.search.documents import PIECE, SearchDocument, Words
from plugins.search.files import BLOCK, FOLDER, GROUP, SHARD, Choice, write_files
from plugins.search.index import merge
from plugins.search.synonyms import Editors
from plugins.search.words import STOP_WORDS, Stemmer, words
from plugins.texts.text import Passage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plugins.search.files import Written

DOCUMENT = SearchDocument(
    "/a/", "Qui est l’assistante ?", "Page", "Un résumé.", "Déontologie", "pages", ("secret",), 2023, "un", lambda: (Passage("", "", "Un texte."),)
)  # fmt: skip
KINDS = (Choice("pages", "Pages", 1),)
THEMES = (Choice("secret", "Secret professionnel", 1),)

TEXTS = st.text(st.sampled_from("aeéstrnc 5’."), max_size=60)


def made(
    documents: Sequence[SearchDocument], folder: Path, families: Mapping[str, frozenset[str]] | None = None
) -> Written:
    counting = Words(Cache(folder), Stemmer())
    return write_files(
        merge(documents, counting.count(documents)), KINDS, THEMES, Editors({}), families or {}
    )


def manifest(written: Written) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(written.files[written.manifest])
    return parsed


def parts(written: Written, kind: str) -> list[Any]:
    """Return the files of a kind, in the order of their numbers, parsed."""
    known = manifest(written)
    folders = known["termFolders" if kind == "termes" else "textFolders"]
    count = len(known["terms" if kind == "termes" else "texts"])
    return [
        json.loads(written.files[f"{FOLDER}/{kind}/{folders[number // GROUP]}/{number}.json"])
        for number in range(count)
    ]


def articles(count: int, length: int) -> list[SearchDocument]:
    """Return documents of different words, the same ones each time."""
    return [
        replace(
            DOCUMENT,
            address=f"/{number:04}/",
            title=f"Titre {number}",
            passages=partial(_article, number, length),
        )
        for number in range(count)
    ]


def _article(number: int, length: int) -> tuple[Passage, ...]:
    return tuple(
        Passage(
            f"s{part}",
            "Partie",
            " ".join(f"mot{number * word % 997}x" for word in range(part, length + part)),
        )
        for part in range(2)
    )


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS), max_size=6))
def test_the_index_says_where_each_word_stands_and_how_often(texts: list[tuple[str, str, str, str]]) -> None:
    documents = [
        replace(DOCUMENT, address=f"/{number}/", title=title, summary=summary, keywords="",
                passages=partial(lambda passage: (passage,), Passage("a", heading, text)))
        for number, (title, heading, summary, text) in enumerate(texts)
    ]  # fmt: skip
    stemmer = Stemmer()
    with tempfile.TemporaryDirectory() as folder:
        index = merge(documents, Words(Cache(Path(folder)), stemmer).count(documents))
    expected = [
        Counter(
            (stemmer.stem(word), number)
            for number, fields in enumerate(texts)
            for word in words(fields[field])
            if not field or word not in STOP_WORDS
        )
        for field in range(4)
    ]
    for term, lists in index.postings.items():
        for field, pairs in enumerate(lists):
            numbers = accumulate(pairs[::2])
            assert dict(zip(numbers, pairs[1::2], strict=True)) == {
                number: count for (word, number), count in expected[field].items() if word == term
            }
    assert set(index.postings) == {term for field in expected for term, _ in field}
    assert index.lengths == tuple(
        tuple(len(set(words(fields[field]))) for fields in texts) for field in range(4)
    )


def test_files_stay_small_and_their_manifest_finds_each(tmp_path: Path) -> None:
    written = made(articles(500, 150), tmp_path)
    known, shards, blocks = manifest(written), parts(written, "termes"), parts(written, "textes")
    assert len(shards) > GROUP
    assert known["terms"] == [min(shard) for shard in shards] == sorted(known["terms"])
    assert len(written.files) == 1 + len(shards) + len(blocks)
    sizes = {name: len(data) for name, data in written.files.items()}
    heaviest = max(len(str(lists)) for shard in shards for lists in shard.values())
    assert max(size for name, size in sizes.items() if "/termes/" in name) < SHARD + heaviest + 4 * len(
        shards[0]
    )
    assert max(size for name, size in sizes.items() if "/textes/" in name) < BLOCK + PIECE
    firsts = [sum(known["texts"][: number + 1]) for number in range(len(blocks))]
    addresses = [entry[0] for block in blocks for entry in block]
    assert addresses == [f"/{number:04}/" for number in range(500)]
    assert [block[0][0] for block in blocks] == [f"/{first:04}/" for first in firsts]


def test_a_long_document_goes_on_in_pieces_that_lose_no_word(tmp_path: Path) -> None:
    text = " ".join(f"mot{number}" for number in range(5000))
    long = replace(DOCUMENT, address="/b/", attached=text)
    written = made([DOCUMENT, long, replace(DOCUMENT, address="/c/")], tmp_path)
    blocks = parts(written, "textes")
    assert len(blocks) > 6
    assert manifest(written)["texts"] == [0, 1, *[0] * (len(blocks) - 3), 1]
    pieces = [section for block in blocks[1:-1] for section in block[0][-1]]
    assert words(" ".join(piece[2] for piece in pieces)) == words(f"Un texte. {text}")
    assert {piece[1] for piece in pieces[1:]} == {"Dans le document à télécharger"}
    terms = {term for shard in parts(written, "termes") for term in shard}
    assert {"mot0", "mot4999"} <= terms


def test_names_change_with_what_files_hold_and_only_then(tmp_path: Path) -> None:
    documents = articles(300, 80)
    before = made(documents, tmp_path)
    assert made(documents, tmp_path) == made(documents, tmp_path / "elsewhere") == before
    changed = [
        *documents[:-1],
        replace(documents[-1], state="deux", passages=lambda: (Passage("", "", "Autre chose."),)),
    ]
    after = made(changed, tmp_path)
    assert after.manifest != before.manifest
    same = before.files.keys() & after.files.keys()
    assert all(before.files[name] == after.files[name] for name in same)
    assert any("/textes/" in name for name in same)


def test_stop_words_stand_in_titles_alone(tmp_path: Path) -> None:
    (shard,) = parts(made([DOCUMENT], tmp_path), "termes")
    assert shard["qui"] == [[0, 1], [], [], []]
    assert shard["assist"] == [[0, 1], [], [], []]
    assert shard["text"] == [[], [], [], [0, 1]]
    assert shard["deontolog"] == [[], [], [0, 1], []]
    assert "un" not in shard


def test_an_empty_site_has_an_index_all_the_same(tmp_path: Path) -> None:
    written = made([], tmp_path)
    assert manifest(written)["count"] == 0
    assert parts(written, "termes") == []


def test_a_term_names_the_others_of_its_family_that_are_indexed(tmp_path: Path) -> None:
    """Also one that no page has: a visitor may type it."""
    families = {
        "texte": frozenset({"text", "textuel"}),
        "text": frozenset({"texte"}),
        "rien": frozenset({"nulle"}),
    }
    (shard,) = parts(made([DOCUMENT], tmp_path, families), "termes")
    assert shard["texte"] == [[], [], [], [], ["text"]]
    assert shard["text"] == [[], [], [], [0, 1]]
    assert "rien" not in shard
