"""Completes the written site for its host: the theme's files, `.htaccess`, redirects, compressed copies.

Templates ask for `asset("site.css")` and get `/theme/site.<hash>.css`, a name
that a browser may keep for ever; `integrity("js/x.js")` is the hash that a script's tag
carries, so that a browser runs no other. `couleurs.light.paper` is a
colour of the style sheets, which are joined as `CSS_BUNDLES` says;
what they name by `url(...)` gets its fingerprinted name too. Files of
`theme/static/root/` go to the site's root as they are (favicon: browsers ask
for fixed names). The rest needs the whole site, so this plugin comes last.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from pelican import signals

from plugins.checks.written.pages import WrittenPages
from plugins.core.cache import Cache
from plugins.core.colours import Colours
from plugins.core.folders import files_below
from plugins.core.pelican import offer, site_of
from plugins.host import htaccess, precompressed
from plugins.host.bundles import Asset, read_assets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import html

    from plugins.core.site import Site

CACHE_NAME: Final = "compressed"
STATIC: Final = "static"
"""The theme's folder of style sheets, scripts, fonts and images."""
FORMS: Final = "forms"
"""The name under which `plugins.checks.written.pages` says whether a page holds a form."""


@dataclass(frozen=True)
class Assets:
    """The theme's files, by the name that templates ask for."""

    by_name: Mapping[str, Asset]


def _prepare(pelican: Any) -> None:
    """Read the theme's files once per build and offer them to the templates."""
    site = site_of(pelican)
    site.add(Assets(read_assets(site.theme / STATIC, pelican.settings["CSS_BUNDLES"])))
    site.part(WrittenPages).add(FORMS, bool, _has_form)
    offer(
        pelican,
        couleurs=site.part(Colours),
        asset=lambda name: f"/theme/{site.part(Assets).by_name[name].published}",
        integrity=lambda name: site.part(Assets).by_name[name].integrity,
    )


def _has_form(_path: str, tree: html.HtmlElement) -> bool:
    return tree.find(".//form") is not None


def _finish(pelican: Any) -> None:
    site = site_of(pelican)
    _write_theme(site)
    if site.pages_first:
        return
    if pelican.settings.get("PRECOMPRESS"):
        _compress(site.output.folder, Cache(Path(pelican.settings["CACHE_FOLDER"]) / CACHE_NAME))
    _write_htaccess(site)


def _write_theme(site: Site) -> None:
    for asset in site.part(Assets).by_name.values():
        site.output.write(f"theme/{asset.published}", asset.data)
    root = site.theme / STATIC / "root"
    for name in files_below(root):
        site.output.write(name, (root / name).read_bytes())


def _compress(output: Path, cache: Cache) -> None:
    """Write the compressed copies, on every core: the library works outside Python's lock."""

    def compress(path: Path) -> None:
        for suffix, copy in precompressed.copies(path.name, path.read_bytes(), cache).items():
            path.with_name(path.name + suffix).write_bytes(copy)

    with ThreadPoolExecutor() as executor:
        list(executor.map(compress, [output / name for name in files_below(output)]))


def _write_htaccess(site: Site) -> None:
    """Write what Apache must know."""
    files = frozenset(files_below(site.output.folder))
    pages = site.part(WrittenPages)
    address = urlsplit(site.address)
    names = [name for name in files if name.endswith(".html")]
    pages.read_ahead(names)
    hosted = htaccess.Hosted(
        files,
        forms=any(pages.read(FORMS, name) for name in names),
        host=(address.hostname or "") if address.scheme == "https" else "",
        https=site.facts.https,
    )
    for name, text in htaccess.htaccess_files(hosted).items():
        site.output.write(name, text.encode())


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_prepare)
    signals.finalized.connect(_finish)
