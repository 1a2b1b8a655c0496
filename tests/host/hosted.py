"""A few files of every kind, completed for the host as a publication would, for a real Apache to serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.addresses import redirects
from plugins.addresses.apache_rules import rules
from plugins.addresses.claims import Claim
from plugins.core.cache import Cache
from plugins.host import htaccess, precompressed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

TEXT = "Le secret professionnel protège les personnes. " * 40
PAGE = f"<!doctype html><html lang=fr><title>Essai</title><h1>Essai</h1><p>{TEXT}</html>"

FILES: dict[str, str | bytes] = {
    "index.html": PAGE.replace("Essai", "Accueil"),
    "404.html": PAGE.replace("Essai", "Introuvable"),
    "ancienne-adresse/index.html": PAGE.replace("Essai", "Ancienne adresse"),
    "contact/index.html": PAGE.replace("Essai", "Contact"),
    "court/index.html": "<!doctype html><title>Court</title>",
    "theme/site.0123456789.css": f"/* {TEXT} */ body {{ margin: 0 }}",
    "theme/fonts/x.0123456789.woff2": b"wOF2" + bytes(2000),
    "media/photo-01234567-720.avif": b"avif" + bytes(2000),
    "media/photo-01234567-720.webp": b"RIFF" + bytes(2000),
    "media/photo-01234567-720.jpg": b"\xff\xd8" + bytes(2000),
    "feeds/actualites.rss": f"<rss>{TEXT}</rss>",
    "feeds/actualites.atom": f"<feed>{TEXT}</feed>",
    "feeds/actualites.json": f'{{"title": "{TEXT}"}}',
    "agenda/permanence.ics": f"BEGIN:VCALENDAR\r\n{TEXT}\r\n",
    "bistrots/bistrots.geojson": f'{{"a": "{TEXT}"}}',
    "donnees/chiffres.csv": f"serie,valeur\n{TEXT}\n",
    "donnees/datapackage.json": f'{{"title": "{TEXT}"}}',
    "document.pdf": b"%PDF-1.7" + bytes(2000),
    "favicon.ico": b"\x00\x00\x01\x00" + bytes(100),
    "favicon.svg": f"<svg xmlns='http://www.w3.org/2000/svg'><desc>{TEXT}</desc></svg>",
    "robots.txt": "User-agent: *\n",
    "site.webmanifest": f'{{"name": "{TEXT}"}}',
    "sitemap.xml": f"<urlset>{TEXT}</urlset>",
    ".well-known/security.txt": "Contact: essai\n",
}


def redirects_of(
    live: frozenset[str],
    moved: Mapping[str, str],
    gone: Iterable[str] = (),
    listed: Mapping[str, str] | None = None,
    waiting: Mapping[str, str] | None = None,
) -> redirects.Redirects:
    """Return the redirects of claims without fault."""
    claims = [Claim(address, target, "essai.md", 1) for address, target in moved.items()]
    claims += [Claim(address, "", "essai.toml", 1) for address in gone]
    claims += [
        Claim(address, target, "a.toml", 1, is_listed=True) for address, target in (listed or {}).items()
    ]
    claims += [Claim(address, target, "z.md", 1, waits=True) for address, target in (waiting or {}).items()]
    found, problems = redirects.gather_redirects(claims, live)
    assert problems == ()
    return found


def write_site(
    root: Path,
    moved: Mapping[str, str] | None = None,
    gone: Iterable[str] = (),
    host: str = "",
    compressed: bool = True,
    https: str = "apache",
    listed: Mapping[str, str] | None = None,
    waiting: Mapping[str, str] | None = None,
) -> None:
    """Write the files, their compressed copies and the `.htaccess` files.

    Args:
        root: where.
        moved: old address, as typed → today's address.
        gone: old addresses retired on purpose.
        host: the name for which http leads to https.
        https: who answers for https.
        compressed: whether there are compressed copies.
        listed: as `moved`, of the content folder's list.
        waiting: as `moved`, of pages that are not published yet.
    """
    written: dict[str, bytes] = {}
    cache = Cache(root.parent / "cache")
    for name, content in FILES.items():
        data = content.encode() if isinstance(content, str) else content
        written[name] = data
        if compressed:
            for suffix, copy in precompressed.copies(name, data, cache).items():
                written[name + suffix] = copy
    found = redirects_of(frozenset(written), moved or {}, gone, listed or {}, waiting or {})
    for_apache = {
        **htaccess.htaccess_files(htaccess.Hosted(frozenset(written), host=host, https=https)),
        **rules(found, redirects.LOST),
    }
    written |= {name: text.encode() for name, text in for_apache.items()}
    for name, data in written.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
