"""« de » and « à » before place names, as Belgians write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.belgium.gazetteer import belgian_places
from plugins.belgium.names import loose
from plugins.french.elision import SILENT, at_place, of_place

NAMES = [place.name for place in belgian_places().places]


@pytest.mark.parametrize(
    ("name", "of", "at"),
    [
        ("Mons", "de Mons", "à Mons"),
        ("Arlon", "d’Arlon", "à Arlon"),
        ("Écaussinnes", "d’Écaussinnes", "à Écaussinnes"),
        ("Ecaussinnes", "d’Ecaussinnes", "à Ecaussinnes"),
        ("Éghezée", "d’Éghezée", "à Éghezée"),
        ("Ixelles", "d’Ixelles", "à Ixelles"),
        ("Ottignies-Louvain-la-Neuve", "d’Ottignies-Louvain-la-Neuve", "à Ottignies-Louvain-la-Neuve"),
        ("Œudeghien", "d’Œudeghien", "à Œudeghien"),
        ("Uccle", "d’Uccle", "à Uccle"),
        ("Wavre", "de Wavre", "à Wavre"),
        ("Watermael-Boitsfort", "de Watermael-Boitsfort", "à Watermael-Boitsfort"),
        ("Ypres", "d’Ypres", "à Ypres"),
        ("Yvoir", "d’Yvoir", "à Yvoir"),
        ("Yves-Gomezée", "d’Yves-Gomezée", "à Yves-Gomezée"),
        ("Yernée-Fraineux", "de Yernée-Fraineux", "à Yernée-Fraineux"),
        ("La Louvière", "de La Louvière", "à La Louvière"),
        ("La Hulpe", "de La Hulpe", "à La Hulpe"),
        ("Le Rœulx", "du Rœulx", "au Rœulx"),
        ("Le Roeulx", "du Roeulx", "au Roeulx"),
        ("Les Bons Villers", "des Bons Villers", "aux Bons Villers"),
        ("L’Écluse", "de L’Écluse", "à L’Écluse"),
        ("Lessines", "de Lessines", "à Lessines"),
        ("Lens", "de Lens", "à Lens"),
        ("Huy", "de Huy", "à Huy"),
        ("Hannut", "de Hannut", "à Hannut"),
        ("Herstal", "de Herstal", "à Herstal"),
        ("Herve", "de Herve", "à Herve"),
        ("Houffalize", "de Houffalize", "à Houffalize"),
        ("Hotton", "de Hotton", "à Hotton"),
        ("Ham-sur-Heure-Nalinnes", "de Ham-sur-Heure-Nalinnes", "à Ham-sur-Heure-Nalinnes"),
        ("Hastière", "d’Hastière", "à Hastière"),
        ("Hastière-par-delà", "d’Hastière-par-delà", "à Hastière-par-delà"),
        ("Hélécine", "d’Hélécine", "à Hélécine"),
        ("Hensies", "d’Hensies", "à Hensies"),
        ("’s-Gravenvoeren", "de ’s-Gravenvoeren", "à ’s-Gravenvoeren"),
        ("Saint-Nicolas (Liège)", "de Saint-Nicolas (Liège)", "à Saint-Nicolas (Liège)"),
        ("Brabant wallon", "du Brabant wallon", "en Brabant wallon"),
        ("Hainaut", "du Hainaut", "en Hainaut"),
        ("Flandre orientale", "de Flandre orientale", "en Flandre orientale"),
        ("Province de Namur", "de la province de Namur", "en province de Namur"),
        ("Luxembourg", "de la province de Luxembourg", "en province de Luxembourg"),
    ],
)
def test_place_names(name: str, of: str, at: str) -> None:
    assert of_place(name) == of
    assert at_place(name) == at


@given(st.sampled_from(NAMES))
def test_the_name_stays_and_two_vowels_never_meet(name: str) -> None:
    written = of_place(name)
    if not name.startswith(("Le ", "Les ", "Province ", "Luxembourg")):
        assert written.endswith(name)
    assert not written.lower().startswith(
        tuple(f"de {vowel}" for vowel in "aàâeéèêiîoôuœ"),
    )
    assert not at_place(name).startswith(("à Le ", "à Les "))


@given(st.text())
def test_any_text_is_taken(name: str) -> None:
    assert of_place(name).startswith(("de ", "d’", "du ", "des "))


def test_the_silent_names_are_places() -> None:
    firsts = {loose(name.partition("-")[0]) for name in NAMES}
    assert [name for name in SILENT if name not in firsts] == []
