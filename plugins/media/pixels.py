"""Decodes the images that editors drop, within a bound of memory, to upright sRGB pixels."""

from __future__ import annotations

import contextlib
import io
import math
import warnings
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from PIL import ExifTags, Image, ImageChops, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from plugins.media.unusable import UnusableFileError

WIDTHS: Final = (360, 720, 1080, 1440)
"""Widths of the variants in pixels, as far as the source goes."""

READ_FORMATS: Final = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
"""As Pillow names them."""

_HEAVIEST: Final = 40_000_000  # bytes
_MAX_PIXELS: Final = 16_000_000  # a screen of 4,000 by 4,000: PNG, WebP and AVIF are decoded whole
_MAX_PIXELS_OF_A_PHOTO: Final = 50_500_000  # a telephone's 50-megapixel mode; JPEG is decoded reduced
_MAX_SAMPLES: Final = (
    3 * _MAX_PIXELS_OF_A_PHOTO
)  # a progressive one is held whole: two bytes a colour of a pixel
_WORKED_ON: Final = 12_000_000  # pixels beyond which an image is reduced before anything else
_MAX_HEIGHT: Final = 16_383  # WebP's own limit
_MAX_VARIANT: Final = 1440 * 3600  # pixels of the largest: the encoders need fifty times as many bytes
_FIRST_SIDEWAYS: Final = 5  # of Exif's orientations: from there on, width and height change places
_FLAT_SHARE: Final = 0.6  # of the pixels equal to their neighbour: more in a drawing, fewer in a photo
_HEIC_BRANDS: Final = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1")
T = TypeVar("T")


def read_image(data: bytes, make: Callable[[bytes], T]) -> T:
    """Return what `make` makes of an image; what it cannot read is an `UnusableFileError`."""
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
            return make(data)
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


def decode(data: bytes) -> tuple[Image.Image, bool]:
    """Decode to upright sRGB pixels; the flag says that JPEG would spoil them."""
    with _no_truncated_images(), Image.open(io.BytesIO(data), formats=READ_FORMATS) as source:
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
    pixels = source.width * source.height
    if pixels > (_MAX_PIXELS_OF_A_PHOTO if photo else _MAX_PIXELS):
        raise _too_large()
    if pixels * len(source.getbands()) > _MAX_SAMPLES:
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


def _too_large() -> UnusableFileError:
    photo, drawn = _MAX_PIXELS_OF_A_PHOTO // 1_000_000, _MAX_PIXELS // 1_000_000
    return UnusableFileError(
        f"l’image dépasse {drawn} millions de pixels ({photo} pour un JPEG)",
        "réduisez-la à 4000 pixels de côté au plus",
    )
