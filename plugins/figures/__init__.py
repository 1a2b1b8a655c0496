"""Puts the figures of the printed reports into texts and templates.

In: `content/activites/chiffres.csv`. Out: `{chiffre:serie:date}` in texts and summaries,
`chiffre(serie, date)` and `chiffres(serie)` in templates; printed sums are computed again (`recompute`).
"""

from __future__ import annotations

from pelican import signals

from plugins.figures import in_texts


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(in_texts.load_figures)
    signals.content_object_init.connect(in_texts.substitute_figures)
