"""The state of one session of the editing pages: its folder, its token, and who may write now."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

START = "/__modifier__/"
"""Where the addresses of the editing pages begin."""


@dataclass(frozen=True)
class Desk:
    """One for each server: it ends with it."""

    root: Path
    """The project's folder."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    """Whoever changes something gives it back: only a page of this session has it."""
    writing: threading.Lock = field(default_factory=threading.Lock)
    """Held from the comparison with what stands on the disk to the writing."""
    past: dict[str, tuple[bytes, ...]] = field(default_factory=dict)
    """By path, the versions that this session has read and written in a row: an undo goes back to them."""
    judging: threading.Lock = field(default_factory=threading.Lock)
    """Held while an upload is read: the libraries' limits are the whole process's, and so is the memory."""

    @property
    def content(self) -> Path:
        """Return the content folder."""
        return self.root / "content"
