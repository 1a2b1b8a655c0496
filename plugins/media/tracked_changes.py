"""Accepts the tracked changes of an office document: what was deleted is gone, what was added is text.

A deleted name is still in the file, and any program shows it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from plugins.media.archives import local_name

_WORD: Final = "wordprocessingml"
_DELETED: Final = frozenset({"del", "moveFrom"})
_ADDED: Final = frozenset({"ins", "moveTo"})
_EARLIER_FORMS: Final = frozenset(
    {
        *("cellDel", "cellIns", "cellMerge", "numberingChange", "pPrChange", "rPrChange", "sectPrChange"),
        *("tblGridChange", "tblPrChange", "tblPrExChange", "tcPrChange", "trPrChange"),
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
    }
)
_WORD_CHANGES: Final = _DELETED | _ADDED | _EARLIER_FORMS
_PROPERTIES: Final = frozenset({"rPr", "trPr"})
"""In these, a deletion or an addition is a mark on the paragraph or the row, and holds no text."""
_OPEN_DOCUMENT: Final = frozenset({"tracked-changes", "change", "change-start", "change-end"})


def accept_changes(root: Any) -> None:
    """Accept the changes of a part of a text or a spreadsheet."""
    for row in [row for row in root.iter("{*}tr") if _is_deleted(row)]:
        remove(row)
    for cell in [cell for cell in root.iter("{*}tc") if cell.find("{*}tcPr/{*}cellDel") is not None]:
        for text in cell.iter("{*}t"):  # a row must have a cell
            text.text = None
    for element in list(_changes(root)):
        if local_name(element.tag) in _ADDED and local_name(element.getparent().tag) not in _PROPERTIES:
            _unwrap(element)
        else:
            remove(element)


def _changes(root: Any) -> Iterator[Any]:
    for element in root.iter("{*}*"):
        of_word = _WORD in element.tag and local_name(element.tag) in _WORD_CHANGES
        of_open_document = "opendocument" in element.tag and local_name(element.tag) in _OPEN_DOCUMENT
        if (of_word or of_open_document) and element.getparent() is not None:
            yield element


def _is_deleted(row: Any) -> bool:
    return any(local_name(mark.tag) in _DELETED for mark in row.iterfind("{*}trPr/*"))


def remove(element: Any) -> None:
    """Take out an element, and leave the text that follows it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)


def _unwrap(element: Any) -> None:
    """Put what an element holds in its place."""
    for child in list(element):
        element.addprevious(child)
    remove(element)
