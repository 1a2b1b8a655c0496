"""A tiny house in which the letter is made quickly: tiny content and theme, the real colours and words."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, cast

import pytest

from plugins.checks.sources.check import check_folder, read_sources
from tests.equipment.inline import Site, page
from tools.build import ROOT
from tools.newsletter import command

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import EmailMessage
    from pathlib import Path

    from plugins.texts.sources import Source

TODAY = dt.date(2024, 6, 12)
ADDRESS = "https://essai.example"
ASSOCIATION = f"""\
[site]
nom = "Association d’essai"
sigle = "Essai"
adresse = "{ADDRESS}"
[contact]
courriel = ""
[lettre]
expediteur = "lettre@essai.example"
liste = "abonnes@listes.essai.example"
"""
NEWS = {
    "pages/lettre.md": page("La lettre"),
    "actualites/2024-06-01-plaidoyer.md": page("Un plaidoyer", date="2024-06-01"),
    "actualites/2024-06-02-rencontre.md": page(
        "Une rencontre", date="2024-06-02", evenement='"2024-07-04 14:30"', lieu="Rue d’Essai 1"
    ),
    "bistrots/mons.md": page(
        "Mons", commune="Mons", etat="actif", lieu="Le Café", dates="[2024-01-04, 2024-06-20]"
    ),
}


def letter(day: str = "2024-06-12", *fields: str, title: str = "", body: str = "Bonjour.") -> str:
    """Return a letter; `fields` are lines of its front matter."""
    return page(title or f"Lettre du {day}", body, date=day).replace(
        "---\n\n", "".join(f"{field}\n" for field in fields) + "---\n\n", 1
    )


@dataclass
class Letters:
    """The house: its root, and what `invoke letter` makes in it."""

    site: Site

    @property
    def root(self) -> Path:
        return self.site.root

    def add(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files of the content folder."""
        self.site.add(files)

    def sources(self) -> tuple[Source, ...]:
        """Return the sources, which must be faultless."""
        content = self.root / "content"
        found = read_sources(content, None)
        assert [str(problem) for source in found for problem in source.problems] == []
        assert [str(problem) for problem in check_folder(content, found)] == []
        return found

    def run(self, name: str = "", *, today: dt.date = TODAY, essai: bool = False) -> bytes:
        """Run the command and return the e-mail."""
        return command.run(self.root, today, name, essai=essai).read_bytes()


@pytest.fixture
def letters(tmp_path: Path) -> Letters:
    """Give a house with a few news and no letter."""
    site = Site(tmp_path)
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "tests" / "equipment" / "tiny_theme", theme)
    shutil.copy(ROOT / "theme/templates/partials/letter_facts.html", theme / "templates/partials")
    tokens = (ROOT / "theme/static/css/tokens.css").read_text(encoding="utf-8")
    colours = re.sub(r"@font-face \{.*?\}", "", tokens, flags=re.DOTALL)  # the tiny theme has no fonts
    (theme / "static/css/tokens.css").write_text(colours, encoding="utf-8")
    shutil.copyfile(ROOT / "pelicanconf.py", tmp_path / "pelicanconf.py")
    site.add({"association.toml": ASSOCIATION, **NEWS})
    return Letters(site)


def parsed(eml: bytes) -> EmailMessage:
    """Parse an e-mail with the standard library, and accept no defect."""
    message = cast("EmailMessage", message_from_bytes(eml, policy=policy.default))
    assert [part.defects for part in message.walk() if part.defects] == []
    return message


def part(eml: bytes, kind: str) -> str:
    """Return the `plain` or `html` part."""
    body = parsed(eml).get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
