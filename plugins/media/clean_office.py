"""Rewrites OpenDocument and Office Open XML files without the names of whoever made them, and with a title.

Both are ZIP archives of XML. Gone: author, last person who saved, company,
manager, template and its path, dates, custom properties, earlier versions, the
printer's name, what cameras noted in the images, folders of a machine, hashes of
passwords; whoever commented becomes « Auteur », changes are accepted
(`tracked_changes`). The text stays. What could act (`office_dangers`) or is hidden
(`hidden_parts`) is refused.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from typing import Any, Final

from plugins.media.archives import entry_to_write, local_name, open_archive, parse_part, read_entry
from plugins.media.clean_titles import choose_title
from plugins.media.embedded_images import clean_picture
from plugins.media.hidden_parts import STYLES, hidden_styles, refuse_hidden
from plugins.media.office_dangers import is_plain_link, refuse_dangers
from plugins.media.office_parts import published_parts, relations_of, target_of
from plugins.media.tracked_changes import accept_changes

SUFFIXES: Final = (".docx", ".odp", ".ods", ".odt", ".pptx", ".xlsx")
ANONYMOUS: Final = "Auteur"

_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_MANIFEST: Final = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_KEPT: Final = {"title", "language", "subject", "keyword", "keywords", "generator", "document-statistic"}
"""Of what a document says of itself, what names nobody."""
_COMPANY: Final = {"Company", "HLinks", "HyperlinkBase", "Manager", "Template"}
_SETTINGS: Final = {
    *("CurrentDatabaseCommand", "CurrentDatabaseDataSource", "ModifyPasswordInfo", "PrinterName"),
    *("PrinterSetup", "RedlineProtectionKey"),
}
_NAMING: Final = {"author", "initials", "userName", "lastModifiedBy", "refreshedBy"}
"""Attributes that name a person, wherever they stand."""
_NOTED: Final = {
    *("absPath", "attachedTemplate", "docVars", "mailMerge", "protectedRanges", "saveThroughXslt"),
    *("scenarios", "scripts"),
}
"""Elements that shape nothing, and name a file, a template, persons or a list of addresses."""
_PASSWORDS: Final = {
    *("algorithmName", "hash", "hashData", "hashValue", "password", "protection-key", "revisionsPassword"),
    *("salt", "saltData", "saltValue", "spinCount", "workbookHashValue", "workbookPassword"),
    "workbookSaltValue",
}
"""Attributes from which a password can be guessed; the document stays protected, without one."""
_LOCAL_PATH: Final = re.compile(r"(?:file:|[a-z]:\\|\\\\|/(?:home|Users)/).*[\\/]", re.IGNORECASE)
"""The folder of a file on a machine: it names who works there, and stands in descriptions of images."""
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
        styles = hidden_styles(parse_part(read_entry(archive, path)) for path in STYLES if path in kept)
        for path in kept:
            part = read_entry(archive, path)
            if path.endswith((".xml", ".rels", ".vml")):
                root = parse_part(part)
                refuse_dangers(root, set(kept))
                refuse_hidden(root, styles)
                accept_changes(root)
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
        _drop(
            root, lambda element: local_name(element.tag) == "Relationship" and _is_gone(element, path, kept)
        )
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
            if local_name(element.tag) == "pageSetup" or "wordprocessingml" in element.tag or parent is None:
                del element.attrib[key]
                continue
            parent.remove(element)
            if local_name(parent.tag) in _LISTS and not len(parent):
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
    text = choose_title(wanted, title.text or "" if title is not None else "", name)
    if title is None:
        title = facts.makeelement(f"{_DC}title")
        facts.insert(0, title)
    title.text = text


def _anonymise(root: Any, path: str) -> None:
    """Take the names out of a part that holds the document's text, its comments or its settings."""
    noted = _COMPANY if path == "docProps/app.xml" else _NOTED
    _drop(root, lambda element: local_name(element.tag) in noted)
    if path.startswith("xl/comments"):
        _forget_authors(root)
    for element in root.iter("{*}*"):
        for key in list(element.attrib):
            _anonymise_attribute(element, key)
        _anonymise_text(element, path)


def _anonymise_attribute(element: Any, key: str) -> None:
    kind, attribute, value = local_name(element.tag), local_name(key), element.get(key)
    if attribute in _PASSWORDS:
        del element.attrib[key]
    elif attribute in _NAMING or (kind in _PERSONS and attribute in _PERSONAL):
        element.set(key, ANONYMOUS)
    elif attribute == "href" and (kind == "a" or "}" not in key) and not is_plain_link(value):
        element.set(key, "#")
    elif _LOCAL_PATH.match(value):
        element.set(key, _LOCAL_PATH.sub("", value))


def _anonymise_text(element: Any, path: str) -> None:
    kind = local_name(element.tag)
    named = any(str(value) in _SETTINGS for value in element.values())
    names = {"creator-initials", "sender-initials", *(("author",) if path.startswith("xl/") else ())}
    if element.tag == f"{_DC}creator" or kind in names:
        element.text = ANONYMOUS
    elif kind == "config-item" and ("file:" in (element.text or "") or named):
        element.text = None
    elif kind in ("desc", "title") and element.text:
        element.text = _LOCAL_PATH.sub("", element.text)
    # what a document server noted, persons among it
    elif kind == "documentManagement" or (kind == "config-item-map-indexed" and named):
        _keep(element, set())


def _forget_authors(comments: Any) -> None:
    """Take the names of authors out of the comments of a workbook: Excel writes them before the text."""
    authors = sorted({author.text or "" for author in comments.iter("{*}author")} - {""}, key=len)
    for text in comments.iter("{*}t"):
        for author in reversed(authors):
            text.text = (text.text or "").replace(author, ANONYMOUS)


def _keep(element: Any, names: set[str]) -> None:
    """Keep those children only."""
    for child in list(element):
        if local_name(child.tag) not in names:
            element.remove(child)


def _drop(root: Any, matches: Callable[[Any], bool]) -> None:
    for element in [element for element in root.iter("{*}*") if matches(element)]:
        if element.getparent() is not None:
            element.getparent().remove(element)
