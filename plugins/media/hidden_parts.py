"""What an office document holds that its readers do not see: refused, for the editor alone knows what it is.

Hidden text, sheets, rows, columns, slides and objects. Whoever hides a column of
names does not mean to publish it, and any program shows it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final

from plugins.media.archives import local_name
from plugins.media.unusable import UnusableFileError

STYLES: Final = ("content.xml", "styles.xml", "word/styles.xml")
"""The parts in which a style can hide the text that bears it."""

_TEXT: Final = ("le document contient du texte masqué", "affichez-le, puis supprimez-le ou rendez-le visible")
_CELLS: Final = (
    "le classeur contient une feuille, une ligne ou une colonne masquée",
    "affichez-la, puis supprimez-la ou laissez-la visible",
)
_SLIDE: Final = (
    "la présentation contient une diapositive masquée",
    "affichez-la, puis supprimez-la ou laissez-la visible",
)
_OBJECT: Final = (
    "le document contient un objet ou un calque masqué",
    "affichez-le, puis supprimez-le ou laissez-le visible",
)
_DRAWN: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}display"
_YES: Final = ("1", "on", "true")
_NO: Final = ("0", "false", "off")
_HIDDEN_TEXT: Final = ("conditional-text", "hidden-paragraph", "hidden-text")
_OUT_OF_SIGHT: Final = ("collapse", "filter")


def hidden_styles(parts: Iterable[Any]) -> frozenset[str]:
    """Return the names of the styles that hide what bears them, from the roots of the parts in `STYLES`."""
    styles = [style for part in parts for style in part.iter("{*}style") if _name(style)]
    hidden = {_name(style) for style in styles if _hides(style)}
    for _ in styles:  # a style inherits from another, and that one from a third
        heirs = {_name(style) for style in styles if _parent(style) in hidden and not _shows(style)}
        if heirs <= hidden:
            break
        hidden |= heirs
    return frozenset(hidden)


def refuse_hidden(root: Any, styles: frozenset[str]) -> None:
    """Refuse a part that holds what its readers do not see.

    Args:
        root: its root element.
        styles: of `hidden_styles`.

    Raises:
        UnusableFileError: it does; the message says what.
    """
    for text, remedy in chain(_open_xml(root, styles), _open_document(root, styles)):
        raise UnusableFileError(text, remedy)


def _open_xml(root: Any, styles: frozenset[str]) -> Iterator[tuple[str, str]]:
    if local_name(root.tag) == "sld" and root.get("show") in _NO:
        yield _SLIDE
    for element in root.iter("{*}cNvPr", "{*}docPr"):
        if element.get("hidden") in _YES:
            yield _OBJECT
    for element in root.iter("{*}sheet"):
        if element.get("state", "visible") != "visible":
            yield _CELLS
    if local_name(root.tag) == "worksheet":
        yield from _hidden_cells(root)
    for run in root.iter("{*}r"):
        if "wordprocessingml" in run.tag and _is_hidden(run, styles) and _words(run, "{*}t"):
            yield _TEXT


def _hidden_cells(sheet: Any) -> Iterator[tuple[str, str]]:
    hidden = [
        range(int(column.get("min", "1")), int(column.get("max", "1")) + 1)
        for column in sheet.iter("{*}col")
        if column.get("hidden") in _YES
    ]
    for row in sheet.iter("{*}row"):
        for number, cell in enumerate(row.iter("{*}c"), 1):
            place = _column(cell.get("r", "")) or number
            if len(cell) and (row.get("hidden") in _YES or any(place in columns for columns in hidden)):
                yield _CELLS


def _column(reference: str) -> int:
    """Return the number of a column, from the address of a cell such as « AB12 »."""
    number = 0
    for letter in re.sub("[^A-Z]", "", reference):
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _is_hidden(run: Any, styles: frozenset[str]) -> bool:
    """Tell whether a run of Word's is: by itself, or by its style or its paragraph's."""
    own = run.find("{*}rPr/{*}vanish")
    if own is not None:
        return _on(own)
    paragraph = next(run.iterancestors("{*}p"), None)
    named = [run.find("{*}rPr/{*}rStyle")]
    named += [paragraph.find("{*}pPr/{*}pStyle")] if paragraph is not None else []
    return any(_attribute(style, "val") in styles for style in named if style is not None)


def _open_document(root: Any, styles: frozenset[str]) -> Iterator[tuple[str, str]]:
    for element in root.iter("{*}*"):
        if "opendocument" not in element.tag:
            continue
        kind = local_name(element.tag)
        if kind in _HIDDEN_TEXT or (
            kind == "section" and _attribute(element, "display") in ("none", "condition")
        ):
            yield _TEXT
        if element.get(_DRAWN) in ("none", "printer"):
            yield _OBJECT
        if _attribute(element, "style-name") in styles:
            yield from _styled(element, kind)
        if kind == "table":
            yield from _hidden_table_cells(element)


def _styled(element: Any, kind: str) -> Iterator[tuple[str, str]]:
    if kind == "page":
        yield _SLIDE
    elif kind == "table":
        yield _CELLS
    elif kind in ("a", "h", "p", "span") and _words(element, "{*}*"):
        yield _TEXT


def _hidden_table_cells(table: Any) -> Iterator[tuple[str, str]]:
    hidden, place = [], 0
    for column in table.iter("{*}table-column"):
        width = int(_attribute(column, "number-columns-repeated") or "1")
        if _attribute(column, "visibility") in _OUT_OF_SIGHT:
            hidden.append(range(place, place + width))
        place += width
    for row in table.iter("{*}table-row"):
        place = 0
        for cell in row.iter("{*}table-cell", "{*}covered-table-cell"):
            width = int(_attribute(cell, "number-columns-repeated") or "1")
            out_of_sight = any(place < columns.stop and columns.start < place + width for columns in hidden)
            if len(cell) and (out_of_sight or _attribute(row, "visibility") in _OUT_OF_SIGHT):
                yield _CELLS
            place += width


def _hides(style: Any) -> bool:
    """Tell whether a style of Word's or of OpenDocument hides text, a slide or a sheet."""
    vanish = style.find("{*}rPr/{*}vanish")
    return (vanish is not None and _on(vanish)) or any(
        _attribute(properties, "display") in ("none", "false")
        or _attribute(properties, "visibility") == "hidden"
        for properties in style
    )


def _shows(style: Any) -> bool:
    vanish = style.find("{*}rPr/{*}vanish")
    return (vanish is not None and not _on(vanish)) or any(
        _attribute(properties, "display") in ("true", "condition") for properties in style
    )


def _name(style: Any) -> str:
    return _attribute(style, "styleId") or _attribute(style, "name")


def _parent(style: Any) -> str:
    based_on = style.find("{*}basedOn")
    return _attribute(style, "parent-style-name") or (
        _attribute(based_on, "val") if based_on is not None else ""
    )


def _on(switch: Any) -> bool:
    return _attribute(switch, "val") not in _NO


def _words(element: Any, kinds: str) -> bool:
    """Tell whether an element holds any word in elements of some kinds."""
    return any(
        (item.text or "").strip() or (item is not element and (item.tail or "").strip())
        for item in element.iter(kinds)
    )


def _attribute(element: Any, name: str) -> str:
    """Return an attribute, whatever its namespace."""
    return next((str(value) for key, value in element.attrib.items() if local_name(key) == name), "")
