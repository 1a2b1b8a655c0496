"""Rewrites OpenDocument and Office Open XML files without the names of whoever made them, and with a title.

Both are ZIP archives of XML. Gone: author, last person who saved, company,
manager, template and its path, dates, custom properties, earlier versions, the
printer's name, what cameras noted in the images; whoever commented or changed the
text becomes « Auteur ». The text stays. What could act is refused (`office_dangers`).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING, Any, Final

from plugins.media.archives import entry_to_write, open_archive, parse_part, read_entry
from plugins.media.clean_titles import choose
from plugins.media.embedded_images import clean_picture
from plugins.media.office_dangers import is_plain_link, refuse_dangers
from plugins.media.office_parts import published_parts, relations_of, target_of

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIXES: Final = (".docx", ".odp", ".ods", ".odt", ".pptx", ".xlsx")
ANONYMOUS: Final = "Auteur"

_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_MANIFEST: Final = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_KEPT: Final = {"title", "language", "subject", "keyword", "keywords", "generator", "document-statistic"}
"""Of what a document says of itself, what names nobody."""
_COMPANY: Final = {"Company", "HLinks", "HyperlinkBase", "Manager", "Template"}
_SETTINGS: Final = {"CurrentDatabaseCommand", "CurrentDatabaseDataSource", "PrinterName", "PrinterSetup"}
_NAMING: Final = {"author", "initials", "userName", "lastModifiedBy", "refreshedBy"}
"""Attributes that name a person, wherever they stand."""
_NOTED: Final = {"absPath", "attachedTemplate", "docVars", "mailMerge", "saveThroughXslt", "scripts"}
"""Elements that shape nothing, and name a file, a template or a list of addresses."""
_GONE_RELATIONS: Final = {"attachedTemplate", "mailMergeHeaderSource", "mailMergeSource", "printerSettings"}
_LISTS: Final = {"customProperties", "hyperlinks"}
"""Elements that may not be empty."""
_PERSONS: Final = {"cmAuthor", "person", "author"}
"""Elements whose `_PERSONAL` attributes name one."""
_PERSONAL: Final = {"name", "displayName", "userId", "providerId"}


def clean_office(name: str, data: bytes, wanted: str) -> bytes:
    """Return the archive to publish; the same input gives the same bytes.

    Args:
        name: of its file, which makes a title for want of a better one.
        data: the file.
        wanted: the title that it must bear, or an empty text.

    Raises:
        UnusableFileError: it bears an electronic signature, which a changed file would break; or it can act.
    """
    out = io.BytesIO()
    with open_archive(data) as archive, zipfile.ZipFile(out, "w") as copy:
        kept = published_parts(part.filename for part in archive.infolist() if not part.is_dir())
        for path in kept:
            part = read_entry(archive, path)
            if path.endswith((".xml", ".rels", ".vml")):
                root = parse_part(part)
                refuse_dangers(root, set(kept))
                _leave_out(root, path, archive, kept)
                _clean_part(path, root, name, wanted)
                part = _written(root)
            elif "/media/" in f"/{path}" or "Pictures/" in path or "ObjectReplacements/" in path:
                part = clean_picture(path, part)
            copy.writestr(entry_to_write(path), part, compresslevel=9)
    return out.getvalue()


def _written(root: Any) -> bytes:
    from lxml import etree  # noqa: PLC0415  heavy: only builds that meet a new document pay

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _leave_out(root: Any, path: str, archive: zipfile.ZipFile, kept: list[str]) -> None:
    """Take out what a part says of parts that are not published, and of places outside of the document."""
    if path == "META-INF/manifest.xml":
        published = {"/", *kept, *(f"{posixpath.dirname(part)}/" for part in kept)}
        _drop(root, lambda element: element.get(f"{_MANIFEST}full-path", "/") not in published)
    elif path == "[Content_Types].xml":
        _drop(root, lambda element: element.get("PartName", "/").lstrip("/") not in ("", *kept))
    elif path.endswith(".rels"):
        _drop(root, lambda element: _local(element) == "Relationship" and _is_gone(element, path, kept))
    elif relations_of(path) in kept:
        relations = parse_part(read_entry(archive, relations_of(path)))
        gone = {relation.get("Id") for relation in relations if _is_gone(relation, relations_of(path), kept)}
        _unlink(root, gone)


def _is_gone(relation: Any, path: str, kept: list[str]) -> bool:
    target = str(relation.get("Target"))
    if str(relation.get("Type")).rpartition("/")[2] in _GONE_RELATIONS:
        return True
    if relation.get("TargetMode") == "External" or target.startswith("#"):
        return not is_plain_link(target)
    return target_of(path, target) not in kept


def _unlink(root: Any, gone: set[str]) -> None:
    """Take out whatever refers to these relations; the text of a link stays."""
    for element in list(root.iter("{*}*")):
        for key, value in element.attrib.items():
            if value not in gone or not ("relationships" in key or key.endswith("}relid")):
                continue
            parent = element.getparent()
            if _local(element) == "pageSetup" or "wordprocessingml" in element.tag or parent is None:
                del element.attrib[key]
                continue
            parent.remove(element)
            if _local(parent) in _LISTS and not len(parent):
                parent.getparent().remove(parent)
            break


def _clean_part(path: str, root: Any, name: str, wanted: str) -> None:
    about_itself = path in ("meta.xml", "docProps/core.xml")
    if about_itself or path.endswith("/meta.xml"):
        facts = root if path.startswith("docProps") else root.find("{*}meta")
        if about_itself and facts is not None:
            _entitle(facts, name, wanted)
        _keep(facts if facts is not None else root, _KEPT)
    elif path in ("docProps/custom.xml", "word/people.xml"):
        _keep(root, set())
    else:
        _anonymise(root, path)


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
    noted = _COMPANY if path == "docProps/app.xml" else _NOTED
    _drop(root, lambda element: _local(element) in noted)
    for element in root.iter("{*}*"):
        kind = _local(element)
        for key in list(element.attrib):
            attribute = key.rpartition("}")[2]
            if attribute in _NAMING or (kind in _PERSONS and attribute in _PERSONAL):
                element.set(key, ANONYMOUS)
            elif (
                attribute == "href"
                and (kind == "a" or "}" not in key)
                and not is_plain_link(element.get(key))
            ):
                element.set(key, "#")
        names = {"creator-initials", "sender-initials", *(("author",) if path.startswith("xl/") else ())}
        if element.tag == f"{_DC}creator" or kind in names:
            element.text = ANONYMOUS
        elif kind == "config-item" and (
            "file:" in (element.text or "") or any(str(value) in _SETTINGS for value in element.values())
        ):
            element.text = None
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
