"""Writes the theme's files with fingerprinted names, so that a browser may keep them for ever.

Templates ask for `asset("site.css")` and get `/theme/site.<hash>.css`. Style
sheets are joined as `CSS_BUNDLES` says; what they name by `url(...)` gets its
fingerprinted name too. Files of `theme/static/root/` go to the site's root as
they are (favicon: browsers ask for fixed names).
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from pelican import signals

from plugins.assets.bundles import Asset, read_assets


def _prepare(pelican: Any) -> None:
    """Read the theme's files once per build and offer them to the templates."""
    static = Path(pelican.settings["THEME"]) / "static"
    assets = read_assets(static, pelican.settings["CSS_BUNDLES"])
    pelican.settings["ASSETS"] = assets
    pelican.settings["JINJA_GLOBALS"]["asset"] = lambda name: f"/theme/{assets[name].published}"


def _write(pelican: Any) -> None:
    output = Path(pelican.settings["OUTPUT_PATH"])
    static = Path(pelican.settings["THEME"]) / "static"
    assets: dict[str, Asset] = pelican.settings["ASSETS"]
    for asset in assets.values():
        target = output / "theme" / asset.published
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(asset.data)
    if (static / "root").is_dir():
        shutil.copytree(static / "root", output, dirs_exist_ok=True, copy_function=shutil.copyfile)


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_prepare)
    signals.finalized.connect(_write)
