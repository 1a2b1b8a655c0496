"""From one photo or drawing to the files that a browser chooses from: several widths, no metadata.

Every variant is drawn again from the bare pixels: no EXIF, position, XMP,
IPTC, colour profile or comment of the source can follow. Same source, same bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import math
import warnings
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from PIL import ExifTags, Image, ImageChops, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from plugins.media.unusable import UnusableFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

EXTENSIONS: Final = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")
"""What editors may drop; whatever the name says, the content decides."""

WIDTHS: Final = (360, 720, 1080, 1440)
"""Widths of the variants in pixels, as far as the source goes."""

FOLDER: Final = "media"
"""The site's folder of pictures."""

_READ_FORMATS: Final = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
_HEAVIEST: Final = 40_000_000  # bytes
_MAX_PIXELS: Final = 16_000_000  # a screen of 4,000 by 4,000: PNG, WebP and AVIF are decoded whole
_MAX_PIXELS_OF_A_PHOTO: Final = (
    60_000_000  # more than a telephone's 50-megapixel mode; JPEG is decoded reduced
)
_WORKED_ON: Final = 12_000_000  # pixels beyond which an image is reduced before anything else
_MAX_HEIGHT: Final = 16_383  # WebP's own limit
_MAX_VARIANT: Final = (
    1440 * 4320
)  # pixels of the largest variant: the encoders need fifty times as many bytes
_ENCODED_AT_ONCE: Final = 2  # variants; more would hold several of the largest in memory
_FIRST_SIDEWAYS: Final = 5  # of Exif's orientations: from there on, width and height change places
_FLAT_SHARE: Final = 0.6  # of the pixels equal to their neighbour: more in a drawing, fewer in a photo
_HEIC_BRANDS: Final = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1")
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
    image, edges_matter = _read(data, _decode)
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
    return _read(data, _undrawn)


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


def _read(data: bytes, decode: Callable[[bytes], T]) -> T:
    """Return what `decode` makes of an image; what it cannot read is an `UnusableFileError`."""
    if data[4:12] in _HEIC_BRANDS:
        raise UnusableFileError(
            "l’image est au format HEIC, que les navigateurs ne lisent pas", "enregistrez-la en JPEG"
        )
    if len(data) > _HEAVIEST:
        raise UnusableFileError(
            f"l’image pèse plus de {_HEAVIEST // 1_000_000}\u00a0Mo", "réduisez-la à 4000 pixels de large"
        )
    try:
        with warnings.catch_warnings(action="ignore"):  # Pillow's warnings about odd metadata
            return decode(data)
    except UnusableFileError:
        raise
    except UnidentifiedImageError:
        raise UnusableFileError(
            "le fichier n’est pas une image lisible", "enregistrez l’image en JPEG, PNG ou WebP"
        ) from None
    except Image.DecompressionBombError:
        raise _too_large() from None
    except Exception as error:  # decoders of broken files raise anything
        raise UnusableFileError(
            "l’image est abîmée ou incomplète", "enregistrez-la à nouveau ou recopiez l’original"
        ) from error


@contextlib.contextmanager
def _no_truncated_images() -> Iterator[None]:
    """Make Pillow refuse a file cut short: WeasyPrint, once imported, lets them pass for everybody."""
    allowed = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = allowed


def _undrawn(data: bytes) -> Rendition:
    with Image.open(io.BytesIO(data), formats=_READ_FORMATS) as source:
        extension = str(source.format).lower()
        # MPO: a telephone's JPEG with extra views
        return Rendition("jpg" if extension in ("jpeg", "mpo") else extension, *source.size, data)


def _decode(data: bytes) -> tuple[Image.Image, bool]:
    """Decode to upright sRGB pixels; the flag says that JPEG would spoil them."""
    with _no_truncated_images(), Image.open(io.BytesIO(data), formats=_READ_FORMATS) as source:
        _check_size(source)
        if source.format != "MPO" and getattr(source, "is_animated", False):  # MPO: a telephone's extra views
            raise UnusableFileError("l’image est animée", "choisissez une image fixe")
        drawn = source.format in ("PNG", "GIF")
        image = _to_srgb(ImageOps.exif_transpose(_reduced(source)))
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    # from the bare pixels: nothing else of the source can follow
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    return bare, bare.mode == "RGBA" or (drawn and _is_flat(bare))


def _check_size(source: Image.Image) -> None:
    """Refuse, before it is decoded, an image that would take too much memory to decode or to encode."""
    photo = source.format in ("JPEG", "MPO")
    if source.width * source.height > (_MAX_PIXELS_OF_A_PHOTO if photo else _MAX_PIXELS):
        raise _too_large()
    sideways = source.getexif().get(ExifTags.Base.Orientation, 1) >= _FIRST_SIDEWAYS
    width, height = (source.height, source.width) if sideways else source.size
    shown = min(WIDTHS[-1], width)
    if round(height * shown / width) > min(_MAX_HEIGHT, _MAX_VARIANT // shown):
        raise UnusableFileError(
            "l’image est trop haute pour sa largeur", "découpez-la en plusieurs images, ou réduisez-la"
        )


def _reduced(source: ImageFile.ImageFile) -> Image.Image:
    """Decode an image; one that is much larger than what is shown of it is reduced at once."""
    factor = math.ceil(math.sqrt(source.width * source.height / _WORKED_ON))
    if factor == 1:
        return source
    source.draft(None, (source.width // factor, source.height // factor))
    factor = math.ceil(math.sqrt(source.width * source.height / _WORKED_ON))
    if factor == 1:
        return source
    source.load()
    return (source if source.mode in ("RGB", "RGBA", "CMYK", "L") else _to_srgb(source)).reduce(factor)


def _is_flat(image: Image.Image) -> bool:
    """Tell a drawing or a screen capture from a photo."""
    grey = image.convert("L")
    alike = ImageChops.difference(grey, ImageChops.offset(grey, 1, 0)).histogram()[0]
    return alike > _FLAT_SHARE * image.width * image.height


def _to_srgb(image: Image.Image) -> Image.Image:
    """Return 8-bit RGB, or RGBA where something is transparent, in the web's colour space."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode.startswith("I"):  # 16 bits a channel: Pillow would clip, not scale
        image = image.point(lambda level: level / 256).convert("L")
    if image.mode not in ("L", "CMYK"):
        image = image.convert(mode)
    profile = image.info.get("icc_profile")
    if profile:
        try:
            converted = ImageCms.profileToProfile(
                image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode
            )
        except ImageCms.PyCMSError:
            pass  # a profile that does not fit its image: browsers ignore it too
        else:
            image = converted or image
    return image.convert(mode)


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


def _too_large() -> UnusableFileError:
    photo, drawn = _MAX_PIXELS_OF_A_PHOTO // 1_000_000, _MAX_PIXELS // 1_000_000
    return UnusableFileError(
        f"l’image dépasse {drawn} millions de pixels ({photo} pour un JPEG)",
        "réduisez-la à 4000 pixels de côté au plus",
    )
