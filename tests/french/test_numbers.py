"""Numbers and sizes in Belgian French."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.french.numbers import file_size, number


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (999, "999"),
        (2194, "2\u202f194"),
        (1234567, "1\u202f234\u202f567"),
        (1234.5, "1\u202f234,5"),
        (2.0, "2"),
        (-15000, "-15\u202f000"),
    ],
)
def test_numbers(value: float, written: str) -> None:
    assert number(value) == written


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_a_number_reads_back(value: int) -> None:
    assert int(number(value).replace("\u202f", "")) == value


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0 octet"),
        (1, "1 octet"),
        (812, "812 octets"),
        (999, "999 octets"),
        (1000, "1 ko"),
        (340_499, "340 ko"),
        (340_500, "341 ko"),
        (999_499, "999 ko"),
        (999_500, "1 Mo"),
        (1_200_000, "1,2 Mo"),
        (1_250_000, "1,3 Mo"),
        (12_345_678, "12,3 Mo"),
        (999_949_999, "999,9 Mo"),
        (999_950_000, "1 Go"),
        (3_000_000_000, "3 Go"),
        (1_500_000_000_000, "1\u202f500 Go"),
    ],
)
def test_file_sizes(size: int, written: str) -> None:
    assert file_size(size) == written.replace(" ", "\u00a0")


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        file_size(-1)
