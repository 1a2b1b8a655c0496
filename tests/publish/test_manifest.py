"""The list of files: what is written can be read, and no line leads out of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.publish.manifest import (
    EMPTY,
    Manifest,
    PublishedFile,
    is_fingerprinted,
    parse_manifest,
    read_folder,
)

if TYPE_CHECKING:
    from pathlib import Path

PATHS = st.lists(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="/"), min_size=1
    ).filter(lambda part: part not in {".", ".."}),
    min_size=1,
    max_size=3,
).map("/".join)
FILES = st.builds(
    PublishedFile,
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.integers(0, 10**9),
    st.integers(0, 9),
)


@given(st.dictionaries(PATHS, FILES))
def test_what_is_written_can_be_read(files: dict[str, PublishedFile]) -> None:
    assert parse_manifest(Manifest(files).dump()) == Manifest(dict(sorted(files.items())))


@given(st.dictionaries(PATHS, FILES, min_size=1))
def test_the_bytes_do_not_depend_on_the_order(files: dict[str, PublishedFile]) -> None:
    assert Manifest(dict(reversed(files.items()))).dump() == Manifest(files).dump()


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../x", "a//b", ".", "a/./b", ""])
def test_a_path_that_leads_out_of_the_release_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_manifest(f"{'0' * 64} 1 0 {path}\n".encode())


@pytest.mark.parametrize("line", ["bonjour", f"{'0' * 63} 1 0 a", f"{'0' * 64} -1 0 a", f"{'0' * 64} 1 a"])
def test_a_line_that_is_no_file_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_manifest(line.encode())


def test_a_folder_is_read_without_its_times(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.html").write_text("bonjour")
    (tmp_path / "lien").symlink_to("/etc/passwd")
    files = read_folder(tmp_path).files
    assert files["a/b.html"].size == 7
    assert files["lien"].size == -1, "a link is never followed"


def test_the_digest_is_that_of_the_build_alone() -> None:
    own, carried = PublishedFile("a" * 64, 1), PublishedFile("b" * 64, 1, age=2)
    assert Manifest({"a": own, "b": carried}).digest == Manifest({"a": own}).digest
    assert Manifest({"a": own}).digest != EMPTY.digest


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("theme/site.0123456789.css", True),
        ("theme/site.0123456789.css.br", True),
        ("theme/fonts/texte.abcdef0123.woff2", True),
        ("media/photo-01234567-720.webp", True),
        ("index.html", False),
        ("actualites/colloque/index.html", False),
        ("media-01234567-x/index.html", False),
        ("favicon.ico", False),
    ],
)
def test_fingerprinted_names_are_known(path: str, expected: bool) -> None:
    assert is_fingerprinted(path) is expected
