"""Refuses a PDF with layers that its readers do not see: any program shows them again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from plugins.media.unusable import UnusableFileError

_HIDING: Final = ("/AllOff", "/AnyOff")
"""Rules of a membership by which something shows only while a layer does not."""


def refuse_hidden_layers(root: Any, dictionaries: Iterable[Any]) -> None:
    """Refuse a PDF of which a layer is hidden when it opens, or may be by a rule.

    Args:
        root: the document's own dictionary.
        dictionaries: all.

    Raises:
        UnusableFileError: it has one.
    """
    by_rule = any(
        item.get("/Type") == "/OCMD" and ("/VE" in item or item.get("/P") in _HIDING) for item in dictionaries
    )
    if by_rule or ("/OCProperties" in root and _some_are_off(root["/OCProperties"].get_object())):
        raise UnusableFileError(
            "le PDF contient des calques masqués",
            "affichez-les, puis supprimez-les ou laissez-les visibles ; ou imprimez-le dans un nouveau PDF",
        )


def _some_are_off(properties: Any) -> bool:
    chosen = properties.get("/D", {})
    chosen = chosen.get_object() if hasattr(chosen, "get_object") else chosen
    layers = list(_items(properties.get("/OCGs")))
    shown = list(_items(chosen.get("/ON")))
    if any(True for _ in _items(chosen.get("/OFF"))):
        return True
    if chosen.get("/BaseState", "/ON") != "/ON" and any(layer not in shown for layer in layers):
        return True
    return "/AS" in chosen and any(_is_off_on_screens(layer) for layer in layers)


def _is_off_on_screens(layer: Any) -> bool:
    view = layer.get("/Usage", {}).get("/View", {})
    return bool(view.get("/ViewState") == "/OFF")


def _items(found: Any) -> Iterable[Any]:
    """Return the objects of an array, if it is one."""
    items = found.get_object() if found is not None else ()
    return [item.get_object() for item in items] if isinstance(items, list) else ()
