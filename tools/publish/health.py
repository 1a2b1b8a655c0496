"""Fetches the site as visitors get it, over HTTP(S): is it what was published, are its rules followed?

A wrong page is a problem, and the publication is undone. What a host cannot do (send our headers, lead old
addresses on) is a loss: it is said, and the site stays. What the host makes of our rules is tried in a folder
apart before any visitor meets them: a directive that it does not allow makes every page an error.
"""

from __future__ import annotations

import hashlib
import http.client
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.publish import manifest as manifests
from tools.publish.host import MOST_READ
from tools.publish.pointers import HTACCESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from email.message import Message

    from tools.publish.manifest import Manifest

TIMEOUT = 15
"""Seconds for one page."""
PAUSES = (0.5, 2.0, 4.0)
"""Seconds before a new attempt: a server may be restarting."""
MOST_PAGES = 5
"""Changed pages that are fetched."""
FEEDS = (".atom", ".rss", "atom.xml", "rss.xml", "feed.json")
HEADERS = {"content-security-policy", "x-content-type-options", "referrer-policy"}
"""What our `.htaccess` adds to each page."""
NOWHERE = "cette-adresse-n-existe-pas/"
TRIAL = "cvts-essai"
"""The folder, in the document root, in which the rules are tried; it is gone after the trial."""
TRIAL_PAGE = b"<!doctype html><title>Essai</title>"

LOOP = (
    "est redirigé sans fin : une machine devant le serveur web répond en https sans le lui dire "
    '→ dans content/association.toml, [hebergeur], écrivez https = "mandataire"'
)
TO_ASK = "→ demandez à l’hébergeur, pour le dossier du site, "
REFUSED = {
    403: f"le serveur n’ouvre aucune page là où sont nos règles .htaccess {TO_ASK}« Options FollowSymLinks »",
    500: f"le serveur refuse une ligne de nos règles .htaccess {TO_ASK}« AllowOverride FileInfo »",
}
"""What a status means where all pages answer with it."""
NO_HEADERS = f"le serveur n’envoie pas nos en-têtes de sécurité {TO_ASK}le module mod_headers"
NO_RULES = "nos règles ne sont pas suivies (en-têtes de sécurité, page d’erreur, anciennes adresses) : "
NOT_READ = f"{NO_RULES}le serveur ne lit pas .htaccess {TO_ASK}« AllowOverride FileInfo »"
NGINX = f"{NO_RULES}nginx ne lit pas .htaccess → donnez à l’hébergeur ce que « invoke publish --nginx » écrit"


@dataclass(frozen=True)
class Health:
    """What was found."""

    addresses: int
    problems: tuple[str, ...]
    """In French, with the address; empty when all is well."""
    losses: tuple[str, ...] = ()
    """What this host does not do for the site, in French."""


@dataclass(frozen=True)
class _Answer:
    """What a visitor gets in the end; `trouble` where there is nothing to read."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    """By lower-case name."""
    trouble: str = ""


def check_over_web(address: str, manifest: Manifest, changed: Iterable[str]) -> Health:
    """Fetch the manifest, the home page, a feed and a few changed pages; then an address that does not exist.

    Args:
        address: the site's, without last slash.
        manifest: what should be live.
        changed: paths of the files that this publication changed.
    """
    files = manifest.files
    feeds = sorted(path for path in files if path.endswith(FEEDS))[:1]
    pages = [path for path in changed if path in files and path.endswith(".html") and path != "404.html"]
    paths = list(dict.fromkeys(["index.html", *feeds, *pages[:MOST_PAGES]]))
    expected = {path: files[path].sha256 for path in paths if path in files}
    expected[manifests.NAME] = hashlib.sha256(manifest.dump()).hexdigest()
    problems: list[str] = []
    for pause in (*PAUSES, None):
        answers = {path: _fetch(_url(address, path)) for path in expected}
        problems = _problems(address, answers, expected)
        if not problems or pause is None:
            break
        time.sleep(pause)
    losses = () if problems or HTACCESS not in files else _losses(address, manifest, answers)
    return Health(len(expected), tuple(problems), losses)


def trial_page(address: str) -> bool:
    """Whether the trial folder's page is what visitors get there."""
    return fetch(f"{address}/{TRIAL}/") == TRIAL_PAGE


def rules_trouble(address: str) -> str:
    """Return why the host no longer shows that page with our rules beside it; empty if it does."""
    url = f"{address}/{TRIAL}/"
    answer = _fetch(url)
    if answer.body == TRIAL_PAGE:
        return ""
    return REFUSED.get(answer.status) or f"{url} {answer.trouble or f'répond {answer.status}'}"


def fetch(url: str) -> bytes:
    """Return what is at an address; nothing where nobody answers, or with an error."""
    answer = _fetch(url)
    return answer.body if answer.status == http.HTTPStatus.OK else b""


def _url(address: str, path: str) -> str:
    return f"{address}/{urllib.parse.quote(path.removesuffix('index.html'))}"


def _fetch(url: str) -> _Answer:
    request = urllib.request.Request(  # noqa: S310  the setting is checked to be http or https
        url,
        headers={"Cache-Control": "no-cache", "Accept-Encoding": "identity", "User-Agent": "cvts-publish"},
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            return _Answer(answer.status, answer.read(MOST_READ + 1), _lower(answer.headers))
    except urllib.error.HTTPError as error:
        with error:
            loop = LOOP if error.code // 100 == 3 else ""  # followed until the library gave up
            return _Answer(error.code, error.read(MOST_READ + 1), _lower(error.headers), loop)
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, ssl.SSLCertVerificationError):
            return _Answer(0, b"", {}, f"n’a pas de certificat valable ({reason.verify_message})")
        return _Answer(0, b"", {}, f"ne répond pas ({type(reason).__name__})")


def _lower(headers: Message) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _problems(address: str, answers: Mapping[str, _Answer], expected: Mapping[str, str]) -> list[str]:
    """Return one line for each fault of a page; one for all pages where all have the same."""
    found: list[tuple[str, str]] = []
    for path, answer in answers.items():
        url = _url(address, path)
        if answer.trouble:
            found.append((url, answer.trouble))
        elif answer.status != http.HTTPStatus.OK:
            found.append((url, f"répond {answer.status}"))
        elif hashlib.sha256(answer.body).hexdigest() != expected[path]:
            found.append((url, "n’a pas le contenu publié"))
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if answer.status == http.HTTPStatus.OK and path.endswith(".html") and kind != "text/html":
            found.append((url, f"est envoyé comme {kind or 'fichier sans type'}"))
    faults = Counter(fault for _, fault in found)
    if len(faults) == 1 and len(found) == len(answers) > 1:
        status = next(iter(answers.values())).status
        cause = f" ; {REFUSED[status]}" if status in REFUSED else ""
        return [f"{found[0][0]} {found[0][1]}, comme les {len(answers)} adresses vérifiées{cause}"]
    return [f"{url} {fault}" for url, fault in found]


def _losses(address: str, manifest: Manifest, answers: Mapping[str, _Answer]) -> tuple[str, ...]:
    """Return what this host does not do of what our rules ask."""
    page = answers["index.html"]
    missing = HEADERS - page.headers.keys()
    nowhere = _fetch(f"{address}/{NOWHERE}")
    error_page = manifest.files.get("404.html")
    if error_page and hashlib.sha256(nowhere.body).hexdigest() != error_page.sha256:
        return (NGINX if "nginx" in page.headers.get("server", "").lower() else NOT_READ,)
    return (NO_HEADERS,) if missing else ()
