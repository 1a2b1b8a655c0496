"""Makes a text readable elsewhere: a feed reader knows neither its address nor its styles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from plugins.media.markup import document_edits, image_edit, sized
from plugins.texts.tags import Splice, splice, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plugins.media.images import Picture
    from plugins.media.markup import Download
    from plugins.texts.text import ImageTag, LinkTag, Text

RESPONSIVE: Final = ("srcset", "sizes", "loading", "decoding")
PELICAN: Final = ("{", "|")
"""How Pelican's own links begin, such as `{filename}page.md`: it makes addresses of them."""
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


def portable(
    text: Text,
    page: str,
    find_picture: Callable[[ImageTag], Picture | None],
    find_document: Callable[[LinkTag], Download | None],
) -> Portable:
    """Return the HTML of a text, to be read elsewhere.

    Args:
        text: as it was converted.
        page: the absolute address of the page it comes from.
        find_picture: as for `plugins.media.markup.rewrite`.
        find_document: the same.
    """
    found: list[tuple[int, File]] = []
    edits: list[Splice] = []
    for image in text.images:
        picture = find_picture(image)
        address = joined(page, picture.fallback.address if picture else image.address)
        edits.append(image_edit(text.html, image, partial(_plain, picture, address)))
        found += [(image.start, file) for file in _image_file(address)]
    for link in text.links:
        document = find_document(link)
        address = joined(page, document.address if document else link.address)
        if document:
            edits += document_edits(link, document, address)
            found.append((link.start, File(address.partition("#")[0], document.mime)))
        else:
            edits.append(Splice(link.start, link.end, tag("a", {**link.attributes, "href": address})))
    files = dict.fromkeys(file for _, file in sorted(found, key=lambda pair: pair[0]))
    return Portable(splice(text.html, edits), tuple(files))


def joined(page: str, address: str) -> str:
    """Return an address of a page as an absolute one."""
    if address.startswith(PELICAN):
        return address
    try:
        return urljoin(page, address.strip())
    except ValueError:  # no address at all, such as http://[
        return address


def _plain(picture: Picture | None, address: str, attributes: Mapping[str, str | None]) -> str:
    """Return an image in one size."""
    kept = {name: value for name, value in attributes.items() if name not in RESPONSIVE}
    return tag("img", sized(picture, kept, address) if picture else {**kept, "src": address})


def _image_file(address: str) -> Iterator[File]:
    try:
        suffix = PurePosixPath(urlsplit(address).path).suffix.lower()
    except ValueError:
        return
    if suffix in IMAGE_TYPES:
        yield File(address, IMAGE_TYPES[suffix])
