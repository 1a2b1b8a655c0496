"""The real site, served on loopback, once for each process of the run."""

from __future__ import annotations

import contextlib
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.equipment.loopback import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.equipment.real_site import RealSite

CHECKERS = Path(__file__).parent / "node_modules"
AXE = CHECKERS / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# what passes is not asked for: to describe it takes axe far longer than to find what does not
RUN_AXE = """
async ([values, rules]) => {
  const asked = { runOnly: { type: "tag", values }, rules, resultTypes: ["violations"] };
  const { violations } = await axe.run(asked);
  return violations.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 200)]);
}
"""

KINDS = {
    "home": "/",
    "text page": "/qui-sommes-nous/",
    "contact": "/contact/",
    "article list": "/actualites/",
    "agenda": "/agenda/",
    "year": "/actualites/2023/",
    "article": "/actualites/{first actualites}/",
    "resource list": "/ressources/",
    "facet": "/ressources/theme/secret-professionnel/",
    "resource": "/ressources/{first ressources}/",
    "situation list": "/situations/",
    "situation": "/situations/la-police-m-appelle/",
    "opinion": "/demander-un-avis/",
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
    "easy page": "/facile-a-lire/permanence/",
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


class SharedPages:
    """Pages that the tests of a module lead from address to address, one for each set of options.

    To open a page costs three times as much as to lead it elsewhere. They are for tests that only look:
    cookies, storage and history stay.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._opened: dict[str, Page] = {}

    def get(self, **options: Any) -> Page:
        """Return the page of a context with these options, as it was when it was opened but for its address."""
        key = json.dumps(options, sort_keys=True)
        if key not in self._opened:
            self._opened[key] = self._browser.new_context(**options).new_page()
        page = self._opened[key]
        page.emulate_media(media="null", color_scheme=options.get("color_scheme", "light"))
        return page

    def close(self) -> None:
        """Close them all."""
        for page in self._opened.values():
            page.context.close()


@pytest.fixture(scope="module")
def shared_pages(started_browser: Browser) -> Iterator[SharedPages]:
    """Give pages for the tests of a module that only look."""
    pages = SharedPages(started_browser)
    yield pages
    pages.close()


@contextlib.contextmanager
def listening(page: Page, **listeners: Callable[[Any], object]) -> Iterator[None]:
    """Call the listeners, by the names of Playwright's events, until the block ends."""
    for event, listener in listeners.items():
        page.on(event, listener)  # type: ignore[call-overload]
    try:
        yield
    finally:
        for event, listener in listeners.items():
            page.remove_listener(event, listener)


def violations(page: Page, *unchecked: str) -> list[tuple[str, str]]:
    """Return what axe finds wrong on a page: each rule, and the first element that breaks it.

    Args:
        page: as it is shown now.
        unchecked: rules that do not hold for it.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(RUN_AXE, [RULES, {rule: {"enabled": False} for rule in unchecked}])
    return [(rule, element) for rule, element in found]


def html_faults(folder: Path) -> list[tuple[str, str]]:
    """Return errors and warnings of the Nu checker in the pages of a folder: the page, and what is said of it."""
    # for a few hundred pages, Java's second compiler and its parallel collector cost more than they bring
    java = ["java", "-Xss4m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar"]
    checker = CHECKERS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [*java, checker, "--format", "json", "--skip-non-html", folder]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(made.stderr)["messages"]
    return [(item["url"].removeprefix(f"file:{folder}"), item["message"]) for item in messages]


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
