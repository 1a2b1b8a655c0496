"""Encodes frozen data for the cache, and decodes it by the types that the code declares.

The bytes are msgpack, which cannot run code. What cannot be kept or decoded is made again:
a cache never stops a build.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec import DecodeError
from msgspec.msgpack import Decoder, Encoder

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.core.cache import Cache

T = TypeVar("T")

_UNSTORABLE: Final = (TypeError, ValueError, OverflowError, RecursionError)
"""Raised for a value that msgpack cannot hold: an object, half a character, 2 ** 64, a loop."""


def decoder_of(kind: type[T]) -> Decoder[T]:
    """Return the decoder of a type: dataclasses, named tuples, enumerations, dates, and tuples of them."""
    return Decoder(kind)


def encode(value: object) -> bytes:
    """Return a value's bytes, the same in every process."""
    return Encoder().encode(value)


def decode(data: bytes, decoder: Decoder[T]) -> T | None:
    """Return the value that the bytes hold; None if they hold no value of that type."""
    try:
        return decoder.decode(data)
    except (DecodeError, RecursionError):
        return None


def recall(cache: Cache, key: str, decoder: Decoder[T], make: Callable[[], T]) -> T:
    """Return the value kept under `key`, else what `make` returns, kept for the next time if it can be."""
    data = cache.peek(key)
    found = None if data is None else decode(data, decoder)
    if found is not None:
        return found
    made = make()
    with contextlib.suppress(*_UNSTORABLE):
        cache.keep(key, encode(made))
    return made
