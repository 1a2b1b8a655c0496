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
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tools.spip.dumps.collecting import Row

_MARKUP = re.compile(r"&lt;/?[a-z]|-&gt;", re.IGNORECASE)
_REFERENCE = re.compile(r"&(amp|lt|gt|quot);")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"'}
_ESCAPE = re.compile(r"\\(r\\n|[nr'\"\\])")
_LINE_ENDS = {"r\\n": "\n", "n": "\n", "r": "\n"}


def undo(rows: Mapping[str, Sequence[Row]]) -> list[Repair]:
    """Mend the rows in place, by their tables' names without prefix; return what was mended."""
    repairs = []
    if _all(rows, lambda text: "<" not in text and ">" not in text) and _any(rows, _MARKUP.search):
        repairs += _mend(rows, lambda text: _REFERENCE.sub(lambda match: _CHARACTERS[match[1]], text))
    if _all(rows, lambda text: "\n" not in text) and _any(rows, lambda text: "\\n" in text):
        return repairs + _mend(rows, _without_escapes)
    return repairs + _mend(rows, _with_line_ends)


def _without_escapes(text: str) -> str:
    return _ESCAPE.sub(lambda match: _LINE_ENDS.get(match[1], match[1]), text)


def _with_line_ends(text: str) -> str:
    r"""Mend a text of many lines that stands on one; no French text has `\r\n`."""
    return _without_escapes(text) if "\\r\\n" in text and "\n" not in text else text


def _texts(rows: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, Row, str, str]]:
    for table, its_rows in rows.items():
        for row in its_rows:
            for column, text in row.items():
                if column not in AS_STORED:
                    yield table, row, column, text


def _all(rows: Mapping[str, Sequence[Row]], holds: Callable[[str], object]) -> bool:
    return all(holds(text) for *_, text in _texts(rows))


def _any(rows: Mapping[str, Sequence[Row]], holds: Callable[[str], object]) -> bool:
    return any(holds(text) for *_, text in _texts(rows))


def _mend(rows: Mapping[str, Sequence[Row]], mended: Callable[[str], str]) -> list[Repair]:
    repairs = []
    for table, row, column, text in list(_texts(rows)):
        if (after := mended(text)) != text:
            row[column] = after
            number = row.get(NUMBERS.get(table, ""), "")
            repairs.append(Repair(f"spip_{table}", number, column, *difference(text, after)))
    return repairs
