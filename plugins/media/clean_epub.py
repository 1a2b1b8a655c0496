"""Rewrites an EPUB book so that it only shows itself: no scripts, no calls to others, no notes of programs.

The author of a book is named on purpose and stays. What a shop noted of its buyer,
what a program noted of its reader, and what cameras noted in the images is gone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html.entities import html5
from typing import Any, Final

from plugins.media.archives import entry_to_write, local_name, open_archive, parse_part, read_entry
from plugins.media.embedded_images import clean_picture
from plugins.media.office_dangers import is_plain_link
from plugins.media.unusable import UnusableFileError

_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_MARKUP: Final = (".htm", ".html", ".ncx", ".opf", ".smil", ".svg", ".xhtml", ".xml")
_PAGES: Final = (".htm", ".html", ".xhtml")
_IMAGES: Final = (".gif", ".jpeg", ".jpg", ".png", ".webp")
_FONTS: Final = (".otf", ".ttf", ".woff", ".woff2")
_NOTES: Final = re.compile(r"(?:itunes.*|\.ds_store|thumbs\.db|.*\.plist|meta-inf/(?!container\.xml).*)")
_SCRIPTS: Final = frozenset(
    {
        *("animate", "applet", "audio", "base", "embed", "foreignobject", "form", "frame", "handler"),
        *("iframe", "object", "script", "set", "switch", "trigger", "video"),
    }
)
_NAMED_BY_PROGRAMS: Final = re.compile(r"calibre:|ibooks|com\.apple|sigil", re.IGNORECASE)
_RUNS: Final = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)
_STYLE_CALL: Final = re.compile(
    r"(?:url\(|@import)\s*[\"']?\s*(?:[a-z][a-z0-9+.-]*:|//)|expression\(|-moz-binding|behavior\s*:"
    r"|[\"']\s*(?:[a-z][a-z0-9+.-]*:)?//",
    re.IGNORECASE,
)
_STYLE_SILENT: Final = re.compile(r"/\*.*?\*/|@namespace[^;]*;", re.DOTALL | re.IGNORECASE)
_ENTITY: Final = re.compile(rb"&(\w+);")
_OF_XML: Final = (b"amp", b"lt", b"gt", b"quot", b"apos")


def clean_epub(data: bytes) -> bytes:
    """Return the book to publish; the same input gives the same bytes.

    Raises:
        UnusableFileError: it can act, is protected, or holds what cannot be checked.
    """
    out = io.BytesIO()
    with open_archive(data) as archive, zipfile.ZipFile(out, "w") as copy:
        names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        if {"META-INF/encryption.xml", "META-INF/rights.xml"} & set(names):
            raise UnusableFileError(
                "le livre est protégé, ou ses polices le sont",
                "exportez-le sans verrou ni polices brouillées",
            )
        for name in names:
            if not _NOTES.fullmatch(name.lower()):
                copy.writestr(
                    entry_to_write(name), _clean_part(name, read_entry(archive, name)), compresslevel=9
                )
    return out.getvalue()


def _clean_part(name: str, data: bytes) -> bytes:
    kind = name.lower()
    if kind.endswith(_MARKUP):
        return _clean_markup(kind, data)
    if kind.endswith(".css"):
        if _style_calls(data.decode("utf-8-sig")):
            raise _active("une feuille de style qui appelle un autre site")
        return data
    if kind.endswith(_IMAGES):
        return clean_picture(name, data)
    if kind.endswith(_FONTS) or kind == "mimetype":
        return data
    raise _active(f"un fichier que les liseuses n’affichent pas ({name})")


def _clean_markup(kind: str, data: bytes) -> bytes:
    from lxml import etree  # noqa: PLC0415  heavy: only builds that meet a new document pay

    root = parse_part(_ENTITY.sub(_character, data))
    for danger in _dangers(root, is_page=not kind.endswith(".opf")):
        raise _active(danger)
    for element in list(root.iter("{*}meta", "{*}link")) if kind.endswith(".opf") else ():
        noted = " ".join(map(str, element.attrib.values()))
        if _NAMED_BY_PROGRAMS.search(noted) or str(element.get("href", "")).startswith("http"):
            element.getparent().remove(element)
    doctype = b"<!DOCTYPE html>\n" if kind.endswith(_PAGES) else b""
    return _DECLARATION + doctype + etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def _character(match: re.Match[bytes]) -> bytes:
    """Write a character that a document type names: the copy has none."""
    if match[1] in _OF_XML:
        return match[0]
    return html5.get(f"{match[1].decode()};", match[0].decode()).encode()


def _style_calls(style: str) -> bool:
    """Tell whether a style asks for anything elsewhere; a backslash counts, since it hides what follows."""
    return "\\" in style or bool(_STYLE_CALL.search(_STYLE_SILENT.sub(" ", style)))


def _dangers(root: Any, *, is_page: bool) -> Iterator[str]:
    for element in root.iter("{*}*"):
        kind = local_name(element.tag).lower()
        if kind in _SCRIPTS or (kind == "meta" and element.get("http-equiv", "").lower() == "refresh"):
            yield f"un script, un formulaire ou un contenu étranger ({kind})"
        if kind == "item" and re.search(r"scripted|remote", str(element.get("properties"))):
            yield "des scripts"
        if kind == "style" and _style_calls("".join(element.itertext())):
            yield "un style qui appelle un autre site"
        followed = ("a", "reference") if is_page else ("a", "link", "reference")
        for key, value in element.attrib.items():
            name = local_name(key).lower()
            yield from _attribute_dangers(name, str(value), followed=kind in followed)
            # in a drawing, a style may stand in any attribute
            if (name == "style" or "svg" in element.tag) and _style_calls(str(value)):
                yield "un style qui appelle un autre site"


def _attribute_dangers(name: str, value: str, *, followed: bool) -> Iterator[str]:
    outside = re.match(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", value, re.IGNORECASE)
    if name.startswith("on") or (name in ("href", "src") and _RUNS.match(value)):
        yield "un script"
    plain = followed and is_plain_link(value)
    if name in ("href", "src", "srcset", "poster", "data", "altimg") and outside and not plain:
        yield "une image ou un fichier pris sur un autre site"
    if name in ("ping", "base", "action", "formaction", "background") or (name == "srcset" and "//" in value):
        yield "un appel à un autre site"


def _active(what: str) -> UnusableFileError:
    return UnusableFileError(f"le livre contient {what}", "exportez-le à nouveau sans cela, ou en PDF")
