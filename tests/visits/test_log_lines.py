"""The combined format is read exactly; anything else is unreadable and never an exception."""

from __future__ import annotations

import datetime as dt
import gzip
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.visits.synthetic import SUMMER, line, write_log
from tools.visits.log_lines import LONGEST, LogError, parse_line, read_lines

if TYPE_CHECKING:
    from pathlib import Path

NOON = dt.datetime(2024, 5, 17, 12, 0, 0, tzinfo=SUMMER)
GOOD = line(NOON)
AGENT = b'"Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"'


def test_a_line_gives_its_day_in_its_own_time_zone_and_its_moment_in_utc() -> None:
    late = parse_line(b'192.0.2.1 - - [01/Apr/2024:00:30:00 +0200] "GET / HTTP/1.1" 200 5 "-" "x"\n')
    same = parse_line(b'192.0.2.1 - - [31/Mar/2024:17:30:00 -0500] "GET / HTTP/1.1" 200 5 "-" "x"\n')
    assert late is not None
    assert same is not None
    assert (late.day, same.day) == (dt.date(2024, 4, 1).toordinal(), dt.date(2024, 3, 31).toordinal())
    assert late.second == same.second == dt.date(2024, 3, 31).toordinal() * 86_400 + 22 * 3600 + 1800


@pytest.mark.parametrize(
    "good",
    [
        GOOD,
        GOOD.rstrip(b"\n"),
        GOOD.replace(b"\n", b"\r\n"),
        GOOD.replace(b"192.0.2.1", b"2001:db8::1"),
        GOOD.replace(b"192.0.2.1", b"::ffff:192.0.2.1"),
        GOOD.replace(b" - - ", b" www.comite.example jeanne "),
        GOOD.replace(b" 1234 ", b" - "),
        GOOD.replace(b'"-"', b'""'),
        GOOD.replace(AGENT, b'""'),
        GOOD.replace(AGENT, b'"a \\"forged\\" [01/Jan/1999:00:00:00 +0000] name"'),
        GOOD.replace(AGENT, b'"ends with a backslash \\\\"'),
        GOOD.replace(AGENT, b'"\xff\xfe\x00 not UTF-8"'),
        GOOD.replace(b"GET / HTTP/1.1", b"\\x16\\x03\\x01"),
        GOOD.replace(b"GET / HTTP/1.1", b"-"),
        GOOD.replace(b"17/May/2024", b"29/Feb/2024"),
    ],
)
def test_a_line_of_the_combined_format_is_readable_whatever_the_visitor_sent(good: bytes) -> None:
    assert parse_line(good) is not None


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"\n",
        b"\x00\x01\x02\xff\n",
        b"a" * 1_000_000,
        b'"' * 1_000_000,
        b"\\" * 1_000_000,
        b"[" * 1_000_000,
        b"1 " * 500_000,
        b"192.0.2.1 - - [17/May/2024:12:00:00 +0200] " + b'"\\' * 400_000,
        GOOD[:40],
        GOOD[:-10],
        GOOD + GOOD,
        b"www.comite.example:443 " + GOOD,
        b"www.comite.example " + GOOD,
        GOOD.replace(b"192.0.2.1", b"jeanne.example"),
        GOOD.replace(b"192.0.2.1", b"-"),
        GOOD.replace(b"17/May/2024", b"31/Feb/2024"),
        GOOD.replace(b"17/May/2024", b"00/May/2024"),
        GOOD.replace(b"17/May/2024", b"29/Feb/2023"),
        GOOD.replace(b"17/May/2024", b"17/Mai/2024"),
        GOOD.replace(b"17/May/2024", b"17/05/2024"),
        GOOD.replace(b"17/May/2024", b"17/May/0000"),
        GOOD.replace(b":12:00:00", b":24:00:00"),
        GOOD.replace(b":12:00:00", b":12:60:00"),
        GOOD.replace(b":12:00:00", b":12:00:61"),
        GOOD.replace(b" +0200", b""),
        GOOD.replace(b" +0200", b" CEST"),
        GOOD.replace(b" +0200", b" +9900"),
        GOOD.replace(b" 200 ", b" "),
        GOOD.replace(b" 200 ", b" 20 "),
        GOOD.replace(b" 1234 ", b" many "),
        GOOD.replace(AGENT, b'"a "forged" name"'),
        GOOD.replace(b"GET / HTTP/1.1", b'GET /" 200 5 "-" "x'),
        GOOD.replace(b' "-" ', b" "),
        GOOD.replace(b"[", b"[["),
        GOOD.replace(b"]", b""),
        "192.0.2.1 - - [١٧/May/2024:12:00:00 +0200]".encode(),
    ],
    ids=lambda bad: repr(bad[:60]),
)
def test_anything_else_is_unreadable(bad: bytes) -> None:
    assert parse_line(bad) is None


@given(st.binary(max_size=300))
@example(GOOD)
def test_no_bytes_are_an_exception(noise: bytes) -> None:
    parse_line(noise)


@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=6), st.integers(0, 6))
def test_no_damage_to_a_good_line_is_an_exception(place: int, noise: bytes, lost: int) -> None:
    parse_line(GOOD[:place] + noise + GOOD[place + lost :])


@pytest.mark.parametrize("compressed", [False, True], ids=["plain", "gzipped"])
def test_lines_come_one_by_one_and_the_too_long_ones_empty(tmp_path: Path, *, compressed: bool) -> None:
    huge = b'192.0.2.1 - - [17/May/2024:12:00:00 +0200] "GET /' + b"a" * 3 * LONGEST + b"\n"
    log = write_log(tmp_path / "log", [GOOD, huge, GOOD, b"no end"], compressed=compressed)
    assert list(read_lines(log)) == [GOOD, b"", GOOD, b"no end"]


@pytest.mark.parametrize("length", [LONGEST - 1, LONGEST, LONGEST + 1])
def test_a_line_at_the_limit_does_not_swallow_the_next(tmp_path: Path, length: int) -> None:
    log = write_log(tmp_path / "log", [b"a" * (length - 1) + b"\n", GOOD])
    assert list(read_lines(log))[1:] == [GOOD]


def test_compression_is_seen_in_the_content_not_in_the_name(tmp_path: Path) -> None:
    assert list(read_lines(write_log(tmp_path / "a.gz", [GOOD]))) == [GOOD]
    assert list(read_lines(write_log(tmp_path / "a.log", [GOOD], compressed=True))) == [GOOD]
    assert list(read_lines(write_log(tmp_path / "empty.log", []))) == []


def _damaged() -> dict[str, bytes]:
    whole = gzip.compress(GOOD * 1000, mtime=0)
    return {
        "cut": whole[:-20],
        "flipped": whole[:30] + bytes(255 - byte for byte in whole[30:40]) + whole[40:],
        "followed by noise": whole + b"noise",
    }


@pytest.mark.parametrize("content", _damaged().values(), ids=_damaged().keys())
def test_a_damaged_gzip_is_refused_not_half_counted(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.gz").write_bytes(content)
    with pytest.raises(LogError, match="abîmé"):
        list(read_lines(tmp_path / "a.gz"))


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.log", tmp_path):
        with pytest.raises(LogError, match=path.name):
            list(read_lines(path))
