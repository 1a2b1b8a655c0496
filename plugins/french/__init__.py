"""Gives the site's texts Belgian-French typography, dates, numbers and elision.

Editors type ordinary spaces: `tokens` typesets what they write while it is
converted, titles and summaries are typeset when a page is read, and templates
have the filters below for everything else.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.core.pelican import replace_field
from plugins.french.dates import long_date, medium_date
from plugins.french.elision import of_place
from plugins.french.numbers import file_size, number
from plugins.french.typography import typeset

FILTERS = {
    "typographie": typeset,
    "date_longue": long_date,  # jeudi 23 novembre 2023
    "date_moyenne": medium_date,  # 23 novembre 2023
    "nombre": number,  # 2 194
    "taille": file_size,  # 340 ko
    "de_lieu": of_place,  # d’Arlon
}
TYPESET_FIELDS = ("title", "summary", "titre_court")


def _add_filters(pelican: Any) -> None:
    """Add the filters before any generator exists."""
    pelican.settings["JINJA_FILTERS"] = {**pelican.settings["JINJA_FILTERS"], **FILTERS}


def _typeset_fields(content: Any) -> None:
    """Typeset the fields that readers see on every page; they are plain text."""
    for name in TYPESET_FIELDS:
        value = content.metadata.get(name)
        if isinstance(value, str):
            replace_field(content, name, typeset(value))


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_add_filters)
    signals.content_object_init.connect(_typeset_fields)
