"""Writes one text as YAML so that our reader reads back that very text: plain where it can, else quoted."""

from __future__ import annotations

from typing import Final

from plugins.texts.front_matter import FrontMatterError, parse_document, yaml_text

ALONE: Final = "champ: {}"
IN_A_LIST: Final = "champ:\n  - {}"
IN_BRACKETS: Final = "champ: [{}]"


def written(text: str, style: str | None, place: str) -> str:
    """Return a text as it is to be typed.

    Args:
        text: one line.
        style: of what stood there: a quotation mark, or anything else for none.
        place: `ALONE`, `IN_A_LIST` or `IN_BRACKETS`.
    """
    if style == "'":
        return f"'{text.replace(style, 2 * style)}'"
    if style != '"' and _reads_back(text, place):
        return text
    return yaml_text(text)


def _reads_back(text: str, place: str) -> bool:
    """Tell whether a text means itself without quotation marks."""
    if not text:
        return False
    try:
        read = parse_document(f"---\n{place.format(text)}\n---\n").fields
    except FrontMatterError:
        return False
    value = read["champ"]
    return len(read) == 1 and not value.lost and value.value == (text if place == ALONE else [text])
