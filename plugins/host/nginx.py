"""The `server` block to give to a host whose nginx does not read `.htaccess`: the same answers as Apache's.

It serves the folder that `invoke publish` switches, so it changes only when rules or old addresses do:
headers, what browsers keep, compressed copies, the error page, hidden files, the addresses of the old site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from plugins.addresses.keys import FRONT, OBJECTS, OLD_QUERY, SCRIPTS, SUFFIX
from plugins.addresses.redirects import LOST
from plugins.host.htaccess import A_WEEK, FOR_EVER, SEARCH, TYPES, headers
from plugins.host.nginx_addresses import address_maps, map_block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugins.addresses.redirects import Redirects
    from plugins.host.htaccess import Hosted

TO_COMPLETE: Final = "/à/compléter"
"""Stands where only the host knows the file: its certificate and key."""
CACHE: Final = {
    f"~^(?:200|206|304):/(?:theme|media|{SEARCH})/": FOR_EVER,
    r"~^(?:200|206|304):/(?:favicon\.(?:ico|svg)|icon-\d+\.png|apple-touch-icon\.png)$": A_WEEK,
}


def server_block(site: Hosted, redirects: Redirects, folder: str) -> str:
    """Return the lines for nginx's `http` level: maps and the servers.

    Args:
        site: as for the `.htaccess` files.
        redirects: the old addresses.
        folder: the folder to serve, on the host.
    """
    return "\n".join((*_maps(redirects), *_other_names(site), *_server(site, folder))) + "\n"


def _maps(redirects: Redirects) -> Iterator[str]:
    yield "# Écrit par « invoke publish --nginx » : à placer au niveau « http » de nginx, puis à compléter"
    yield f"# là où il est écrit {TO_COMPLETE}. À refaire quand d’anciennes adresses changent."
    yield from map_block("$status:$uri", "$cvts_cache", CACHE, "no-cache")
    yield from map_block("$uri", "$cvts_origin", {"~^/media/": "cross-origin"}, "same-origin")
    yield from map_block("$args", "$cvts_old_site", {f"~{OLD_QUERY}": "1"})
    yield from address_maps(redirects)


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
    yield from _old_address()
    yield f"    error_page 404 410 {LOST}index.html;"
    yield "    if ($cvts_old_site) { return 404; }"
    yield "    try_files /index.html =404;"
    yield "  }"
    yield rf"  location ~ ^/(?:{SCRIPTS}|(?:{OBJECTS})[0-9]+{SUFFIX})$ {{"
    yield from _old_address()
    yield f"    error_page 404 410 {LOST}index.html;"
    yield rf'    if ($request_uri ~ "^/+{FRONT}\??$") {{ return 301 /; }}'
    yield "    return 404;"
    yield "  }"
    yield r"  location ~ ^/feeds/.*\.json$ {"
    yield "    types { }"
    yield "    default_type application/feed+json;"
    yield "    try_files $uri =404;"
    yield "  }"
    yield "  location / { try_files $uri $uri/ @ancienne; }"
    yield "  location @ancienne {"
    yield from _old_address()
    yield "    return 404;"
    yield "  }"
    yield "}"


def _old_address() -> Iterator[str]:
    yield '    if ($cvts_answer = "410") { return 410; }'
    yield '    if ($cvts_answer ~ "^301(.+)$") { return 301 $1; }'
    yield '    if ($cvts_answer ~ "^302(.+)$") { return 302 $1; }'
