"""Where an old address may lead: a page or a file of the site, or, where the list says so, another site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from plugins.addresses.keys import address_key
from plugins.core.link_addresses import address_problem

if TYPE_CHECKING:
    from collections.abc import Collection

    from plugins.addresses.claims import Claim

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


def target_fault(claim: Claim, key: str | None, live: Collection[str], site: str) -> tuple[str, str] | None:
    """Say what is wrong with the target that the list gives to an address, and what to do."""
    target = claim.target
    if not claim.is_listed or not target:
        return None
    fault = address_problem(target, site)
    if fault or is_outside(target):
        return fault
    path, other = path_of(target), address_key(target)
    if not target.startswith("/"):
        fault = f"{target} n’est pas une adresse", "écrivez /dossier/page/ ou https://…"
    elif other and other == key and not is_live(path, live):
        fault = f"{claim.address} mène à elle-même", "écrivez l’adresse d’aujourd’hui"
    elif not is_live(path, live) and (path or other):
        remedy = "copiez l’adresse d’aujourd’hui du navigateur, sans le nom de domaine"
        fault = f"{target} n’existe pas sur le site", remedy
    return fault
