"""Where an old address may lead: a page or a file of the site, or, where the list says so, another site."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import quote, unquote

KEPT: Final = "!#&'()*+,/:;=?@~%[]"
"""What stands as it is in an address: all but what servers would read as their own sign."""


def is_outside(target: str) -> bool:
    """Tell whether a target is another site's."""
    return target.startswith(("https://", "http://"))


def path_of(address: str) -> str:
    """Return the path of an address of the site, decoded, without slashes at its ends."""
    return unquote(address.partition("#")[0].partition("?")[0]).strip("/")


def is_live(path: str, live: Collection[str]) -> bool:
    """Tell whether a page or a file stands at a path; the empty one stands for nothing."""
    return bool(path) and (path in live or f"{path}/index.html" in live)


def location(target: str) -> str:
    """Return a target as a server sends it."""
    return quote(target, safe=KEPT)
