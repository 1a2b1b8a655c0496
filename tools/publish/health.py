"""Fetches the site as a visitor gets it, over HTTP(S), and compares it with what was published."""

from __future__ import annotations

import hashlib
import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.publish import manifest as manifests

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.publish.manifest import Manifest

TIMEOUT = 15
"""Seconds for one page."""
PAUSES = (0.5, 2.0, 4.0)
"""Seconds before a new attempt: a server may be restarting."""
MOST_PAGES = 5
"""Changed pages that are fetched."""
FEEDS = (".atom", ".rss", "atom.xml", "rss.xml", "feed.json")
HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy")
"""What our `.htaccess` adds to each page."""


@dataclass(frozen=True)
class Health:
    """What was found."""

    addresses: int
    problems: tuple[str, ...]
    """In French, with the address; empty when all is well."""


def check_over_web(address: str, manifest: Manifest, changed: Iterable[str]) -> Health:
    """Fetch the manifest, the home page, a feed and a few changed pages.

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
    headers = HEADERS if ".htaccess" in files else ()
    problems: list[str] = []
    for pause in (*PAUSES, None):
        problems = [
            text for path, sha256 in expected.items() for text in _problems(address, path, sha256, headers)
        ]
        if not problems or pause is None:
            break
        time.sleep(pause)
    return Health(len(expected), tuple(problems))


def fetch(url: str) -> bytes:
    """Return what is at an address; nothing where nobody answers, or with an error."""
    try:
        with urllib.request.urlopen(_request(url), timeout=TIMEOUT) as answer:  # noqa: S310
            body: bytes = answer.read()
            return body
    except (OSError, http.client.HTTPException):
        return b""


def _request(url: str) -> urllib.request.Request:
    return urllib.request.Request(  # noqa: S310  the setting is checked to be http or https
        url,
        headers={"Cache-Control": "no-cache", "Accept-Encoding": "identity", "User-Agent": "cvts-publish"},
    )


def _problems(address: str, path: str, sha256: str, headers: tuple[str, ...]) -> list[str]:
    url = f"{address}/{urllib.parse.quote(path.removesuffix('index.html'))}"
    try:
        with urllib.request.urlopen(_request(url), timeout=TIMEOUT) as answer:  # noqa: S310
            body, got = answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        error.close()
        return [f"{url} répond {error.code}"]
    except (OSError, http.client.HTTPException) as error:
        return [f"{url} ne répond pas ({type(error).__name__})"]
    found = []
    if hashlib.sha256(body).hexdigest() != sha256:
        found.append(f"{url} n’a pas le contenu publié")
    if path.endswith(".html"):
        if got.get_content_type() != "text/html":
            found.append(f"{url} est envoyé comme {got.get_content_type()}")
        found += [f"{url} n’a pas l’en-tête {name}" for name in headers if name not in got]
    return found
