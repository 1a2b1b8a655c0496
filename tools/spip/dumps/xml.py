"""SPIP's own backup until 2.1: XML of one form, read as what it is and not as XML in general.

SPIP writes bytes that no XML allows (control characters, two encodings in one file), which parsers refuse.
It declares no entities; a file that does is refused, so that none can grow.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.spip.dumps.errors import Damaged, broken, cut
from tools.spip.dumps.source import HEAD

if TYPE_CHECKING:
    from tools.spip.dumps.collecting import Collector
    from tools.spip.dumps.source import Source

START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|SPIP|!--)", re.IGNORECASE)
_PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*+>\s*)?(?:<!--.*?-->\s*)*", re.DOTALL)
_ROOT = re.compile(rb"<SPIP\b([^>]*+)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_TAG = re.compile(rb"\s*+<(/?)([\w:.-]++)([^<>]*+)>")
_VALUE = re.compile(rb"([^<]*+)</([\w:.-]++)>")
_COMMENT = re.compile(rb"\s*+<!--.*?-->", re.DOTALL)
_BLANK = re.compile(rb"\s+")
_REFERENCE = re.compile(rb"&(amp|lt|gt|quot|apos);")
_CHARACTERS = {b"amp": b"&", b"lt": b"<", b"gt": b">", b"quot": b'"', b"apos": b"'"}

_SETTINGS = {
    "version": "spip_version",
    "version_base": "version_installee",
    "adresse_site": "adresse_site",
}
_MOST_COLUMNS = 1000
_SINGULAR = {
    "article": "articles",
    "auteur": "auteurs",
    "breve": "breves",
    "document": "documents",
    "forum": "forum",
    "groupe_mots": "groupes_mots",
    "message": "messages",
    "mot": "mots",
    "petition": "petitions",
    "rubrique": "rubriques",
    "signature": "signatures",
    "syndic": "syndic",
    "syndic_article": "syndic_articles",
    "type_document": "types_documents",
}
"""What 1.8 calls a row of each table."""


def read_xml(source: Source, collector: Collector) -> dict[str, str]:
    """Give the rows of a backup; return what its first tag says, under the names of SPIP's settings.

    Raises:
        Damaged: it is cut, or no backup of SPIP.
    """
    source.peek(HEAD)
    source.match(_PROLOGUE)
    root = source.match(_ROOT)
    if not root:
        raise Damaged(
            "ce fichier XML n’est pas une sauvegarde de SPIP",
            "donnez le fichier que SPIP a écrit dans son dossier tmp/dump",
        )
    attributes = {
        name.decode("latin-1"): _unescaped(value).decode("utf-8", "ignore")
        for name, value in _ATTRIBUTE.findall(root[1])
    }
    while True:
        tag = _tag(source)
        if tag[1]:
            if tag[2] != b"SPIP":
                raise broken()
            break
        _read_row(source, collector, tag[2])
    _read_to_the_end(source)
    return {setting: attributes[name] for name, setting in _SETTINGS.items() if name in attributes}


def _read_row(source: Source, collector: Collector, element: bytes) -> None:
    name = element.decode("latin-1")
    table = f"spip_{_SINGULAR[name]}" if name in _SINGULAR else name
    values: dict[str, bytes] = {}
    links: list[tuple[str, bytes]] = []
    while not (tag := _tag(source))[1]:
        column = tag[2].decode("latin-1")
        value = b""
        if not tag[3].endswith(b"/"):
            found = source.need(_VALUE)
            if found[2] != tag[2]:
                raise broken()
            value = found[1]
        if column.startswith("lien:"):
            links.append((column.removeprefix("lien:"), value))
        else:
            values[column] = value
            if len(values) > _MOST_COLUMNS:
                raise broken()
    if tag[2] != element:
        raise broken()
    wanted = collector.table(table, tuple(values))
    if wanted:
        collector.add(table, {column: _unescaped(values[column]) for column in wanted & values.keys()})
    else:
        collector.count(table)
    for other, number in links:
        _link(collector, (name, values.get(f"id_{name}", b"")), (other, number))


def _link(collector: Collector, row: tuple[str, bytes], other: tuple[str, bytes]) -> None:
    """Give a link that stands in a row as the row of a table, as later versions have it."""
    first, second = (row, other) if row[0] in {"auteur", "mot", "document"} else (other, row)
    table = f"spip_{first[0]}s_{_SINGULAR.get(second[0], second[0])}"
    columns = {f"id_{first[0]}": first[1], f"id_{second[0]}": second[1]}
    wanted = collector.table(table, tuple(columns))
    if wanted:
        collector.add(table, {column: columns[column] for column in wanted})
    else:
        collector.count(table)


def _tag(source: Source) -> re.Match[bytes]:
    while not (found := source.match(_TAG)):
        if source.match(_COMMENT):
            continue
        rest = source.peek(HEAD).lstrip()
        raise cut() if not rest or _could_be_a_tag(rest) else broken()
    return found


def _could_be_a_tag(rest: bytes) -> bool:
    return rest.startswith(b"<") and b">" not in rest and b"<" not in rest[1:]


def _read_to_the_end(source: Source) -> None:
    """Read what follows, so that a compressed file's own sum is checked."""
    while rest := source.peek(HEAD):
        if rest.strip():
            raise broken()
        source.match(_BLANK)


def _unescaped(value: bytes) -> bytes:
    return _REFERENCE.sub(lambda match: _CHARACTERS[match[1]], value) if b"&" in value else value
