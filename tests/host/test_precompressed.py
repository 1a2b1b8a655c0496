"""Compressed copies: right, the same each time, and only where they help."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.cache import Cache
from plugins.host.precompressed import SMALLEST, copies

if TYPE_CHECKING:
    from pathlib import Path

    from tests.equipment.inline import Site

TEXT = ("Le secret professionnel protège les personnes. " * 40).encode()


@given(data=st.binary(max_size=200).map(lambda seed: seed * 20))
def test_a_copy_unpacks_to_the_original_and_is_smaller(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = copies("a.html", data, Cache(tmp_path_factory.getbasetemp() / "compressed"))
    for suffix, unpack in ((".br", brotli.decompress), (".gz", gzip.decompress)):
        if suffix in made:
            assert unpack(made[suffix]) == data
            assert len(made[suffix]) < len(data)


def test_the_same_text_gives_the_same_bytes_with_or_without_what_was_kept(tmp_path: Path) -> None:
    first = copies("a.html", TEXT, Cache(tmp_path / "one"))
    assert set(first) == {".br", ".gz"}
    assert (
        first
        == copies("b.css", TEXT, Cache(tmp_path / "one"))
        == copies("a.html", TEXT, Cache(tmp_path / "two"))
    )
    assert first[".gz"][4:8] == bytes(4), "no date"


def test_a_page_that_names_people_leaves_nothing_in_the_cache(tmp_path: Path) -> None:
    page = b"<ul data-no-cache><li>" + TEXT
    assert set(copies("a.html", page, Cache(tmp_path / "kept"))) == {".br", ".gz"}
    assert not (tmp_path / "kept").exists()
    copies("a.html", TEXT, Cache(tmp_path / "kept"))
    assert (tmp_path / "kept").exists()


@pytest.mark.parametrize("name", ["a.avif", "a.jpg", "a.woff2", "a.pdf", "a.png", ".htaccess", "a.br"])
def test_what_is_not_text_has_no_copy(name: str, tmp_path: Path) -> None:
    assert copies(name, TEXT, Cache(tmp_path)) == {}


def test_a_small_file_has_no_copy(tmp_path: Path) -> None:
    assert copies("a.html", TEXT[: SMALLEST - 1], Cache(tmp_path)) == {}


def test_a_build_for_publication_has_copies_and_any_other_has_none(site: Site) -> None:
    assert site.build(PRECOMPRESS=True).ok
    assert site.build().ok
    assert not list(site.output.rglob("*.br"))
    site.add(
        {
            "pages/contact.md": site.root.joinpath("content/pages/contact.md").read_text()
            + "\nUn long texte. " * 100
        }
    )
    assert site.build(PRECOMPRESS=True).ok
    page = site.output / "contact" / "index.html"
    assert brotli.decompress(page.with_name("index.html.br").read_bytes()) == page.read_bytes()
    assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == page.read_bytes()
