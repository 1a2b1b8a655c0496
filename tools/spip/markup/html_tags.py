"""The HTML tags that may stand in a line: what becomes of each, and how one is read."""

from __future__ import annotations

import html
import re
from typing import Final

from tools.spip.markup.text_conversion import as_typed

STYLES: Final = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em"), "em"),
    **dict.fromkeys(("del", "s", "strike"), "del"),
    **dict.fromkeys(("abbr", "acronym"), "abbr"),
    **{name: name for name in "cite code dfn ins kbd mark q samp small span sub sup var".split()},  # noqa: SIM905
}
"""Tags of lines, with the elements that the build takes."""
SILENT: Final = frozenset(
    "a area basefont bdi bdo big blink data font label lettrine nobr o picture rb rp rt ruby sc "  # noqa: SIM905
    "source time tt u wbr".split()
)
"""Tags that say nothing; what they hold stays."""
BLOCK_TAGS: Final = frozenset(
    "address article aside attention blockquote body boitejaune bonasavoir br caption center col "  # noqa: SIM905
    "colgroup dd details dir div dl dt exemple fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "head header hgroup hr html intro legend li main menu multi nav ol p poesie poetry quote section "
    "summary table tbody td tfoot th thead tr ul".split()
)
"""Tags of blocks, which stand for a space within a line."""
TAG: Final = (
    r"<(?P<closes>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*(?::\w+)?)"
    r"(?P<attributes>(?=[\s/>])(?:(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*|[^<>]*))>"
)
_ATTRIBUTE: Final = re.compile(r"([a-zA-Z][\w:-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_NO_VALUE: Final = re.compile(
    r"\b(?:nowrap|noshade|compact|checked|disabled|reversed|open|allowfullscreen)\b"
)


def attributes_of(markup: str) -> dict[str, str]:
    """Return the attributes of a tag."""
    return {
        found[1].lower(): html.unescape(as_typed(found[2] or found[3] or found[4] or "")).strip()
        for found in _ATTRIBUTE.finditer(markup)
    }


def is_tag(name: str, attributes: str) -> bool:
    """Tell whether a tag is one that we know; else it is words between two signs."""
    known = name in STYLES or name in SILENT or name in BLOCK_TAGS or name == "img" or ":" in name
    return known and not (words_beside(attributes) and not attributes_of(attributes))


def words_beside(attributes: str) -> str:
    """Return the words of a tag that are no attribute's: `a<b ou c>` is no tag."""
    return _NO_VALUE.sub("", _ATTRIBUTE.sub("", attributes)).strip(" \n/")
