"""The addresses that pages had before, reduced to keys: one key for all the ways to write one address.

Today's site runs SPIP, which answers to several spellings of each page:
`/?Manifeste-du-travail-social`, `/spip.php?article12`, `/article12.html`,
`/?page=article&id_article=12`, with or without tracking parameters behind.
The rules that Apache follows (`plugins/addresses/redirects.py`) read an address
in the same order as `address_key`.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

OBJECTS = "article|rubrique|breve|mot|auteur|site"
"""What SPIP numbers."""

OLD_FEED = "?page=backend"
"""The key of the RSS feed, of the whole site or of a part."""

TYPED = re.compile(r"/[^\s\"'<>\\^`{}|#]*")
"""What an editor may write: from the site's root, without spaces, quotes or anchor."""

UNSAFE = re.compile(r"[\x00-\x1f\x7f\"\\\ufffd]")
"""What percent-encoding must not bring in: it could not stand in Apache's configuration."""

_FRONT = re.compile(r"/(?:index\.php|spip\.php)?")
_NUMBERED_PAGE = re.compile(rf"/((?:{OBJECTS})\d+)\.html")
_FEED = re.compile(r"(?:^|&)page=(backend)(?:&|$)")
_NUMBER = re.compile(rf"(?:^|&)id_({OBJECTS})=(\d+)(?:&|$)")
_NAME = re.compile(r"^([^&=]+)=?(?:&|$)")
_PAGE = re.compile(r"(?:^|&)page=([^&]+)")


def address_key(address: str) -> str | None:
    """Return the key of an old address, typed from the site's root; None when it cannot have been one.

    A key that starts with `?` is an address of SPIP's (`?Manifeste-du-travail-social`,
    `?article12`, `?page=plan`); any other is a path without its final slash
    (`/IMG/pdf/manifeste.pdf`, `/actualites/ancien-nom`).
    """
    decoded = unicodedata.normalize("NFC", unquote(address))
    if not TYPED.fullmatch(address) or UNSAFE.search(decoded):
        return None
    path, _, query = decoded.partition("?")
    numbered = _NUMBERED_PAGE.fullmatch(path)
    if numbered:
        return f"?{numbered[1]}"
    if _FRONT.fullmatch(path):
        return _key_of_query(query)
    path = path.rstrip("/")
    return path if path and not query and "/../" not in f"{path}/" else None


def _key_of_query(query: str) -> str | None:
    if _FEED.search(query):
        return OLD_FEED
    number = _NUMBER.search(query)
    if number:
        return f"?{number[1]}{number[2]}"
    name = _NAME.match(query)
    if name:
        return f"?{name[1]}"
    page = _PAGE.search(query)
    return f"?page={page[1]}" if page else None
