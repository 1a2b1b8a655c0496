r"""Texts that some tool escaped once too often: their markup reads `&lt;code&gt;`, their line ends `\r\n`.

One text alone does not show it, since it may be about such signs; all texts of a dump together do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.spip.dumps.letters import difference
from tools.spip.dumps.schema import AS_STORED, NUMBERS
from tools.spip.records import Repair

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tools.spip.dumps.schema import Row

_MARKUP = re.compile(r"&lt;/?[a-z]|-&gt;", re.IGNORECASE)
_REFERENCE = re.compile(r"&(amp|lt|gt|quot);")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"'}
_ESCAPE = re.compile(r"\\(r\\n|[nr'\"\\])")
_LINE_ENDS = {"r\\n": "\n", "n": "\n", "r": "\n"}


def undo(rows: Mapping[str, Sequence[Row]]) -> list[Repair]:
    """Mend the rows in place, by their tables' names without prefix; return what was mended."""
    repairs = []
    values = [text for its_rows in rows.values() for row in its_rows for text in row.values()]
    if any(map(_MARKUP.search, values)) and not any("<" in text or ">" in text for text in values):
        repairs += _mend(rows, _without_references, as_stored_too=True)
    if any("\\n" in text for text in values):
        is_whole_dump = not any("\n" in text for text in values)
        repairs += _mend(rows, _without_escapes if is_whole_dump else _with_line_ends)
    return repairs


def _without_references(text: str) -> str:
    return _REFERENCE.sub(lambda match: _CHARACTERS[match[1]], text)


def _without_escapes(text: str) -> str:
    return _ESCAPE.sub(lambda match: _LINE_ENDS.get(match[1], match[1]), text)


def _with_line_ends(text: str) -> str:
    r"""Mend a text of many lines that stands on one; no French text has `\r\n`."""
    return _without_escapes(text) if "\\r\\n" in text and "\n" not in text else text


def _mend(
    rows: Mapping[str, Sequence[Row]], mended: Callable[[str], str], *, as_stored_too: bool = False
) -> list[Repair]:
    repairs = []
    for table, its_rows in rows.items():
        for row in its_rows:
            number = row.get(NUMBERS.get(table, ""), "")
            for column, text in row.items():
                after = mended(text) if as_stored_too or column not in AS_STORED else text
                if after != text:
                    row[column] = after
                    repairs.append(Repair(f"spip_{table}", number, column, *difference(text, after)))
    return repairs
