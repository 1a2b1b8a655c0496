"""Puts « de » and « à » before a place name: « d’Arlon », « du Rœulx », « aux Bons Villers », « de Huy ».

Before an h no rule holds. Martinon (*Comment on prononce le français*, 1913) and Grevisse (*Le Bon Usage*)
say that names of Germanic origin take no elision as a rule, and that usage wavers. So do the communes of
the province of Liège and of the Ardennes, whose administrations write « Ville de Huy », « de Herstal »,
« de Hannut », « de Herve », « de Houffalize »; names of the west and of the Meuse mostly elide: « abbaye
d’Hastière », « terril d’Hensies », « domaine d’Hélécine ». `SILENT` lists the latter, any other name keeps
« de », which nobody reads as a mistake.
"""

from __future__ import annotations

from typing import Final

from plugins.core.letters import plain_letters

SILENT: Final = frozenset(
    {
        *("harchies", "harmignies", "hastiere", "hautrage", "havre", "helecine", "hennuyeres", "hensies"),
        *("herbeumont", "herchies", "honnelles", "hornu", "hyon"),
    }
)
"""First words of place names whose h is as if it were not there, without capitals and accents."""
ARTICLES: Final = {"Le": ("du ", "au "), "Les": ("des ", "aux ")}
"""What « de » and « à » become with an article that is part of the name."""
PROVINCES: Final = ("Brabant wallon", "Brabant flamand", "Hainaut")
"""Those that take an article: « du Hainaut », « en Hainaut »."""


def of_place(name: str) -> str:
    """Write « de » and a place name: « d’Arlon », « de La Louvière », « du Brabant wallon »."""
    if name in PROVINCES:
        return f"du {name}"
    if name == "Luxembourg":  # ours is no country
        return "de la province de Luxembourg"
    if name.startswith("Province "):
        return f"de la p{name[1:]}"
    article, _, rest = name.partition(" ")
    if rest and article in ARTICLES:
        return f"{ARTICLES[article][0]}{rest}"
    return f"d’{name}" if _is_elided_before(name) else f"de {name}"


def at_place(name: str) -> str:
    """Write « à » and a place name: « à Arlon », « au Rœulx », « en Brabant wallon »."""
    if name in PROVINCES or name.startswith("Flandre "):
        return f"en {name}"
    if name == "Luxembourg":
        return "en province de Luxembourg"
    if name.startswith("Province "):
        return f"en p{name[1:]}"
    article, _, rest = name.partition(" ")
    return f"{ARTICLES[article][1]}{rest}" if rest and article in ARTICLES else f"à {name}"


def _is_elided_before(name: str) -> bool:
    """Tell whether « de » loses its vowel before the name."""
    letters = plain_letters(name)
    if letters.startswith("h"):
        return letters.partition(" ")[0].partition("-")[0] in SILENT
    # « d’Yvoir », but « de Yaoundé »: before a vowel, y is a consonant
    return letters[:1] in tuple("aeiou") or (letters[:1] == "y" and letters[1:2] not in tuple("aeiouy"))
