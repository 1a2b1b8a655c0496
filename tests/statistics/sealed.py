"""A site whose vocabulary is told apart anywhere, its keys, and the search for what must be nowhere in clear."""

from __future__ import annotations

import datetime as dt
import gzip
import re
import zlib
from typing import TYPE_CHECKING

import pyrage

from plugins.core.vocabularies import read_vocabularies
from plugins.statistics.records.at_hand import RegisterAtHand, read_at_hand
from plugins.statistics.records.entries import FOLDER
from tests.equipment.inline import VOCABULARY, Site
from tools.activity_register import command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = dt.date(2032, 6, 1)
_FILLER = "# " + "…" * 200 + "\n"
WORDS = f"""\
{VOCABULARY}
{_FILLER}[activites.demande-avis]
libelle = "Demande d’avis"
[activites.permanence]
libelle = "Permanence"
{_FILLER}
[themes.quartz]
libelle = "Thème à quartz"
[themes.silex]
libelle = "Silex"
au = 2020
{_FILLER}
[secteurs.basalte]
libelle = "Service de basalte"
[secteurs.craie]
libelle = "Craie"
{_FILLER}
[regions.granit]
libelle = "Région de granit"
zeros = ["craie"]
{_FILLER}
[regions.marne]
libelle = "Marne"
"""
HEADER = "periode,type,theme,secteur,region"
ROW = "2031,demande-avis,quartz,basalte,granit"
OTHER = "2031,permanence,quartz,craie,marne"
_GAP = rb"[^a-z]{1,12}(?:theme|secteur|sector|region)?[^a-z]{0,12}"
_PAIRS = ((b"quartz", b"basalte"), (b"quartz", b"craie"), (b"basalte", b"granit"), (b"craie", b"marne"))
_TOGETHER = re.compile(b"|".join(one + _GAP + other for one, other in _PAIRS), re.IGNORECASE)
"""Two values of one row near each other, whatever the form: CSV, JSON, repr, pickle."""


def prepare(site: Site) -> Path:
    """Give the site its vocabulary; return the register's folder, which does not exist yet."""
    site.add({"vocabulaire.toml": WORDS})
    return site.root / "content" / FOLDER


def key(file: Path) -> str:
    """Write a new private key; return its public half."""
    identity = pyrage.x25519.Identity.generate()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(f"{identity}\n")
    return str(identity.to_public())


def registre(
    root: Path, *, cle: bool = False, modele: str = "", ajouter: str | bool = "", lire: bool = False
) -> int:
    """Run `invoke registre` in this process; return its exit code."""
    try:
        command.run(root, TODAY, key=cle, model=modele, add=ajouter, read=lire)
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


def at_hand(root: Path, file: Path | None = None) -> RegisterAtHand:
    """Read the register with the key of a file, or of the environment."""
    content = root / "content"
    if file is None:
        return read_at_hand(content, read_vocabularies(content))
    return read_at_hand(content, read_vocabularies(content), {"CVTS_CLE_REGISTRE": str(file)})


def in_clear(folder: Path) -> list[str]:
    """Return the files below a folder that hold a row or a private key in clear, compressed ones too.

    Snapshots are not among them: they name the cells of tables, and the audit judges what they say.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.parent.name != "statistiques-arretees":
            for data in _forms(path.read_bytes()):
                if _TOGETHER.search(data) or b"AGE-SECRET-KEY" in data.upper():
                    found.append(str(path.relative_to(folder)))
                    break
    return found


def tells(text: str) -> bool:
    """Tell whether a message repeats a row or a private key."""
    return bool(_TOGETHER.search(text.encode())) or "AGE-SECRET-KEY-1" in text.upper()


def _forms(data: bytes) -> Iterator[bytes]:
    yield data
    for unpack in (gzip.decompress, zlib.decompress):
        try:
            yield unpack(data)
        except (OSError, EOFError, zlib.error):
            continue
