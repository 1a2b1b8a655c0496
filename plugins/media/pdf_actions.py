"""What a PDF can do besides being read: taken out, or refused where its pages mean nothing without it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from plugins.media.embedded_images import clean_jpeg, clean_jpeg_2000
from plugins.media.office_dangers import is_plain_link
from plugins.media.unusable import UnusableFileError, signed

_DOCUMENT: Final = frozenset(
    {
        *("/AcroForm", "/Dests", "/Lang", "/MarkInfo", "/Names", "/OCProperties", "/Outlines"),
        *("/OutputIntents", "/PageLabels", "/PageLayout", "/PageMode", "/Pages", "/StructTreeRoot", "/Type"),
        *("/Version", "/ViewerPreferences"),
    }
)
_PAGE: Final = frozenset(
    {
        *("/Annots", "/ArtBox", "/BleedBox", "/Contents", "/CropBox", "/Group", "/MediaBox", "/Parent"),
        *("/Resources", "/Rotate", "/StructParents", "/Tabs", "/TrimBox", "/Type", "/UserUnit"),
    }
)
"""The only entries of the document and of its pages that are published."""
_ANYWHERE: Final = frozenset(
    {
        *("/AA", "/AF", "/EF", "/FDecodeParms", "/FFilter", "/JS", "/LastModified", "/Metadata", "/OPI"),
        *("/OpenAction", "/Perms", "/PieceInfo", "/RF", "/RichMediaContent", "/XFA"),
    }
)
"""Entries that act, call out or name somebody, wherever they stand."""
_ACTIONS: Final = ("/A", "/PA")
_PROGRAMS: Final = frozenset(
    {
        *("/GoToE", "/GoToR", "/ImportData", "/JavaScript", "/Launch", "/Movie", "/Rendition"),
        *("/RichMediaExecute", "/Sound", "/SubmitForm", "/Thread"),
    }
)
_PLAIN_MOVES: Final = frozenset({"/FirstPage", "/LastPage", "/NextPage", "/PrevPage"})
_ANNOTATIONS: Final = frozenset(
    {
        *("/Caret", "/Circle", "/FreeText", "/Highlight", "/Ink", "/Line", "/Link", "/PolyLine", "/Polygon"),
        *("/Popup", "/Square", "/Squiggly", "/Stamp", "/StrikeOut", "/Text", "/Underline", "/Watermark"),
        "/Widget",
    }
)
_NOTE: Final = frozenset({"/CreationDate", "/FS", "/M", "/NM"})
"""Of an annotation: when it was made, and with which file."""
_PHOTOS: Final = {"/DCTDecode": clean_jpeg, "/JPXDecode": clean_jpeg_2000}
"""What cleans an image, by the last filter of its stream."""
_OUT_OF_SIGHT: Final = 0b100010
"""Flags of an annotation: hidden, not shown on a screen."""


def refuse_unreadable(root: Any) -> None:
    """Refuse a PDF whose pages are a wrapping only.

    Raises:
        UnusableFileError: it is a portfolio, or a form of another kind than PDF's.
    """
    if "/Collection" in root:
        raise UnusableFileError(
            "le PDF est un porte-documents", "publiez un à un les fichiers qu’il contient"
        )
    form = root.get("/AcroForm")
    if form is not None and "/XFA" in form.get_object():
        raise UnusableFileError(
            "le PDF est un formulaire XFA, que les navigateurs ne montrent pas",
            "imprimez-le dans un nouveau PDF",
        )


def disarm(root: Any, pages: Iterable[Any], dictionaries: Iterable[Any]) -> None:
    """Take out of a PDF what acts, calls out or is embedded.

    Args:
        root: the document's own dictionary.
        pages: those of its pages.
        dictionaries: all, these included.

    Raises:
        UnusableFileError: it bears an electronic signature, or an image that cannot be cleaned.
    """
    _keep(root, _DOCUMENT)
    if "/Names" in root:
        _keep(root["/Names"].get_object(), {"/Dests"})
    for page in pages:
        _keep(page, _PAGE)
        _keep_annotations(page)
    for item in dictionaries:
        if "/ByteRange" in item:
            raise signed()
        _disarm_one(item)
        if hasattr(item, "get_data"):
            _clean_stream(item)


def _disarm_one(item: Any) -> None:
    for key in _ANYWHERE & set(item):
        del item[key]
    for key in _ACTIONS:
        if key in item and _acts(item[key].get_object()):
            del item[key]
    if "/S" in item:
        item.pop("/Next", None)  # actions that follow; between bookmarks, it is the next one
    annotates = "/Rect" in item and "/Subtype" in item
    if item.get("/S") in _PROGRAMS or (annotates and item["/Subtype"] not in _ANNOTATIONS):
        item.clear()  # a tag may still refer to it


def _keep(item: Any, keys: frozenset[str] | set[str]) -> None:
    for key in set(item) - keys:
        del item[key]


def _keep_annotations(page: Any) -> None:
    notes = page.get("/Annots")
    notes = notes.get_object() if notes is not None else None
    if not isinstance(notes, list):
        page.pop("/Annots", None)
        return
    for note in list(notes):
        found = note.get_object()
        if not isinstance(found, dict) or found.get("/Subtype") not in _ANNOTATIONS:
            notes.remove(note)
            continue
        if int(found.get("/F", 0)) & _OUT_OF_SIGHT:
            notes.remove(note)
            found.clear()  # a form or a tag may still refer to it
            continue
        for key in _NOTE & set(found):
            del found[key]
        if found["/Subtype"] != "/Widget":  # of a form's field, /T is its name
            found.pop("/T", None)


def _acts(action: Any) -> bool:
    """Tell an action that does more than move within the document or lead to a plain address."""
    if not isinstance(action, dict) or "/S" not in action:
        return False  # a place in the document, or the attributes of a tag
    kind = action["/S"]
    return not (
        kind == "/GoTo"
        or (kind == "/Named" and action.get("/N") in _PLAIN_MOVES)
        or (kind == "/URI" and is_plain_link(str(action.get("/URI"))))
    )


def _clean_stream(stream: Any) -> None:
    """Take out of a stream the file that it would be read from, and what a camera noted in a photo."""
    stream.pop("/F", None)
    if stream.get("/Subtype") == "/Form":
        stream.pop("/Ref", None)  # a page of another file
    _clean_photo(stream)
    if stream.get("/Subtype") == "/PS":  # a program for printers
        stream.clear()
        stream._data = b""  # noqa: SLF001


def _clean_photo(stream: Any) -> None:
    """Take out of an image what a camera or a program noted; its pixels stay compressed as they are."""
    from pypdf.filters import decode_stream_data  # noqa: PLC0415  heavy: only builds that meet a document pay
    from pypdf.generic import ArrayObject, NameObject, StreamObject  # noqa: PLC0415

    found = stream.get("/Filter")
    found = found.get_object() if found is not None else None
    kinds = list(found) if isinstance(found, list) else [found]
    if not kinds or kinds[-1] not in _PHOTOS:
        return
    data = stream._data  # noqa: SLF001  get_data would decode the photo
    if len(kinds) > 1:  # compressed once more, as a whole: only the photo's own compression stays
        around = StreamObject()
        around._data = data  # noqa: SLF001
        around[NameObject("/Filter")] = ArrayObject(kinds[:-1])
        data = decode_stream_data(around)
        stream[NameObject("/Filter")] = kinds[-1]
        stream.pop("/DecodeParms", None)
    try:
        stream._data = _PHOTOS[kinds[-1]](data)  # noqa: SLF001  set_data would decode it too
    except (ValueError, IndexError):
        raise UnusableFileError(
            "une photo du PDF est abîmée", "imprimez le document dans un nouveau PDF"
        ) from None
