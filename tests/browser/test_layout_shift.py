"""Nothing moves when the typeface arrives, whatever a visitor's system shows until then."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import path_of
from tests.equipment import chromium

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

FONTS = {
    "Windows, macOS, iOS": "/usr/share/fonts/truetype/liberation",  # Arial's own widths
    "Android": "/usr/share/fonts/truetype/roboto",
}
"""For each system, a folder with the fonts that it has."""
PAINTED = "performance.getEntriesByName('first-contentful-paint').length"
UNNOTICED = 0.05
"""Half of what is held to be good."""

WATCH = """window.moved = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.moved += entry.value; })
    .observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize("system", FONTS)
def test_nothing_moves_when_the_typeface_arrives(
    browser: Browser, address: str, site_folder: Path, tmp_path: Path, system: str
) -> None:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(
        f"<fontconfig><dir>{FONTS[system]}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>",
        encoding="utf-8",
    )
    started = chromium.launch(browser.browser_type, env={**os.environ, "FONTCONFIG_FILE": str(fonts)})
    moved = {}
    for kind in ("home", "text page", "article", "resource list", "resource", "report", "statistics"):
        page = started.new_page(viewport={"width": 412, "height": 823})
        page.add_init_script(WATCH)
        page.route("**/*.woff2", _late)
        page.goto(address + path_of(kind, site_folder))
        page.wait_for_function(
            "[...document.fonts].some((font) => font.family.includes('Hyperlegible') && font.status == 'loaded')"
        )
        page.wait_for_timeout(200)
        moved[kind] = round(page.evaluate("window.moved"), 3)
        page.close()
    started.close()
    assert {kind: much for kind, much in moved.items() if much > UNNOTICED} == {}


def _late(route: Any) -> None:
    """Let the typeface arrive a moment after the page has been seen without it."""
    page = route.request.frame.page
    page.wait_for_function(PAINTED)
    page.wait_for_timeout(100)
    route.continue_()
