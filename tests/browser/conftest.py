"""The real site, built once, served on loopback, and a browser to read it with."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.equipment.loopback import served
from tools.build import Request, build

if TYPE_CHECKING:
    from collections.abc import Iterator

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
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the real content; the tests of a broken site would say nothing."""
    folder = tmp_path_factory.mktemp("site") / "site"
    report = build(Request(output=folder, today=dt.date(2026, 1, 1)))
    assert report.ok, "\n".join(map(str, report.problems))
    return folder


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
