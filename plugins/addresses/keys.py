"""The addresses that pages had before, reduced to keys: one key for all the ways to write one address.

Today's site runs SPIP, which answers to many spellings of each page: `/?Titre`, `/Titre`, `/Titre.html`
and `/spip.php?Titre`; `/?article12`, `/article12.html`, `/?page=article&id_article=12` and
`/article.php3?id_article=12`; in UTF-8 or in Latin-1; with or without what trackers put behind. What Apache
and nginx follow (`plugins/addresses/apache_rules.py`, `plugins/host/nginx.py`) reads an address in the same
order as `address_key`.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import unicodedata
from typing import Final
from urllib.parse import unquote_to_bytes

OBJECTS: Final = "article|rubrique|breve|mot|auteur|site"
"""What SPIP numbers."""
SCRIPTS: Final = r"[a-z_-]+\.php3?"
"""What answered at the root: `spip.php`, `article.php3`."""
FRONT: Final = r"(?:index|spip)\.php3?"
"""The scripts that add nothing to a query; any other one is a page: `plan.php3` is `?page=plan`."""
SUFFIX: Final = r"(?:\.html?)?/*"
"""What may stand behind a name."""

OLD_FEED: Final = "page=backend"
"""The key of the RSS feed, of the whole site or of a part."""

TYPED: Final = re.compile(r"/[^\s\"'<>\\^`{}|#]*|/IMG/[^\r\n\t\"<>\\^`{}|#?]*")
"""What an editor may write: from the site's root, without quotes or anchor, spaces in file names only."""

UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\"\\\ufffd]")
"""What percent-encoding must not bring in: it could not stand in Apache's configuration."""

_SCRIPT: Final = re.compile(rf"/(?:{SCRIPTS})?")
_FRONT: Final = re.compile(rf"/(?:{FRONT})?")
QUERY: Final = (
    (r"(?:^|&)page=(backend)(?![^&])", "page=%1"),
    (rf"(?:^|&)page=({OBJECTS})&(?:.*&)?id_\1=([0-9]+)(?![^&])", "%1%2"),
    (rf"(?:^|&)id_({OBJECTS})=([0-9]+)(?![^&])", "%1%2"),
    (r"(?:^|&)id_syndic=([0-9]+)(?![^&])", "site%1"),
    (rf"^([^&=]+?){SUFFIX}=?(?![^&])", "%1"),
    (r"(?:^|&)page=([^&]+)", "page=%1"),
)
"""What a decoded query asks for: the first of these that it holds, and its key."""
OLD_QUERY: Final = rf"^[^&=]+=?(?![^&])|(?:^|&)(?:page|id_(?:{OBJECTS}|syndic))="
"""A query of the old site, claimed or not, behind the home page's address; `?fbclid=…` is none."""
MARKED: Final = (r"\+-(.+)-\+", r"([-+_@])(.+?)\1?")
"""SPIP sets marks around a name: `+-Mot-+`; `-Rubrique-`, `+Breve+`, `_Auteur_`, `@Site@` and `-Rubrique`."""


def address_key(address: str) -> str | None:
    """Return the key of an old address, typed from the site's root; None when it cannot have been one.

    A key is a name (`Titre`, `-Rubrique-`), an object (`article12`), a page of SPIP's own (`page=plan`)
    or a path (`IMG/pdf/manifeste.pdf`, `actualites/ancien-nom`): what stands behind `/?` or `/`.
    """
    path, _, query = (_decoded(part) for part in address.partition("?"))
    if not TYPED.fullmatch(address) or UNSAFE.search(path + query):
        return None
    if _SCRIPT.fullmatch(path):
        page = "" if _FRONT.fullmatch(path) else f"page={path[1:].partition('.')[0]}&"
        key = _key_of_query(page + query)
    else:
        key = re.sub(f"{SUFFIX}$", "", path[1:], count=1) if not query else ""
    return key if key and ".." not in key.split("/") and bare_name(key).strip("/") else None


def _decoded(text: str) -> str:
    """Decode as SPIP did: UTF-8, else Latin-1 as browsers know it; accents are one character each."""
    data = unquote_to_bytes(text)
    try:
        return unicodedata.normalize("NFC", data.decode())
    except UnicodeDecodeError:
        # letters that stand as themselves beside bytes of another encoding belong to no address
        return data.decode("cp1252", "replace") if text.isascii() else "\ufffd"


def _key_of_query(query: str) -> str:
    for pattern, key in QUERY:
        found = re.search(pattern, query)
        if found:
            return found.expand(key.replace("%", "\\"))
    return ""


def bare_name(name: str) -> str:
    """Return a name without its marks: SPIP answers to it too, and to the name with any others."""
    marked = next(filter(None, (re.fullmatch(pattern, name) for pattern in MARKED)), None)
    return marked[marked.lastindex or 0] if marked else name


def without_number(name: str) -> str:
    """Return a bare name without what stands behind a comma: the names of equal titles are numbered so."""
    return name.partition(",")[0]


def spellings(name: str) -> tuple[bytes, ...]:
    """Return a name as requests bring it: accents as one character or two, in UTF-8 or in Latin-1."""
    found = [name.encode(), unicodedata.normalize("NFD", name).encode()]
    with contextlib.suppress(UnicodeEncodeError):
        found.append(name.encode("cp1252"))
    return tuple(dict.fromkeys(found))


def bucket_of(spelling: bytes) -> str:
    """Return the folder of a name, with any marks and any number behind a comma."""
    name = without_number(bare_name(spelling.decode("latin-1")))
    return hashlib.md5(name.encode("latin-1"), usedforsecurity=False).hexdigest()[:2]
