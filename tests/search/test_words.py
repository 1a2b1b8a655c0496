"""Words and their stems: the same here and in the page, whatever is written."""

from __future__ import annotations

import string
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.search.words import STOP_WORDS, Stemmer, words
from tests.search.node import ask
from tools.build import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = "ement ments issement ations atrice euse ivité iquement ence ables irent issons assions ique ée ées elles aux".split()  # noqa: SIM905
LETTERS = string.ascii_lowercase + "àâçéèêëîïôûùüœ"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’assistant·e social·e", ["l", "assistant", "e", "social", "e"]),
        ("« Œuvre » de la mère", ["oeuvre", "de", "la", "mere"]),
        ("458ter, G4S, 2e", ["458", "ter", "g4s", "2", "e"]),
        ("dé\u00adon\u00adto\u00adlo\u00adgie", ["deontologie"]),
        ("de\u0301ontologie", ["deontologie"]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_plain_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("deontologie", "déontologique"),
        ("secrets", "secret"),
        ("assistante sociale", "assistants sociaux"),
        ("desobeir", "désobéir"),
        ("psychologue", "psychologues"),
        ("policiere", "policières"),
    ],
)
def test_accents_plurals_and_feminines_make_no_difference(typed: str, written: str) -> None:
    stemmer = Stemmer()
    assert stemmer.phrase(typed) == stemmer.phrase(written)


@given(st.text())
def test_accents_and_capitals_never_change_the_words(text: str) -> None:
    bare = "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not "\u0300" <= letter <= "\u036f"
    )
    assert words(text) == words(bare)
    assert words(text) == [word for found in words(text) for word in words(found)]
    assert all(set(word) <= set(string.ascii_lowercase + string.digits) for word in words(text))


def test_stop_words_are_words_as_they_are_cut() -> None:
    assert all(words(word) == [word] for word in STOP_WORDS)


def test_a_phrase_of_stop_words_keeps_them() -> None:
    assert Stemmer().phrase("Qui sommes-nous ?") == ["qui", "somm", "nous"]
    assert "le" not in Stemmer().phrase("le secret")


@pytest.mark.browser
def test_the_page_cuts_and_stems_every_word_of_the_site_as_we_do(tmp_path: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "content").rglob("*.md"))]
    vocabulary = sorted({word for text in texts for word in words(text)})
    assert len(vocabulary) > 2000
    stemmer = Stemmer()
    answers = ask(tmp_path, words=texts, stems=vocabulary)
    assert answers["words"] == [words(text) for text in texts]
    assert answers["stems"] == [stemmer.stem(word) for word in vocabulary]


@pytest.mark.browser
def test_the_page_cuts_and_stems_any_text_as_we_do(tmp_path: Path) -> None:
    """Thousands of texts drawn by hypothesis, and compared in one run of Node."""
    drawn: set[str] = set()
    roots = st.text(st.sampled_from(LETTERS), min_size=1, max_size=9)
    french = st.builds("{}{}".format, roots, st.sampled_from(["", *ENDINGS]))

    @given(st.one_of(st.text(), french, st.lists(french).map("’".join)))
    def draw(text: str) -> None:
        drawn.add(text)

    for _ in range(10):
        draw()
    texts = sorted(drawn | {"".join(pair) for pair in zip(sorted(drawn), sorted(drawn)[1:], strict=False)})
    cut = [words(text) for text in texts]
    stemmer = Stemmer()
    vocabulary = sorted({word for found in cut for word in found})
    answers = ask(tmp_path, words=texts, stems=vocabulary)
    assert len(vocabulary) > 100
    assert answers["words"] == cut
    assert answers["stems"] == [stemmer.stem(word) for word in vocabulary]
