"""The letters of a text: read whatever its encoding was, repaired where another one was taken for it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from tools.spip.records import Repair

if TYPE_CHECKING:
    from collections.abc import Callable

_LONE_BYTE = re.compile("[\udc80-\udcff]")
_SHIELDED = re.compile(
    r"((?:<|&lt;)(code|cadre|math)\b.*?(?:<|&lt;)/\2(?:>|&gt;))", re.DOTALL | re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:amp;)*(#(?:\d{2,7}|[xX][0-9a-fA-F]{2,6})|[A-Za-z][A-Za-z0-9]{1,30});")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SUSPECT = re.compile("[\xc2-\xf4][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[ÂÃ][ \u202f]|[\x80-\x9f]")
"""Two characters that UTF-8's first two bytes give when they are read as latin-1, or what is no character."""
_UNLIKELY = re.compile(
    "[^\t\x20-\x7e\xa0-\u017f\u2000-\u203f\u20ac\u2122\u2190-\u2193\u2212\u2260-\u2265\ufffd]"
)
"""Outside western letters and usual signs."""
_MANY = re.compile("[^\x00-\x7f\xa0\u202f«»’]{4}")
"""Letters in a row that French never has: another script, or an emoji, that was read as latin-1."""
_AROUND = 25
"""Characters shown on each side of a repair."""


@dataclass
class Letters:
    """Reads the texts of one dump and remembers which it repaired."""

    _charsets: dict[str, dict[bool, int]] = field(default_factory=dict)
    _repairs: list[tuple[Repair, bool | None]] = field(default_factory=list)

    def read(self, raw: bytes, table: str, number: str, column: str, *, as_stored: bool) -> str:
        """Return a value's text, right; with `as_stored`, only decoded."""
        if raw.isascii() and b"&" not in raw:
            return _tidy(raw.decode("ascii"))
        text, valid = _decoded(raw)
        if not raw.isascii():
            counts = self._charsets.setdefault(table, {True: 0, False: 0})
            counts[valid] += 1
        text = _tidy(text)
        if as_stored:
            return text
        repaired = repair(text)
        if repaired != text:
            found = Repair(table, number, column, *difference(text, repaired))
            self._repairs.append((found, None))
        elif not raw.isascii():
            # whether this encoding is its table's is known once all is read
            stored = _tidy(raw.decode("latin-1") if valid else raw.decode("utf-8", "backslashreplace"))
            before, after = difference(stored, text)
            if valid:
                before = "".join(map(_western, map(ord, before)))
            self._repairs.append((Repair(table, number, column, before, after), valid))
        return repaired

    def repairs(self) -> tuple[Repair, ...]:
        """Return what was repaired, texts in another encoding than most of their table among it."""
        return tuple(
            found
            for found, valid in self._repairs
            if valid is None or self._charsets[found.table][valid] < self._charsets[found.table][not valid]
        )


def _decoded(raw: bytes) -> tuple[str, bool]:
    """Return a text and whether all of it is UTF-8; bytes that are none are read as Windows’ latin-1."""
    try:
        return raw.decode("utf-8"), True
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "surrogateescape")
        return _LONE_BYTE.sub(lambda match: _western(ord(match[0]) - 0xDC00), text), False


def _western(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _tidy(text: str) -> str:
    """Return a text with newlines of one kind, without control characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


def repair(text: str) -> str:
    """Return a text with its letters right: those read in a wrong encoding, those written as entities.

    `&amp;`, `&lt;`, `&#124;` and any other entity of an ASCII character stay: they shield it from SPIP's
    markup. In code, entities are what the text is about. A letter that was lost before is a question mark.
    """
    if _SUSPECT.search(text):
        text = "\n".join(map(_right_line, text.split("\n")))
    text = text.replace("\ufffd", "?")
    if "&" not in text:
        return text
    parts = _SHIELDED.split(text)
    # of each three parts, a text, code, and the name of its tag
    return "".join(
        part if index % 3 else _ENTITY.sub(_letter, part)
        for index, part in enumerate(parts)
        if index % 3 != 2
    )


def _right_line(line: str) -> str:
    """Return a line mended as a whole, then by words: ftfy leaves much of a line that is right elsewhere."""
    return " ".join(map(_mended, _mended(line).split(" ")))


def _mended(text: str) -> str:
    """Return a text as ftfy mends it, unless that makes unlikely letters of a few rare French ones."""
    if not _SUSPECT.search(text):
        return text
    mended = _fixer()(text)
    if mended == text or (mended.count("\ufffd") <= text.count("\ufffd") and _is_likely(text, mended)):
        return mended
    return text


def _is_likely(text: str, mended: str) -> bool:
    """Tell whether the new letters are those of our languages, or many enough to be another script."""
    return not _UNLIKELY.search(mended) or _UNLIKELY.search(text) is not None or bool(_MANY.search(text))


def _letter(match: re.Match[str]) -> str:
    character = html.unescape(f"&{match[1]};")
    if character.startswith("&") or character.isascii() or "\ufffd" in character:
        return match[0]
    return character


@cache
def _fixer() -> Callable[[str], str]:
    import ftfy  # noqa: PLC0415 — slow, and most commands need none

    # the lossy repair would write U+FFFD
    config = ftfy.TextFixerConfig(unescape_html=False, replace_lossy_sequences=False, explain=False)
    return lambda text: ftfy.fix_encoding(text, config)


def difference(before: str, after: str) -> tuple[str, str]:
    """Return some words of two texts around the first place where they differ."""
    start = next(
        (index for index, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
        min(len(before), len(after)),
    )
    first = max(0, start - _AROUND)
    return before[first : start + _AROUND], after[first : start + _AROUND]
