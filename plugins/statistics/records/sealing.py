"""Seals rows of the register to the bureau's keys, and opens them again: bytes in, bytes out.

A sealed entry is an age file (age-encryption.org/v1, X25519), so that the bureau can open it without
this program too: `age -d -i KEY FILE` prints a comment and a CSV table. Every entry has the same size,
whatever it holds and whoever can open it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import pyrage

from plugins.statistics.records.register import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plugins.statistics.records.register import Record

FILE_SIZE = 16 * 1024
"""Bytes of every sealed entry. A row takes about 70: the requests of a year or two fit in one entry, so
that the number of entries says how often somebody sealed and not how much; and a year of weekly
entries adds less than a megabyte to the repository."""

CAPACITY = 12 * 1024
"""Bytes of rows that an entry holds at most; the rest is for the keys, about 100 bytes each, and padding."""

MOST_RECIPIENTS = 30
"""More would not leave `CAPACITY`."""

_MAGIC = b"age-encryption.org/v1\n"
_COMMENT = "# registre du CVTS, destinataires "
_HEADER = ",".join(COLUMNS) + "\n"


class ClosedReason(Enum):
    """Why an entry stays closed."""

    NO_ENTRY = "le fichier n’est pas une entrée scellée, ou il est tronqué"
    NO_KEY = "la clé n’ouvre pas cette entrée : elle n’est pas scellée pour elle, ou le fichier est abîmé"
    DAMAGED = "le fichier a été modifié ou abîmé depuis qu’il est scellé"


@dataclass(frozen=True)
class Opened:
    """An entry in clear, in memory."""

    table: bytes
    """The rows as CSV, as `records.Source` has them."""
    recipients: str
    """`fingerprint` of the keys that it was sealed to."""


def fingerprint(recipients: Iterable[str]) -> str:
    """Return what tells two lists of public keys apart, whatever their order."""
    return hashlib.sha256("\n".join(sorted(set(recipients))).encode()).hexdigest()


def tables(records: Iterable[Record]) -> tuple[bytes, ...]:
    """Return the records as CSV tables, each small enough for one entry; their order tells nothing."""
    made: list[str] = []
    rows = _HEADER
    for record in sorted(records):
        row = ",".join(map(str, record)) + "\n"
        if len((rows + row).encode()) > CAPACITY:
            made.append(rows)
            rows = _HEADER
        rows += row
    return tuple(table.encode() for table in (*made, rows))


def seal(table: bytes, recipients: Sequence[str]) -> bytes:
    """Return a table (at most `CAPACITY` bytes) as an entry of `FILE_SIZE` bytes.

    The age library adds a line of random length to its header; the padding is chosen again until the
    sum is right (about a hundred times, 0.3 ms each).
    """
    keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    clear = f"{_COMMENT}{fingerprint(recipients)}\n".encode() + table
    padding = FILE_SIZE - len(_MAGIC) - len(clear)
    while True:
        sealed: bytes = pyrage.encrypt(clear + b"\n" * padding, keys)
        if len(sealed) == FILE_SIZE:
            return sealed
        padding += FILE_SIZE - len(sealed)


def is_whole(data: bytes) -> bool:
    """Tell whether a file has the form of an entry, which needs no key."""
    return len(data) == FILE_SIZE and data.startswith(_MAGIC)


def unseal(data: bytes, identities: Sequence[str]) -> Opened | ClosedReason:
    """Open an entry with the private keys at hand, or say why it stays closed."""
    if not is_whole(data):
        return ClosedReason.NO_ENTRY
    keys = [pyrage.x25519.Identity.from_str(identity) for identity in identities]
    try:
        clear: bytes = pyrage.decrypt(data, keys) if keys else b""
    except pyrage.DecryptError as error:
        return ClosedReason.NO_KEY if "matching keys" in str(error) else ClosedReason.DAMAGED
    if not keys:
        return ClosedReason.NO_KEY
    comment, _, rest = clear.rstrip(b"\n").partition(b"\n")
    mark = _COMMENT.encode()
    if not comment.startswith(mark):
        return ClosedReason.DAMAGED
    return Opened(rest + b"\n", comment.removeprefix(mark).decode("ascii", "replace"))
