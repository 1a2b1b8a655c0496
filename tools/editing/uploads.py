"""Takes a photo, a drawing or a document that an editor drops: judged as the build does, put beside the text.

In: the text's path, the file's name, its description, its bytes. Out: the name that it got, and the Markdown.
"""

from __future__ import annotations

import itertools
import mimetypes
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from plugins.core.disk import write_whole
from plugins.core.invisible import unseen_characters
from plugins.manifesto.signatories import FILE_NAME as SIGNATORIES
from plugins.media import documents, images, pixels, svg
from plugins.media.publishable import prepare_document
from plugins.media.references import slug
from plugins.media.unusable import UnusableFileError
from tools.editing import files
from tools.editing.refusals import RefusedError, refused

if TYPE_CHECKING:
    from pathlib import Path

    from tools.editing.desk import Desk

HEAVIEST: Final = 40_000_000
"""Bytes: no image or document of the site may have more."""
LONGEST_NAME: Final = 80
"""Letters of a file's name, without its extension."""


@dataclass(frozen=True)
class Judged:
    """A file that the site can publish: its extension, by what it really is."""

    extension: str
    is_image: bool


def deposit(desk: Desk, path: str, name: str, description: str, data: bytes) -> dict[str, object]:
    """Put a file beside a text, and return how the text shows it.

    Raises:
        RefusedError: it cannot be published.
        OSError: it cannot be written.
    """
    text = files.located(desk.content, path)
    with desk.judging:
        judged = judge(name, data)
    said = " ".join(description.split())
    if judged.is_image and not said:
        raise refused(
            "il manque la description → dites ce que l’on voit sur l’image, pour qui ne la voit pas"
        )
    for unseen in unseen_characters(said, one_line=True):
        raise refused(f"{unseen.text} → {unseen.remedy}")
    stem = slug(PurePosixPath(name.replace("\\", "/")).stem)[:LONGEST_NAME].strip("-")
    if f"{path.rpartition('/')[0]}/{stem}{judged.extension}" == SIGNATORIES:
        raise RefusedError(HTTPStatus.FORBIDDEN, files.NOT_OURS)
    with desk.writing:
        files.refuse_links(desk.content, path)
        placed = _placed(text.parent, stem, judged.extension, data)
    label = said or stem.replace("-", " ")
    for sign in ("\\", "[", "]", "`", "*", "_", "<", "{"):
        label = label.replace(sign, f"\\{sign}")
    return {"nom": placed, "markdown": f"{'!' if judged.is_image else ''}[{label}]({placed})"}


def judge(name: str, data: bytes) -> Judged:
    """Tell what a file really is.

    Raises:
        RefusedError: the site does not publish it; in the build's own words.
    """
    extension = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if not data:
        raise refused("le fichier est vide → choisissez-en un autre")
    try:
        if extension == svg.EXTENSION:
            svg.read_drawing(data)
            return Judged(extension, is_image=True)
        if _says_image(extension):
            pixels.read_image(data, pixels.decode)
            return Judged(f".{images.as_it_is(data).extension}", is_image=True)
        prepare_document(f"document{extension}", data, "")
    except UnusableFileError as error:
        raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, f"{error.text} → {error.remedy}") from None
    except MemoryError:
        text = "le fichier demande plus de mémoire que cette machine n’en a → réduisez-le"
        raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, text) from None
    return Judged(extension, is_image=False)


def _says_image(extension: str) -> bool:
    """Tell whether a name says image: those that no browser shows get the sentence for images."""
    if extension in (*documents.MEDIA_TYPES, *documents.REFUSED):
        return False
    kind = mimetypes.guess_type(f"x{extension}")[0] or ""
    return extension in (*images.EXTENSIONS, ".heic", ".tif", ".tiff") or kind.startswith("image/")


def _placed(folder: Path, stem: str, extension: str, data: bytes) -> str:
    """Write a file under the first name that is free, and return it; a file with these very bytes is kept."""
    for number in itertools.count(1):
        name = f"{stem}{f'-{number}' if number > 1 else ''}{extension}"
        try:
            write_whole(folder / name, data, new=True)
        except FileExistsError:
            try:
                if not (folder / name).is_symlink() and (folder / name).read_bytes() == data:
                    return name
            except OSError:  # a folder, or not ours to read
                continue
        else:
            return name
    raise AssertionError  # there is always a number
