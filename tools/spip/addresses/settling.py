"""The addresses that SPIP answered to: which object each of them showed, and who answers for it now.

`addresses_of` reads them from the records; `settle` gives each to its page, to another address, or to
nobody. One address covers all its spellings: `/?article12` is also `/spip.php?article12` and
`/article12.html`, `/?Titre` is also `/Titre` and `/?-Titre-` (see `plugins.addresses.keys`).
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.addresses.claims import GONE, MOVED, listed_claims, page_claims
from plugins.addresses.keys import address_key, bare_name
from plugins.addresses.targets import is_outside, path_of
from plugins.checks.sources.check import read_sources
from plugins.core.link_addresses import address_problem
from tools.spip.addresses.rows import Listed, Row, file_rows, named, number_rows, objects_of, title_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from tools.spip.records import Key, Records
LISTING: Final = re.compile(rf'^{GONE} *= *\[(?:[^\]"#]|"(?:[^"\\]|\\.)*"|#[^\n]*)*\]', re.MULTILINE)
"""The list of retired addresses, as it stands in its file."""
SPLIT: Final = re.compile("%(?:26|3D)", re.IGNORECASE)
"""The signs of a query, in a name: servers would cut it there."""


@dataclass(frozen=True)
class OldAddresses:
    """Each address of the old site once."""

    of: Mapping[Key, tuple[str, ...]]
    """Every object of the records, documents too (`/IMG/…`), as typed in `anciennes_adresses`:
    the number, then the newest name first.

    An object whose addresses are all listed has an empty one.
    """
    listed: tuple[Listed, ...]
    """Of two objects with one address, the one that SPIP no longer shows; what cannot be an address."""


@dataclass(frozen=True)
class Destination:
    """What answers for an object on the new site."""

    address: str = ""
    """`/ressources/x/`, `/documents/ressources/x.pdf`, `https://exemple.be/`; without one, it was retired."""
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


def addresses_of(records: Records) -> OldAddresses:
    """Return every address under which SPIP showed an object.

    Where the table of addresses says nothing of an object, nothing is worked out
    from its title: it has its number alone.
    """
    objects = dict(objects_of(records))
    listed: list[Listed] = []
    owners: dict[str, Row] = {}
    rows = [*title_rows(records, objects, listed), *number_rows(objects), *file_rows(records)]
    rows = sorted(rows, key=lambda row: (row.parent, row.key, row.address))
    for row in sorted(rows, key=lambda row: row.date, reverse=True):
        name = address_key(row.address)
        if name is None or SPLIT.search(row.address):
            listed.append(Listed(row.address, row.key, "elle ne peut pas être une adresse du nouveau site"))
            continue
        owner = owners.setdefault(name, row)
        if owner.key != row.key and not row.parent:
            listed.append(Listed(row.address, row.key, f"SPIP y montrait {named(owner.key)}"))
    found: dict[Key, dict[str, str]] = {key: {} for key in objects}
    for name, row in owners.items():
        found[row.key][name] = row.address
    return OldAddresses(
        {key: _without_covered(names) for key, names in sorted(found.items())}, _sorted(listed)
    )


def settle(
    old: OldAddresses,
    destinations: Mapping[Key, Destination],
    taken: Mapping[str, str],
    live: Collection[str] = (),
) -> Settled:
    """Give every old address to whoever answers for it.

    Args:
        old: the addresses.
        destinations: of the objects that have one; the addresses of the others are listed.
        taken: what `taken_in` says.
        live: the addresses of the new site's pages and files, from its root: `/ressources/x/`.
    """
    pages: dict[Key, list[str]] = {}
    redirects: dict[str, str] = {}
    gone: list[str] = []
    listed = list(old.listed)
    taken_names = {bare_name(name): file for name, file in taken.items()}
    paths = {path_of(address) for address in live}
    for key, address in ((key, address) for key, addresses in old.of.items() for address in addresses):
        destination = destinations.get(key)
        reason = _hindrance(address, destination, taken_names, paths)
        if reason or destination is None:
            listed.append(Listed(address, key, reason))
        elif destination.own_page:
            pages.setdefault(key, []).append(address)
        elif destination.address:
            redirects[address] = destination.address
        else:
            gone.append(address)
    return Settled(
        {key: tuple(addresses) for key, addresses in sorted(pages.items())},
        dict(sorted(redirects.items())),
        tuple(sorted(gone)),
        _sorted(listed),
    )


def taken_in(content: Path) -> Mapping[str, str]:
    """Return the old addresses that a content folder claims already: key → file."""
    claims = (*page_claims(read_sources(content, None), (), content.name, ()), *listed_claims(content)[0])
    return {name: claim.path for claim in claims if (name := address_key(claim.address))}


def toml_text(settled: Settled, previous_text: str) -> str:
    """Return `anciennes-adresses.toml` with what it holds already and what is settled; remarks are kept."""
    previous = tomllib.loads(previous_text)
    gone = sorted({*previous.get(GONE, ()), *settled.gone})
    lines = "".join(f"  {_quoted(address)},\n" for address in gone)
    listing = f"{GONE} = [\n{lines}]" if gone else f"{GONE} = []"
    text, number = LISTING.subn(lambda _: listing, previous_text, count=1)
    if not number:
        text = f"{listing}\n\n{text}"
    moved = [
        f"{_quoted(address)} = {_quoted(target)}\n"
        for address, target in settled.redirects.items()
        if address not in previous.get(MOVED, {})
    ]
    heading = "" if MOVED in previous or not moved else f"\n[{MOVED}]\n"
    return "".join((text.rstrip("\n"), "\n", heading, *moved))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _hindrance(
    address: str, destination: Destination | None, taken: Mapping[str, str], live: Collection[str]
) -> str:
    """Say why an address is written nowhere; empty when it can be."""
    owner = taken.get(bare_name(address_key(address) or ""))
    if owner:
        return f"elle est déjà dans {owner}"
    if destination is None:
        return "rien ne la remplace sur le nouveau site"
    if "?" not in address and path_of(address) in live:
        return "une page du nouveau site a cette adresse"
    problem = address_problem(destination.address) if is_outside(destination.address) else None
    return f"elle menait hors du site, et {problem[0]}" if problem else ""


def _without_covered(names: Mapping[str, str]) -> tuple[str, ...]:
    """Return one object's addresses but those that another of its own answers for: `-Vie-` beside `Vie`."""
    return tuple(
        address
        for name, address in names.items()
        if not {bare_name(name), name.partition(",")[0]} & (names.keys() - {name})
    )


def _sorted(listed: Iterable[Listed]) -> tuple[Listed, ...]:
    return tuple(sorted(set(listed)))
