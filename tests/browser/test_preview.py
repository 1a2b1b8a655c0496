"""The preview, as an editor uses it: save, look, be told of a mistake, mend it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.inline import Site, page
from tools.build import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PATIENCE = 60_000
"""Milliseconds: a rebuild takes one or two seconds, on a busy machine more."""


@pytest.fixture
def preview(site: Site) -> Iterator[str]:
    """Run the preview of a tiny site and give its address."""
    for name in ("plugins", "tools", "pelicanconf.py"):
        (site.root / name).symlink_to(ROOT / name)
    (site.root / "theme").symlink_to(ROOT / "tests" / "tiny_theme")
    program = "import pathlib, sys; from tools.preview import serve; serve(pathlib.Path(sys.argv[1]), 8100)"
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(site.root)],
        cwd=site.root,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    address = ""
    for line in process.stdout:
        match = re.search(r"http://127\.0\.0\.1:\d+", line)
        if match:
            address = match[0]
            break
    yield address
    process.terminate()  # not SIGINT, which a shell's background jobs ignore
    process.communicate(timeout=30)


def test_an_edit_shows_by_itself_and_a_mistake_stands_over_the_last_good_page(
    preview: str, site: Site, browser: Browser
) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{preview}/contact/")
    site.add({"pages/contact.md": page("Contact", "Une autre phrase.")})
    tab.get_by_text("Une autre phrase.").wait_for(timeout=PATIENCE)

    site.add({"pages/contact.md": page("Contact", "Voir [ici](/nulle-part/).")})
    alert = tab.get_by_role("alert")
    alert.wait_for(timeout=PATIENCE)
    assert "content/pages/contact.md:6" in alert.inner_text()
    assert tab.get_by_text("Une autre phrase.").is_visible()

    site.add({"pages/contact.md": page("Contact", "Tout va bien.")})
    tab.get_by_text("Tout va bien.").wait_for(timeout=PATIENCE)
    assert not tab.get_by_role("alert").is_visible()
    context.close()


def test_a_draft_is_shown_and_an_unknown_address_gives_the_404_page(
    preview: str, site: Site, browser: Browser
) -> None:
    context = browser.new_context()
    tab = context.new_page()
    site.add({"actualites/essai.md": page("Un essai", statut="brouillon", date="2024-01-01")})
    tab.goto(f"{preview}/")
    tab.get_by_text("Un essai").wait_for(timeout=PATIENCE)
    tab.goto(f"{preview}/actualites/essai/")
    assert tab.get_by_text("brouillon").is_visible()
    answer = tab.goto(f"{preview}/nulle-part/")
    assert answer is not None
    assert answer.status == 404
    assert tab.get_by_role("heading", name="Page introuvable").is_visible()
    context.close()


def test_only_this_machine_can_see_the_preview() -> None:
    assert '("127.0.0.1", candidate)' in Path(ROOT / "tools" / "preview.py").read_text(encoding="utf-8")
