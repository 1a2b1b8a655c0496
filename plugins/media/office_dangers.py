"""What an XML part of an office document could do besides being read: such a document is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from plugins.media.archives import local_name
from plugins.media.unusable import UnusableFileError

_LINK: Final = re.compile(r"(?:https?|mailto|tel):|#", re.IGNORECASE)
_XLINK_HREF: Final = "{http://www.w3.org/1999/xlink}href"

MACROS: Final = (
    "le document contient des macros",
    "enregistrez-en une copie sans macros, ou exportez-le en PDF",
)
OBJECTS: Final = (
    "le document contient un objet d’un autre programme ou un autre fichier",
    "remplacez-le par son image, ou exportez le document en PDF",
)
_ELSEWHERE: Final = (
    "le document va chercher une image, un modèle ou des données hors de lui",
    "incorporez-les dans le document (« Rompre la liaison »), ou exportez-le en PDF",
)
_FIELDS: Final = (
    "le document contient un champ qui lit un autre fichier",
    "sélectionnez tout, puis Ctrl+Maj+F9 remplace les champs par leur texte ; ou exportez-le en PDF",
)
_MACRO_ELEMENTS: Final = "event-listener execute-macro script vbaSuppData"
_OBJECT_ELEMENTS: Final = """
    OLEObject altChunk applet audioFile control externalBook floating-frame frameset object-ole oleLink oleObj
    oleObject plugin quickTimeFile snd sndTgt subDoc videoFile wavAudioFile webextension webextensionref
"""
_FETCHING_ELEMENTS: Final = """
    cell-range-source connection-resource database-display database-next database-row-select dbPr
    dde-connection dde-connection-decl dde-link dde-source ddeLink externalReference section-source
    table-source webPr
"""
_KINDS: Final = {
    **dict.fromkeys(_MACRO_ELEMENTS.split(), MACROS),
    **dict.fromkeys(_OBJECT_ELEMENTS.split(), OBJECTS),
    **dict.fromkeys(_FETCHING_ELEMENTS.split(), _ELSEWHERE),
}
_FIELD: Final = re.compile(
    r"\0\s*(?:DATABASE|DDE|DDEAUTO|IMPORT|INCLUDE|INCLUDEPICTURE|INCLUDETEXT|LINK|MACROBUTTON|RD)\b"
    r"|\0\s*HYPERLINK\s+\"?(?!https?:|mailto:|tel:|[\\\"#])",
    re.IGNORECASE,
)
_FORMULA: Final = re.compile(
    r"\b(?:CALL|COPILOT|CUBE\w+|DDE|DETECTLANGUAGE|EXEC|IMAGE|IMPORT(?:DATA|FEED|HTML|RANGE|XML)|PY|REGISTER(?:\.ID)?"
    r"|RTD|STOCKHISTORY|TRANSLATE|WEBSERVICE)\s*\(|file:|'[a-z]+:/|\|[^|]*!|\bcom\.sun\.star|vnd\.sun",
    re.IGNORECASE,
)
_ACTIVE_TYPE: Final = re.compile(r"macroEnabled|vbaProject|activeX|oleObject", re.IGNORECASE)
_FORMULAS: Final = frozenset(
    {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula"}
)
_PROGRAM: Final = re.compile(r"\s*(?:javascript|vbscript|vnd\.sun|macro|service|data):", re.IGNORECASE)
_SLIDE_ACTIONS: Final = re.compile(r"(?:ppaction://(?:hlinkshowjump|hlinksldjump|customshow|noaction).*)?")
_ODP_ACTIONS: Final = frozenset(
    {"fade-out", "first-page", "hide", "last-page", "next-page", "none", "previous-page", "stop"}
)


def refuse_dangers(root: Any, names: set[str]) -> None:
    """Refuse a part that could run, fetch or embed something.

    Args:
        root: its root element.
        names: of the parts that are published with it.

    Raises:
        UnusableFileError: it could; the message says what, and what to do.
    """
    for text, remedy in _dangers(root, names):
        raise UnusableFileError(text, remedy)


def is_plain_link(address: str) -> bool:
    """Tell an address that a reader may follow: on the web, of a mailbox, within the document."""
    return bool(_LINK.match(address.strip()))


def _dangers(root: Any, names: set[str]) -> Iterator[tuple[str, str]]:
    for element in root.iter("{*}*"):
        yield from _element_dangers(element)
        for name, value in element.attrib.items():
            yield from _attribute_dangers(element, str(name), str(value), names)
    if _FIELD.search("".join(map(_instruction, root.iter("{*}*")))):
        yield _FIELDS


def _element_dangers(element: Any) -> Iterator[tuple[str, str]]:
    space, _, kind = str(element.tag).rpartition("}")
    if kind in _KINDS and not (kind == "control" and "opendocument" in space):  # that is a form's field
        yield _KINDS[kind]
    if "xforms" in space:
        yield _ELSEWHERE
    if kind in ("Override", "Default") and _ACTIVE_TYPE.search(str(element.get("ContentType"))):
        yield MACROS
    if kind == "Relationship" and element.get("TargetMode") == "External":
        yield from _relation_dangers(element)
    if kind in _FORMULAS and _FORMULA.search("".join(element.itertext())):
        yield _ELSEWHERE
    if kind == "definedName" and _runs(element):
        yield MACROS


def _relation_dangers(relation: Any) -> Iterator[tuple[str, str]]:
    """A link may lead elsewhere, a template is left out: all else is fetched when the document opens."""
    kind = str(relation.get("Type")).rpartition("/")[2]
    if kind not in ("hyperlink", "attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"):
        yield _ELSEWHERE


def _runs(name: Any) -> bool:
    """Tell a defined name that is a macro, or calls one when the workbook opens."""
    return bool(
        str(name.get("name")).lower().startswith("_xlnm.auto_")
        or {"function", "vbProcedure", "xlm"} & set(name.attrib)
    )


def _instruction(element: Any) -> str:
    """Return what a field of Word is told to do, of which an element may hold a piece only."""
    kind = local_name(element.tag)
    values = {local_name(key): str(value) for key, value in element.attrib.items()}
    if kind in ("instrText", "delInstrText"):
        return str(element.text or "")
    if kind == "fldSimple":
        return f"\0{values.get('instr', '')}\n"
    if kind == "fldChar":
        return "\0" if values.get("fldCharType") == "begin" else "\n"
    return ""


def _attribute_dangers(element: Any, name: str, value: str, names: set[str]) -> Iterator[tuple[str, str]]:
    space, _, attribute = name.rpartition("}")
    kind = local_name(element.tag)
    if name == _XLINK_HREF and kind == "a":
        if _PROGRAM.match(value):
            yield MACROS
    elif name == _XLINK_HREF:
        inner = value.removeprefix("./").rstrip("/")
        if (
            inner
            and not inner.startswith("#")
            and not any(f"{part}/".startswith(f"{inner}/") for part in names)
        ):
            yield _ELSEWHERE
    elif attribute in ("src", "image-data") or (attribute == "href" and kind == "imagedata"):
        yield _ELSEWHERE
    elif attribute == "action" and (
        ("ppaction" in value and not _SLIDE_ACTIONS.fullmatch(value))
        or ("presentation" in space and value not in _ODP_ACTIONS)
    ):
        yield MACROS
    elif attribute in ("formula", "condition", "expression") and _FORMULA.search(value):
        yield _ELSEWHERE
