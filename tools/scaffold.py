"""Writes a new page: a complete, commented front matter, ready for an editor to fill in."""

from __future__ import annotations

import difflib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.belgium import gazetteer
from plugins.bistrots.answers import BistrotAnswer, read_answer
from plugins.core.disk import write_whole
from plugins.core.fields import Field, FieldKind
from plugins.core.letters import plain_letters
from plugins.core.sections import SECTIONS, Section
from plugins.core.vocabularies import load_vocabularies
from plugins.french.elision import at_place, of_place
from plugins.texts.front_matter import yaml_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from plugins.core.fields import Heading
    from plugins.core.vocabularies import Vocabulary

COMMANDS = {section.command: section for section in SECTIONS if section.command}
SLUG_LENGTH = 60


class ScaffoldError(ValueError):
    """The page cannot be created; the message is French and for the editor."""


def read_message(name: str) -> BistrotAnswer:
    """Read the message that answers « Lancer un bistrot » from a file, or from the standard input (`-`).

    Raises:
        ScaffoldError: no such file, or one that is no text.
    """
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        message = data.decode("utf-8-sig")
    except OSError:
        raise ScaffoldError(f"{name} ne peut pas être lu → vérifiez le nom du fichier") from None
    except UnicodeDecodeError:
        raise ScaffoldError(
            f"{name} n’est pas du texte en UTF-8 → copiez le message dans un fichier de texte"
        ) from None
    answer = read_answer(message)
    if not (answer.fields.keys() - {"etat"} or answer.text or answer.remarks):
        raise ScaffoldError(
            f"{name} ne contient aucune réponse → gardez les lignes telles quelles, « Commune : Liège »"
        )
    return answer


def create(
    content: Path, command: str, title: str, today: dt.date, answer: BistrotAnswer | None = None
) -> Path:
    """Create the file and return its path.

    Args:
        content: the content folder.
        command: that of a section, such as `actualite`.
        title: as the editor typed it.
        today: written as the date of publication.
        answer: what a message says of the bistrot.

    Raises:
        ScaffoldError: unknown section, title without a letter or not to be read, file that exists,
            answer for another section.
    """
    if command not in COMMANDS:
        near = difflib.get_close_matches(command, COMMANDS, n=1)
        raise ScaffoldError(
            f"« {command} » n’existe pas → écrivez {near[0] if near else ', '.join(COMMANDS)}"
        )
    title = " ".join(title.split())
    if not title.isprintable():
        raise ScaffoldError("le titre contient un caractère illisible → tapez-le à nouveau")
    section = COMMANDS[command]
    if answer and section.name != "bistrots":
        raise ScaffoldError("une réponse ne fait qu’un bistrot → écrivez : invoke new bistrot")
    slug = slug_of(title)
    if not slug:
        raise ScaffoldError("le titre n’a ni lettre ni chiffre → donnez un titre")
    name = f"{today.isoformat()}-{slug}" if section.dated_names else slug
    path = content / section.folder / f"{name}.md"
    if path.exists():
        raise ScaffoldError(f"{path.name} existe déjà → modifiez-le, ou choisissez un autre titre")
    vocabularies, problems = load_vocabularies(content)
    if problems:
        raise ScaffoldError("\n".join(map(str, problems)))
    text = new_front_matter(section, title, today, vocabularies, answer)
    write_whole(path, text.encode(), new=True)
    return path


def slug_of(title: str) -> str:
    """Turn a title into the end of an address: `L’été à Mons` → `l-ete-a-mons`."""
    slug = ""
    for word in re.findall(r"[a-z0-9]+", plain_letters(title)):
        if slug and len(slug) + len(word) >= SLUG_LENGTH:
            break
        slug = f"{slug}-{word}" if slug else word[:SLUG_LENGTH]
    return slug


def new_front_matter(
    section: Section,
    title: str,
    today: dt.date,
    vocabularies: Mapping[str, Vocabulary],
    answer: BistrotAnswer | None = None,
) -> str:
    """Return the file's text: required fields to fill in, optional ones commented out."""
    given = dict(answer.fields) if answer else {}
    if section.name == "bistrots":
        title = bistrot_title(title, given)
    lines = ["---"]
    for field in section.fields:
        terms = vocabularies.get(field.vocabulary, {})
        choice = f" : {', '.join(terms)}" if terms else ""
        lines.append(f"# {field.help}{choice}" if field.required else f"# {field.help} (facultatif){choice}")
        lines.append(
            f"{field.name}: {given[field.name]}" if field.name in given else _line(field, title, today)
        )
    text = answer.text if answer else ""
    return "\n".join([*lines, "---", "", text or _empty_text(section), ""])


def _empty_text(section: Section) -> str:
    """Return what stands where the text will: the headings that its section asks for."""
    if not section.headings:
        return "Écrivez le texte ici. Un titre de partie commence par « ## »."
    return "\n\n".join(f"## {heading.title}\n\n{_empty_part(heading)}" for heading in section.headings)


def _empty_part(heading: Heading) -> str:
    if heading.steps:
        return "1. Écrivez ici la première étape."
    source = ", avec le lien vers [la page qui le dit](/ressources/)" if heading.sources else ""
    return f"Écrivez ici{source}."


def bistrot_title(title: str, given: dict[str, str]) -> str:
    """Return a bistrot's title with its place name after the right « de » or « à ».

    A place alone becomes a whole title, and its commune when the answer gives none.
    """
    places = gazetteer.belgian_places()
    if place := places.find(title):
        given.setdefault("commune", yaml_text(place.name))
        if given.get("etat") == "cherche-porteurs":
            return f"Un bistrot du social {at_place(place.name)} ?"
        return f"Le bistrot du social {of_place(place.name)}"
    start, _, name = title.rpartition(" de ")
    return f"{start} {of_place(name)}" if places.find(name) else title


def _line(field: Field, title: str, today: dt.date) -> str:
    if field.name == "titre":
        return f"titre: {yaml_text(title)}"
    if field.name == "date":
        return f"date: {today.isoformat()}"
    if field.name == "statut":
        return "statut: brouillon"
    if field.required:
        return f"{field.name}: {'[]' if field.kind is FieldKind.TERMS else ''}".rstrip()
    return f"# {field.name}:"


def open_in_editor(path: Path) -> None:
    """Open the file in $EDITOR, if there is one."""
    editor = os.environ.get("EDITOR", "").strip()
    if editor:
        subprocess.run([*shlex.split(editor), str(path)], check=False)
