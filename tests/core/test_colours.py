"""The site has one declaration of its colours: whatever is no page takes them from there."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from plugins.core.colours import SHEET, read_colours, replace_names, rgb
from plugins.media.cards import LEADING, Card, draw
from plugins.media.lettering import Lettering
from tools.build import ROOT

if TYPE_CHECKING:
    from pathlib import Path

COLOURS = read_colours(ROOT / "theme")
FONT = ROOT / "theme" / "static" / "fonts" / "atkinson-hyperlegible-next.woff2"


def test_both_schemes_declare_the_same_colours() -> None:
    assert {"paper", "ink", "accent"} <= set(COLOURS.light)
    assert set(COLOURS.dark) <= set(COLOURS.light)
    assert COLOURS.light["paper"] != COLOURS.dark["paper"]


def test_a_theme_without_the_style_sheet_has_no_colours(tmp_path: Path) -> None:
    assert read_colours(tmp_path).light == {}


def test_an_unknown_name_is_never_left_in_a_style_sheet() -> None:
    with pytest.raises(KeyError):
        replace_names("a { color: var(--papier) }", COLOURS.light)


def test_a_card_has_the_paper_and_the_ink_of_the_site() -> None:
    card = Card("Titre", "Section", "Signature")
    image = Image.open(io.BytesIO(draw(card, Lettering(FONT, LEADING), COLOURS.light))).convert("RGB")
    used = {colour for _, colour in image.getcolors(1 << 16) or ()}
    assert {rgb(COLOURS.light[name]) for name in ("paper", "ink", "accent")} <= used


def test_no_other_file_writes_a_colour_of_the_site() -> None:
    values = {*COLOURS.light.values(), *COLOURS.dark.values()}
    files = [
        *(path for folder in ("plugins", "tools") for path in (ROOT / folder).rglob("*.[cp][sy]*")),
        *(ROOT / "theme" / "templates").rglob("*.html"),
        *(
            path
            for path in (ROOT / "theme" / "static" / "css").glob("*.css")
            if path.name not in (SHEET.name, "feed.css")
        ),
    ]
    found = [
        path.name
        for path in files
        if path.suffix != ".pyc" and any(one in path.read_text(encoding="utf-8") for one in values)
    ]
    assert found == []


def test_a_feed_opened_in_a_browser_repeats_the_colours_because_it_loads_one_sheet_only() -> None:
    sheet = (ROOT / "theme" / "static" / "css" / "feed.css").read_text(encoding="utf-8")
    light, _, dark = sheet.partition("@media (prefers-color-scheme: dark)")
    for part, colours in ((light, COLOURS.light), (dark, COLOURS.dark)):
        declared = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
        assert declared
        assert declared.items() <= colours.items()
