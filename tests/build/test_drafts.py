"""A draft's mistake is listed, and the site without that draft is built; any other page's mistake still stops it."""

from __future__ import annotations

import pytest

from plugins.core.front_matter_bounds import says_draft
from tests.equipment.inline import Site, page, snapshot

DRAFT = "actualites/2024-01-01-bientot.md"
FAULTY: dict[str, str | bytes] = {
    "no YAML": '---\ntitre: "Bientôt\nstatut: brouillon\n---\n\nUn texte.\n',
    "not closed": "---\ntitre: Bientôt\nstatut: brouillon\n\nUn texte.\n",
    "not opened": "titre: Bientôt\nstatut: brouillon\n---\n\nUn texte.\n",
    "a field twice": "---\ntitre: a\ntitre: b\nstatut: 'brouillon'  # encore\n---\n\nUn texte.\n",
    "another encoding": "---\ntitre: Bientôt\nstatut: brouillon\n---\n\nUn été.\n".encode("cp1252"),
    "wrong fields": "---\ntitre: Bientôt\nstatu: x\nstatut: brouillon\n---\n\nUn texte.\n",
    "a title twice": page("Un colloque", statut="brouillon", date="2023-01-01"),
}
UNSAID: dict[str, str] = {
    "no status": '---\ntitre: "Bientôt\n---\n\nUn texte.\n',
    "only in the text": '---\ntitre: "Bientôt\n---\n\nstatut: brouillon\n',
    "in the text of a header that is not closed": "---\ntitre: Bientôt\n\nstatut: brouillon\n",
    "another status": '---\ntitre: "Bientôt\nstatut: brouillons\n---\n\nUn texte.\n',
}


@pytest.mark.parametrize("draft", FAULTY.values(), ids=FAULTY)
def test_the_site_is_built_without_a_faulty_draft(draft: str | bytes, site: Site) -> None:
    assert site.build().ok
    without = snapshot(site.output)
    site.add({DRAFT: draft})
    cold = site.build()
    assert cold.problems == ()
    assert all(line.startswith(f"content/{DRAFT}") for line in cold.drafts)
    assert cold.drafts
    assert snapshot(site.output) == without
    assert site.build().drafts == cold.drafts, "a site that has not changed says it again"
    shown = site.build(SHOW_DRAFTS=True)
    assert (shown.problems, shown.drafts) == ((), cold.drafts)


@pytest.mark.parametrize("text", UNSAID.values(), ids=UNSAID)
def test_a_page_that_does_not_say_to_be_a_draft_stops_the_build(text: str, site: Site) -> None:
    site.add({DRAFT: text})
    report = site.build()
    assert report.drafts == ()
    assert [problem.path for problem in report.problems] == [f"content/{DRAFT}"]


def test_a_link_to_a_faulty_draft_is_a_link_to_a_draft(site: Site) -> None:
    site.add(
        {
            DRAFT: FAULTY["no YAML"],
            "pages/contact.md": page("Contact", "Voyez [la suite](/actualites/bientot/)."),
        }
    )
    (problem,) = site.build().problems
    assert (problem.path, "brouillon" in problem.text) == ("content/pages/contact.md", True)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff", "\ufeff\ufeff", "\u200b", "\n\n"])
def test_a_draft_is_known_whatever_its_marks_and_line_ends(ending: str, mark: str) -> None:
    text = mark + "---\ntitre: x\nstatut: brouillon\n---\n\nUn texte.\n"
    assert says_draft(text.replace("\n", ending).encode())


@pytest.mark.parametrize(
    ("mark", "fence", "ending"),
    [
        ("\ufeff\ufeff", "---", "\n"),
        ("\u200b\ufeff", "---", "\r\n"),
        ("", "---", "\r"),
        ("", "\u200b---", "\n"),
        ("\ufeff", "---\u200b ", "\r"),
    ],
)
def test_invisible_characters_and_old_line_ends_change_nothing(
    mark: str, ending: str, fence: str, site: Site
) -> None:
    text = page("Contact", "Un texte.")
    site.add({"pages/contact.md": text})
    assert site.build().ok
    expected = snapshot(site.output)
    site.add({"pages/contact.md": mark + text.replace("---", fence).replace("\n", ending)})
    assert site.build().problems == ()
    assert snapshot(site.output) == expected
