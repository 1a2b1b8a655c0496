"""Tells pages where they stand: an actualité's neighbours in time, the front page of each section.

Computed once for the whole site; a template that looked for them itself would
go through every page at each page. Templates have `article.newer` and
`article.older` (None at either end), `NEWS_YEARS` (each year that has some, the newest first,
with how many), and `FRONT_PAGES` by file name.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any


def place(generators: list[Any]) -> None:
    """Set what templates ask for."""
    context = generators[0].context
    articles = context["articles"]
    for article in articles:
        article.newer = article.older = None
    for newer, older in pairwise(articles):
        newer.older, older.newer = older, newer
    context["NEWS_YEARS"] = tuple(Counter(article.date.year for article in articles).items())
    context["FRONT_PAGES"] = {page.slug: page for page in context["pages"] if page.section == "pages"}
