"""Numbers and file sizes as Belgian French writes them, for texts, templates and statistics alike."""

from __future__ import annotations

from babel.numbers import format_decimal

LOCALE = "fr_BE"
NO_BREAK_SPACE = "\u00a0"

_SIZES = (("ko", 10**3, 0), ("Mo", 10**6, 1), ("Go", 10**9, 1))  # unit, bytes, decimals


def number(value: float) -> str:
    """Write a number: "2 194", "1 234,5".

    Groups of three are parted by U+202F, decimals (three at most) by a comma.
    """
    return format_decimal(value, locale=LOCALE)


def file_size(size: int) -> str:
    """Write a size in bytes as people read it: "812 octets", "340 ko", "1,2 Mo".

    Units are decimal (1 ko is 1,000 bytes), as in what browsers and systems
    show. From a megabyte on, one decimal; the unit never parts from its number.

    Raises:
        ValueError: the size is negative.
    """
    if size < 0:
        raise ValueError(f"a file has no negative size: {size}")
    if size < _SIZES[0][1]:
        return f"{number(size)}{NO_BREAK_SPACE}{'octets' if size > 1 else 'octet'}"
    sizes = [(_rounded(size, worth, decimals), unit) for unit, worth, decimals in _SIZES]
    value, unit = next((pair for pair in sizes if pair[0] < 1000), sizes[-1])
    return f"{number(value)}{NO_BREAK_SPACE}{unit}"


def _rounded(size: int, worth: int, decimals: int) -> float:
    """Divide and round half up, in integers: no surprise from binary fractions."""
    scale: int = 10**decimals
    return int((2 * size * scale + worth) // (2 * worth)) / scale
