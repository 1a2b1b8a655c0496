"""Lists the old addresses and what becomes of each, for `invoke check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.addresses.redirects import Claim, gather, read_gone, redirects_report
from plugins.checks.sources.check import read_sources
from plugins.core.folders import files_below

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


def listing(content: Path, site: Path, today: dt.date) -> str:
    """Return one line an old address, sorted; what is wrong with them is the build's to say.

    Args:
        content: the content folder.
        site: the folder that the build has just written; it may be missing.
        today: the day of the build: a page that waits claims nothing.
    """
    live = frozenset(files_below(site))
    claims = [
        Claim(address, source.address, source.path, 0)
        for source in read_sources(content, None)
        if not source.waits(today) and isinstance(addresses := source.value("anciennes_adresses"), list)
        for address in addresses
        if isinstance(address, str)
    ]
    gone, _ = read_gone(content)
    redirects, _ = gather((*claims, *gone), live)
    return redirects_report(redirects)
