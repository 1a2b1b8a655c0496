"""Makes the pictures of the editors' guide: `python -m tests.equipment.guide_pictures`, from the real texts and theme.

They lie in `tools/editing/pictures/`, which nothing publishes: the content folder takes only what pages show.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image
from playwright.sync_api import expect

from tests.equipment.chromium import chromium
from tests.equipment.previewed import CODE, Previewed
from tools.build import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

PICTURES: Final = ROOT / "tools" / "editing" / "pictures"
HEAVIEST: Final = 60_000
"""Bytes of one picture."""
PAGE: Final = "/actualites/libres-ensemble/"


def main() -> None:
    """Take them all anew, from a copy of the texts."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        for name in ("content", "theme"):
            shutil.copytree(ROOT / name, root / name)
        for name in CODE:
            (root / name).symlink_to(ROOT / name)
        preview = Previewed(root)
        try:
            preview.start(8700)
            with chromium("--font-render-hinting=none") as browser:  # letters stand where they do on a screen
                context = browser.new_context(
                    viewport={"width": 1200, "height": 760}, color_scheme="light", locale="fr-BE"
                )
                take(context.new_page(), preview.address)
        finally:
            preview.stop()


def take(tab: Page, address: str) -> None:
    """Take what an editor sees: the way to the form; the form, saved; a problem beside its field."""
    tab.goto(address + PAGE)
    write(tab, "page", height=330)
    tab.get_by_role("link", name="Modifier cette page").click()
    summary = tab.get_by_label("Résumé")
    status = tab.locator("#status")
    summary.press("Control+End")
    summary.press("Backspace")
    expect(status).to_have_text("Enregistré sur cet ordinateur ; pas encore en ligne")
    write(tab, "formulaire")
    summary.fill("Le CVTS.")
    expect(status).to_contain_text("ne serait pas publié")
    write(tab, "probleme")


def write(tab: Page, name: str, height: int = 760) -> None:
    """Write what the window shows, from its top."""
    tab.evaluate("document.fonts.ready.then(() => document.activeElement.blur())")
    data = tab.screenshot(clip={"x": 0, "y": 0, "width": 1200, "height": height}, animations="disabled")
    file = PICTURES / f"{name}.webp"
    few_colours = Image.open(io.BytesIO(data)).convert("RGB").quantize(48, dither=Image.Dither.NONE)
    few_colours.convert("RGB").save(file, "WEBP", lossless=True, quality=100, method=6)
    if file.stat().st_size > HEAVIEST:
        raise ValueError(f"{file.name}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
