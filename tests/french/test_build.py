"""The plugin in a real build: titles, summaries, bodies, and the templates' filters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.equipment.inline import Site, page

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "Qu'est-ce que « le secret » ?"
BODY = "## Pourquoi se taire ?\n\nNous l'écrivons : *toujours* ! `a ; b`\n"
TEMPLATE = """{% extends "base.html" %}
{% block title %}{% endblock %}{% block heading %}{% endblock %}
{% block content %}<pre>
{{ article.title }}
{{ article.summary }}
{{ article.metadata.title }}
{{ article.evenement.start|date_longue }}
{{ article.evenement.start|date_moyenne }}
{{ 2194|nombre }}
{{ 340000|taille }}
{{ "l'un : l'autre"|typographie }}
</pre>
{{ article.content|safe }}{% endblock %}
"""


def built(site: Site, folder: Path) -> str:
    """Build the site with one article and return its page."""
    (folder / "article.html").write_text(TEMPLATE, encoding="utf-8")
    fields = {"date": "2022-02-01", "evenement": '"2022-03-01 14:00"'}
    site.add({"actualites/2023-11-23-colloque.md": page(TITLE, BODY, **fields)})
    report = site.build(THEME_TEMPLATES_OVERRIDES=[str(folder)])
    assert report.problems == ()
    return site.read("actualites/colloque/index.html")


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    return built(Site(tmp_path_factory.mktemp("site")), tmp_path_factory.mktemp("templates"))


def spaced(text: str) -> str:
    """In these tests, ~ is a no-break space and _ a narrow one."""
    return text.replace("~", "\u00a0").replace("_", "\u202f")


def test_titles_and_summaries_are_typeset_and_templates_have_the_filters(html: str) -> None:
    match = re.search(r"<pre>\n(.*?)\n</pre>", html, re.DOTALL)
    assert match
    title = "Qu’est-ce que «~le secret~»_?"
    assert match[1].split("\n") == [
        spaced(line)
        for line in (
            title,
            f"Un résumé assez long pour {title}, en une seule phrase complète et claire.",
            title,
            "mardi 1er~mars 2022",
            "1er~mars 2022",
            "2_194",
            "340~ko",
            "l’un~: l’autre",
        )
    ]


def test_the_body_is_typeset_and_its_ids_are_not(html: str) -> None:
    assert spaced('<h2 id="pourquoi-se-taire">Pourquoi se taire_?</h2>') in html
    assert spaced("<p>Nous l’écrivons~: <em>toujours</em>_! <code>a ; b</code></p>") in html


def test_the_same_content_gives_the_same_bytes(site: Site, tmp_path: Path, html: str) -> None:
    (tmp_path / "templates").mkdir()
    assert built(site, tmp_path / "templates") == html
