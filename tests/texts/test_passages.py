"""The words of a text, passage by passage."""

from __future__ import annotations

import pytest

from plugins.texts.text import Passage
from tests.equipment.texts import converted


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("", ()),
        ("Un *mot*lié,  \ndeux.\n\nTrois\net quatre", (Passage("", "", "Un motlié, deux.\nTrois et quatre"),)),
        (
            "Avant\n\n## Un **titre**\n\nAprès\n\n### Vide",
            (Passage("", "", "Avant"), Passage("un-titre", "Un titre", "Après"), Passage("vide", "Vide", "")),
        ),
        ("| un | deux |\n|---|---|\n| trois | quatre |", (Passage("", "", "un deux\ntrois quatre"),)),
        ("- un\n- deux\n\n1. trois", (Passage("", "", "un\ndeux\ntrois"),)),
        ("« Mot »\n et\tsuite", (Passage("", "", "«\u00a0Mot\u00a0» et suite"),)),
        ("`du code` &amp; \\*signes\\*", (Passage("", "", "du code & *signes*"),)),
        ("Mot[^1].\n\n[^1]: La note.", (Passage("", "", "Mot.\nLa note."),)),
        ('![Une photo](a.jpg "La légende")', (Passage("", "", "La légende"),)),
        # raw HTML
        ("<p>Un <em>mot</em>lié, <br>deux.</p><p>Trois</p>", (Passage("", "", "Un motlié, deux.\nTrois"),)),
        (
            '<div><h2 id="dedans">Dedans</h2>texte</div>\n\nfin',
            (Passage("dedans", "Dedans", "texte\nfin"),),
        ),
        ("<table><tr><td>un</td><td>deux</td></tr></table>", (Passage("", "", "un deux"),)),
    ],
)  # fmt: skip
def test_a_text_is_cut_at_its_headings(markdown: str, expected: tuple[Passage, ...]) -> None:
    assert converted(markdown).passages == expected
