"""The letter as readers see it: the e-mail on a telephone and on a desk, its page in the archive."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from tests.browser.conftest import html_faults, violations
from tests.newsletter.conftest import letter, part
from tests.newsletter.test_letter import BODY, FULL, ISSUE
from tools.build import ROOT, Request, build

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.equipment.real_site import RealSite
    from tests.newsletter.conftest import Letters

LONG_WORD = "Anticonstitutionnellement" * 4
TITLE = "Les formations reprennent en 2024"
"""Of an actualité that the content has."""
LISTS = (
    "sujets:",
    "  - actualites/formations-reprise-2024: Une phrase.",
    "  - ressources/rgpd",
    "agenda:",
    "  - 2025-01-09 bistrots/mons",
)


def shown(page: Page, markup: str) -> list[str]:
    """Load HTML and return what sticks out of the window."""
    page.set_content(markup, wait_until="load")
    return page.evaluate(
        """() => [...document.querySelectorAll('body *')]
        .filter(element => element.getBoundingClientRect().right > innerWidth + .5 || element.scrollWidth > innerWidth)
        .map(element => element.outerHTML.slice(0, 120))"""
    )  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 600, 1280])
def test_the_email_fits_and_can_be_read(width: int, scheme: str, letters: Letters, browser: Browser) -> None:
    letters.add(
        {
            **FULL,
            ISSUE: letter(
                "2024-06-12",
                "sujets: [actualites/rencontre]",
                title=f"Lettre {LONG_WORD}",
                body=f"{BODY}\n{LONG_WORD}\n",
            ),
        }
    )
    markup = part(letters.run(), "html")
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, java_script_enabled=True
    )  # type: ignore[arg-type]
    page = context.new_page()
    page.route("**/*", lambda route: route.abort())  # its pictures are not on the web yet
    assert shown(page, markup) == []
    sheet = page.locator("table.sheet").bounding_box()
    assert sheet
    assert sheet["width"] == min(width, 600)
    assert abs(sheet["x"] - (width - sheet["width"]) / 2) <= 1, "in the middle"
    assert page.locator(".preview").is_hidden()
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.opening p')).fontSize)") >= 16
    dark = (
        page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
        == "rgb(26, 22, 19)"
    )
    assert dark == (scheme == "dark")
    assert violations(page, "region", "landmark-one-main") == []
    context.close()


@pytest.fixture(scope="module")
def archive(real_site: RealSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the real content with two letters and the draft of a third."""
    root = tmp_path_factory.mktemp("archive")
    content = root / "content"
    shutil.copytree(ROOT / "content", content)
    bistrot = content / "bistrots" / "mons.md"
    bistrot.write_text(
        bistrot.read_text(encoding="utf-8").replace(
            "\n---", "\ndates: [2025-01-09]\ndates_annulees: [2025-01-09]\n---", 1
        ),
        encoding="utf-8",
    )
    facts = content / "association.toml"
    facts.write_text(
        facts.read_text(encoding="utf-8").replace('adresse = ""', 'adresse = "https://essai.example"', 1),
        encoding="utf-8",
    )
    (content / "lettres").mkdir(exist_ok=True)
    for name, text in {
        "2024-06": letter("2024-06-12", *LISTS, title="Lettre une"),
        "2024-06-2": letter("2024-06-20", title=f"Lettre deux {LONG_WORD}"),
        "2024-07": letter("2024-07-01", "statut: brouillon", title="Lettre trois"),
    }.items():
        (content / "lettres" / f"{name}.md").write_text(text, encoding="utf-8")
    settings = {"CACHE_FOLDER": real_site.copied_cache(root)}
    report = build(Request(root / "site", dt.date(2026, 1, 1), content=content, settings=settings))
    assert report.ok, "\n".join(map(str, report.problems))
    return root / "site"


def test_the_archive_lists_the_finished_letters_newest_first(archive: Path) -> None:
    page = html.parse(str(archive / "lettre" / "index.html"))
    assert page.xpath("//ul[@class='index']//a/@href") == ["/lettre/2024-06-2/", "/lettre/2024-06/"]
    assert not (archive / "lettre" / "2024-07").exists()


def test_an_issue_has_its_page_with_its_items_and_its_neighbour(archive: Path) -> None:
    page = html.parse(str(archive / "lettre" / "2024-06" / "index.html"))
    assert page.xpath("//ul[@class='news']//h3/a/@href") == [
        "/actualites/formations-reprise-2024/",
        "/ressources/rgpd/",
        "/bistrots/mons/",
    ]
    text = " ".join(page.xpath("string(//main)").split())
    assert TITLE in text
    assert "Une phrase." in text
    assert "jeudi 9 janvier 2025" in text
    assert "(annulé)" in text
    assert page.xpath("//nav[@class='neighbours']//a/@href") == ["/lettre/2024-06-2/"]
    assert "/lettre/2024-06/" in (archive / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["lettre/2024-06/", "lettre/2024-06-2/", "lettre/", "actualites/formations-reprise-2024/"]
)
def test_a_page_fits_and_is_accessible(path: str, scheme: str, archive: Path, browser: Browser) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(path=_file(archive, route.request.url)))
    page.goto(f"http://essai.example/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []
    context.close()


def _file(site: Path, address: str) -> Path:
    path = site / urlsplit(address).path.lstrip("/")
    return path / "index.html" if path.is_dir() else path


@pytest.mark.parametrize("path", ["actualites/colloque-travail-social-clandestin", "ressources/rgpd"])
def test_articles_and_ressources_can_be_shared_without_a_script(path: str, archive: Path) -> None:
    page = html.parse(str(archive / path / "index.html"))
    address = f"https://essai.example/{path}/"
    share = page.find(".//p[@class='share']")
    assert share.find("code").text_content() == address
    mail = urlsplit(share.find("a").get("href"))
    fields = parse_qs(mail.query)
    assert (mail.scheme, mail.path) == ("mailto", "")
    assert fields["subject"] == [page.findtext(".//h1")]
    assert fields["body"][0].endswith(f"\r\n\r\n{address}")
    assert "+" not in mail.query, "mail programs take it for a plus sign"


@pytest.mark.browser
def test_the_pages_of_the_archive_are_valid_html(archive: Path) -> None:
    assert html_faults(archive / "lettre") == []
