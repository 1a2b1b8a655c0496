"""The old addresses of a built site, for the commands that show them or tell a host about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.addresses.redirects import Claim, Redirects, gather_redirects, read_gone
from plugins.checks.sources.check import read_sources
from plugins.core.folders import files_below

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


def redirects_of(content: Path, site: Path, today: dt.date) -> Redirects:
    """Return what becomes of each old address; the build reports what is wrong with them.

    Args:
        content: the content folder.
        site: the folder that the build has just written; it may be missing.
        today: the day of the build: a page that waits claims nothing.
    """
    claims = [
        Claim(address, source.address, source.path, 0)
        for source in read_sources(content, None)
        if not source.waits(today) and isinstance(addresses := source.value("anciennes_adresses"), list)
        for address in addresses
        if isinstance(address, str)
    ]
    gone, _ = read_gone(content)
    redirects, _ = gather_redirects((*claims, *gone), frozenset(files_below(site)))
    return redirects
