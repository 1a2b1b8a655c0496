"""A build that makes the pages first leaves out what no page shows, and nothing of it stays in a later one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.checks.written.pages import parse_page
from tests.equipment.files import photo
from tests.equipment.inline import VOCABULARY, page, snapshot
from tests.equipment.real_site import TODAY
from tools.build import Request, build

if TYPE_CHECKING:
    from pathlib import Path

    from tests.equipment.inline import Site
    from tests.equipment.real_site import RealSite

REPORTS = "activites/"
"""Their pages tell the weight of the printed report."""


def words_of(written: Path) -> str:
    """Return what a visitor reads on a page."""
    return str(parse_page(written.read_bytes()).text_content())


def test_what_no_page_shows_is_left_to_the_next_build_which_is_as_from_nothing(
    tmp_path: Path, real_site: RealSite
) -> None:
    output, complete = tmp_path / "site", snapshot(real_site.output)
    settings = {"CACHE_FOLDER": str(tmp_path / "cache")}
    assert build(Request(output, TODAY, settings=settings, pages_first=True)).ok
    made = snapshot(output)
    pages = {name for name in complete if name.endswith(".html")}
    assert {name for name in made if name.endswith(".html")} == pages
    differing = {name for name in pages if words_of(output / name) != words_of(real_site.output / name)}
    assert all(name.startswith(REPORTS) for name in differing), differing
    left = {name.split("/")[0] for name in complete.keys() - made.keys()}
    assert {"agenda", "cartes", "feeds", "documents", ".htaccess"} <= left
    assert build(Request(output, TODAY, settings=settings)).ok
    assert snapshot(output) == complete


def test_it_is_never_taken_for_a_complete_site(site: Site) -> None:
    def built(*, pages_first: bool) -> dict[str, str]:
        assert site.build(pages_first=pages_first).ok
        return snapshot(site.output)

    partial = built(pages_first=True)
    complete = built(pages_first=False)
    assert "feeds/actualites.rss" in complete.keys() - partial.keys()
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


def test_a_dead_link_is_refused_by_the_next_build(site: Site) -> None:
    site.add({"pages/contact.md": page("Contact", "[Nulle part](/nulle-part/)")})
    assert site.build(pages_first=True).ok
    assert [problem.path for problem in site.build().problems] == ["content/pages/contact.md"]


def test_an_image_is_shown_as_it_is_and_what_is_none_is_refused_at_once(site: Site) -> None:
    taken = photo()
    site.add({"pages/photo.jpg": taken, "pages/contact.md": page("Contact", "![Une photo](photo.jpg)")})
    assert site.build(pages_first=True).ok
    shown = [name for name in snapshot(site.output) if name.startswith("media/")]
    assert [site.output.joinpath(name).read_bytes() for name in shown] == [taken]
    assert shown[0] in site.output.joinpath("contact/index.html").read_text(encoding="utf-8")
    site.add({"pages/photo.jpg": b"une photo"})
    assert [problem.path for problem in site.build(pages_first=True).problems] == ["content/pages/contact.md"]
