"""From one photo or drawing to the files that a browser chooses from: several widths, no metadata.

Every variant is drawn again from the bare pixels: no EXIF, position, XMP,
IPTC, colour profile or comment of the source can follow. Same source, same bytes.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from PIL import Image

from plugins.media.pixels import READ_FORMATS, WIDTHS, decode, read_image

EXTENSIONS: Final = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")
"""What editors may drop; whatever the name says, the content decides."""

FOLDER: Final = "media"
"""The site's folder of pictures."""

_ENCODED_AT_ONCE: Final = 2  # variants; more would hold several of the largest in memory
_MIME: Final = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Rendition:
    """One encoded file: `extension` as in its name; size in pixels."""

    extension: str
    width: int
    height: int
    data: bytes


@dataclass(frozen=True)
class Variant:
    """One published file of a picture: its name and its width in pixels."""

    name: str
    width: int

    @property
    def address(self) -> str:
        """Where the site shows it, from its root."""
        return f"/{FOLDER}/{self.name}"


@dataclass(frozen=True)
class PictureSource:
    """One format of a picture: its media type and its variants, narrowest first."""

    mime: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True)
class Picture:
    """What a page needs to show a picture.

    `width` and `height` are those of the largest variant, in pixels; `sources`
    goes from the lightest format to the one that every browser reads.
    """

    width: int
    height: int
    sources: tuple[PictureSource, ...]

    @property
    def fallback(self) -> Variant:
        """The largest file in the format that every browser reads."""
        return self.sources[-1].variants[-1]


def render_image(data: bytes) -> tuple[Rendition, ...]:
    """Make every variant of an image, the lightest format first, the narrowest first within it.

    Raises:
        UnusableFileError: no image, a broken, animated or outsized one.
    """
    image, edges_matter = read_image(data, decode)
    sizes = [
        (width, max(1, round(image.height * width / image.width)))
        for width in sorted({min(width, image.width) for width in WIDTHS})
    ]
    resized = [image.resize(size, Image.Resampling.LANCZOS) for size in sizes]
    extensions = ("avif", "webp", "png" if edges_matter else "jpg")
    jobs = [(extension, picture) for extension in extensions for picture in resized]
    with ThreadPoolExecutor(_ENCODED_AT_ONCE) as pool:  # the encoders release Python's lock
        return tuple(
            Rendition(extension, picture.width, picture.height, encoded)
            for (extension, picture), encoded in zip(
                jobs, pool.map(lambda job: _encode(job[1], job[0], flat=edges_matter), jobs), strict=True
            )
        )


def as_it_is(data: bytes) -> Rendition:
    """Return an image undrawn, with all its metadata: for the editor's own eyes, and at once.

    Raises:
        UnusableFileError: no image.
    """
    return read_image(data, _undrawn)


def describe(renditions: tuple[Rendition, ...], stem: str) -> Picture:
    """Name the files `<stem>-<hash8>-<width>.<ext>`; the hash is that of the encoded bytes.

    So a name never changes its bytes, and browsers may keep it for ever.
    """
    digest = hashlib.sha256()
    for rendition in renditions:
        digest.update(rendition.data)
    hash8 = digest.hexdigest()[:8]
    formats = tuple(dict.fromkeys(rendition.extension for rendition in renditions))
    return Picture(
        width=renditions[-1].width,
        height=renditions[-1].height,
        sources=tuple(
            PictureSource(
                _MIME[extension],
                tuple(
                    Variant(f"{stem}-{hash8}-{rendition.width}.{extension}", rendition.width)
                    for rendition in renditions
                    if rendition.extension == extension
                ),
            )
            for extension in formats
        ),
    )


def pack_renditions(renditions: tuple[Rendition, ...]) -> bytes:
    """Return the variants as one archive, for the cache."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as entries:
        for rendition in renditions:
            entries.writestr(f"{rendition.width}.{rendition.height}.{rendition.extension}", rendition.data)
    return archive.getvalue()


def unpack_renditions(packed: bytes) -> tuple[Rendition, ...]:
    """Return the variants that `pack_renditions` put together, in the same order."""
    with zipfile.ZipFile(io.BytesIO(packed)) as entries:
        names = [(name, *name.split(".")) for name in entries.namelist()]
        return tuple(
            Rendition(extension, int(width), int(height), entries.read(name))
            for name, width, height, extension in names
        )


def _encode(image: Image.Image, extension: str, *, flat: bool) -> bytes:
    image = image.copy()  # Pillow keeps the options of a save on the image: two at once would mix them up
    stream = io.BytesIO()
    if extension == "avif":
        # one thread, so that the same pixels always give the same bytes
        quality, sampling = (80, "4:4:4") if flat else (55, "4:2:0")
        image.save(stream, "AVIF", quality=quality, subsampling=sampling, speed=7, codec="aom", max_threads=1)
    elif extension == "webp":
        image.save(stream, "WEBP", lossless=flat, quality=76, method=4)
    elif extension == "png":
        image.save(stream, "PNG", optimize=True)
    else:
        image.save(stream, "JPEG", quality=78, optimize=True, progressive=True)
    return stream.getvalue()


def _undrawn(data: bytes) -> Rendition:
    with Image.open(io.BytesIO(data), formats=READ_FORMATS) as source:
        extension = str(source.format).lower()
        # MPO: a telephone's JPEG with extra views
        return Rendition("jpg" if extension in ("jpeg", "mpo") else extension, *source.size, data)
