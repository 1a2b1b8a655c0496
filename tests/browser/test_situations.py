"""Situations where they are read: on a phone, at once; on paper, on one sheet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def _situations(site_folder: Path) -> list[str]:
    return sorted(f"/situations/{path.parent.name}/" for path in site_folder.glob("situations/*/index.html"))


def test_a_situation_prints_on_one_sheet(browser: Browser, address: str, site_folder: Path) -> None:
    page = browser.new_page()
    sheets = {}
    for path in _situations(site_folder):
        page.goto(address + path)
        sheets[path] = len(PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages)
    assert sheets
    assert set(sheets.values()) == {1}, sheets
    page.close()


def test_the_first_step_is_on_the_first_screen_of_a_phone(
    browser: Browser, address: str, site_folder: Path
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    for path in _situations(site_folder):
        page.goto(address + path)
        step = page.locator(".steps ol > li").first.bounding_box()
        assert step
        assert step["y"] + step["height"] <= 640, path
    page.close()


def test_the_question_is_tapped_as_well_as_the_title(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.goto(f"{address}/situations/")
    question = page.locator(".situations li").first.locator("p").bounding_box()
    assert question
    page.mouse.click(question["x"] + 5, question["y"] + question["height"] / 2)
    page.wait_for_url("**/situations/la-police-m-appelle/")
    page.close()
