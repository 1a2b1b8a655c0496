"""The `.htaccess` files that answer for old addresses, in a folder apart: ordinary pages never pay for them.

The root's `.htaccess` enters the folder only for an address that no file answers. Apache tries rules one by
one, so they are spread over folders named by the first two digits of the address's MD5, which Apache works
out as we do: each holds a 256th of them, and two thousand addresses cost a visitor no more than twenty.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from plugins.addresses.keys import OBJECTS
from plugins.addresses.redirects import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from plugins.addresses.redirects import Redirects

ORIGIN: Final = "CVTS_ORIGINE"
"""Set by the root's `.htaccess`: the scheme and name that visitors use; empty where Apache knows them."""

SPIP: Final = "spip"
PATHS: Final = "chemins"
"""The two folders below `FOLDER`: SPIP's names, and any other path."""
NAME: Final = "CVTS_ANCIEN_NOM"
"""The old address, as `plugins.addresses.keys` reduces it, without its first character."""


def rules(redirects: Redirects, lost: str) -> dict[str, str]:
    """Return the files by their path from the site's root.

    `lost` is the address of the page shown for what was retired, and for an
    address of SPIP's that nobody claims: with its status, 410 or 404, so that
    search engines forget it, and with the ways on, so that a visitor does not.
    """
    answers = {**redirects.moved, **dict.fromkeys(redirects.gone, "")}
    spip = {key.removeprefix("?"): target for key, target in answers.items() if key.startswith("?")}
    paths = {key.removeprefix("/"): target for key, target in answers.items() if key.startswith("/")}
    gone, unknown = f"ErrorDocument 410 {lost}", f"ErrorDocument 404 {lost}"
    files = {
        f"{FOLDER}/.htaccess": _file(_path_name(), (gone, *NOT_KEPT)),
        f"{FOLDER}/{SPIP}/.htaccess": _file(_spip_name(), (unknown, gone, *NOT_KEPT)),
    }
    # a name may be followed by `,something` (SPIP numbers so the pages of one title)
    for folder, names, tail in ((SPIP, spip, "(?:,|$)"), (PATHS, paths, "$")):
        for digits, some in _spread(names).items():
            files[f"{FOLDER}/{folder}/{digits}/.htaccess"] = _file(_answers(some, tail))
    return files


NOT_KEPT: Final = (
    "<IfModule mod_headers.c>",
    '  Header always set Cache-Control "no-cache"',
    "</IfModule>",
)


def _file(rewriting: Iterable[str], others: Iterable[str] = ()) -> str:
    lines = ("RewriteEngine On", *rewriting, 'RewriteRule "^" - [R=404,L]')
    inner = (f"  {line}" for line in lines)
    return "\n".join((*others, "<IfModule mod_rewrite.c>", *inner, "</IfModule>", ""))


def _spread(names: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the names and targets of each folder."""
    found: dict[str, dict[str, str]] = {}
    for name, target in sorted(names.items()):
        found.setdefault(digits_of(name), {})[name] = target
    return found


def digits_of(name: str) -> str:
    """Return the folder of a name: a name with a number stands beside the name alone."""
    return hashlib.md5(name.partition(",")[0].encode(), usedforsecurity=False).hexdigest()[:2]


def _path_name() -> Iterator[str]:
    yield f'RewriteRule "^{PATHS}/" - [R=404,L]'
    yield f'RewriteRule "^(.*?)/?$" - [E={NAME}:$1]'
    yield from _enter(f"{PATHS}/")


def _spip_name() -> Iterator[str]:
    """Name the address as `plugins.addresses.keys` does."""
    yield 'RewriteRule "^../" - [R=404,L]'
    yield 'RewriteCond %{QUERY_STRING} "^$"'
    yield f'RewriteRule "^$" {_answer("/", depth=1)}'
    for pattern, name in (
        ("(?:^|&)page=(backend)(?:&|$)", "page=%1"),
        (f"(?:^|&)id_({OBJECTS})=([0-9]+)(?:&|$)", "%1%2"),
        ("^([^&=]+)=?(?:&|$)", "%1"),
        ("(?:^|&)page=([^&]+)", "page=%1"),
    ):
        yield f'RewriteCond %{{ENV:{NAME}}} "^$"'
        yield f'RewriteCond expr "unescape(%{{QUERY_STRING}}) =~ m#{pattern}#"'
        yield f'RewriteRule "^" - [E={NAME}:{name}]'
    yield from _enter("")


def _enter(folder: str) -> Iterator[str]:
    """Go on in the folder of the name; where there is none, its own first rule answers."""
    yield f'RewriteCond %{{ENV:{NAME}}} "^([^,]*)"'
    yield 'RewriteRule "^" - [E=CVTS_DEBUT:%1]'
    yield "RewriteCond expr \"md5(reqenv('CVTS_DEBUT')) =~ m#^(..)#\""
    yield f'RewriteRule "^" {folder}%1/ [L]'


def _answers(names: Mapping[str, str], tail: str) -> Iterator[str]:
    """Look the name up; those that are claimed with their number come first."""
    for name, target in sorted(names.items(), key=lambda item: ("," not in item[0], item)):
        yield f'RewriteCond %{{ENV:REDIRECT_{NAME}}} "^{re.escape(name)}{tail}"'
        yield f'RewriteRule "^" {_answer(target, depth=2)}'


def _answer(target: str, depth: int) -> str:
    """Return what answers, after so many inner redirects: each puts its word before a variable's name."""
    return f"%{{ENV:{'REDIRECT_' * depth}{ORIGIN}}}{target} [R=301,L,QSD]" if target else "- [G,L]"
