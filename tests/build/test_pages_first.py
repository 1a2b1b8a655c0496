"""A build that makes the pages first leaves out what no page shows, and nothing of it stays in a later one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.equipment.inline import VOCABULARY, page, snapshot
from tests.equipment.real_site import TODAY
from tools.build import ROOT, Request, build

if TYPE_CHECKING:
    from pathlib import Path

    from tests.equipment.inline import Site
    from tests.equipment.real_site import RealSite

REPORTS = "activites/"
"""Their pages tell the weight of the printed report."""


def test_what_no_page_shows_is_left_to_the_next_build_which_is_as_from_nothing(
    tmp_path: Path, real_site: RealSite
) -> None:
    output, complete = tmp_path / "site", snapshot(real_site.output)
    settings = {"CACHE_FOLDER": str(tmp_path / "cache")}
    assert build(Request(output, TODAY, settings=settings, pages_first=True)).ok
    made = snapshot(output)
    left = complete.keys() - made.keys()
    assert made.keys() <= complete.keys()
    assert {name.split("/")[0] for name in left} == {"cartes", "feeds", "documents"}
    assert {name for name in left if name.startswith("documents/")} == {
        f"documents/rapports/{text.stem}.pdf" for text in ROOT.glob("content/activites/rapports/*.md")
    }
    differing = {name for name in made if name.endswith(".html") and made[name] != complete[name]}
    assert all(name.startswith(REPORTS) for name in differing), differing
    assert build(Request(output, TODAY, settings=settings)).ok
    assert snapshot(output) == complete


def test_it_is_never_taken_for_a_complete_site(site: Site) -> None:
    def built(*, pages_first: bool) -> dict[str, str]:
        assert site.build(pages_first=pages_first).ok
        return snapshot(site.output)

    partial = built(pages_first=True)
    complete = built(pages_first=False)
    assert partial.keys() < complete.keys()
    assert built(pages_first=True) == partial
    assert built(pages_first=False) == complete


def test_what_texts_may_not_say_is_refused_by_the_next_build(site: Site) -> None:
    words = (
        '[secteurs.cpas]\nlibelle = "CPAS"\n'
        '[activites.demande-avis]\nlibelle = "Demande d’avis"\nmots = ["demande"]\n'
    )
    site.add({"vocabulaire.toml": VOCABULARY + words})
    site.add({"pages/contact.md": page("Contact", "Deux demandes venaient d’un CPAS.")})
    assert site.build(pages_first=True).ok
    assert [problem.path for problem in site.build().problems] == ["content/pages/contact.md"]
