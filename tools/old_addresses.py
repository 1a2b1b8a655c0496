"""The old addresses of a built site, for the commands that show them or tell a host about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.addresses.claims import listed_claims, page_claims
from plugins.addresses.redirects import Redirects, gather_redirects
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
        today: the day of the build: the addresses of a page that waits lead to its section.
    """
    sources = read_sources(content, None)
    waiting = {source.path for source in sources if source.waits(today)}
    live = frozenset(files_below(site))
    listed, _ = listed_claims(content)
    redirects, _ = gather_redirects((*page_claims(sources, waiting, content.name, live), *listed), live)
    return redirects
