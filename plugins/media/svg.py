"""SVG drawings: published as they are if harmless, without their authoring notes, else refused.

An SVG file can hold scripts and call other hosts, and drawing programs leave
the author's name and the path of the file in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from plugins.media.unusable import UnusableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

EXTENSION: Final = ".svg"

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_ACTIVE: Final = frozenset({"script", "foreignObject", "handler", "listener", "iframe", "embed", "object"})
_FOREIGN_CSS: Final = re.compile(r"@import|url\(\s*[\"']?\s*(?!#)[^\s\"')]|image-set\(|\\", re.IGNORECASE)
_LENGTH: Final = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px)?\s*")


@dataclass(frozen=True)
class Drawing:
    """A harmless SVG file: what to publish, and its size in CSS pixels."""

    data: bytes
    width: int
    height: int


def read_drawing(data: bytes) -> Drawing:
    """Check and clean an SVG file; the bytes are untouched when there is nothing to remove.

    Raises:
        UnusableFileError: not SVG, of unknown size, or holding a script or a reference to elsewhere.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise UnusableFileError("le dessin SVG est illisible", "exportez-le à nouveau") from None
    if root.tag != f"{{{_SVG}}}svg":
        raise UnusableFileError("le fichier n’est pas un dessin SVG", "exportez-le à nouveau en SVG")
    document = root.getroottree()
    doctype: Any = document.docinfo.internalDTD  # lxml's stubs do not know its entities
    if doctype is not None and doctype.entities():
        raise UnusableFileError("le dessin SVG définit des entités", "exportez-le en « SVG simple »")
    for danger in _dangers(root):
        raise UnusableFileError(danger, "exportez le dessin en « SVG simple », ou en PNG")
    width, height = _size(root)
    if _remove_notes(root) or b"<!--" in data:
        data = etree.tostring(document, encoding="UTF-8", xml_declaration=True) + b"\n"
    return Drawing(data, width, height)


def _dangers(root: etree._Element) -> Iterator[str]:
    """Say what could run or call elsewhere, in French."""
    document = root.getroottree()
    if document.xpath("//processing-instruction()"):
        yield "le dessin SVG appelle une feuille de style extérieure"
    for element in root.iter(etree.Element):
        tag = etree.QName(element)
        if tag.localname in _ACTIVE:
            yield "le dessin SVG contient un script ou un contenu étranger"
        if tag.localname == "style" and _FOREIGN_CSS.search(
            "".join(str(text) for text in element.itertext())
        ):
            yield "le style du dessin SVG appelle un autre fichier"
        for name, value in element.attrib.items():
            attribute = etree.QName(name).localname.lower()
            if attribute.startswith("on"):
                yield "le dessin SVG contient un script"
            if attribute in ("href", "src", "base") and not str(value).strip().startswith("#"):
                yield "le dessin SVG contient une image incorporée ou un lien vers un autre fichier"
            if attribute == "attributename" and "href" in str(value).lower():
                yield "le dessin SVG anime un lien"
            if _is_drawn(name) and _FOREIGN_CSS.search(str(value)):
                yield "le dessin SVG appelle un autre fichier"


def _size(root: etree._Element) -> tuple[int, int]:
    """Return width and height in CSS pixels, from the viewBox, else from the attributes."""
    view_box = str(root.get("viewBox", "")).replace(",", " ").split()
    attributes = [str(root.get("width", "")), str(root.get("height", ""))]
    wanted = view_box[2:4] if len(view_box) == 4 else attributes
    numbers = [float(match[1]) for text in wanted if (match := _LENGTH.fullmatch(text))]
    if len(numbers) != 2 or not all(0 < number < 100_000 for number in numbers):
        raise UnusableFileError(
            "le dessin SVG n’a pas de dimensions", "exportez-le avec un attribut viewBox (« zone de vue »)"
        )
    return max(1, round(numbers[0])), max(1, round(numbers[1]))


def _remove_notes(root: etree._Element) -> bool:
    """Remove what drawing programs note (author, path, history); say whether there was any."""
    namespaces = {etree.QName(element).namespace for element in root.iter(etree.Element)}
    notes = {f"{{{namespace}}}*" for namespace in namespaces if namespace not in (None, _SVG)}
    notes |= {f"{{{_SVG}}}metadata"} & {str(element.tag) for element in root.iter(etree.Element)}
    etree.strip_elements(root, *notes, with_tail=False)
    noted = bool(notes)
    for element in root.iter(etree.Element):
        for name in [name for name in element.attrib if not _is_drawn(name)]:
            del element.attrib[name]
            noted = True
    etree.cleanup_namespaces(root)
    return noted


def _is_drawn(attribute: str | bytes) -> bool:
    """Tell the attributes of SVG itself from those that drawing programs add."""
    return etree.QName(attribute).namespace in (None, _SVG, _XLINK, _XML)
