"""The `server` block to give to a host whose nginx does not read `.htaccess`: the same answers as Apache's.

It serves the folder that `invoke publish` switches, so it changes only when rules or old addresses do:
headers, what browsers keep, compressed copies, the error page, hidden files, the addresses of the old site.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from plugins.addresses.keys import OBJECTS
from plugins.addresses.redirects import LOST
from plugins.host.htaccess import A_WEEK, FOR_EVER, SEARCH, TYPES, headers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from plugins.addresses.redirects import Redirects
    from plugins.host.htaccess import Hosted

TO_COMPLETE: Final = "/à/compléter"
"""Stands where only the host knows the file: its certificate and key."""
GONE: Final = "410"
NOTHING: Final = '""'

CACHE: Final = {
    f"~^(?:200|206|304):/(?:theme|media|{SEARCH})/": FOR_EVER,
    r"~^(?:200|206|304):/(?:favicon\.(?:ico|svg)|icon-\d+\.png|apple-touch-icon\.png)$": A_WEEK,
}
OLD_SITE: Final = rf"~^[^&=]+=?&|(?:^|&)(?:page|id_(?:{OBJECTS}))=|\.php$"
"""Queries and paths that are the old site's, claimed or not; a query such as `?fbclid=…` is not."""


def server_block(site: Hosted, redirects: Redirects, folder: str) -> str:
    """Return the lines for nginx's `http` level: three maps and the servers.

    Args:
        site: as for the `.htaccess` files.
        redirects: the old addresses.
        folder: the folder to serve, on the host.
    """
    return "\n".join((*_maps(redirects), *_other_names(site), *_server(site, folder))) + "\n"


def _maps(redirects: Redirects) -> Iterator[str]:
    answers = {**redirects.moved, **dict.fromkeys(redirects.gone, GONE)}
    spip = {key.removeprefix("?"): target for key, target in answers.items() if key.startswith("?")}
    paths = {key: target for key, target in answers.items() if key.startswith("/")}
    yield "# Écrit par « invoke publish --nginx » : à placer au niveau « http » de nginx, puis à compléter"
    yield f"# là où il est écrit {TO_COMPLETE}. À refaire quand d’anciennes adresses changent."
    yield from _map("$status:$uri", "$cvts_cache", CACHE, "no-cache")
    yield from _map("$uri", "$cvts_origin", {"~^/media/": "cross-origin"}, "same-origin")
    yield from _map("$args&$uri", "$cvts_old_site", {OLD_SITE: "1"})
    yield from _map("$args", "$cvts_query", dict(_queries(spip)))
    numbered = {f"/{name}.html": target for name, target in spip.items() if _is_numbered(name)}
    yield from _map(
        "$uri",
        "$cvts_path",
        {_exact(path): target for path, target in [*_both_ends(paths), *numbered.items()]},
    )


def _map(source: str, name: str, entries: Mapping[str, str], default: str = "") -> Iterator[str]:
    yield f"map {source} {name} {{"
    yield f'  default "{default}";'
    yield from (f'  "{pattern}" "{value}";' for pattern, value in entries.items())
    yield "}"


def _both_ends(paths: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for path, target in sorted(paths.items()):
        yield path, target
        yield f"{path}/", target


def _exact(path: str) -> str:
    # what a map reads as the start of a pattern or as a keyword
    return rf"\{path}" if path.startswith(("~", "default", "hostnames", "include", "volatile")) else path


def _queries(spip: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield patterns of a whole query, in the order in which `plugins.addresses.keys` reads one.

    nginx does not decode a query: each character may stand as itself or as its bytes in hexadecimal.
    """
    feed = spip.get("page=backend")
    if feed:
        yield r"~(?:^|&)page=backend(?:&|$)", feed
    numbered = {name: target for name, target in spip.items() if _is_numbered(name)}
    for name, target in sorted(numbered.items()):
        kind, number = re.fullmatch(r"([a-z]+)(\d+)", name, re.ASCII).groups()  # type: ignore[union-attr]  # is numbered
        yield rf"~(?:^|&)id_{kind}={number}(?:&|$)", target
    yield rf"~(?:^|&)id_(?:{OBJECTS})=\d+(?:&|$)", ""
    for name, target in sorted(spip.items(), key=lambda item: ("," not in item[0], item)):
        if name.startswith("page="):
            pattern = rf"~(?:^|&)page={_encoded(name.removeprefix('page='))}(?:,[^&]*)?(?:&|$)"
        else:
            pattern = rf"~^{_encoded(name)}(?:(?:,|%2[Cc])[^&=]*)?=?(?:&|$)"
        if name != "page=backend":
            yield pattern, target


def _is_numbered(name: str) -> bool:
    return re.fullmatch(rf"(?:{OBJECTS})\d+", name, re.ASCII) is not None


def _encoded(text: str) -> str:
    """Return a pattern for a text in a query; no client percent-encodes unaccented letters and digits."""
    return "".join(_encoded_character(character) for character in text)


def _encoded_character(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    data = "".join(
        "%" + "".join(f"[{digit}{digit.lower()}]" if digit.isalpha() else digit for digit in f"{byte:02X}")
        for byte in character.encode()
    )
    itself = re.escape(character) if character.isascii() else character
    # braces and quotes would end nginx's own string
    return f"(?:{itself}|{data})" if character not in '"{}' else data


def _other_names(site: Hosted) -> Iterator[str]:
    """Yield the servers that lead other names, and http, to the one address."""
    if not site.host:
        return
    bare = site.host.removeprefix("www.")
    other = bare if site.host != bare else f"www.{bare}"
    names = f"{site.host} {other}" if site.https == "apache" else other
    yield "server {"
    yield from ("  listen 80;", "  listen [::]:80;", f"  server_name {names};")
    scheme = "http" if site.https == "non" else "https"
    yield f"  location / {{ return 301 {scheme}://{site.host}$request_uri; }}"
    yield f"  location /.well-known/acme-challenge/ {{ root {TO_COMPLETE}; }}"
    yield "}"
    if site.https == "apache":
        yield from ("server {", *_tls(), f"  server_name {other};")
        yield f"  return 301 https://{site.host}$request_uri;"
        yield "}"


def _tls() -> Iterable[str]:
    return (
        "  listen 443 ssl;",
        "  listen [::]:443 ssl;",
        f"  ssl_certificate {TO_COMPLETE};",
        f"  ssl_certificate_key {TO_COMPLETE};",
    )


def _server(site: Hosted, folder: str) -> Iterator[str]:
    yield "server {"
    yield from _tls() if site.https == "apache" else ("  listen 80;", "  listen [::]:80;")
    yield f"  server_name {site.host or TO_COMPLETE};"
    yield f'  root "{folder}";'
    yield "  index index.html;"
    yield "  absolute_redirect off;"
    yield "  server_tokens off;"
    yield "  types {"
    yield from (f'    "{media_type}" {suffix[1:]};' for suffix, media_type in TYPES.items())
    yield from (
        "    image/gif gif;",
        "    image/jpeg jpg jpeg;",
        "    image/png png;",
        "    application/pdf pdf;",
    )
    yield "  }"
    yield "  gzip_static on;"
    yield "  gzip_vary on;"
    yield "  # brotli_static on;  # si le module brotli est là"
    for name, value in headers(site).items():
        shown = "$cvts_origin" if name == "Cross-Origin-Resource-Policy" else value
        yield f'  add_header {name} "{shown}" always;'
    yield "  add_header Cache-Control $cvts_cache always;"
    yield "  error_page 403 =404 /404.html;"
    yield "  error_page 404 /404.html;"
    yield f"  error_page 410 {LOST}index.html;"
    yield r"  location ~ /\.(?!well-known/) { return 404; }"
    yield "  location = / {"
    yield from _old_address("$cvts_query")
    yield f"    error_page 404 410 {LOST}index.html;"
    yield "    if ($cvts_old_site) { return 404; }"
    yield "    try_files /index.html =404;"
    yield "  }"
    yield r"  location ~ ^/(?:index|spip)\.php$ {"
    yield from _old_address("$cvts_query")
    yield f"    error_page 404 410 {LOST}index.html;"
    yield '    if ($args = "") { return 301 /; }'
    yield "    return 404;"
    yield "  }"
    yield rf"  location ~ ^/(?:{OBJECTS})[0-9]+\.html$ {{"
    yield from _old_address("$cvts_path")
    yield f"    error_page 404 410 {LOST}index.html;"
    yield "    return 404;"
    yield "  }"
    yield r"  location ~ ^/feeds/.*\.json$ {"
    yield "    types { }"
    yield "    default_type application/feed+json;"
    yield "    try_files $uri =404;"
    yield "  }"
    yield "  location / { try_files $uri $uri/ @ancienne; }"
    yield "  location @ancienne {"
    yield from _old_address("$cvts_path")
    yield "    return 404;"
    yield "  }"
    yield "}"


def _old_address(answer: str) -> Iterator[str]:
    yield f'    if ({answer} = "{GONE}") {{ return 410; }}'
    yield f"    if ({answer}) {{ return 301 {answer}; }}"
