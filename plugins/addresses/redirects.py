"""The old addresses: what answers for each of them now.

`gather_redirects` turns what pages claim (front-matter field `anciennes_adresses`) and
what `content/anciennes-adresses.toml` lists (retired, or led to another address) into one map,
or into problems. `plugins.addresses.apache_rules` tells Apache.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from plugins.addresses.keys import OLD_FEED, address_key, bare_name
from plugins.addresses.targets import is_live, is_outside, path_of
from plugins.core.link_addresses import address_problem
from plugins.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from plugins.addresses.claims import Claim

FOLDER: Final = "ancien-site"
"""Holds the rules, at the site's root; no page may have this address."""
LOST: Final = "/ancienne-adresse/"
"""The page shown for an old address that nobody claims, or that was retired."""
FEED: Final = "/feeds/actualites.rss"
"""Where readers of the old feed go on receiving."""


@dataclass(frozen=True)
class Redirects:
    """The old addresses by key (see `plugins.addresses.keys`)."""

    moved: Mapping[str, str]
    """Key → today's address, from the site's root, or another site's."""
    gone: tuple[str, ...]
    """Keys of what was retired on purpose."""
    waiting: frozenset[str] = frozenset()
    """Keys that lead to the front page of a section until their page is published."""


@dataclass(frozen=True)
class Rule:
    """What a server answers to a name."""

    name: str
    target: str
    """Empty where the page was retired."""
    any_marks: bool
    """Whether the name is meant with any of SPIP's marks or none, and with any number unless it has one."""
    waiting: bool = False

    @property
    def status(self) -> int:
        """Return the status of the answer.

        The target of an address that waits is going to change, and browsers
        and search engines keep a 301 for ever: it is a 302.
        """
        return (302 if self.waiting else 301) if self.target else 410


def rules_in_order(redirects: Redirects) -> tuple[Rule, ...]:
    """Return one rule a name or two; the first that fits a request answers.

    SPIP answers to a name with and without its marks: so do we, unless the name
    without them belongs to another page, or to two.
    """
    answers = {**redirects.moved, **dict.fromkeys(redirects.gone, "")}
    of_bare_name: dict[str, set[tuple[str, bool]]] = {}
    for key, target in answers.items():
        of_bare_name.setdefault(bare_name(key), set()).add((target, key in redirects.waiting))
    made = []
    for key, target in answers.items():
        bare, waiting = bare_name(key), key in redirects.waiting
        shared = bare != key and (bare in answers or len(of_bare_name[bare]) > 1 or bare_name(bare) != bare)
        made.append(Rule(key if shared else bare, target, any_marks=not shared, waiting=waiting))
    # a name with a number (`Colloque,45`) comes before the name alone
    return tuple(sorted(set(made), key=lambda rule: (rule.any_marks, -len(rule.name), rule.name)))


def gather_redirects(
    claims: Iterable[Claim], live: Collection[str], site: str = ""
) -> tuple[Redirects, tuple[Problem, ...]]:
    """Map every old address to its page.

    Args:
        claims: all of them, pages' and listed ones.
        live: the files of the written site, from its root, with forward slashes.
        site: the site's own address, without a final slash; empty while it is not known.

    Returns:
        The map without what is at fault, and the faults: an address that cannot be
        one, that two claim, or that still exists (whose redirect could never be
        reached, or would go round in circles); a target that is not there.
        A draft's fault is none yet: the draft gives way.
    """
    first: dict[str, Claim] = {}
    problems: list[Problem] = []
    for claim in sorted(claims, key=lambda claim: (claim.is_draft, claim.path, claim.line, claim.address)):
        key = address_key(claim.address)
        fault = _fault(claim, key, live) or _target_fault(claim, key, live, site)
        if key is not None and fault is None:
            other = first.setdefault(key, claim)
            if other is claim:
                continue
            fault = (
                f"l’ancienne adresse {claim.address} est déjà prise : {other.path}:{other.line}",
                "gardez-la à un seul des deux endroits",
            )
        if fault and not claim.is_draft:
            problems.append(Problem(claim.path, claim.line, *fault))
    moved = {key: claim.target for key, claim in sorted(first.items()) if claim.target}
    if FEED.lstrip("/") in live:
        moved[OLD_FEED] = FEED
    gone = tuple(key for key, claim in sorted(first.items()) if not claim.target)
    waiting = frozenset(key for key, claim in first.items() if claim.waits)
    return Redirects(moved, gone, waiting), tuple(problems)


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
    path = "" if "?" in claim.address else path_of(claim.address)
    if is_live(path, live) or f"{path}/".startswith(f"{FOLDER}/"):
        return (
            f"l’adresse {claim.address} existe encore sur le site",
            "retirez-la, ou renommez d’abord la page qui s’y trouve",
        )
    return None


def _target_fault(claim: Claim, key: str | None, live: Collection[str], site: str) -> tuple[str, str] | None:
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


def redirects_report(redirects: Redirects) -> str:
    """List every old address and what becomes of it, one a line, for `invoke check`."""
    waiting = " (en attendant que sa page paraisse)"
    lines = [
        f"{_shown(key)} → {target}{waiting if key in redirects.waiting else ''}"
        for key, target in redirects.moved.items()
    ]
    lines += [f"{_shown(key)} → retirée exprès (410)" for key in redirects.gone]
    return "\n".join(sorted(lines))


def _shown(key: str) -> str:
    return f"/{key}" if "/" in key else f"/?{key}"
