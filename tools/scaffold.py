"""Writes a new page: a complete, commented front matter, ready for an editor to fill in."""

from __future__ import annotations

import difflib
import os
import re
import shlex
import subprocess
import unicodedata
from typing import TYPE_CHECKING

from plugins.strict.schema import SECTIONS, Field, Kind, Section
from plugins.vocabulary import Vocabulary, read_vocabularies

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

COMMANDS = {"actualite": "actualites", "ressource": "ressources", "bistrot": "bistrots", "page": "pages"}
SLUG_LENGTH = 60


class ScaffoldError(ValueError):
    """The page cannot be created; the message is French and for the editor."""


def create(content: Path, command: str, title: str, today: dt.date) -> Path:
    """Create the file and return its path.

    Args:
        content: the content folder.
        command: `actualite`, `ressource`, `bistrot` or `page`.
        title: as the editor typed it.
        today: written as the date of publication.

    Raises:
        ScaffoldError: unknown section, a title without a letter, a file that exists.
    """
    if command not in COMMANDS:
        near = difflib.get_close_matches(command, COMMANDS, n=1)
        raise ScaffoldError(
            f"« {command} » n’existe pas → écrivez {near[0] if near else ', '.join(COMMANDS)}"
        )
    section = next(section for section in SECTIONS if section.name == COMMANDS[command])
    slug = slug_of(title)
    if not slug:
        raise ScaffoldError("le titre n’a ni lettre ni chiffre → donnez un titre")
    name = f"{today.isoformat()}-{slug}" if section.dated_names else slug
    path = content / section.folder / f"{name}.md"
    if path.exists():
        raise ScaffoldError(f"{path.name} existe déjà → modifiez-le, ou choisissez un autre titre")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(front_matter(section, title, today, read_vocabularies(content)), encoding="utf-8")
    return path


def slug_of(title: str) -> str:
    """Turn a title into the end of an address: `L’été à Mons` → `l-ete-a-mons`."""
    plain = title.lower().replace("œ", "oe").replace("æ", "ae")
    letters = "".join(
        char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char)
    )
    slug = ""
    for word in re.findall(r"[a-z0-9]+", letters):
        if slug and len(slug) + len(word) >= SLUG_LENGTH:
            break
        slug = f"{slug}-{word}" if slug else word[:SLUG_LENGTH]
    return slug


def front_matter(section: Section, title: str, today: dt.date, vocabularies: Mapping[str, Vocabulary]) -> str:
    """Return the file's text: required fields to fill in, optional ones commented out."""
    lines = ["---"]
    for field in section.fields:
        terms = vocabularies.get(field.vocabulary, {})
        choice = f" : {', '.join(terms)}" if terms else ""
        lines.append(f"# {field.help}{choice}" if field.required else f"# {field.help} (facultatif){choice}")
        lines.append(_line(field, title, today))
    return "\n".join([*lines, "---", "", "Écrivez le texte ici. Un titre de partie commence par « ## ».", ""])


def _line(field: Field, title: str, today: dt.date) -> str:
    if field.name == "titre":
        escaped = title.replace("\\", "\\\\").replace('"', '\\"')
        return f'titre: "{escaped}"'
    if field.name == "date":
        return f"date: {today.isoformat()}"
    if field.name == "statut":
        return "statut: brouillon"
    if field.required:
        return f"{field.name}: {'[]' if field.kind is Kind.TERMS else ''}".rstrip()
    return f"# {field.name}:"


def open_in_editor(path: Path) -> None:
    """Open the file in $EDITOR, if there is one."""
    editor = os.environ.get("EDITOR", "").strip()
    if editor:
        subprocess.run([*shlex.split(editor), str(path)], check=False)
