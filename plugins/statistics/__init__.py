"""Publishes the association's figures: those of the printed reports, and its protected statistics.

The figures of the reports (`figures`) are put into texts and summaries
wherever an editor writes `{chiffre:permanences:2023}`, and templates have
`chiffre(serie, date)` and `chiffres(serie)`.

The protected statistics (`on_site`) are those of the frozen snapshots (`publishing`), proved by
the audit at every build. Templates have `statistiques()`, the page's view (`page`),
`evolution(serie)`, one series of totals with its chart, and `telechargements()`, the files
(`downloads`); every report page has its `pdf`. Once everything is written,
the site is read again for numbers that say more than the tables (`scrape`).
"""

from __future__ import annotations

from pelican import signals

from plugins.statistics import in_texts, on_site


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(in_texts.load_figures)
    signals.initialized.connect(on_site.load_statistics)
    signals.initialized.connect(on_site.read_pages_for_leaks)
    signals.content_object_init.connect(in_texts.substitute_figures)
    signals.all_generators_finalized.connect(on_site.print_reports)
    signals.finalized.connect(on_site.write_files)
    signals.finalized.connect(on_site.look_for_leaks)
