"""Tells dead links from a machine without a network, or behind a login page that answers for everybody."""

from __future__ import annotations

import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Final

from tools.links.fetch import INVALID_CERTIFICATE, answers_as_archive, first_answer, host_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.links.fetch import Patience

SAMPLE: Final = 5
"""Hosts that are asked where the archive does not answer."""

NO_NETWORK: Final = (
    "Aucun site ne répond, pas même l’archive d’Internet : cette machine semble hors ligne. "
    "Aucun lien n’est jugé → vérifiez la connexion (ou https_proxy), puis relancez invoke links"
)
INTERCEPTED: Final = (
    "Une même page répond à la place de tous les sites, comme à l’entrée d’un réseau public. "
    "Aucun lien n’est jugé → identifiez-vous dans un navigateur, puis relancez la commande"
)


def network_trouble(addresses: Iterable[str], patience: Patience, archive: str) -> str:
    """Return why no link can be judged from here, in French; empty when one can.

    The archive's API is asked first: what answers there in its own format is the network. Without it, a few
    hosts of the links decide: one that answers for itself is enough.

    Args:
        addresses: the links, one at least.
        patience: how long to wait.
        archive: the address of the archive's availability API.
    """
    if answers_as_archive(archive, patience):
        return ""
    hosts = dict(islice({host_of(address): address for address in addresses}.items(), SAMPLE))
    with ThreadPoolExecutor(SAMPLE) as pool:
        answers = list(pool.map(lambda address: first_answer(address, patience), hosts.values()))
    if not any(answer.status for answer in answers):
        return NO_NETWORK
    strangers = {
        _stranger(host, answer.status, answer.target) for host, answer in zip(hosts, answers, strict=True)
    }
    return INTERCEPTED if len(answers) > 1 and len(strangers) == 1 and "" not in strangers else ""


def _stranger(host: str, status: int, target: str) -> str:
    """Return who seems to answer in a host's place: another host, or a certificate that is not its own."""
    if status == INVALID_CERTIFICATE:
        return "?"
    other = host_of(target) if urllib.parse.urlsplit(target).scheme else host
    return "" if other == host else other
