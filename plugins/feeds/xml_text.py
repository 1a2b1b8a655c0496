"""Keeps out of texts the characters that no XML document may hold."""

from __future__ import annotations

import re
from typing import Final

_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return the text without them (XML 1.0, production 2: `Char`)."""
    return _ILLEGAL.sub("", text)
