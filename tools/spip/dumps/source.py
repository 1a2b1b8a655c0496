"""The bytes of a dump, uncompressed if need be, in pieces: a dump of 500 MB never stands whole in memory."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING, BinaryIO

from tools.spip.dumps.errors import Damaged, broken, cut

if TYPE_CHECKING:
    import re
    from pathlib import Path

GZIP_MAGIC = b"\x1f\x8b"
LARGEST = 2_000_000_000
"""Bytes of a dump, uncompressed: a site of years is some tens of millions."""
LARGEST_WHOLE = 500_000_000
"""Bytes of a compressed SQLite file, which is read in memory."""
LONGEST = 64_000_000
"""Bytes of one value or one statement that is not rows: what MySQL accepts by default."""
HEAD = 1 << 16
"""Bytes of the head of any statement, of any tag."""
_PIECE = 1 << 20


class Source:
    """A stream of bytes that patterns are matched against, one after the other."""

    def __init__(self, path: Path) -> None:
        self._raw = path.open("rb")
        self.is_compressed = self._raw.read(2) == GZIP_MAGIC
        self._raw.seek(0)
        self._file: BinaryIO | gzip.GzipFile = self._raw
        if self.is_compressed:
            self._file = gzip.GzipFile(fileobj=self._raw)
        self._data = b""
        self._position = 0
        self._total = 0

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        self._raw.close()

    def peek(self, size: int) -> bytes:
        """Return the next bytes without taking them: so many, unless the stream ends."""
        while len(self._data) - self._position < size and self._more():
            pass
        return self._data[self._position : self._position + size]

    def match(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """Take what a pattern matches here, None where it cannot match.

        A match that reaches the end of what was read is tried again with more, so that nothing is taken by
        half; what does not match within `HEAD` bytes never will.
        """
        while True:
            found = pattern.match(self._data, self._position)
            is_settled = found.end() < len(self._data) if found else len(self._data) - self._position >= HEAD
            if is_settled or not self._more():
                if found:
                    self._position = found.end()
                return found

    def need(self, pattern: re.Pattern[bytes]) -> re.Match[bytes]:
        """Take what a pattern matches here.

        Raises:
            Damaged: the stream ends first, or a value is longer than any can be.
        """
        while True:
            found = pattern.match(self._data, self._position)
            if found:
                self._position = found.end()
                return found
            if len(self._data) - self._position > LONGEST:
                raise broken()
            if not self._more():
                raise cut()

    def rest(self) -> bytes:
        """Take all that is left, for what can only be read whole.

        Raises:
            Damaged: it is too much to stand in memory.
        """
        rest = bytearray(self._data[self._position :])
        while piece := self._read(_PIECE):
            rest += piece
            if len(rest) > LARGEST_WHOLE:
                raise Damaged(
                    f"cette sauvegarde dépasse {LARGEST_WHOLE // 1_000_000} Mo une fois décompressée",
                    "décompressez-la, et donnez le fichier .sqlite",
                )
        self._data, self._position = b"", 0
        return bytes(rest)

    def is_over(self) -> bool:
        """Tell whether all was taken."""
        return not self.peek(1)

    def _more(self) -> bool:
        """Read on, as much again as is pending, so that a long value is not looked through too often."""
        pending = self._data[self._position :]
        piece = self._read(max(_PIECE, len(pending)))
        self._data = pending + piece
        self._position = 0
        return bool(piece)

    def _read(self, size: int) -> bytes:
        try:
            piece = self._file.read(size)
        except EOFError:
            raise cut() from None
        except (gzip.BadGzipFile, zlib.error):
            raise broken() from None
        self._total += len(piece)
        if self._total > LARGEST:
            raise Damaged(
                f"cette copie dépasse {LARGEST // 1_000_000_000} Go une fois décompressée",
                "exportez les seules tables de SPIP, sans statistiques ni journaux",
            )
        return piece
