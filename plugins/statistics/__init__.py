"""Publishes the protected statistics of the activity register.

In: the frozen snapshots of `content/activites/periodes-arretees/`, proved again at every build; the register is
never needed. Out: the page's view, the charts, the downloads and the PDF of each report.

The rooms, from left to right; each imports only those before it: `programme` (what may be published)
→ `register` (read and checked) → `protection` (what is shown) → `proof` (what any reader can deduce)
→ `freezing` (closed periods) → `presentation`. Beside them `prose`: what sentences may say.
"""

from __future__ import annotations

import plugins.statistics.register  # noqa: F401  the room, before the function of its name takes its place


def register() -> None:
    """Connect to Pelican."""
    # slow to load, and not for `tools.build`, which asks the register's room what is there
    from pelican import signals  # noqa: PLC0415

    from plugins.statistics.presentation import on_site  # noqa: PLC0415

    signals.initialized.connect(on_site.load_statistics)
    signals.initialized.connect(on_site.read_pages_for_leaks)
    signals.all_generators_finalized.connect(on_site.print_reports)
    signals.finalized.connect(on_site.write_files)
    signals.finalized.connect(on_site.look_for_leaks)
