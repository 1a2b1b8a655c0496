"""The title that a published document bears in itself: what a reader's tab or bookmark shows."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

_SOFTWARE: Final = re.compile(
    r"microsoft \w+ - .*|.*\.(?:docx?|od[tsp]|pdf|indd|pptx?|xlsx?)"
    r"|(?:untitled|sans (?:nom|titre)|document) ?\d*",
    re.IGNORECASE,
)
"""What programs write by themselves: it may hold the name of a person's file."""


def choose_title(wanted: str, own: str, name: str) -> str:
    """Return the title: what the page wants, else the document's own, else its file's name in words."""
    own = " ".join(own.split())
    if wanted.strip():
        return wanted.strip()
    if own and not _SOFTWARE.fullmatch(own):
        return own
    words = " ".join(re.split(r"[-_\s]+", PurePath(name).stem)).strip()
    return words[:1].upper() + words[1:]
