"""The plugin in a real Pelican run, on a site of two pages and one template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pelican import Pelican
from pelican.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """---
title: "Qu'est-ce que le secret ?"
summary: "Ce que l'on confie : où cela va-t-il ?"
date: 2022-03-01 14:00
---
## Pourquoi se taire ?

Nous l'écrivons : *toujours* ! `a ; b`
"""
TEMPLATE = """{{ page.title }}|{{ page.summary }}|{{ page.metadata.title }}|{{ page.date|date_longue }}
{{ page.date|date_moyenne }}|{{ page.date|mois }}|{{ page.date|heure }}|{{ 2194|nombre }}
{{ 340000|taille }}|{{ "l'un : l'autre"|typographie }}
{{ page.content }}"""


def build(folder: Path, **settings: Any) -> str:
    """Build the site and return its page."""
    (folder / "content" / "pages").mkdir(parents=True, exist_ok=True)
    (folder / "content" / "pages" / "secret.md").write_text(PAGE, encoding="utf-8")
    (folder / "theme" / "templates").mkdir(parents=True, exist_ok=True)
    (folder / "theme" / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    override = {
        "PATH": str(folder / "content"),
        "OUTPUT_PATH": str(folder / "output"),
        "THEME": str(folder / "theme"),
        "PLUGINS": ["yaml_metadata", "plugins.french"],
        "LOCALE": ["C.UTF-8"],
        "TIMEZONE": "Europe/Brussels",
        "SLUGIFY_SOURCE": "basename",
        "PAGE_SAVE_AS": "{slug}.html",
        "DIRECT_TEMPLATES": [],
        "THEME_STATIC_PATHS": [],
        "STATIC_PATHS": [],
        "FEED_ALL_ATOM": None,
        "CATEGORY_FEED_ATOM": None,
        "TRANSLATION_FEED_ATOM": None,
        "AUTHOR_FEED_ATOM": None,
        "AUTHOR_FEED_RSS": None,
        "FORMATTED_FIELDS": [],
        "MARKDOWN": {
            "extensions": ["markdown.extensions.extra", "markdown.extensions.toc"],
            "output_format": "html",
        },
        **settings,
    }
    Pelican(read_settings(override=override)).run()
    return (folder / "output" / "secret.html").read_text(encoding="utf-8")


def spaced(text: str) -> str:
    return text.replace("~", "\u00a0").replace("_", "\u202f")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build(tmp_path_factory.mktemp("site"))


def test_titles_and_summaries_are_typeset(page: str) -> None:
    title, summary, metadata_title, *_ = page.split("|")
    assert title == metadata_title == spaced("Qu’est-ce que le secret_?")
    assert summary == spaced("Ce que l’on confie~: où cela va-t-il_?")


def test_templates_have_the_filters(page: str) -> None:
    written = page[: page.index("<h2")].strip().replace("\n", "|").split("|")[3:]
    assert written == [
        spaced(text)
        for text in (
            "mardi 1er~mars 2022",
            "1er~mars 2022",
            "mars 2022",
            "14~h",
            "2_194",
            "340~ko",
            "l’un~: l’autre",
        )
    ]


def test_the_body_is_typeset_and_its_ids_are_not(page: str) -> None:
    body = page[page.index("<h2") :].strip()
    assert body == spaced(
        '<h2 id="pourquoi-se-taire">Pourquoi se taire_?</h2>\n'
        "<p>Nous l’écrivons~: <em>toujours</em>_! <code>a ; b</code></p>"
    )


def test_a_summary_in_markdown_is_typeset_by_markdown_alone(tmp_path: Path) -> None:
    page = build(tmp_path, FORMATTED_FIELDS=["summary"])
    assert page.split("|")[1] == spaced("<p>Ce que l’on confie~: où cela va-t-il_?</p>")


def test_the_same_content_gives_the_same_bytes(tmp_path: Path, page: str) -> None:
    assert build(tmp_path) == build(tmp_path) == page
