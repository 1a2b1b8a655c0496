"""Characters that nobody sees."""

from __future__ import annotations

import unicodedata

import pytest

from plugins.core.invisible import LINE_BREAK, unseen_characters


def test_all_that_unicode_calls_unseen_is_found() -> None:
    unseen = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    letters = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in unseen]
    missed = {letter for letter in letters if not unseen_characters(f"a{letter}b")}
    assert missed == {"\t", "\n", LINE_BREAK}
    assert unseen_characters(LINE_BREAK, one_line=True)


@pytest.mark.parametrize(
    "text",
    ["été\tœuvre « a » — b – c…", "1 234 a\u00a0; b\u202f!", "e\u0301", "👩‍🏫 ❤️ 👍🏽", "①½²→✓", "שלום عربي"],
)
def test_what_is_seen_stays(text: str) -> None:
    assert unseen_characters(text) == []


@pytest.mark.parametrize(
    ("text", "place", "what", "remedy"),
    [
        ("un mot\x0csuite", 6, "un saut de page (U+000C) après « mot »", "un retour à la ligne"),
        ("un\n\u200bmot", 3, "une espace sans largeur (U+200B) au début d’une ligne", "effacez"),
        ("pro\xadfes\xadsion", 3, "un trait d’union invisible (U+00AD) après « pro », 2 fois", "effacez"),
        ("a \ufffc b", 2, "un objet que le copier-coller a perdu (U+FFFC) après « a »", "retapez"),
        ("a\u202eb", 1, "qui inverse le sens du texte (U+202E)", "effacez"),
        ("a\uf0b7b", 1, "que seule sa police d’origine connaît (U+F0B7)", "effacez"),
        ("a\x07b", 1, "un caractère invisible (U+0007)", "effacez"),
        ("a‍b", 1, "un caractère invisible (U+200D)", "effacez"),
    ],
)
def test_a_character_is_named_with_its_place(text: str, place: int, what: str, remedy: str) -> None:
    (found,) = unseen_characters(text)
    assert found.place == place
    assert what in found.text
    assert remedy in found.remedy
