"""Leads the addresses that pages had before to those that they have now.

In: the field `anciennes_adresses` of the pages, the list of what was retired or led elsewhere. Out: Apache's
rules, in folders of their own (`redirects`); `keys` reduces all the ways to write one old address to one key.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.addresses.apache_rules import rules
from plugins.addresses.claims import listed_claims, page_claims
from plugins.addresses.redirects import LOST, gather_redirects
from plugins.core.folders import files_below
from plugins.core.pelican import site_of
from plugins.texts.sources import Sources


def _write_rules(pelican: Any) -> None:
    """Write the rules, and report the old addresses that are at fault."""
    site = site_of(pelican)
    files = frozenset(files_below(site.output.folder))
    sources = site.part(Sources)
    waiting = () if sources.shows_waiting else sources.waiting
    readable = [
        source for path, source in sources.all.items() if path in waiting or not sources.without_page(source)
    ]
    listed, problems = listed_claims(site.content)
    claims = (*page_claims(readable, waiting, site.content.name, files), *listed)
    found, faults = gather_redirects(claims, files, site.address)
    site.report((*problems, *faults))
    lost = LOST if f"{LOST.strip('/')}/index.html" in files else "/404.html"
    for name, text in rules(found, lost).items():
        site.output.write(name, text.encode())


def register() -> None:
    """Connect to Pelican."""
    signals.finalized.connect(_write_rules)
