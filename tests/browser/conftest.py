"""The real site, served on loopback, once for each process of the run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.equipment.loopback import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.equipment.real_site import RealSite

CHECKERS = Path(__file__).parent / "node_modules"

KINDS = {
    "home": "/",
    "text page": "/qui-sommes-nous/",
    "contact": "/contact/",
    "article list": "/actualites/",
    "year": "/actualites/2023/",
    "article": "/actualites/{first actualites}/",
    "resource list": "/ressources/",
    "facet": "/ressources/theme/secret-professionnel/",
    "resource": "/ressources/{first ressources}/",
    "bistrot list": "/bistrots/",
    "bistrot": "/bistrots/charleroi/",
    "start a bistrot": "/lancer-un-bistrot/",
    "manifeste": "/manifeste/",
    "reports": "/activites/",
    "report": "/activites/rapport-2021-2023/",
    "site map": "/plan-du-site/",
    "statistics": "/chiffres/",
    "feeds": "/s-abonner/",
    "search": "/recherche/?q=secret+professionnel",
    "not found": "/404.html",
}
"""One address of each kind of page."""


@pytest.fixture(scope="session")
def site_folder(real_site: RealSite) -> Path:
    """Give the folder of the real site."""
    return real_site.output


@pytest.fixture(scope="session")
def address(site_folder: Path) -> Iterator[str]:
    """Serve the site and give its address."""
    with served(site_folder) as address:
        yield address


def path_of(kind: str, site_folder: Path) -> str:
    """Return the address of a page of that kind, from the site's root."""
    path = KINDS[kind]
    for section in ("actualites", "ressources"):
        pages = sorted(
            item.name
            for item in (site_folder / section).iterdir()
            if (item / "index.html").exists() and not item.name.isdigit()
        )
        path = path.replace(f"{{first {section}}}", pages[0])
    return path
