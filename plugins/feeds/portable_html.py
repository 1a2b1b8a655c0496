"""Makes a page’s HTML readable elsewhere: a feed reader knows neither its address nor its styles."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml import html

from plugins.feeds.xml_text import legal

ADDRESSES: Final = ("href", "src", "cite", "poster")
RESPONSIVE: Final = ("srcset", "sizes", "loading", "decoding")
REMOVED: Final = ("script", "style")
UNWRAPPED: Final = ("source", "picture")
"""Tags that go while what they hold stays: lxml takes an image for a child of the `source` before it."""
IMAGE_TYPES: Final = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


@dataclass(frozen=True)
class File:
    """An image or a document that the HTML shows or links to: absolute address, media type."""

    address: str
    mime: str


@dataclass(frozen=True)
class Portable:
    """HTML whose addresses are absolute and whose images are plain, and the files it uses."""

    html: str
    files: tuple[File, ...]
    """Each once, in the order of the text."""


def portable(text: str, page: str) -> Portable:
    """Return the HTML of a page, to be read elsewhere.

    Args:
        text: a fragment of HTML.
        page: the absolute address of the page it comes from.
    """
    body = html.fragment_fromstring(legal(text), create_parent="body")
    files: dict[str, File] = {}
    for element in list(body.iter("*")):
        if element.tag in REMOVED and element.getparent() is not None:
            element.drop_tree()
            continue
        for name in ADDRESSES:
            if name in element.attrib:
                element.set(name, _joined(page, element.get(name, "")))
        file = _file(element)
        if file:
            files.setdefault(file.address, file)
        if element.tag == "img":
            for name in RESPONSIVE:
                element.attrib.pop(name, None)
    for wrapper in list(body.iter(*UNWRAPPED)):
        wrapper.drop_tag()
    children = "".join(html.tostring(child, encoding="unicode") for child in body)
    return Portable((escape(body.text or "", quote=False) + children).strip(), tuple(files.values()))


def _joined(page: str, address: str) -> str:
    try:
        return urljoin(page, address.strip())
    except ValueError:  # no address at all, such as http://[
        return address


def _file(element: html.HtmlElement) -> File | None:
    """Return the file that an image shows or that a link says to be a document by its `type`."""
    if element.tag == "img":
        address = element.get("src", "")
        try:
            suffix = PurePosixPath(urlsplit(address).path).suffix.lower()
        except ValueError:
            return None
        return File(address, IMAGE_TYPES[suffix]) if suffix in IMAGE_TYPES else None
    if element.tag == "a" and element.get("href") and element.get("type"):
        return File(element.get("href", "").partition("#")[0], element.get("type", ""))
    return None
