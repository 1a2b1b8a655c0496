"""Removes what Word leaves between Markdown's signs before a text is parsed; each line stays one line.

Only no-break spaces at the border of a sign become spaces: no rule of the parser would know a heading, a
quotation, a table or an indentation that is written with them. Bullets of Word's own font become characters
that every font has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

_WIDE: Final = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
_WORD_BULLETS: Final = "\uf02d\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc"
_STRANGE: Final = _WIDE + _WORD_BULLETS
_LINE_END: Final = re.compile(r"\r\n?")
_INDENTATION: Final = re.compile(rf"^[ \t]*[{_WIDE}][ \t{_WIDE}]*", re.MULTILINE)
_AFTER_SIGN: Final = re.compile(rf"^([ \t>]*(?:#{{1,6}}|>))[{_WIDE}]", re.MULTILINE)
_SEPARATOR: Final = re.compile(rf"^[|:\- {_WIDE}]*[{_WIDE}][|:\- {_WIDE}]*$", re.MULTILINE)
_TRAILING: Final = re.compile(rf"[ \t{_WIDE}]*[{_WIDE}]$", re.MULTILINE)
_BULLET: Final = re.compile(rf"^([ \t>]*)([{_WORD_BULLETS}])", re.MULTILINE)
_SECOND_LEVEL: Final = "\uf0a7\uf0a8"
_NOTE: Final = re.compile(
    rf"^(?P<fence>```|~~~).*?(?:^(?P=fence)|\Z)|^(?P<label> {{0,3}}\[\^[^\]\s]+\])[ {_WIDE}]+:",
    re.MULTILINE | re.DOTALL,
)


def tidy(text: str) -> str:
    """Return a text as the parser can read it."""
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    if any(sign in text for sign in _STRANGE):
        text = _INDENTATION.sub(_spaces, text)
        text = _AFTER_SIGN.sub(r"\1 ", text)
        text = _SEPARATOR.sub(_spaces, text)
        text = _TRAILING.sub("", text)
        text = _BULLET.sub(_bullet, text)
    if "[^" in text:
        text = _NOTE.sub(_note, text)
    return text


def tidy_rule(state: StateCore) -> None:
    """Tidy the source of a parsing."""
    state.src = tidy(state.src).replace("\0", "\ufffd")


def _spaces(found: re.Match[str]) -> str:
    return re.sub(rf"[{_WIDE}]", " ", found[0])


def _bullet(found: re.Match[str]) -> str:
    return f"{found[1]}{'▪' if found[2] in _SECOND_LEVEL else '•'}"


def _note(found: re.Match[str]) -> str:
    """Write `[^1] :` as `[^1]:`, but in code."""
    return found[0] if found["fence"] else f"{found['label']}:"
