"""From where a visitor came: a domain's name, and nothing else of the referring address.

A referrer is whatever the browser (or whoever imitates one) sends. What could
name a machine or a person is left behind: path, query, user, port, sub-domains,
IP addresses, names that only exist inside an organisation.
"""

from __future__ import annotations

import re
from functools import lru_cache

from plugins.visits.months import DIRECT, DOMAIN, OTHER_ORIGINS

_WEB = re.compile(rb"https?://(?:[^/?#@]*@)?([a-z0-9.-]{1,253})(?::\d{0,5})?(?:[/?#].*)?", re.IGNORECASE)
_ADDRESS = re.compile(r"\d{1,3}(?:[.-]\d{1,3}){3}")
_PRIVATE = frozenset(
    {"arpa", "corp", "home", "internal", "intranet", "lan", "local", "localdomain", "localhost", "private"}
)
"""Last labels of names that only exist inside an organisation."""
_PUBLIC_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gouv", "gov", "net", "org"})
"""Below a country's domain these are shared, as in `ac.be` or `co.uk`: the organisation is one level down."""


@lru_cache(maxsize=16_384)
def origin_of(referrer: bytes, own_host: str) -> str:
    """Return the registered domain that a referrer names, `acces-direct` or `autres`.

    Args:
        referrer: as in the log, `-` when there is none.
        own_host: the site's own, `www.` left out; empty if unknown. It counts as direct
            access: the visit resumes after a pause.
    """
    if referrer in {b"", b"-"}:
        return DIRECT
    match = _WEB.fullmatch(referrer)
    host = match[1].decode("ascii").lower().rstrip(".").removeprefix("www.") if match else ""
    if own_host and (host == own_host or host.endswith(f".{own_host}")):
        return DIRECT
    labels = host.split(".")
    shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _PUBLIC_SECOND_LEVEL
    domain = ".".join(labels[-3 if shared else -2 :])
    if not DOMAIN.fullmatch(domain) or labels[-1] in _PRIVATE or _ADDRESS.search(domain):
        return OTHER_ORIGINS
    return domain
