"""The text of a page, section by section."""

from __future__ import annotations

import pytest

from plugins.search.texts import Section, sections


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("", ()),
        ("<p>Un <em>mot</em>lié, <br>deux.</p><p>Trois</p>", (Section("", "", "Un motlié, deux. Trois"),)),
        (
            '<p>Avant</p><h2 id="a">Un <b>titre</b></h2><p>Après</p><h3 id="b">Vide</h3>',
            (Section("", "", "Avant"), Section("a", "Un titre", "Après"), Section("b", "Vide", "")),
        ),
        (
            "<p>Vu</p><script>caché()</script><svg><text>dessin</text></svg><!-- note --> suite",
            (Section("", "", "Vu suite"),),
        ),
        ("<table><tr><td>un</td><td>deux</td></tr></table>", (Section("", "", "un deux"),)),
        ("<p>«\u00a0Mot\u00a0»\n  et\tsuite</p>", (Section("", "", "«\u00a0Mot\u00a0» et suite"),)),
        ('<div><h2 id="dedans">Dedans</h2>texte</div>fin', (Section("dedans", "Dedans", "texte fin"),)),
    ],
)
def test_a_page_is_cut_at_its_headings(markup: str, expected: tuple[Section, ...]) -> None:
    assert sections(markup) == expected
