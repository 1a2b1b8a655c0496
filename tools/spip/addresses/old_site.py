"""Reads addresses as the old site understood them: which object an address showed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from plugins.addresses.keys import address_key, bare_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.spip.addresses.settling import OldAddresses
    from tools.spip.records import Key


@dataclass(frozen=True)
class OldPlace:
    """What an address of the old site showed."""

    key: Key | None
    """None: nothing that we know."""
    anchor: str = ""
    is_home: bool = False


@dataclass(frozen=True)
class OldSite:
    """The old site's addresses."""

    host: str
    """Without `www.`."""
    owners: Mapping[str, Key]
    """Name of an address → the object that it showed; names without their marks too."""

    def find(self, address: str) -> OldPlace | None:
        """Return what an address typed in a text showed; None where it is another site's, or none."""
        try:
            parts = urlsplit(address.strip())
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            return None
        if parts.scheme not in ("", "http", "https") or host not in ("", self.host):
            return None
        local = f"/{parts.path.lstrip('/')}" + (f"?{parts.query}" if parts.query else "")
        if host and local == "/":
            return OldPlace(None, is_home=True)
        name = address_key(local) or ""
        return OldPlace(self.owners.get(name) or self.owners.get(bare_name(name)), parts.fragment)


def old_site(address: str, old: OldAddresses) -> OldSite:
    """Return the old site.

    Args:
        address: of its home page.
        old: the addresses of its objects.
    """
    named = [
        (name, owner)
        for owner, addresses in sorted(old.of.items())
        for typed in addresses
        if (name := address_key(typed))
    ]
    bare = {bare_name(name): owner for name, owner in named}
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:  # what SPIP keeps of itself may be mistyped
        host = ""
    return OldSite(host.removeprefix("www."), {**bare, **dict(named)})
