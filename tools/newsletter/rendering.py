"""Renders an issue as HTML for e-mail: by the build, then links made absolute and styles inlined."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import css_inline
from lxml import html

from plugins.core.colours import Colours, read_colours, replace_names
from tools import report

if TYPE_CHECKING:
    import datetime as dt

    from plugins.core.problems import Problem

HERE: Final = Path(__file__).parent
DARK: Final = "@media (prefers-color-scheme: dark)"
COLUMN: Final = 552
"""Width in pixels of what stands inside the sheet of mail.css."""
FOR_SCREENS: Final = ("srcset", "sizes", "loading", "decoding")


def written_page(root: Path, content: Path, path: str, day: dt.date) -> tuple[str, tuple[Problem, ...]]:
    """Build the site with the letters as e-mails, and return one of them.

    Args:
        root: holds the theme.
        content: the content folder.
        path: of the issue, from the site's root: `lettre/2024-06/`.
        day: the issue's own: the same letter whenever it is made.

    Returns:
        Its HTML, and why there is none.
    """
    settings = {"SHOW_DRAFTS": True, "THEME_TEMPLATES_OVERRIDES": [str(HERE / "templates")]}
    with report.built_aside(day, root=root, content=content, settings=settings) as (made, site):
        if made.problems:
            return "", made.problems
        return (site / path / "index.html").read_text(encoding="utf-8"), ()


def absolute(document: str, page: str) -> str:
    """Return a page with absolute addresses and plain images no wider than the sheet.

    Args:
        document: HTML.
        page: the absolute address of the page.
    """
    tree: Any = html.document_fromstring(document)
    for element in list(tree.iter("script")):
        element.drop_tree()
    for element in list(tree.iter("picture", "source")):
        element.drop_tag()  # not the tree: some parsers take the image for a child of the source
    for image in tree.iter("img"):
        for name in FOR_SCREENS:
            image.attrib.pop(name, None)
        _fit(image)
    tree.make_links_absolute(page)
    written = html.tostring(
        tree, encoding="unicode", doctype="<!doctype html>", include_meta_content_type=True
    )
    return str(written)


def _fit(image: html.HtmlElement) -> None:
    """Limit the width attribute: Outlook ignores max-width."""
    width, height = image.get("width", ""), image.get("height", "")
    if width.isdecimal() and int(width) > COLUMN:
        image.set("width", str(COLUMN))
        if height.isdecimal():
            image.set("height", str(round(int(height) * COLUMN / int(width))))


def styled(document: str, root: Path) -> str:
    """Return a page with its styles written into its tags, and those for dark screens in its head."""
    css = mail_style_sheet(read_colours(root / "theme"))
    inliner = css_inline.CSSInliner(extra_css=css, keep_at_rules=True, load_remote_stylesheets=False)
    return inliner.inline(document)


def mail_style_sheet(colours: Colours) -> str:
    """Return mail.css with the site's colours in the place of their names: mail programs know no var()."""
    css = re.sub(r"/\*.*?\*/", "", (HERE / "mail.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    for_light, _, for_dark = css.partition(DARK)
    return f"{replace_names(for_light, colours.light)}{DARK}{replace_names(for_dark, colours.dark)}"
