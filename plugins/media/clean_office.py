"""Rewrites OpenDocument and Office Open XML files without the names of whoever made them, and with a title.

Both are ZIP archives of XML. Gone: author, last person who saved, company,
manager, template and its path, dates, custom properties, earlier versions, the
printer's name; whoever commented or changed the text becomes « Auteur ». The text stays.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final

from plugins.media.clean_titles import choose
from plugins.media.unusable import signed

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIXES: Final = (".docx", ".odp", ".ods", ".odt", ".pptx", ".xlsx")
ANONYMOUS: Final = "Auteur"

_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP archive can note
_MANIFEST: Final = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_VERSIONS: Final = ("VersionList.xml", "Versions/")
_SIGNATURES: Final = ("META-INF/documentsignatures.xml", "_xmlsignatures/")
_KEPT: Final = {"title", "language", "subject", "keyword", "keywords", "generator", "document-statistic"}
"""Of what a document says of itself, what names nobody."""
_COMPANY: Final = {"Company", "Manager", "Template", "HyperlinkBase"}
_PRINTER: Final = {"PrinterName", "PrinterSetup"}
_NAMING: Final = {"author", "initials", "userName", "lastModifiedBy"}
"""Attributes that name a person, wherever they stand."""
_ALWAYS: Final = (
    "META-INF/manifest.xml",
    "docProps/app.xml",
    "docProps/custom.xml",
    "settings.xml",
    "word/people.xml",
)
_PERSONS: Final = {"cmAuthor", "person", "author"}
"""Elements whose `_PERSONAL` attributes name one."""
_PERSONAL: Final = {"name", "displayName", "userId", "providerId"}
_SUSPECTS: Final = re.compile(
    rb"[aA]uthor|creator|initials|userName|lastModifiedBy|absPath|attachedTemplate|documentManagement|displayName"
)
"""What a part must hold to be worth reading."""


def clean_office(name: str, data: bytes, wanted: str) -> bytes:
    """Return the archive to publish; the same input gives the same bytes.

    Args:
        name: of its file, which makes a title for want of a better one.
        data: an archive that opens without a password.
        wanted: the title that it must bear, or an empty text.

    Raises:
        UnusableFileError: it bears an electronic signature, which a changed file would break.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as copy:
        parts = [part for part in archive.infolist() if not part.is_dir()]
        if any(part.filename.startswith(_SIGNATURES) for part in parts):
            raise signed()
        for part in parts:
            if part.filename.startswith(_VERSIONS):
                continue
            entry = zipfile.ZipInfo(part.filename, _OLDEST)
            entry.create_system = 3
            # OpenDocument wants its type readable at the start of the file
            entry.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
            copy.writestr(
                entry, _clean_part(part.filename, archive.read(part), name, wanted), compresslevel=9
            )
    return out.getvalue()


def _clean_part(path: str, data: bytes, name: str, wanted: str) -> bytes:
    if not path.endswith((".xml", ".rels")):
        return data
    about_itself = path in ("meta.xml", "docProps/core.xml")
    always = about_itself or path.endswith("/meta.xml") or path in _ALWAYS
    if not always and not _SUSPECTS.search(data):
        return data
    from lxml import etree  # noqa: PLC0415  heavy: only builds that meet a new document pay

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(data, parser)
    if about_itself or path.endswith("/meta.xml"):
        facts = root if path.startswith("docProps") else root.find("{*}meta")
        if about_itself and facts is not None:
            _entitle(facts, name, wanted)
        _keep(facts if facts is not None else root, _KEPT)
    elif path in ("docProps/custom.xml", "word/people.xml"):
        _keep(root, set())
    elif path == "META-INF/manifest.xml":
        _drop(root, lambda element: str(element.get(f"{_MANIFEST}full-path")).startswith(_VERSIONS))
    else:
        _anonymise(root, path)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _entitle(facts: Any, name: str, wanted: str) -> None:
    """Give a document its title, in what it says of itself."""
    title = facts.find(f"{_DC}title")
    text = choose(wanted, title.text or "" if title is not None else "", name)
    if title is None:
        title = facts.makeelement(f"{_DC}title")
        facts.insert(0, title)
    title.text = text


def _anonymise(root: Any, path: str) -> None:
    """Take the names out of a part that holds the document's text, its comments or its settings."""
    gone = {*_COMPANY} if path == "docProps/app.xml" else {"absPath", "attachedTemplate"}
    _drop(
        root,
        lambda element: _local(element) in gone or str(element.get("Type")).endswith("/attachedTemplate"),
    )
    for element in root.iter("{*}*"):
        kind = _local(element)
        for key in list(element.attrib):
            attribute = key.rpartition("}")[2]
            if attribute in _NAMING or (kind in _PERSONS and attribute in _PERSONAL):
                element.set(key, ANONYMOUS)
        names = {"creator-initials", "sender-initials", *(("author",) if path.startswith("xl/") else ())}
        if element.tag == f"{_DC}creator" or kind in names:
            element.text = ANONYMOUS
        elif kind == "config-item" and any(str(value) in _PRINTER for value in element.values()):
            element.text = ""
        elif kind == "documentManagement":  # what a document server noted, persons among it
            _keep(element, set())


def _keep(element: Any, names: set[str]) -> None:
    """Keep those children only."""
    for child in list(element):
        if _local(child) not in names:
            element.remove(child)


def _drop(root: Any, matches: Callable[[Any], bool]) -> None:
    for element in [element for element in root.iter("{*}*") if matches(element)]:
        if element.getparent() is not None:
            element.getparent().remove(element)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
