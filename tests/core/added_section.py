"""What one more section can do. `test_sections` runs this in a copy of the project that has `outils`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.equipment.inline import REAL_THEME, TODAY, Site, page
from tools.publish.plan import group_of
from tools.scaffold import create
from tools.visits.requests import page_group

if TYPE_CHECKING:
    from pathlib import Path

FILE = "outils/un-refus.md"
PAGE = page("Un refus", "Une glaneuse est refusée.", date="2024-02-01", question="Que faire ?")


def test_its_fields_are_checked(site: Site) -> None:
    site.add({FILE: PAGE.replace("question:", "questions:"), "pages/outils.md": page("Outils")})
    (problem,) = site.build().problems
    assert (problem.path, problem.line) == (f"content/{FILE}", 5)
    assert problem.text == "le champ « questions » n’existe pas pour un outil"


def test_its_pages_have_their_address_their_template_and_their_fields(site: Site) -> None:
    site.add({FILE: PAGE, "pages/outils.md": page("Outils")})
    report = site.build()
    assert report.ok, report.problems
    assert "<p>Que faire ?</p>" in site.read("outils/un-refus/index.html")


def test_the_page_that_stands_at_its_prefix_lists_its_pages(site: Site) -> None:
    site.add({FILE: PAGE, "pages/outils.md": page("Outils")})
    menu = (("Outils", "/outils/"),)
    problems = site.build(**{**REAL_THEME, "MENU": menu, "FOOTER": ()}).problems  # type: ignore[arg-type]
    assert [problem for problem in problems if "outil" in str(problem)] == []


def test_it_has_a_feed_in_every_format(site: Site) -> None:
    site.add({FILE: PAGE})
    assert site.build().ok
    for suffix in ("rss", "atom", "json"):
        feed = site.read(f"feeds/outils.{suffix}")
        assert "Les outils que nous prêtons." in feed
        assert "Une glaneuse est refusée." in feed


def test_the_search_lists_it(site: Site) -> None:
    site.add({FILE: PAGE})
    assert site.build().ok
    (manifest,) = (site.output / "recherche/donnees").glob("index.*.json")
    index = json.loads(manifest.read_text(encoding="utf-8"))
    assert ["outils", "Outils", ""] in index["kinds"]
    assert any("Outil, 1er" in text for text in _texts(manifest.parent))


def _texts(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in folder.glob("textes/*/*.json")]


def test_the_commands_know_it(site: Site) -> None:
    path = create(site.root / "content", "outil", "Un autre refus", TODAY)
    assert path == site.root / "content" / "outils" / "un-autre-refus.md"
    assert "# la question posée\nquestion:\n" in path.read_text(encoding="utf-8")
    assert page_group("/outils/un-refus") == "outils"
    assert group_of("outils/un-refus/index.html") == "Outils"
