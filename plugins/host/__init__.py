"""Completes the written site for its host: the theme's files, `.htaccess`, redirects, compressed copies.

Templates ask for `asset("site.css")` and get `/theme/site.<hash>.css`, a name
that a browser may keep for ever; `integrity("js/x.js")` is the hash that a script's tag
carries, so that a browser runs no other. Style sheets are joined as `CSS_BUNDLES` says;
what they name by `url(...)` gets its fingerprinted name too. Files of
`theme/static/root/` go to the site's root as they are (favicon: browsers ask
for fixed names). The rest needs the whole site, so this plugin comes last.
"""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from pelican import signals

from plugins.addresses import redirects
from plugins.core.cache import Cache
from plugins.core.folders import files_below
from plugins.core.problems import report
from plugins.host import htaccess, precompressed
from plugins.host.bundles import Asset, read_assets

if TYPE_CHECKING:
    from lxml import html

    from plugins.checks.written.pages import WrittenPages

CACHE_NAME: Final = "compressed"
FORMS: Final = "assets"
"""What `plugins.checks.written.pages` knows by it: whether a page holds a form."""


def _prepare(pelican: Any) -> None:
    """Read the theme's files once per build and offer them to the templates."""
    static = Path(pelican.settings["THEME"]) / "static"
    assets = read_assets(static, pelican.settings["CSS_BUNDLES"])
    pelican.settings["ASSETS"] = assets
    pelican.settings["OLD_ADDRESSES"] = []
    pelican.settings["WRITTEN_PAGES"].add(FORMS, bool, _has_form)
    pelican.settings["JINJA_GLOBALS"]["asset"] = lambda name: f"/theme/{assets[name].published}"
    pelican.settings["JINJA_GLOBALS"]["integrity"] = lambda name: assets[name].integrity


def _has_form(_path: str, tree: html.HtmlElement) -> bool:
    return tree.find(".//form") is not None


def _collect_claims(generators: list[Any]) -> None:
    """Note the old addresses that published pages claim."""
    for generator in generators:
        settings = generator.settings
        content = Path(settings["PATH"])
        for page in (*getattr(generator, "articles", ()), *getattr(generator, "pages", ())):
            source = Path(page.source_path)
            addresses = getattr(page, "anciennes_adresses", None) or ()
            text = source.read_text(encoding="utf-8-sig") if addresses else ""
            settings["OLD_ADDRESSES"] += [
                redirects.Claim(
                    address,
                    f"/{page.url}",
                    source.relative_to(content.parent).as_posix(),
                    redirects.line_of(text, address),
                )
                for address in addresses
            ]


def _finish(pelican: Any) -> None:
    output = Path(pelican.settings["OUTPUT_PATH"])
    _write_theme(pelican, output)
    if pelican.settings.get("PRECOMPRESS"):
        _compress(output, Cache(Path(pelican.settings["CACHE_FOLDER"]) / CACHE_NAME))
    _write_htaccess(pelican, output)


def _write_theme(pelican: Any, output: Path) -> None:
    static = Path(pelican.settings["THEME"]) / "static"
    assets: dict[str, Asset] = pelican.settings["ASSETS"]
    for asset in assets.values():
        target = output / "theme" / asset.published
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(asset.data)
    if (static / "root").is_dir():
        shutil.copytree(static / "root", output, dirs_exist_ok=True, copy_function=shutil.copyfile)


def _compress(output: Path, cache: Cache) -> None:
    """Write the compressed copies, on every core: the library works outside Python's lock."""

    def compress(path: Path) -> None:
        for suffix, copy in precompressed.copies(path.name, path.read_bytes(), cache).items():
            path.with_name(path.name + suffix).write_bytes(copy)

    with ThreadPoolExecutor() as executor:
        list(executor.map(compress, [output / name for name in files_below(output)]))


def _write_htaccess(pelican: Any, output: Path) -> None:
    """Write what Apache must know, and report the old addresses that are at fault."""
    files = frozenset(files_below(output))
    pages: WrittenPages = pelican.settings["WRITTEN_PAGES"]
    gone, problems = redirects.read_gone(Path(pelican.settings["PATH"]))
    found, faults = redirects.gather((*pelican.settings["OLD_ADDRESSES"], *gone), files)
    for problem in (*problems, *faults):
        report(problem)
    address = urlsplit(pelican.settings["SITE_ADDRESS"])
    names = [name for name in files if name.endswith(".html")]
    pages.read_ahead(names)
    site = htaccess.Site(
        files,
        forms=any(pages.read(FORMS, name) for name in names),
        host=(address.hostname or "") if address.scheme == "https" else "",
    )
    lost = redirects.LOST if f"{redirects.LOST.strip('/')}/index.html" in files else "/404.html"
    for name, text in {**htaccess.files(site), **redirects.rules(found, lost)}.items():
        target = output / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_prepare)
    signals.all_generators_finalized.connect(_collect_claims)
    signals.finalized.connect(_finish)
