"""Publishes the protected statistics of the activity register.

In: the snapshots of `content/activites/statistiques-arretees/`, proved again at every build; the register is
never needed. Out: the page's view, the charts, the downloads and the PDF of each report.

The rooms, from left to right; each imports only those before it: `programme` (what may be published)
→ `records` (the register) → `protection` (what is shown) → `proof` (what any reader can deduce)
→ `freezing` (closed periods) → `presentation`. Beside them `prose`: what sentences may say.
"""

from __future__ import annotations


def register() -> None:
    """Connect to Pelican."""
    # slow to load, and not for `tools.build`, which asks the register's room what is there
    from pelican import signals  # noqa: PLC0415

    from plugins.statistics.presentation import on_site  # noqa: PLC0415
    from plugins.statistics.prose import on_build  # noqa: PLC0415

    signals.initialized.connect(on_site.load_statistics)
    signals.initialized.connect(on_build.prepare_prose)
    signals.all_generators_finalized.connect(on_site.print_reports)
    signals.all_generators_finalized.connect(on_build.read_prose)
    signals.finalized.connect(on_site.write_files)
