"""Writes a line as Markdown; emphasis that Markdown could not tell is written as HTML."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote

from plugins.texts.tags import attribute_value
from tools.spip.markup.escaping import escaped, escaped_line_start
from tools.spip.markup.nodes import Anchor, Break, Call, Hyperlink, InlineImage, PlainWords, Styled, Verbatim

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.spip.markup.nodes import Line

_SIGNS: Final = {"strong": "**", "em": "*"}
_EMAIL: Final = re.compile(r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+")
_WEB: Final = re.compile(r"https?:[^<>\s]+")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_SPACES: Final = re.compile("[ \n\u00a0]+")
_BARS: Final = re.compile(r"^(?:[ :–—=_-]|\\?[|-])+$", re.MULTILINE)
"""What would be the separator of a table."""
_MOST_BRACKETS: Final = 900
"""Of one paragraph: the build refuses more than a thousand."""


@dataclass
class _Token:
    kind: Literal["text", "raw", "open", "close", "break"]
    text: str = ""
    """Of words and of what is Markdown already; of a tag, the element's name."""
    attributes: str = ""
    """Of an element; of a link, what closes it."""
    other: _Token | None = None
    """What closes it, or opened it."""


@dataclass(frozen=True)
class Surroundings:
    """Where a line stands."""

    break_sign: str = "<br>\n"
    line_start: bool = True
    """Whether it begins a line of the file."""
    in_cell: bool = False
    """Whether it stands in a table of bars."""
    in_html: bool = False
    """Whether it stands between tags of blocks."""


PARAGRAPH: Final = Surroundings()
HEADING: Final = Surroundings(" ", line_start=False)
CELL: Final = Surroundings("<br>", line_start=False, in_cell=True)
HTML_CELL: Final = Surroundings("<br>", line_start=False, in_html=True)
ITEM_OF_ISLAND: Final = Surroundings("<br>")


def markdown_line(line: Line, label: Callable[[str], str], where: Surroundings = PARAGRAPH) -> str:
    """Return a line as Markdown; `label` gives the number of a note."""
    tokens = _tidy(_flat(line, label, where))
    dashes = "—" if any(token.kind == "break" for token in tokens) else "—–"
    pieces, at_start, before, links = list[str](), where.line_start, "", 0
    for place, token in enumerate(tokens):
        if token.kind == "break":
            piece, at_start, before = where.break_sign, "\n" in where.break_sign, ""
            pieces.append(piece)
            continue
        if token.kind == "text":
            after = _first_sign(tokens, place + 1)
            piece = escaped(token.text, before, after, bracketed=bool(links), in_cell=where.in_cell)
            if after == "[" and piece.endswith("!"):
                piece = f"{piece[:-1]}\\!"
            piece = escaped_line_start(piece, "" if place else dashes) if at_start else piece
            after_call = place and pieces and pieces[-1].startswith("[^") and piece.startswith(":")
            piece = f"\\{piece}" if after_call else piece
            piece = piece.replace("\\<", "&lt;") if where.in_html else piece
        elif token.kind == "raw":
            piece = _verbatim(token, tokens, place, where) if token.attributes == "code" else token.text
            piece = piece.replace("|", "\\|") if where.in_cell else piece
        else:
            piece = _delimiter(token, tokens, place, before)
            piece = piece.replace("|", "\\|") if where.in_cell else piece
            links += (token.kind == "open") - (token.kind == "close") if token.text == "a" else 0
        pieces.append(piece)
        is_object = token.attributes == "code" or piece.startswith("![")
        at_start, before = False, "x" if is_object else piece[-1:] or before
    markdown = "".join(pieces)
    if where.line_start and "|" in markdown:
        markdown = _BARS.sub(lambda line: re.sub(r"\\?\|", r"\\|", line[0]), markdown)
    return markdown.replace("\\[", "&#91;") if markdown.count("[") > _MOST_BRACKETS else markdown


# --- Tokens -------------------------------------------------------------------------------------------


def _flat(line: Line, label: Callable[[str], str], where: Surroundings) -> list[_Token]:
    tokens = list[_Token]()
    for node in line:
        match node:
            case PlainWords():
                tokens += [_Token("text", node.text)] if node.text else []
            case Break():
                tokens.append(_Token("break"))
            case Verbatim():
                tokens += [_Token("raw", node.text, "code")] if node.text.strip() else []
            case Call():
                tokens.append(_Token("raw", f"[^{label(node.label)}]"))
            case Anchor():
                tokens.append(_Token("raw", f'<span id="{node.name}"></span>'))
            case InlineImage():
                alt = escaped(node.alt, "[", "]", bracketed=True)
                address = f"{_destination(node.address)}{_title(node.caption)}"
                tokens.append(_Token("raw", f"![{alt}]({address})"))
            case Styled():
                tokens += _element(node.name, _attributes(node), _flat(node.children, label, where))
            case Hyperlink():
                tokens += _link(node, _flat(node.children, label, where))
    return tokens


def _element(name: str, attributes: str, inner: list[_Token]) -> list[_Token]:
    opening, closing = _Token("open", name, attributes), _Token("close", name)
    opening.other, closing.other = closing, opening
    return [opening, *inner, closing]


def _link(link: Hyperlink, inner: list[_Token]) -> list[_Token]:
    if not link.children:
        shown = link.address.removeprefix("mailto:")
        if (_WEB if shown == link.address else _EMAIL).fullmatch(shown):
            return [_Token("raw", f"<{shown}>")]
        inner = [_Token("text", shown)]
    language = f"{{hreflang={link.language}}}" if link.language else ""
    tokens = _element("a", "", inner)
    tokens[-1].attributes = f"]({_destination(link.address)}{_title(link.title)}){language}"
    return tokens


def _tidy(tokens: list[_Token]) -> list[_Token]:
    """Move spaces and ends of lines out of elements, drop those that hold nothing, join words."""
    tokens = _joined(_bubbled(tokens, "open"))
    tokens.reverse()
    tokens = _bubbled(tokens, "close")
    tokens.reverse()
    return _trimmed(_joined(tokens))


def _joined(tokens: list[_Token]) -> list[_Token]:
    """Return a line in which no two texts touch, and no element is empty."""
    kept = list[_Token]()
    for token in tokens:
        last = kept[-1] if kept else None
        if last and token.kind == "close" and last is token.other:
            kept.pop()
        elif last and token.kind == last.kind == "text":
            last.text += token.text
        elif token.kind != "break" or (last and last.kind != "break"):
            kept.append(token)
    return kept


def _bubbled(tokens: list[_Token], kind: str) -> list[_Token]:
    """Move the spaces and ends of lines inside the borders of elements over them."""
    moved = list[_Token]()
    for token in reversed(tokens):
        moved.append(token)
        place = len(moved) - 1
        if token.kind != kind:
            continue
        while place and moved[place - 1].kind in ("break", "text"):
            inside = moved[place - 1]
            rest = inside.text.lstrip() if kind == "open" else inside.text.rstrip()
            if inside.kind == "text" and rest:
                space = len(inside.text) - len(rest)
                if space:
                    gap = inside.text[:space] if kind == "open" else inside.text[-space:]
                    inside.text = rest
                    moved.append(_Token("text", gap))
                break
            moved[place - 1], moved[place] = token, inside
            place -= 1
    moved.reverse()
    return moved


def _trimmed(tokens: list[_Token]) -> list[_Token]:
    """Return a line without spaces around its ends of lines, nor any of these at its own ends."""
    for place, token in enumerate(tokens):
        if token.kind != "text":
            continue
        token.text = _SPACES.sub(lambda run: "\u00a0" if "\u00a0" in run[0] else " ", token.text)
        if not place or tokens[place - 1].kind == "break":
            token.text = token.text.lstrip()
        if place + 1 == len(tokens) or tokens[place + 1].kind == "break":
            token.text = token.text.rstrip()
    kept = list[_Token]()
    for token in tokens:
        if (token.kind == "text" and not token.text) or (
            token.kind == "break" and (not kept or kept[-1].kind == "break")
        ):
            continue
        kept.append(token)
    while kept and kept[-1].kind == "break":
        kept.pop()
    return kept


# --- Signs --------------------------------------------------------------------------------------------


def _first_sign(tokens: list[_Token], place: int) -> str:
    """Return the first character of what follows; empty at the end of the line."""
    if place >= len(tokens) or tokens[place].kind == "break":
        return ""
    token = tokens[place]
    if token.kind in ("text", "raw"):
        return "`" if token.attributes == "code" else token.text[0]
    if token.text == "a":
        return "[" if token.kind == "open" else "]"
    decided = token.other.attributes if token.kind == "close" and token.other else ""
    return "*" if token.text in _SIGNS and not decided.startswith("<") else "<"


def _delimiter(token: _Token, tokens: list[_Token], place: int, before: str) -> str:
    name, opens = token.text, token.kind == "open"
    if name == "a":
        return "[" if opens else token.attributes
    if opens:
        sign = _SIGNS.get(name, "")
        closing = next(number for number in range(place, len(tokens)) if tokens[number] is token.other)
        is_sign = bool(sign) and _may_open(before, _first_sign(tokens, place + 1))
        last = tokens[closing - 1]
        end = last.text[-1:] if last.kind == "text" else "*" if last.text in _SIGNS else ")"
        is_sign = is_sign and _may_close(end, _first_sign(tokens, closing + 1))
        token.attributes = sign if is_sign else f"<{name}{token.attributes}>"
        return token.attributes
    opened = token.other.attributes if token.other else ""
    return opened if opened in _SIGNS.values() else f"</{name}>"


def _may_open(before: str, first: str) -> bool:
    """Tell whether a star between two characters begins emphasis, for any reader of Markdown."""
    if first in ("", "*", "_") or before in ("*", "_") or first.isspace():
        return False
    return not before or before.isspace() or _is_punctuation(before)


def _may_close(last: str, after: str) -> bool:
    if last in ("", "*", "_") or after in ("*", "_") or last.isspace():
        return False
    return not after or after.isspace() or _is_punctuation(after)


def _is_punctuation(sign: str) -> bool:
    category = unicodedata.category(sign)[0]
    return category == "P" or (category == "S" and sign.isascii())


def _verbatim(token: _Token, tokens: list[_Token], place: int, where: Surroundings) -> str:
    """Return code between backticks, or between tags where a letter touches it on either side."""
    text = token.text
    before = tokens[place - 1] if place else None
    glued = before and before.kind == "text" and before.text[-1:].isalnum()
    if (glued and _first_sign(tokens, place + 1).isalnum()) or (where.in_html and "<" in text):
        inner = escaped(text, ">", "<").replace("\\<", "&lt;")
        return f"<code>{inner}</code>"
    fence = "`"
    while fence in text:
        fence += "`"
    space = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{fence}{space}{text}{space}{fence}"


def _destination(address: str) -> str:
    address = re.sub(r"[<>`\\\n|]", lambda sign: quote(sign[0]), address)
    address = _ENTITY.sub("&amp;", address)
    return f"<{address}>" if not address or re.search(r"[ ()]", address) else address


def _title(title: str) -> str:
    words = " ".join(title.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f' "{_ENTITY.sub("&amp;", words)}"' if words else ""


def _attributes(node: Styled) -> str:
    given = [(name, attribute_value(" ".join(value.split()))) for name, value in node.attributes]
    return "".join(f' {name}="{value}"' for name, value in given if value)
