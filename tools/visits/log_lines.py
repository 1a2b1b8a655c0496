"""Lines of Apache's logs, plain or gzipped, in the "combined" format and no other.

A line that is anything else (cut, binary, megabytes long, with a forged quote,
an impossible date, a virtual host in front) is unreadable: `parse` says so by
None, and never raises. Virtual hosts are refused because such a log mixes several sites.
"""

from __future__ import annotations

import datetime as dt
import gzip
import io
import re
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from plugins.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST = 65_536
"""Bytes. Apache refuses request lines and header fields above 8 kB, escaped to four times that at most."""

_GZIP_MAGIC = b"\x1f\x8b"
_MONTHS = {
    name: number
    for number, name in enumerate(
        (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"), 1
    )
}
_QUOTED = rb'"([^"\\]*(?:\\.[^"\\]*)*)"'
_COMBINED = re.compile(
    # an IPv4 or IPv6 address; identity and user; date, time and offset from UTC
    rb"(\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F.]{0,15}){2,8}) \S+ \S+ "
    rb"\[(\d\d/[A-Z][a-z]{2}/[12]\d{3}):([01]\d|2[0-3]):([0-5]\d):([0-5]\d) ([+-])([01]\d)([0-5]\d)\] "
    # request, status, size, referrer, user agent
    + _QUOTED
    + rb" (\d{3}) (?:\d+|-) "
    + _QUOTED
    + rb" "
    + _QUOTED
    + rb"\r?\n?"
)


class Line(NamedTuple):
    """What counting visits needs of one request."""

    address: bytes
    day: int
    """In the log's own time zone, as `datetime.date.toordinal` counts them."""
    second: int
    """In UTC, from the same origin as `day`."""
    request: bytes
    status: bytes
    referrer: bytes
    agent: bytes


class LogError(ValueError):
    """A log cannot be read to its end; `problem` has the reason, for the editor."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a plain or gzipped file one by one; one that is too long is yielded empty.

    Raises:
        LogError: the file does not open, or its compressed content is damaged.
    """
    try:
        with path.open("rb") as raw:
            compressed = raw.peek(len(_GZIP_MAGIC)).startswith(_GZIP_MAGIC)
            yield from _split(io.BufferedReader(gzip.GzipFile(fileobj=raw)) if compressed else raw)
    except (gzip.BadGzipFile, zlib.error, EOFError):
        problem = Problem(
            path.name, 0, "ce fichier compressé est abîmé", "copiez-le de nouveau depuis le serveur"
        )
        raise LogError(problem) from None
    except OSError:
        problem = Problem(
            path.name, 0, "ce fichier ne s’ouvre pas", "vérifiez son nom, et que c’est un fichier"
        )
        raise LogError(problem) from None


def _split(stream: io.BufferedReader) -> Iterator[bytes]:
    while line := stream.readline(LONGEST):
        if len(line) < LONGEST or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LONGEST)
        yield b""


def parse_line(line: bytes) -> Line | None:
    """Return the request that a line records, or None where it is unreadable."""
    match = _COMBINED.fullmatch(line)
    if not match:
        return None
    (address, date, hours, minutes, seconds, sign, zone_hours, zone_minutes, *texts) = match.groups()
    day = _day(date)
    if day is None:
        return None
    east = int(zone_hours) * 3600 + int(zone_minutes) * 60
    local = day * 86_400 + int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return Line(address, day, local + east if sign == b"-" else local - east, *texts)


@lru_cache(maxsize=1024)
def _day(date: bytes) -> int | None:
    """Return the ordinal of `31/Mar/2024`, or None if the calendar has no such day."""
    try:
        return dt.date(int(date[7:]), _MONTHS[date[3:6]], int(date[:2])).toordinal()
    except (KeyError, ValueError):
        return None
