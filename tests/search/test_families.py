"""Verbs and their nouns: each pair needed, its origin and licence said."""

from __future__ import annotations

from plugins.search.families import FILE, read_families, relatives
from plugins.search.words import Stemmer

LINES = FILE.read_text(encoding="utf-8").splitlines()
PAIRS = [line.split() for line in LINES if not line.startswith("#")]


def test_the_file_says_where_it_comes_from_and_its_licence() -> None:
    header = "\n".join(line for line in LINES if line.startswith("#"))
    assert "https://github.com/kbatsuren/MorphyNet" in header
    assert "CC BY-SA 3.0" in header


def test_each_pair_brings_together_what_the_stemmer_leaves_apart() -> None:
    stemmer = Stemmer()
    assert sorted(PAIRS) == PAIRS
    assert [pair for pair in PAIRS if len({stemmer.phrase(word)[0] for word in pair}) != 2] == []


def test_a_family_is_one_from_each_of_its_words_and_holds_what_is_indexed() -> None:
    families = read_families()
    assert "temoignag" in families["temoign"]
    assert "temoign" in families["temoignag"]
    assert relatives(families, {"temoignag"})["temoign"] == ["temoignag"]
    assert "temoignag" not in relatives(families, {"temoignag"})
