"""Letters as dictionaries sort them."""

from __future__ import annotations

import pytest

from plugins.core.letters import plain_letters, strip_accents


@pytest.mark.parametrize(
    ("text", "bare", "plain"),
    [
        ("Hélécine", "Helecine", "helecine"),
        ("RŒULX", "RŒULX", "roeulx"),
        ("Cæsar, Straße", "Cæsar, Straße", "caesar, strasse"),
        ("e\u0301te\u0301 ﬁn", "ete fin", "ete fin"),
        ("Mons", "Mons", "mons"),
    ],
)
def test_accents_capitals_and_ligatures_go(text: str, bare: str, plain: str) -> None:
    assert (strip_accents(text), plain_letters(text)) == (bare, plain)
