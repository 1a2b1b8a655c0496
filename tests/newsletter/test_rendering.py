"""What is done to a written page so that mail programs show it."""

from __future__ import annotations

import re

from lxml import html

from plugins.core.colours import SHEET, read_colours
from tools.build import ROOT
from tools.newsletter.rendering import COLUMN, absolute, mail_style_sheet, styled

PAGE = "https://essai.example/lettre/2024-06/"
PICTURE = (
    '<picture><source type="image/avif" srcset="/i/a.avif 340w, /i/b.avif 680w" sizes="100vw"><source type="image/webp" srcset="/i/a.webp">'
    '<img src="/i/a.jpg" alt="Une photo" srcset="/i/a.jpg 340w" sizes="100vw" loading="lazy" decoding="async" width="1104" height="600"></picture>'
)


def rendered(body: str) -> html.HtmlElement:
    return html.document_fromstring(
        absolute(f"<!doctype html><html><head><title>T</title></head><body>{body}</body></html>", PAGE)
    )


def test_an_image_keeps_what_mail_programs_know() -> None:
    image = rendered(f"<p>{PICTURE}</p>").find("body/p/img")
    assert dict(image.attrib) == {
        "src": "https://essai.example/i/a.jpg",
        "alt": "Une photo",
        "width": str(COLUMN),
        "height": "300",
    }


def test_a_small_image_is_not_enlarged() -> None:
    assert (
        rendered('<img src="/a.png" alt="x" width="100" height="40">').find("body//img").get("width") == "100"
    )


def test_addresses_become_absolute_and_others_stay() -> None:
    links = rendered(
        '<a href="/contact/">a</a> <a href="#note">b</a> <a href="mailto:a@b.example">c</a> <a href="https://autre.example/?a=1">d</a>'
    )
    assert [link.get("href") for link in links.iter("a")] == [
        "https://essai.example/contact/",
        f"{PAGE}#note",
        "mailto:a@b.example",
        "https://autre.example/?a=1",
    ]


def test_the_colours_are_those_of_the_site_in_both_schemes() -> None:
    tokens = (ROOT / "theme" / SHEET).read_text(encoding="utf-8")
    light, dark = (
        re.search(r"--accent: (#\w+);", part)[1]
        for part in tokens.split("@media (prefers-color-scheme: dark)")
    )  # type: ignore[index]
    css = mail_style_sheet(read_colours(ROOT / "theme"))
    assert "var(" not in css
    day = [re.search(r"\.item \.day \{[^}]*color: (#\w+)", part)[1] for part in css.split("@media")]  # type: ignore[index]
    assert day == [light, dark]
    assert light != dark


def test_styles_are_written_into_the_tags_and_no_other_sheet_is_fetched() -> None:
    document = '<html><head><link rel="stylesheet" href="https://autre.example/a.css"></head><body><p>A</p></body></html>'
    page = styled(document, ROOT)
    assert '<p style="margin: 0 0 16px;">A</p>' in page
    assert page == styled(document, ROOT)
