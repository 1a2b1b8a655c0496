"""Saves what the form sends: checked against what stands on the disk, nothing else changed, written whole.

In: the file's path, its digest as the form was opened, fields and text. Out: the new digest, every problem.
"""

from __future__ import annotations

import hashlib
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from plugins.checks.sources.check import check_source
from plugins.core.disk import write_whole
from plugins.core.front_matter_bounds import text_of
from plugins.core.vocabularies import read_vocabularies
from plugins.texts.front_matter import Document, FrontMatterError, parse_document
from tools.editing import files
from tools.editing.form import RAW, whole_line, widget_of
from tools.editing.header import remove_field, replace_all, replace_body, set_field
from tools.editing.marks import EditError, read_header
from tools.editing.problems import problems_of
from tools.editing.refusals import RefusedError, refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.core.sections import Section
    from tools.editing.desk import Desk

UNREADABLE = "la demande ne se lit pas → rechargez la page"
MOST_VERSIONS = 200
NOT_UTF8 = "le fichier n’est pas en UTF-8 → enregistrez-le avec l’encodage UTF-8"


def save(desk: Desk, asked: Mapping[str, Any]) -> dict[str, object]:
    """Write what an editor has changed, and return what stands on the disk then.

    Raises:
        RefusedError: nothing was written.
        OSError: the disk refuses, and nothing was written.
    """
    path, digest = asked.get("fichier"), asked.get("empreinte")
    fields, body = asked.get("champs") or {}, asked.get("texte")
    is_text = body is None or isinstance(body, str)
    if not (isinstance(path, str) and isinstance(digest, str) and isinstance(fields, dict) and is_text):
        raise refused(UNREADABLE)
    section = files.section_at(path)
    with desk.writing:
        file = files.located(desk.content, path)
        data = files.read(file)
        document = _document(data)
        whole = asked.get("entier", document is None)
        # a text below a header must not take the place of a whole file
        if hashlib.sha256(data).hexdigest() != digest or (document is None and not whole):
            raise _conflict(data)
        try:
            edited = _edited(data, None if whole else document, section, fields, body)
        except EditError as error:
            raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from None
        if edited != data:
            versions = desk.past.get(path, ())
            if data not in versions[-1:]:  # the first one, or somebody else has written meanwhile
                versions = (data,)
            if not whole:
                edited = _as_it_was(versions, edited)
            write_whole(file, edited)
            # of a whole file, every letter was meant
            desk.past[path] = (edited,) if whole else (*versions[-MOST_VERSIONS:], edited)
    return state(desk, path, edited)


def state(desk: Desk, path: str, data: bytes) -> dict[str, object]:
    """Return what the form must know of a file: its digest, its problems, its address."""
    source = check_source(path, data, desk.content.name, read_vocabularies(desk.content) or None)
    problems = problems_of(source, desk.content)
    return {
        "empreinte": source.digest,
        "problemes": problems,
        "publiable": not problems,
        "adresse": source.address,
        "entier": source.document is None,
        "ligne_texte": source.document.body_line if source.document else 1,
    }


def _as_it_was(versions: tuple[bytes, ...], edited: bytes) -> bytes:
    """Return the earlier version that an undo goes back to, if it is one.

    A field that was emptied has taken along its quotation marks, its comment and its place: they come back.
    """
    wanted = _meaning(edited)
    return next((version for version in reversed(versions) if _meaning(version) == wanted), edited)


def _meaning(data: bytes) -> object:
    document = parse_document(text_of(data))
    return {name: (each.value, each.lost) for name, each in document.fields.items()}, document.body


def _conflict(data: bytes) -> RefusedError:
    text = "le fichier a changé entre-temps → comparez les deux textes, puis choisissez"
    digest = hashlib.sha256(data).hexdigest()
    content = data.decode("utf-8", "replace")
    return RefusedError(HTTPStatus.CONFLICT, text, {"empreinte": digest, "contenu": content})


def _document(data: bytes) -> Document | None:
    """Return the two parts of a file; None when its header cannot be read."""
    try:
        return parse_document(text_of(data))
    except FrontMatterError:
        return None
    except UnicodeDecodeError:
        raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, NOT_UTF8) from None


def _edited(
    data: bytes, document: Document | None, section: Section, fields: Mapping[str, object], body: str | None
) -> bytes:
    """Return the file with its edits; without a `document`, the text is the whole file's."""
    if document is None:
        if fields:
            raise refused("l’en-tête se modifie ici dans le texte du fichier → corrigez-le là")
        return data if body is None or body == text_of(data) else replace_all(data, body)
    order = [field.name for field in section.fields]
    for name, value in fields.items():
        data = _with_field(data, section, document, name, value, order)
    return data if body is None or body == document.body else replace_body(data, body)


def _typed(value: object) -> str | tuple[str, ...]:
    """Return a text or a list of texts as JSON gives it."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return tuple(value)
    raise refused(UNREADABLE)


def _with_field(
    data: bytes, section: Section, document: Document, name: str, value: object, order: list[str]
) -> bytes:
    """Return the file with one field as the form has it: emptied, it is removed, or stays when required."""
    field, typed = section.field(name), document.fields.get(name)
    if field is None or widget_of(field, typed, read_header(data)) == RAW:
        raise refused(f"« {name} » ne se modifie pas dans ce formulaire → modifiez la ligne dans le fichier")
    if not value and (typed is None or typed.blank):
        return data  # an empty line that waits to be filled in stays
    if not value and not field.required:
        return remove_field(data, name)
    wanted = _typed(value or "")
    kept = typed.value if typed else None
    whole = whole_line(field, typed)
    if whole and isinstance(wanted, str) and re.fullmatch('".*"', wanted):
        wanted = wanted[1:-1]  # the build asks for quotation marks, which are put below
    if kept == (list(wanted) if isinstance(wanted, tuple) else wanted) and not whole:
        return data
    if isinstance(kept, str) and isinstance(wanted, str) and kept.strip() == wanted and not whole:
        return data
    return set_field(data, name, wanted, order=order, whole_line=whole)
