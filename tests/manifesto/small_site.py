"""A small site with the real theme, and whoever signs its Manifeste."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pelicanconf
from plugins.manifesto.signatories import COLUMNS, FILE_NAME
from tests.equipment.inline import REAL_THEME, Site, page
from tools.build import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tools.build import Report

LINKED = [address.strip("/") for _, address in (*pelicanconf.MENU, *pelicanconf.FOOTER)]
PRIVACY = "## Les signataires du Manifeste\n\nNous retirons un nom dès qu’on nous le demande."


def small_site(folder: Path) -> Site:
    """Return a site with every page that the theme links to, and nobody who signs."""
    site = Site(folder)
    content = ROOT / "content"
    site.add(
        {
            "ressources/code.md": None,
            "vocabulaire.toml": (content / "vocabulaire.toml").read_text(encoding="utf-8"),
            "activites/chiffres.csv": (content / "activites" / "chiffres.csv").read_text(encoding="utf-8"),
            **{f"pages/{name}.md": page(f"Page {name}") for name in LINKED},
            "pages/vie-privee.md": page("Vie privée", PRIVACY),
            "pages/manifeste.md": page("Le Manifeste", "[Signer](/manifeste/signer/)"),
            "manifeste/signer.md": page("Signer"),
        }
    )
    return site


def sign(site: Site, *lines: str) -> None:
    """Write the file of those who agreed, in the columns' order."""
    site.add({FILE_NAME: "\n".join((",".join(COLUMNS), *lines, ""))})


def build(site: Site, **settings: Any) -> Report:
    """Build with the real theme."""
    return site.build(
        **REAL_THEME,
        **settings,
    )
