"""What editors note for each other (`d_apres`, `a_confirmer`, `phrases_relues`) never leaves the sources."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from plugins.core.sections import SECTIONS, Section, section_of
from plugins.texts.reader import pelican_fields
from tests.equipment.inline import REAL_THEME, page, snapshot
from tests.equipment.real_site import TODAY
from tools.build import ROOT
from tools.content_audit import read_pages, to_confirm

if TYPE_CHECKING:
    from tests.equipment.inline import Site
    from tests.equipment.real_site import RealSite

NOTES = {
    "d_apres": '["Rapport d’activités 2021-2023, Zanzibar"]',
    "a_confirmer": '["le jour du Zanzibar : le bureau", "son lieu"]',
}
LINES = "".join(f"{name}: {value}\n" for name, value in NOTES.items())
WRITTEN = re.compile(rf"^(?:{'|'.join(NOTES)}):.*\n(?:[ -].*\n)*", re.MULTILINE)


def test_they_change_no_byte_of_what_is_written(site: Site, real_site: RealSite) -> None:
    """Pages, lists, feeds, search, calendars, cards: every file, with other notes on every page."""
    content = site.root / "content"
    shutil.rmtree(content)
    shutil.copytree(ROOT / "content", content)
    for path in content.rglob("*.md"):
        if section_of(path.relative_to(content).as_posix()):
            _, header, body = path.read_text(encoding="utf-8").split("---\n", 2)
            path.write_text(f"---\n{WRITTEN.sub('', header)}{LINES}---\n{body}", encoding="utf-8")
    cache = real_site.copied_cache(site.root / "kept")
    report = site.build(today=TODAY, **REAL_THEME, CACHE_FOLDER=cache)  # type: ignore[arg-type]
    assert report.ok, report.problems
    assert len(list(to_confirm(read_pages(content)))) > len(SECTIONS)
    assert snapshot(site.output) == snapshot(real_site.output)


@given(section=st.sampled_from(SECTIONS), notes=st.lists(st.text(min_size=1), min_size=1))
def test_templates_and_plugins_never_see_them(section: Section, notes: list[str]) -> None:
    private = {field.name: notes for field in section.fields if field.private}
    assert private.keys() == {*NOTES, "phrases_relues"}
    assert pelican_fields({"titre": "Un titre", **private}, section) == {"title": "Un titre"}


def test_what_is_to_be_confirmed_stays_listed_in_drafts_too(site: Site) -> None:
    site.add({"pages/essai.md": page("Essai", statut="brouillon", **NOTES)})
    assert [str(one) for one in to_confirm(read_pages(site.root / "content"))] == [
        "content/pages/essai.md:6: à confirmer : le jour du Zanzibar : le bureau → une fois confirmé, retirez-le de « a_confirmer »",
        "content/pages/essai.md:6: à confirmer : son lieu → une fois confirmé, retirez-le de « a_confirmer »",
    ]
