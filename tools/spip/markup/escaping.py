"""Escapes what Markdown, as the build reads it, would take for a sign: where it would act, and only there."""

from __future__ import annotations

import re
from typing import Final

from plugins.french.typography import typeset

_ANYWHERE: Final = re.compile(
    r"""
      (?P<backslash>\\(?=[!-/:-@\[-`{-~\n]|\Z))
    | (?P<star>[*`{])
    | (?P<underscore>_)
    | (?P<bracket>\[(?P<inside>[^\[\]\n]{1,80})\](?![(\[:{]|\s+\())
    | (?P<open>\[)
    | (?P<closed>\])
    | (?P<less><(?=[a-zA-Z/!?<]|[^\s<>]{0,64}@|\Z))
    | (?P<ampersand>&(?=\#?\w+;|(?:nbsp|amp|quot|lt|gt|[lr]aquo|[lr]squo|hellip|[mn]dash|euro|oelig
                         |[A-Za-z](?:acute|grave|circ|uml|cedil))(?!\w)|\Z))
    | (?P<tildes>~~+)
    | (?P<quotes>'''+)
    | (?P<equal>\A==+)
    | (?P<item>(?<!\S)-(?=\#))
    """,
    re.VERBOSE,
)
_OTHER_WRITINGS: Final = re.compile(r"/|(?:b|i|u|s|url|img|quote|center|color|size)(?:=|\Z)|\^|.*(?:->|<-)")
"""What brackets hold in forums, in notes and in SPIP."""
_ADDRESS_SIGN: Final = re.compile("[./#@:]")
_LINE_START: Final = re.compile(
    r"\#|>|\||:(?=\s|\Z|:)|\+(?=\s|\Z)|-(?!\d)|=|~(?=\s|~|\Z)"
    r"|(?P<number>\d{1,3})(?P<sign>[.)])(?=\s|\Z|[^\W\d_])"
    r"|(?P<strange>[•·●■‣◦○▪▫–]|—(?=[\s—])|o(?=\s)|§(?=\s))"
)


def escaped(text: str, before: str, after: str, *, bracketed: bool = False, in_cell: bool = False) -> str:
    """Return plain text as Markdown shows it.

    Args:
        text: a piece of a line.
        before: the character before it; empty where the line begins.
        after: the character after it; empty where the line ends.
        bracketed: whether it stands in the words of a link.
        in_cell: whether it stands in a table of bars.
    """

    def escape(found: re.Match[str]) -> str:
        kind, sign = found.lastgroup or "", found[0]
        left = text[found.start() - 1] if found.start() else before
        right = text[found.end()] if found.end() < len(text) else after
        if found["bracket"] is not None:
            inside = found["inside"]
            is_address = text[: found.start()].rstrip().endswith(")") and _ADDRESS_SIGN.search(inside)
            harmless = not bracketed and left not in ("]", "!") and not is_address
            harmless = harmless and not _OTHER_WRITINGS.match(inside)
            inner = escaped(inside, "[", "]")
            return f"[{inner}]" if harmless and right not in ("(", "[", ":", "{") else f"\\[{inner}\\]"
        if kind == "closed":
            return "\\]" if bracketed else "]"
        if kind == "underscore":
            return "_" if left.isalnum() and right.isalnum() else "\\_"
        if kind in ("less", "ampersand", "backslash") and found.end() == len(text):
            return f"\\{sign}" if after or kind == "backslash" else sign
        return "".join(f"\\{each}" for each in sign)

    text = _with_plain_spaces(text, before, after)
    text = _ANYWHERE.sub(escape, text)
    if in_cell:
        text = text.replace("|", "\\|")
    return text


def escaped_line_start(markdown: str, dashes: str = "") -> str:
    """Return the beginning of a line so that it is none of a list, a heading, a quotation or a table.

    Args:
        markdown: the line.
        dashes: those that may begin it: the long one in the first line of a paragraph, the short one too if
            it is the only line.
    """
    found = _LINE_START.match(markdown)
    if not found or (found["strange"] and found["strange"] in dashes):
        return markdown
    if found["number"]:
        return f"{found['number']}\\{markdown[found.end('number') :]}"
    if found["strange"]:
        return f"&#{ord(markdown[0])};{markdown[1:]}"
    return f"\\{markdown}"


def _with_plain_spaces(text: str, before: str, after: str) -> str:
    """Replace the no-break spaces that the site puts itself by spaces that editors can type."""
    if "\u00a0" not in text:
        return text
    pieces, done = list[str](), 0
    for place in (found.start() for found in re.finditer("\u00a0", text)):
        left = (before + text[:place])[-16:]
        right = (text[place + 1 :] + after)[:16]
        sets = typeset(f"{left} {right}")
        same = left[-1:].isspace() or right[:1].isspace() or sets[: len(left)] == left
        is_set = same and sets[len(left) : len(left) + 1] in ("\u00a0", "\u202f")
        pieces += [text[done:place], " " if is_set else "\u00a0"]
        done = place + 1
    return "".join([*pieces, text[done:]])
