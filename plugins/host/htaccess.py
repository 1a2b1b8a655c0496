"""The site's `.htaccess`: what a shared Apache must know to serve it fast, safely and nothing else.

Each group of lines is skipped by a host that lacks its module, and none needs more of `AllowOverride`
than `FileInfo`: a single directive that a host does not allow makes every page an error 500. So folders'
index, missing final slashes and unlisted folders are matters of rewriting here, not of `DirectoryIndex`,
`DirectorySlash` and `Options`. Rewriting depends on no folder's name: the site may lie at the document root,
in a release that a link points to, or in a slot that the root's rules enter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from plugins.addresses.apache_rules import ORIGIN, PATH
from plugins.addresses.keys import OLD_QUERY
from plugins.addresses.redirects import FOLDER
from plugins.core.facts import HTTPS
from plugins.host.precompressed import SUFFIXES as COMPRESSED

TYPES: Final = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".geojson": "application/geo+json",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".rss": "application/rss+xml; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
"""Media types, said here because old hosts miss some of them and none of them says the encoding."""

PICTURES: Final = frozenset({".avif", ".gif", ".ico", ".jpg", ".png", ".svg", ".webp"})
SOURCES: Final = (
    # directive of the policy, the files that need it
    ("connect-src", frozenset({".js"})),
    ("font-src", frozenset({".woff2"})),
    ("img-src", PICTURES),
    ("manifest-src", frozenset({".webmanifest"})),
    ("script-src", frozenset({".js"})),
    ("style-src", frozenset({".css"})),
)

TRUSTED_TYPES: Final = ("require-trusted-types-for 'script'", "trusted-types 'none'")

UNUSED_FEATURES: Final = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "sync-xhr",
    "usb",
    "xr-spatial-tracking",
)
"""What a page may ask of a browser, and ours never do."""

SEARCH: Final = "recherche/donnees"
"""The folder of the search's index, whose names change with what they hold."""

FOR_EVER: Final = "public, max-age=31536000, immutable"
A_WEEK: Final = "public, max-age=604800"


@dataclass(frozen=True)
class Hosted:
    """What the rules depend on."""

    files: frozenset[str]
    """Every written file, from the site's root, with forward slashes."""
    forms: bool = False
    """Whether a page has a form."""
    host: str = ""
    """The host name of the site's address; empty while it is not known."""
    https: str = HTTPS[0]
    """Who answers for https, one of `HTTPS`."""

    @property
    def suffixes(self) -> frozenset[str]:
        """The endings of the files' names, with their dot."""
        return frozenset(f".{name.rpartition('.')[2]}" for name in self.files if "." in name)


def policy(site: Hosted) -> str:
    """Return the content security policy: nothing, plus what the site's own files need."""
    used = [f"{directive} 'self'" for directive, suffixes in SOURCES if suffixes & site.suffixes]
    form = "'self'" if site.forms else "'none'"
    # trusted types: no text becomes HTML or code, whatever a script of ours were made to do
    refused = ("base-uri 'none'", "frame-ancestors 'none'", *TRUSTED_TYPES)
    return "; ".join(("default-src 'none'", *used, f"form-action {form}", *refused))


def headers(site: Hosted) -> dict[str, str]:
    """Return the headers that every answer carries."""
    return {
        "Content-Security-Policy": policy(site),
        # neither subdomains nor preload: they are not ours to promise for the whole domain
        **({} if site.https == "non" else {"Strict-Transport-Security": "max-age=63072000"}),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def htaccess_files(site: Hosted) -> dict[str, str]:
    """Return the `.htaccess` files that serve the site, by their path from its root."""
    made = {".htaccess": _text(_root(site))}
    folders = {name.partition("/")[0] for name in site.files if "/" in name}
    if "theme" in folders:
        made["theme/.htaccess"] = _text(_module("headers", f'Header set Cache-Control "{FOR_EVER}"'))
    if "media" in folders:
        made["media/.htaccess"] = _text(
            _module(
                "headers",
                f'Header set Cache-Control "{FOR_EVER}"',
                "# Les lecteurs de fils RSS et la lettre montrent nos images depuis ailleurs.",
                'Header always set Cross-Origin-Resource-Policy "cross-origin"',
            )
        )
    if any(name.startswith(f"{SEARCH}/") for name in site.files):
        made[f"{SEARCH}/.htaccess"] = _text(_module("headers", f'Header set Cache-Control "{FOR_EVER}"'))
    if "feeds" in folders:
        made["feeds/.htaccess"] = _text(_forced(r"\.json(?:\.(?:br|gz))?$", "application/feed+json"))
    return made


def _text(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _module(name: str, *lines: str) -> Iterator[str]:
    """Yield lines that a host without the module skips."""
    yield f"<IfModule mod_{name}.c>"
    yield from (f"  {line}" for line in lines)
    yield "</IfModule>"


def _root(site: Hosted) -> Iterator[str]:
    yield "# Écrit par la construction du site : toute modification faite ici sera perdue."
    yield "ErrorDocument 403 /404.html"
    yield "ErrorDocument 404 /404.html"
    yield "FileETag MTime Size"
    yield from _types()
    yield from _module(
        "mime",
        "AddEncoding br .br",
        "AddEncoding gzip .gz",
        "# Ailleurs, .br veut dire « en breton ».",
        "RemoveLanguage .br",
    )
    yield from _module("headers", *_header_lines(site))
    yield "<IfModule mod_rewrite.c>"
    yield from (f"  {line}" for line in _rewriting(site))
    yield "</IfModule>"


def _types() -> Iterator[str]:
    """Declare media types, for the files and for their compressed copies."""
    yield from _module("mime", *(f'AddType "{media_type}" {suffix}' for suffix, media_type in TYPES.items()))
    for suffix, media_type in TYPES.items():
        if suffix in COMPRESSED:
            yield from _forced(rf"\{suffix}\.(?:br|gz)$", media_type)


def _forced(pattern: str, media_type: str) -> Iterator[str]:
    yield f'<FilesMatch "{pattern}">'
    yield f'  ForceType "{media_type}"'
    yield "</FilesMatch>"


def _header_lines(site: Hosted) -> Iterator[str]:
    for name, value in headers(site).items():
        yield f"Header unset {name}"  # what the host may have set, in its other table
        yield f'Header always set {name} "{value}"'
    yield 'Header set Cache-Control "no-cache"'
    yield "Header unset Expires"
    # a redirect that we correct must not stay in browsers because the host lets everything expire later
    yield 'Header always set Cache-Control "no-cache" "expr=%{REQUEST_STATUS} == 301"'
    # asked for beside every page, under names that cannot change: a second visit asks for the page alone
    yield r'<FilesMatch "^(?:favicon\.(?:ico|svg)|icon-\d+\.png|apple-touch-icon\.png)(?:\.(?:br|gz))?$">'
    yield f'  Header set Cache-Control "{A_WEEK}"'
    yield "</FilesMatch>"
    yield rf'<FilesMatch "\.(?:{_alternatives()})(?:\.(?:br|gz))?$">'
    yield "  Header merge Vary Accept-Encoding"
    yield "</FilesMatch>"


def _alternatives() -> str:
    return "|".join(suffix.lstrip(".") for suffix in sorted(COMPRESSED))


def _rewriting(site: Hosted) -> Iterator[str]:
    yield "RewriteEngine On"
    if site.host and site.https == "apache":
        yield from _canonical(site.host)
    yield from _origin(site)
    yield "# Aucun fichier caché."
    yield r'RewriteRule "(?:^|/)\.(?!well-known/)" - [R=404,L]'
    yield "# Les adresses de l’ancien site."
    yield rf'RewriteCond %{{QUERY_STRING}} "{OLD_QUERY}"'
    yield f'RewriteRule "^$" {FOLDER}/ [L]'
    yield "# La barre finale, sans nommer le dossier où le site se trouve chez l’hébergeur."
    yield 'RewriteCond %{REQUEST_FILENAME} "-d"'
    yield 'RewriteCond %{THE_REQUEST} "^[A-Z]+ /+([^? ]*[^/? ])[? ]"'
    yield f'RewriteRule "[^/]$" "%{{ENV:{ORIGIN}}}/%1/" [R=301,NE,L]'
    if {".br", ".gz"} & site.suffixes:
        yield from _copies()
    yield 'RewriteCond %{REQUEST_FILENAME}index.html "-f"'
    yield 'RewriteRule "(?:^|/)$" "%{REQUEST_URI}index.html" [END]'
    yield "# Ce qui n’existe pas a peut-être changé d’adresse."
    yield 'RewriteCond %{REQUEST_FILENAME} "!-f"'
    yield 'RewriteCond %{REQUEST_FILENAME}/index.html "!-f"'
    yield f'RewriteRule "^(?!{FOLDER}/)(.+)$" {FOLDER}/ [E={PATH}:$1,L]'


PROXIED: Final = "%{HTTP:X-Forwarded-Proto}|%{HTTP:X-Forwarded-Ssl}|%{HTTP:Forwarded}"
BY_HTTPS: Final = r'(?:https|[^|]*\|on\||[^|]*\|[^|]*\|[^|]*proto="?https)'
"""What `PROXIED` looks like when a proxy has answered in https; of several proxies the first one counts."""


def _canonical(host: str) -> Iterator[str]:
    """Send the other spellings of the site's name, and http, to its one address."""
    bare, name = re.escape(host.removeprefix("www.")), re.escape(host)
    yield "# Une seule adresse, en https, sauf pour ce qui sert à renouveler le certificat."
    yield rf'RewriteCond %{{HTTP_HOST}} "^(?:www\.)?{bare}\.?(?::[0-9]+)?$" [NC,NV]'
    yield (
        f"RewriteCond %{{HTTP_HOST}}|%{{HTTPS}}|{PROXIED} "
        rf"'!^{name}\|(?:on\||[^|]*\|{BY_HTTPS})' [NC,NV]"
    )
    yield r'RewriteCond %{THE_REQUEST} "^[A-Z]+ /+([^? ]*)"'
    yield rf'RewriteRule "^(?!\.well-known/acme-challenge/)" "https://{host}/%1" [R=301,NE,L]'


def _origin(site: Hosted) -> Iterator[str]:
    """Name the address that visitors use; Apache would redirect to its own scheme and port."""
    yield "# Derrière un mandataire, Apache ne sait pas que la visite est en https."
    yield f"RewriteCond {PROXIED} '^{BY_HTTPS}' [NC,NV]"
    yield f'RewriteRule "^" - [E={ORIGIN}:https://%{{HTTP_HOST}}]'
    if site.host and site.https != "non":
        yield f'RewriteCond %{{HTTP_HOST}} "={site.host}" [NC,NV]'
        yield f'RewriteRule "^" - [E={ORIGIN}:https://{site.host}]'


def _copies() -> Iterator[str]:
    yield "# Les copies comprimées ; celles que le serveur ferait lui-même changeraient d’ETag."
    yield "<IfModule mod_env.c>"
    yield "  SetEnv no-brotli 1"
    yield "  SetEnv no-gzip 1"
    yield "</IfModule>"
    for coding, suffix in (("br", ".br"), ("gzip", ".gz")):
        accepted = rf"(?:^|[ ,]){coding} *(?:,|$|; *q=(?!0(?:\.0*)? *(?:,|$)))"
        for tail, pattern in ("index.html", "(?:^|/)$"), ("", rf"\.(?:{_alternatives()})$"):
            yield f'RewriteCond %{{HTTP:Accept-Encoding}} "{accepted}"'
            yield f'RewriteCond %{{REQUEST_FILENAME}}{tail}{suffix} "-f"'
            yield f'RewriteRule "{pattern}" "%{{REQUEST_URI}}{tail}{suffix}" [END]'
