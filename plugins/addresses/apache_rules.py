"""The `.htaccess` files that answer for old addresses, in a folder apart: ordinary pages never pay for them.

The root's `.htaccess` enters the folder only for an address that no file answers. There the address is
reduced to a name, as `plugins.addresses.keys` does it. Apache tries rules one by one, so they are spread over
folders named by the first two digits of the name's MD5, which Apache works out: each holds a 256th of them,
and two thousand addresses cost a visitor no more than twenty.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from plugins.addresses.keys import FRONT, MARKED, OBJECTS, QUERY, SCRIPTS, SUFFIX, bucket_of, spellings
from plugins.addresses.redirects import FOLDER, rules_in_order
from plugins.addresses.targets import is_outside, location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugins.addresses.redirects import Redirects, Rule

ORIGIN: Final = "CVTS_ORIGINE"
"""Set by the root's `.htaccess`: the scheme and name that visitors use; empty where Apache knows them."""
PATH: Final = "CVTS_CHEMIN"
"""Set by the root's `.htaccess`: the path of the address, without its first slash."""
BY_SPIP: Final = "CVTS_SPIP"
"""Whether only SPIP can have had the address."""
ASKED: Final = "CVTS_REQUETE"
"""What SPIP was asked for: the query, decoded, with the page that the script's name stands for."""
NAME: Final = "CVTS_ANCIEN_NOM"
"""The address, as `plugins.addresses.keys` reduces it."""
BARE: Final = "CVTS_NOM_NU"
"""The name without its marks."""
PART: Final = "CVTS_DEBUT"
"""The bare name without its number, by which names are spread."""
SPIPS_OWN: Final = rf"^(?:{SCRIPTS}|(?:{OBJECTS})[0-9]+{SUFFIX})?$"
"""The paths that only SPIP can have had."""


def rules(redirects: Redirects, lost: str) -> dict[str, str]:
    """Return the files by their path from the site's root.

    `lost` is the address of the page shown for what was retired, and for an
    address of SPIP's that nobody claims: with its status, 410 or 404, so that
    search engines forget it, and with the ways on, so that a visitor does not.
    """
    spread: dict[str, list[str]] = {}
    for rule in rules_in_order(redirects):
        for spelling in spellings(rule.name):
            spread.setdefault(bucket_of(spelling), []).extend(_answer(rule, spelling))
    files = {f"{FOLDER}/.htaccess": _file(_naming(), _pages_shown(lost))}
    for bucket, lines in sorted(spread.items()):
        files[f"{FOLDER}/{bucket}/.htaccess"] = _file(lines)
    return files


def _pages_shown(lost: str) -> Iterator[str]:
    yield f"ErrorDocument 410 {lost}"
    yield f"<If \"reqenv('REDIRECT_{BY_SPIP}') == '1'\">"
    yield f"  ErrorDocument 404 {lost}"
    yield "</If>"
    yield "<IfModule mod_headers.c>"
    yield '  Header always set Cache-Control "no-cache"'
    yield "</IfModule>"


def _file(rewriting: Iterable[str], others: Iterable[str] = ()) -> str:
    lines = ("RewriteEngine On", *rewriting, 'RewriteRule "^" - [R=404,L]')
    inner = (f"  {line}" for line in lines)
    return "\n".join((*others, "<IfModule mod_rewrite.c>", *inner, "</IfModule>", ""))


def _naming() -> Iterator[str]:
    """Name the address as `plugins.addresses.keys` does, and go on in the folder of the name.

    Where a name has no folder, the first rule answers.
    """
    path, asked, name = f"%{{ENV:REDIRECT_{PATH}}}", f"%{{ENV:{ASKED}}}", f"%{{ENV:{NAME}}}"
    yield 'RewriteRule "." - [R=404,L]'
    yield f'RewriteCond "{path}?%{{QUERY_STRING}}" "^{FRONT}\\?$"'
    yield f'RewriteRule "^" %{{ENV:REDIRECT_{ORIGIN}}}/ [R=301,L,QSD]'
    yield from _noted(BY_SPIP, "1", f'{path} "{SPIPS_OWN}"')
    yield from _noted(ASKED, "%1", r'expr "unescape(%{QUERY_STRING}) =~ m#(?s)^(.+)\z#"')
    yield from _noted(ASKED, "page=%1&%2", rf'"{path}&{asked}" "(?s)^(?!{FRONT}&)([a-z_-]+)\.php3?&(.*)\z"')
    yield from _noted(NAME, "%1", rf'{path} "(?s)^(?!{SCRIPTS}\z)(.+?){SUFFIX}\z"')
    for pattern, key in QUERY:
        # a path has its name already, whatever its query is
        yield from _noted(NAME, key, f'{path} "^(?:{SCRIPTS})?$"', f'{name} "^$"', f'{asked} "{pattern}"')
    bare = f"%{{ENV:{BARE}}}"
    for pattern, value in ((MARKED[0], "%1"), (MARKED[1], "%2"), ("(.*)", "%1")):
        yield from _noted(BARE, value, f'{bare} "^$"', rf'{name} "(?s)^{pattern}\z"')
    yield from _noted(PART, "%1", f'{bare} "^([^,]*)"')
    yield f"RewriteCond expr \"md5(reqenv('{PART}')) =~ m#^(..)#\""
    yield 'RewriteRule "^" %1/ [L]'


def _noted(variable: str, value: str, *conditions: str) -> Iterator[str]:
    yield from (f"RewriteCond {condition}" for condition in conditions)
    yield f'RewriteRule "^" "-" "[E={variable}:{value}]"'


def _answer(rule: Rule, spelling: bytes) -> Iterator[str]:
    asked = (BARE if "," in rule.name else PART) if rule.any_marks else NAME
    yield f'RewriteCond %{{ENV:REDIRECT_{asked}}} "{_equal_to(spelling)}"'
    if not rule.target:
        yield 'RewriteRule "^" - [G,L]'
        return
    # each inner redirect puts its word before a variable's name
    origin = "" if is_outside(rule.target) else f"%{{ENV:REDIRECT_REDIRECT_{ORIGIN}}}"
    target = location(rule.target).replace("%", r"\%")  # a percent sign and a digit are a group
    yield f'RewriteRule "^" "{origin}{target}" [R={rule.status},NE,L,QSD]'


def _equal_to(spelling: bytes) -> str:
    """Return a condition: a comparison costs Apache less than a pattern, but this file is in ASCII."""
    if spelling.isascii():
        return f"={spelling.decode()}"
    letters = (re.escape(chr(byte)) if byte < 128 else f"\\x{byte:02x}" for byte in spelling)
    return rf"^{''.join(letters)}\z"
