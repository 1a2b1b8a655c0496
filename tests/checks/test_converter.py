"""One converter for a whole build, which looks before it searches, gives the HTML of Markdown's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

import pelicanconf
from plugins.core.cache import Cache
from plugins.texts.converter import _SIGNS, Converter, make_markdown
from plugins.texts.front_matter import parse
from tools.build import ROOT

if TYPE_CHECKING:
    from pathlib import Path

OURS = ["plugins.french.markdown_extension", "plugins.figures.markdown_extension"]
SETTINGS: dict[str, Any] = {
    **pelicanconf.MARKDOWN,
    "extensions": [*pelicanconf.MARKDOWN["extensions"], *OURS],
}
PLAIN, QUICK = Markdown(**SETTINGS), make_markdown(SETTINGS)
SIGNS = st.sampled_from(
    [*"*_`\\[]()!<>&;{}~^:|#- \n", "  \n", "![", "](", "[^1]", "[^1]: ", "<b>", "</b>", "&amp;", "mot ", "été ",
     "https://a.be/", "<https://a.be/>", "<a@b.be>", "{chiffre:a:2023}", "**", "__", "[un]: /a/ 'b'\n"]
)  # fmt: skip


def test_every_pattern_that_is_gated_still_exists() -> None:
    """When Markdown or an extension renames a pattern, its gate must be looked at again."""
    assert {item.name for item in PLAIN.inlinePatterns._priority} == set(_SIGNS)


@given(st.lists(SIGNS, max_size=40).map("".join))
def test_any_text_gives_what_markdown_gives(text: str) -> None:
    assert QUICK.reset().convert(text) == PLAIN.reset().convert(text)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "content").rglob("*.md")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_our_own_texts_give_what_markdown_gives(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    body = parse(text).body if text.startswith("---") else text
    assert QUICK.reset().convert(body) == PLAIN.reset().convert(body)


def test_a_text_is_known_by_its_settings_and_by_our_code_too(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert Converter(SETTINGS, cache, "un").convert("*a*") == "<p><em>a</em></p>"
    xhtml = {**SETTINGS, "output_format": "xhtml"}
    assert Converter(xhtml, cache, "un").convert("---") == "<hr />"
    assert Converter(SETTINGS, cache, "un").convert("---") == "<hr>"
    assert len([entry for entry in tmp_path.rglob("*") if entry.is_file()]) == 3
    Converter(SETTINGS, cache, "deux").convert("*a*")
    assert len([entry for entry in tmp_path.rglob("*") if entry.is_file()]) == 4
