"""SVG drawings: read, and written again from the elements and attributes of a still drawing.

An SVG file can hold scripts and call other hosts, and drawing programs leave
the author's name and the path of the file in it. What could act is refused, what
programs note is dropped; a drawing that has nothing of either keeps its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from plugins.media import svg_names
from plugins.media.unusable import UnusableFileError

EXTENSION: Final = ".svg"

_SVG: Final = "http://www.w3.org/2000/svg"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_XLINK_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_KEPT: Final = {_XLINK_HREF, f"{_XML}lang", f"{_XML}space"}
_MOST: Final = 5_000_000  # bytes; a map of the country has a hundredth
_MOST_NODES: Final = 300_000  # elements and attributes, counted by their signs: the tree is what takes memory
_CSS_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_CSS_CALL: Final = re.compile(r"([\w-]+)\(|@([\w-]+)")
_CSS_OWN: Final = re.compile(r"url\(\s*[\"']?#", re.IGNORECASE)  # an address within the drawing
_LENGTH: Final = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px)?\s*")


@dataclass(frozen=True)
class Drawing:
    """A harmless SVG file: what to publish, and its size in CSS pixels."""

    data: bytes
    width: int
    height: int


def read_drawing(data: bytes) -> Drawing:
    """Check and clean an SVG file; the bytes are the same when there is nothing to remove.

    Raises:
        UnusableFileError: not SVG, of unknown size, or holding a script or a reference to elsewhere.
    """
    if len(data) > _MOST or data.count(b"<") + data.count(b"=") > _MOST_NODES:
        raise UnusableFileError("le dessin SVG est trop lourd", "simplifiez-le, ou exportez-le en PNG")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise UnusableFileError("le dessin SVG est illisible", "exportez-le à nouveau") from None
    if root.tag != f"{{{_SVG}}}svg":
        raise UnusableFileError("le fichier n’est pas un dessin SVG", "exportez-le à nouveau en SVG")
    for danger in _dangers(root):
        raise UnusableFileError(danger, "exportez le dessin en « SVG simple » (Inkscape), ou en PNG")
    width, height = _size(root)
    _remove_notes(root)
    return Drawing(etree.tostring(root, encoding="UTF-8", xml_declaration=False), width, height)


def _dangers(root: etree._Element) -> Iterator[str]:
    """Say what could run or call elsewhere, in French."""
    document = root.getroottree()
    if document.docinfo.internalDTD is not None:
        yield "le dessin SVG commence par un « DOCTYPE », qui peut y cacher des scripts"
    if document.xpath("//processing-instruction('xml-stylesheet')"):
        yield "le dessin SVG appelle une feuille de style extérieure"
    for element in root.iter(etree.Element):
        tag = etree.QName(element)
        kind = tag.localname.lower()
        if kind in svg_names.MOVING:
            yield "le dessin SVG est animé"
        if kind in svg_names.ACTIVE or tag.namespace == _XHTML:
            yield f"le dessin SVG contient un script ou un contenu étranger ({tag.localname})"
        if kind == "style" and _calls_elsewhere(_style(element)):
            yield "le style du dessin SVG appelle un autre fichier"
        for name, value in element.attrib.items():
            yield from _attribute_dangers(etree.QName(name).localname.lower(), str(value))


def _attribute_dangers(name: str, value: str) -> Iterator[str]:
    if name.startswith("on"):
        yield "le dessin SVG contient un script"
    if name in svg_names.REFERRING and not value.strip().startswith("#"):
        yield "le dessin SVG contient une image incorporée ou un lien vers un autre fichier"
    if name in svg_names.STYLED and _calls_elsewhere(value):
        yield "le dessin SVG appelle un autre fichier"


def _style(element: etree._Element) -> str:
    """Return a style sheet without its comments: what is checked here is what is published."""
    return _CSS_COMMENT.sub(" ", "".join(str(text) for text in element.itertext()))


def _calls_elsewhere(style: str) -> bool:
    """Tell whether a style does more than draw; a backslash counts, since it hides what follows."""
    checked = _CSS_OWN.sub(" ", _CSS_COMMENT.sub(" ", style))
    calls = _CSS_CALL.findall(checked.lower().replace("@media", " "))
    return "\\" in style or any(rule or function not in svg_names.FUNCTIONS for function, rule in calls)


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


def _remove_notes(root: etree._Element) -> None:
    """Keep only what draws: programs note the author, the path, the history."""
    etree.strip_elements(root, etree.ProcessingInstruction, with_tail=False)
    for element in list(root.iter(etree.Element)):
        tag, parent = etree.QName(element), element.getparent()
        if parent is not None and (tag.namespace != _SVG or tag.localname not in svg_names.ELEMENTS):
            etree.strip_elements(parent, element.tag, with_tail=False)
        elif tag.localname == "style":
            text = _style(element)
            del element[:]
            element.text = text
        for name in element.attrib:
            if str(name) not in _KEPT and not svg_names.is_drawn(str(name)):
                del element.attrib[name]
    etree.cleanup_namespaces(root)
