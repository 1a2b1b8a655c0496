"""The old addresses: which page answers for each of them now.

`gather_redirects` turns what pages claim (front-matter field `anciennes_adresses`) and
what was retired on purpose (`content/anciennes-adresses.toml`) into one map,
or into problems. `plugins.addresses.apache_rules` tells Apache.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.addresses.keys import OLD_FEED, address_key
from plugins.core.problems import Problem
from plugins.core.toml_files import line_with, read_toml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

FOLDER: Final = "ancien-site"
"""Holds the rules, at the site's root; no page may have this address."""
LOST: Final = "/ancienne-adresse/"
"""The page shown for an old address that nobody claims, or that was retired."""
FEED: Final = "/feeds/actualites.rss"
"""Where readers of the old feed go on receiving."""

GONE_FILE: Final = "anciennes-adresses.toml"
GONE_LIST: Final = "parties"


@dataclass(frozen=True, order=True)
class Claim:
    """One old address as an editor typed it, and where: `target` answers for it, or nobody if empty."""

    address: str
    target: str
    path: str
    line: int


@dataclass(frozen=True)
class Claims:
    """The old addresses that the pages of one build claim."""

    pages: tuple[Claim, ...]


@dataclass(frozen=True)
class Redirects:
    """The old addresses by key (see `plugins.addresses.keys`)."""

    moved: Mapping[str, str]
    """Key → today's address, from the site's root."""
    gone: tuple[str, ...]
    """Keys of what was retired on purpose."""


def read_gone(content: Path) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """Read the list of the addresses retired on purpose; without the file there are none."""
    shown = f"{content.name}/{GONE_FILE}"
    example = f'{GONE_LIST} = ["/?Une-ancienne-page", "/?Une-autre"]'
    file = read_toml(content / GONE_FILE, shown, example)
    addresses = file.tables.get(GONE_LIST, [])
    if not isinstance(addresses, list) or not all(isinstance(address, str) for address in addresses):
        line = line_with(file.text, GONE_LIST)
        return (), (Problem(shown, line, f"« {GONE_LIST} » n’est pas une liste", f"écrivez {example}"),)
    return tuple(
        Claim(address, "", shown, line_with(file.text, address)) for address in addresses
    ), file.problems


def gather_redirects(claims: Iterable[Claim], live: Collection[str]) -> tuple[Redirects, tuple[Problem, ...]]:
    """Map every old address to its page.

    Args:
        claims: all of them, pages' and retired ones.
        live: the files of the written site, from its root, with forward slashes.

    Returns:
        The map without what is at fault, and the faults: an address that cannot be
        one, that two claim, or that still exists (whose redirect could never be
        reached, or would go round in circles).
    """
    first: dict[str, Claim] = {}
    problems: list[Problem] = []
    for claim in sorted(claims, key=lambda claim: (claim.path, claim.line, claim.address)):
        key = address_key(claim.address)
        fault = _fault(claim, key, live)
        if key is not None and fault is None:
            other = first.setdefault(key, claim)
            if other is claim:
                continue
            fault = (
                f"l’ancienne adresse {claim.address} est déjà prise : {other.path}:{other.line}",
                "gardez-la dans un seul des deux fichiers",
            )
        if fault:
            problems.append(Problem(claim.path, claim.line, *fault))
    moved = {key: claim.target for key, claim in sorted(first.items()) if claim.target}
    if FEED.lstrip("/") in live:
        moved[OLD_FEED] = FEED
    gone = tuple(key for key, claim in sorted(first.items()) if not claim.target)
    return Redirects(moved, gone), tuple(problems)


def _fault(claim: Claim, key: str | None, live: Collection[str]) -> tuple[str, str] | None:
    if key is None:
        return (
            f"{claim.address} ne peut pas être une ancienne adresse",
            "copiez-la du navigateur, sans le nom de domaine : /?Manifeste-du-travail-social",
        )
    if key == OLD_FEED:
        return (
            f"{claim.address} est l’ancien fil RSS, qui mène déjà au nouveau",
            "retirez cette adresse",
        )
    path = key.removeprefix("/")
    if path in live or f"{path}/index.html" in live or f"/{path}/".startswith(f"/{FOLDER}/"):
        return (
            f"l’adresse {claim.address} existe encore sur le site",
            "retirez-la, ou renommez d’abord la page qui s’y trouve",
        )
    return None


def redirects_report(redirects: Redirects) -> str:
    """List every old address and what becomes of it, one a line, for `invoke check`."""
    lines = [f"{_shown(key)} → {target}" for key, target in redirects.moved.items()]
    lines += [f"{_shown(key)} → retirée exprès (410)" for key in redirects.gone]
    return "\n".join(sorted(lines))


def _shown(key: str) -> str:
    return f"/{key}" if key.startswith("?") else key
