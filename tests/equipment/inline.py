"""Tiny inline sites, built by the real build function with a theme of a few lines."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any, Final

import pelicanconf
from tools.build import ROOT, Report, Request, build

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TODAY = dt.date(2024, 6, 1)

ASSOCIATION = """\
[site]
nom = "Association d’essai"
adresse = "https://essai.example"
[contact]
courriel = ""
"""
VOCABULARY = """\
[themes.secret]
libelle = "Secret professionnel"
[themes.police]
libelle = "Police"
[types_de_ressource.code]
libelle = "Code"
pluriel = "Codes"
[etats_de_bistrot.actif]
libelle = "Actif"
[series.permanences]
libelle = "Permanences"
unite = "permanences"
"""
FIGURES = """\
serie,date,valeur,statut,rapport,section,remarque
permanences,2023,37,exact,2021-2023,Le fonctionnement,
"""


def page(title: str, body: str = "Un texte.", **fields: str) -> str:
    """Return a valid Markdown file; extra fields as in its front matter."""
    extra = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return (
        f'---\ntitre: "{title}"\n'
        f'resume: "Un résumé assez long pour {title}, en une seule phrase complète et claire."\n'
        f"{extra}---\n\n{body}\n"
    )


VALID: dict[str, str] = {
    "association.toml": ASSOCIATION,
    "vocabulaire.toml": VOCABULARY,
    "activites/chiffres.csv": FIGURES,
    "pages/accueil.md": page("Accueil"),
    "pages/404.md": page("Page introuvable"),
    "pages/contact.md": page("Contact", "## Nous écrire\n\nUn texte avec [un lien](/actualites/colloque/)."),
    "actualites/2023-11-23-colloque.md": page("Un colloque", date="2023-11-23"),
    "ressources/code.md": page(
        "Un code",
        date="2024-01-01",
        type="code",
        themes="[secret]",
        auteur="Une fédération",
        source="Un site",
    ),
    "bistrots/mons.md": page("Mons", commune="Mons", etat="actif"),
}


REAL_THEME: Final = {
    "THEME": str(ROOT / "theme"),
    "CSS_BUNDLES": pelicanconf.CSS_BUNDLES,
    "MENU": pelicanconf.MENU,
    "FOOTER": pelicanconf.FOOTER,
}
"""Settings for an inline site that looks as the real one does."""


class Site:
    """An inline site in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.output = root / "output"
        self.add(VALID)

    def add(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files below content/; None removes one."""
        for name, text in files.items():
            path = self.root / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            elif isinstance(text, bytes):
                path.write_bytes(text)
            else:
                path.write_text(text, encoding="utf-8", newline="")

    def build(self, *, today: dt.date = TODAY, pages_first: bool = False, **settings: Any) -> Report:
        """Build with the project's own settings and the tiny theme."""
        own = {
            "THEME": str(ROOT / "tests" / "equipment" / "tiny_theme"),
            "CACHE_FOLDER": str(self.root / "cache"),
            "MENU": (),
            "FOOTER": (),
        }
        return build(
            Request(
                output=self.output,
                today=today,
                content=self.root / "content",
                settings={**own, **settings},
                pages_first=pages_first,
            )
        )

    def read(self, name: str) -> str:
        """Return a written file's text."""
        return (self.output / name).read_text(encoding="utf-8")


def snapshot(folder: Path) -> dict[str, str]:
    """Return the hash of every file of a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
