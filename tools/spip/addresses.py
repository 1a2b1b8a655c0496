"""The addresses that SPIP answered to: which object each of them showed, and who answers for it now.

`addresses_of` reads them from the records; `settle` gives each to its page, to another address, or to
nobody. One address covers all its spellings: `/?article12` is also `/spip.php?article12` and
`/article12.html`, `/?Titre` is also `/Titre` (see `plugins.addresses.keys`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from tools.spip.records import Key, Records


@dataclass(frozen=True, order=True)
class Listed:
    """An old address that does not answer as it did, for the report."""

    address: str
    key: Key
    reason: str
    """In French: « l’article 12 l’a reprise le 3 mai 2014 »."""


@dataclass(frozen=True)
class OldAddresses:
    """Each address of the old site once."""

    of: Mapping[Key, tuple[str, ...]]
    """Every object of the records, documents too (`/IMG/…`), as typed in `anciennes_adresses`; sorted."""
    listed: tuple[Listed, ...]
    """Of two objects with one address, the one that SPIP no longer shows; what cannot be an address."""


@dataclass(frozen=True)
class Destination:
    """What answers for an object on the new site."""

    address: str = ""
    """`/ressources/x/`, `/ressources/x/x.pdf`, `https://exemple.be/`; without one, the object was retired."""
    own_page: bool = False
    """Whether it is the object's page, draft or not, whose front matter holds its old addresses."""


@dataclass(frozen=True)
class Settled:
    """Where each old address stands in the new content folder."""

    pages: Mapping[Key, tuple[str, ...]]
    """`anciennes_adresses` of each object with a page of its own; without empty ones."""
    redirects: Mapping[str, str]
    """Old address → new one: the table `[vers]` of `anciennes-adresses.toml`."""
    gone: tuple[str, ...]
    """The list `parties` of `anciennes-adresses.toml`."""
    listed: tuple[Listed, ...]
    """What stands in none of the three, with what `addresses_of` listed."""


def addresses_of(records: Records) -> OldAddresses:  # noqa: ARG001
    """Return every address under which SPIP showed an object."""
    return OldAddresses({}, ())  # follows


def settle(
    old: OldAddresses,
    destinations: Mapping[Key, Destination],  # noqa: ARG001
    taken: Mapping[str, str],  # noqa: ARG001
    live: Collection[str] = (),  # noqa: ARG001
) -> Settled:
    """Give every old address to whoever answers for it.

    Args:
        old: the addresses.
        destinations: of the objects that have one; the addresses of the others are listed.
        taken: what `taken_in` says.
        live: the addresses of the new site's pages and files, from its root: `/ressources/x/`.
    """
    return Settled({}, {}, (), old.listed)  # follows


def taken_in(content: Path) -> Mapping[str, str]:  # noqa: ARG001
    """Return the old addresses that a content folder claims already: key → file."""
    return {}  # follows


def toml_text(settled: Settled, previous_text: str) -> str:  # noqa: ARG001
    """Return `anciennes-adresses.toml`: what it holds already, and what it holds from now on."""
    return previous_text  # follows
