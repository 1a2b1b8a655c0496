"""A small site with every kind of date, which the real theme shows without a fault."""

from __future__ import annotations

from typing import Final

import pelicanconf
from tests.equipment.inline import ASSOCIATION, page
from tools.build import ROOT

LINKED: Final = [address.strip("/") for _, address in (*pelicanconf.MENU, *pelicanconf.FOOTER)]
HOLIDAYS: Final = (ROOT / "tests" / "agenda" / "conges.toml").read_text(encoding="utf-8")
FILES: Final[dict[str, str | None]] = {
    "association.toml": ASSOCIATION + HOLIDAYS,
    "vocabulaire.toml": (ROOT / "content" / "vocabulaire.toml").read_text(encoding="utf-8"),
    "activites/chiffres.csv": (ROOT / "content" / "activites" / "chiffres.csv").read_text(encoding="utf-8"),
    **{f"pages/{name}.md": page(f"Page {name}") for name in LINKED},
    "bistrots/mons.md": page(
        "Bistrot de Mons", commune="Mons", etat="actif", contact="mons@essai.example", dates="[2024-09-05]"
    ),
    "bistrots/liege.md": page(
        "Bistrot de Liège", commune="Liège", etat="actif", contact="liege@essai.example", dates="[2023-09-05]"
    ),
    "actualites/2024-05-01-colloque.md": page("Un autre colloque", date="2024-05-01", evenement="2024-09-12"),
    "ressources/code.md": None,
    "actualites/2023-11-23-colloque.md": None,
}
