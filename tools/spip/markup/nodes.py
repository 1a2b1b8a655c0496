"""The tree of a text: blocks that hold lines, lines that hold words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PlainWords:
    """Plain text: no sign in it means anything."""

    text: str


@dataclass(frozen=True)
class Break:
    """The end of a line within a paragraph."""


@dataclass(frozen=True)
class Styled:
    """PlainWords between the tags of an element: `strong`, `em`, `sup`, `abbr`."""

    name: str
    children: tuple[Inline, ...]
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Verbatim:
    """A piece of code within a line."""

    text: str


@dataclass(frozen=True)
class Hyperlink:
    """A link; an address that shows itself has no children."""

    address: str
    children: tuple[Inline, ...] = ()
    title: str = ""
    language: str = ""
    """Of what it leads to, where the text says so."""


@dataclass(frozen=True)
class InlineImage:
    """An image; its caption is shown where it stands alone."""

    address: str
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class Call:
    """The call of a note."""

    label: str


@dataclass(frozen=True)
class Anchor:
    """A place that links lead to."""

    name: str


Inline = PlainWords | Break | Styled | Verbatim | Hyperlink | InlineImage | Call | Anchor
Line = tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    line: Line


@dataclass(frozen=True)
class Title:
    """A heading: level 1 is the first below the page's title."""

    level: int
    line: Line


@dataclass(frozen=True)
class ListItem:
    """An item of a list: its line, then the lists and other blocks that it holds."""

    line: Line
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Enumeration:
    """A list."""

    ordered: bool
    entries: tuple[ListItem, ...]


@dataclass(frozen=True)
class Citation:
    """A quotation, or verse."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class CodeBlock:
    """Code on lines of its own."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Separator:
    """A rule."""


@dataclass(frozen=True)
class TableCell:
    """A cell of a table."""

    line: Line
    header: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Grid:
    """A table, by its rows; `headed`: the first one holds the columns' headers."""

    rows: tuple[tuple[TableCell, ...], ...]
    headed: bool = False
    caption: Line = ()


@dataclass(frozen=True)
class Island:
    """Blocks that were HTML: Markdown already, in which lines and tables stand under a sign each."""

    markdown: str
    pieces: tuple[tuple[str, Line | Grid], ...] = ()


Block = Paragraph | Title | Enumeration | Citation | CodeBlock | Separator | Grid | Island


@dataclass(frozen=True)
class Note:
    """A note, under the label that calls it."""

    label: str
    blocks: tuple[Block, ...]


def words_of_line(line: Line, *, images: bool = True) -> str:
    """Return what a line says, in one line; the calls of notes say nothing, images what describes them."""
    return " ".join("".join(_said(node, images=images) for node in line).split())


def _said(node: Inline, *, images: bool) -> str:
    match node:
        case PlainWords() | Verbatim():
            return node.text
        case Styled():
            return "".join(_said(child, images=images) for child in node.children)
        case Hyperlink():
            words = "".join(_said(child, images=images) for child in node.children)
            return words if node.children else node.address.removeprefix("mailto:")
        case InlineImage():
            return f" {node.alt} " if images else " "
        case Break():
            return " "
        case _:
            return ""
