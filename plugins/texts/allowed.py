"""The HTML that editors may write, a closed set of elements and attributes, and what to write for others."""

from __future__ import annotations

import re
from typing import Final

LINES: Final[dict[str, str]] = {
    "caption": "table",
    "dt": "dl",
    "figcaption": "figure",
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6", "p"), ""),
    "summary": "details",
    "td": "tr",
    "th": "tr",
}
"""Blocks that hold a line of text, with the elements that they may stand in; empty: anywhere."""

CONTAINERS: Final[dict[str, str]] = {
    "blockquote": "",
    "dd": "dl",
    "details": "",
    "div": "",
    "dl": "",
    "figure": "",
    "li": "ul ol",
    "ol": "",
    "table": "",
    "tbody": "table",
    "tfoot": "table",
    "thead": "table",
    "tr": "table tbody tfoot thead",
    "ul": "",
}
"""Blocks that hold other blocks, Markdown too, with the elements that they may stand in."""

FRAMES: Final = {
    name: frozenset(child for child, parents in {**LINES, **CONTAINERS}.items() if name in parents.split())
    for name in ("dl", "ol", "table", "tbody", "tfoot", "thead", "tr", "ul")
}
"""Blocks that hold nothing but these."""

WITHIN_LINES: Final = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup time var".split()  # noqa: SIM905
)
VOID: Final = frozenset({"br", "hr", "img", "wbr"})
"""Elements that hold nothing and are not closed."""

BLOCKS: Final = frozenset({*LINES, *CONTAINERS, "hr"})
ELEMENTS: Final = frozenset({*BLOCKS, *WITHIN_LINES, *VOID})

EVERYWHERE: Final = {
    "dir": re.compile("ltr|rtl|auto"),
    "id": re.compile(r"[\w:-]+"),
    "lang": re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"),
    "title": re.compile(".*", re.DOTALL),
}
"""Attributes of every element, with the values that they may have."""

_ANY: Final = re.compile(".*", re.DOTALL)
_NUMBER: Final = re.compile("[1-9][0-9]{0,2}")
_CELL: Final = {"colspan": _NUMBER, "rowspan": _NUMBER}
ATTRIBUTES: Final = {
    "a": {"href": _ANY, "hreflang": EVERYWHERE["lang"]},
    "del": {"datetime": re.compile("[0-9][0-9T:.Z+ -]*")},
    "details": {"open": re.compile("|open")},
    "img": {"alt": _ANY, "src": _ANY},
    "ins": {"datetime": re.compile("[0-9][0-9T:.Z+ -]*")},
    "ol": {"start": _NUMBER},
    "td": _CELL,
    "th": {**_CELL, "scope": re.compile("col|row|colgroup|rowgroup")},
    "time": {"datetime": re.compile("[0-9P][0-9A-Za-z:.+ -]*")},
}
"""Attributes of one element besides."""

_STYLING: Final = frozenset(
    "align background bgcolor border cellpadding cellspacing class color face height size style "  # noqa: SIM905
    "valign width".split()
)
_LOOK: Final = "retirez-la : la mise en forme vient du site"
_FRAME: Final = "retirez-la : le site fait lui-même le cadre de la page"
_LINK: Final = "mettez à la place un lien vers la page qui le montre : [le texte](https://…)"
_FORM: Final = "mettez à la place un lien : [Nous écrire](/contact/)"
_DRAWING: Final = "enregistrez le dessin dans un fichier et écrivez ![description](dessin.svg)"
_CODE: Final = "écrivez-le entre deux lignes « ``` »"
_PROGRAM: Final = "retirez-la : les pages n’exécutent aucun programme"
INSTEAD: Final = {
    name: remedy
    for names, remedy in {
        "basefont big blink center font marquee nobr strike style tt u": _LOOK,
        "address article aside body dir footer head header hgroup html main menu nav": _FRAME,
        "base link meta search section title": _FRAME,
        "audio embed iframe frame frameset noframes object param source track video applet": _LINK,
        "button datalist fieldset form input label legend meter": _FORM,
        "optgroup option output progress select textarea": _FORM,
        "h1": "écrivez « ## Un titre »",
        "canvas math svg map area": _DRAWING,
        "listing plaintext pre xmp": _CODE,
        "dialog noscript script slot template": _PROGRAM,
        "acronym": 'écrivez <abbr title="…">',
        "picture": "écrivez ![description](photo.jpg)",
        "col colgroup data rb rp rt rtc ruby": "retirez-la",
    }.items()
    for name in names.split()
}
"""What to write instead of the other elements of HTML."""

WHOLE: Final = frozenset(
    "applet audio button canvas datalist dir form frameset head html iframe listing map math menu "  # noqa: SIM905
    "noframes noscript object picture plaintext pre script select style svg template textarea title "
    "video xmp".split()
)
"""Those that are refused with all that they hold: one mistake, one message."""

EMPTY: Final = frozenset("area base basefont col embed frame input link meta param source track".split())  # noqa: SIM905
"""Those of the others that hold nothing and are not closed."""


def attribute_mistake(element: str, name: str, value: str) -> tuple[str, str] | None:
    """Return what is wrong with an attribute of an allowed element, and what to do; None if it may stand."""
    values = ATTRIBUTES.get(element, {}).get(name) or EVERYWHERE.get(name)
    if values is None:
        return f"l’attribut « {name} » de <{element}> n’est pas admis", _without(name)
    if not values.fullmatch(value):
        return (
            f"l’attribut « {name} » de <{element}> a une valeur impossible",
            "corrigez-la, ou retirez l’attribut",
        )
    return None


def _without(name: str) -> str:
    if name.startswith("on"):
        return "retirez-le : les pages n’exécutent aucun programme"
    if name in _STYLING:
        return "retirez-le : la mise en forme vient du site"
    if name == "target":
        return "retirez-le : les personnes choisissent elles-mêmes où un lien s’ouvre"
    if name == "name":
        return "une ancre s’écrit {#son-nom} à la fin d’un titre"
    return "retirez-le"
