"""Requests an address with retries and pauses: whether it works, whether it has moved."""

from __future__ import annotations

import contextlib
import email.utils
import http.client
import ipaddress
import json
import re
import socket
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tools.links.report import LinkOutcome, LinkState

if TYPE_CHECKING:
    from collections.abc import Callable

ARCHIVE_API: Final = "https://archive.org/wayback/available"
AGENT: Final = "Mozilla/5.0 (compatible; cvts-links/1.0; link check of a non-profit site, on demand)"

INVALID_CERTIFICATE: Final = 495
"""The status of a site whose certificate is not valid, as web servers count it."""
_GONE: Final = {404: "la page n’existe pas (404)", 410: "la page a été retirée (410)"}
_FOR_GOOD: Final = {301, 308}
_ELSEWHERE: Final = {301, 302, 303, 307, 308}
_LATER: Final = {408, 425, 429, 500, 502, 503, 504}
_MOST_HOPS: Final = 8
_SAFE: Final = "%:/?#[]@!$&'()*+,;=~"


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds."""

    timeout: float = 20
    pauses: tuple[float, ...] = (3, 15, 45)
    """Before each new attempt; there is one attempt more than pauses."""
    longest: float = 120
    """The most that a server may ask us to wait."""
    between: float = 1
    """Between two requests to one host."""
    sleep: Callable[[float], None] = time.sleep


class HostLocks:
    """A lock for each host: one request at a time, from all threads, redirections included."""

    def __init__(self) -> None:
        self._locks: dict[str, threading.Lock] = {}

    def of(self, address: str) -> threading.Lock:
        """Return what to hold while asking the address's host."""
        return self._locks.setdefault(host_of(address), threading.Lock())


def host_of(address: str) -> str:
    """Return the host that answers for an address, with its port."""
    return urllib.parse.urlsplit(address).netloc.lower().removeprefix("www.")


@dataclass(frozen=True)
class Answer:
    """What one request gave: a status, or 0 and the reason why there was none."""

    status: int
    target: str = ""
    """Where a redirection leads, absolute."""
    wait: float = 0
    """Seconds that the server asks for."""
    reason: str = ""
    final: bool = False
    """Whether asking again is of no use."""


def probe(address: str, patience: Patience, locks: HostLocks) -> LinkOutcome:
    """Ask for an address, again and again if need be, and say what a reader would find."""
    current, for_good = address, True
    seen = {address}
    for _ in range(_MOST_HOPS):
        answer = _answer_of(current, patience, locks)
        if answer.status not in _ELSEWHERE or not answer.target:
            return _outcome(answer, address, current, for_good=for_good)
        for_good = for_good and answer.status in _FOR_GOOD
        current = answer.target
        if current in seen or not current.startswith(("http://", "https://")):
            break
        seen.add(current)
        patience.sleep(patience.between)
    return LinkOutcome(LinkState.UNSURE, "l’adresse renvoie sans fin à d’autres")


def _outcome(answer: Answer, address: str, current: str, *, for_good: bool) -> LinkOutcome:
    if answer.status in _GONE or (not answer.status and answer.final):
        return LinkOutcome(LinkState.DEAD, _GONE.get(answer.status, answer.reason))
    if not 200 <= answer.status < 300:
        return LinkOutcome(LinkState.UNSURE, answer.reason or f"le site répond par l’erreur {answer.status}")
    moved = current != address and for_good
    if moved:
        # the redirection may have lost the place in the page
        fragment = urllib.parse.urlsplit(address).fragment
        current = f"{current}#{fragment}" if fragment and "#" not in current else current
    return LinkOutcome(LinkState.MOVED, moved_to=current) if moved else LinkOutcome(LinkState.ALIVE)


def _answer_of(address: str, patience: Patience, locks: HostLocks) -> Answer:
    """Ask without a body first, then with one: some servers refuse or mistreat HEAD."""
    answer = Answer(0)
    for pause in (*patience.pauses, None):
        answer = _once("HEAD", address, patience, locks)
        if answer.status >= 400 and answer.status != 429:
            patience.sleep(patience.between)
            answer = _once("GET", address, patience, locks)
        too_long = answer.wait > patience.longest
        if pause is None or too_long or answer.final or not (answer.status in _LATER or answer.status == 0):
            break
        patience.sleep(max(pause, answer.wait))
    return answer


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Hands redirections to the caller, who wants to know where they lead."""

    def redirect_request(self, *_: Any) -> None:
        """Follow none."""


_OPENER: Final = urllib.request.build_opener(_NoRedirect)


def leads_inside(address: str) -> bool:
    """Tell whether an address is that of this machine or of its network: no link may have us ask there.

    Behind a proxy it is the proxy that looks names up, and that knows what it lets through.
    """
    parts = urllib.parse.urlsplit(address)
    host = parts.hostname or ""
    with contextlib.suppress(ValueError):
        return not ipaddress.ip_address(host).is_global
    if parts.scheme in urllib.request.getproxies():
        return False
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # whoever asks says so
        return False
    return any(not ipaddress.ip_address(str(place[0]).partition("%")[0]).is_global for *_, place in found)


def _once(method: str, address: str, patience: Patience, locks: HostLocks) -> Answer:
    if leads_inside(address):
        return Answer(0, reason="l’adresse mène dans un réseau privé", final=True)
    try:
        request = urllib.request.Request(  # noqa: S310  http and https only: so are the addresses found
            _encoded(address), method=method, headers={"User-Agent": AGENT, "Accept": "*/*"}
        )
        with locks.of(address), _OPENER.open(request, timeout=patience.timeout) as answer:
            return Answer(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            target = error.headers.get("Location") or ""
            wait = _seconds(error.headers.get("Retry-After") or "")
        reason = "" if error.code != 429 else "le site demande de revenir plus tard (429)"
        return Answer(error.code, urllib.parse.urljoin(address, target) if target else "", wait, reason)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _failure(getattr(error, "reason", error))


def _failure(cause: object) -> Answer:
    """Say why there was no answer."""
    if isinstance(cause, socket.gaierror):
        gone = cause.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
        return Answer(0, reason="le nom de ce site est inconnu", final=gone)
    if isinstance(cause, ssl.SSLCertVerificationError):
        # there is a site, and asking again gives the same
        return Answer(INVALID_CERTIFICATE, reason="le certificat du site n’est pas valable", final=True)
    if isinstance(cause, ssl.SSLError):
        return Answer(0, reason="la connexion chiffrée échoue")
    if isinstance(cause, TimeoutError):
        return Answer(0, reason="le site ne répond pas à temps")
    if isinstance(cause, ConnectionError):
        return Answer(0, reason="le site coupe la connexion")
    return Answer(0, reason="le site ne répond pas")


def _seconds(text: str) -> float:
    """Read `Retry-After`: seconds, or a date (RFC 9110, 10.2.3); what is neither asks for nothing."""
    if re.fullmatch(r"\d{1,9}", text.strip()):
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return 0.0


def _encoded(address: str) -> str:
    """Return an address as HTTP wants it: ASCII, without its fragment."""
    parts = urllib.parse.urlsplit(address)
    host = (parts.hostname or "").encode("idna").decode()
    port = f":{parts.port}" if parts.port else ""
    path, query = (urllib.parse.quote(part, safe=_SAFE) for part in (parts.path, parts.query))
    return urllib.parse.urlunsplit((parts.scheme, f"{host}{port}", path or "/", query, ""))


def first_answer(address: str, patience: Patience) -> Answer:
    """Ask for an address once, without patience."""
    return _once("HEAD", address, patience, HostLocks())


def _asked(api: str, query: dict[str, str], patience: Patience) -> Any:
    """Return what the archive's API says; None where nobody answers, or somebody who is not the archive."""
    address = f"{api}?{urllib.parse.urlencode(query)}"
    request = urllib.request.Request(address, headers={"User-Agent": AGENT})  # noqa: S310  as above
    try:
        with _OPENER.open(request, timeout=patience.timeout) as answer:
            said = json.load(answer)["archived_snapshots"]
            return said if isinstance(said, dict) else None
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return None


def answers_as_archive(api: str, patience: Patience) -> bool:
    """Tell whether the archive's API answers, and nobody in its place."""
    return _asked(api, {"url": "example.org"}, patience) is not None


def archived_copy(address: str, year: str, patience: Patience, api: str = ARCHIVE_API) -> str:
    """Return the address of the archived copy nearest to a year; empty when there is none, or no answer.

    The Internet Archive's availability API: https://archive.org/help/wayback_api.php
    """
    query = {"url": address, "timestamp": year} if year else {"url": address}
    copy = (_asked(api, query, patience) or {}).get("closest")
    known = str(copy.get("url", "")) if isinstance(copy, dict) and copy.get("available") else ""
    return re.sub(r"^http://web\.archive\.org/", "https://web.archive.org/", known)
