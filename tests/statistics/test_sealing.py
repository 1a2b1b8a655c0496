"""Sealed entries: one size, opened by the keys they were sealed to and by no other, whole or not at all."""

from __future__ import annotations

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.statistics.records.classification import Period
from plugins.statistics.records.register import Record
from plugins.statistics.records.sealing import (
    CAPACITY,
    FILE_SIZE,
    MOST_RECIPIENTS,
    ClosedReason,
    Opened,
    fingerprint,
    seal,
    tables,
    unseal,
)

KEYS = [pyrage.x25519.Identity.generate() for _ in range(MOST_RECIPIENTS)]
PUBLIC = [str(key.to_public()) for key in KEYS]


def record(year: int = 2031, theme: str = "t") -> Record:
    return Record(Period(year, year), "demande-avis", theme, "s", "r")


def test_every_entry_has_the_same_size_whatever_it_holds_and_whoever_opens_it() -> None:
    small, *_ = tables([record()])
    full = max(tables([record(theme="t" * 60)] * 1000), key=len)
    assert len(full) > CAPACITY - 100
    for table in (small, full):
        for number in (1, 2, MOST_RECIPIENTS):
            assert len(seal(table, PUBLIC[:number])) == FILE_SIZE


def test_each_recipient_opens_an_entry_and_nobody_else() -> None:
    (table,) = tables([record()])
    entry = seal(table, PUBLIC[:2])
    for key in KEYS[:2]:
        assert unseal(entry, [str(key)]) == Opened(table, fingerprint(PUBLIC[:2]))
    assert unseal(entry, [str(KEYS[2])]) is ClosedReason.NO_KEY
    assert unseal(entry, []) is ClosedReason.NO_KEY
    assert isinstance(unseal(entry, [str(KEYS[2]), str(KEYS[1])]), Opened)


def test_two_entries_of_one_table_have_nothing_in_common() -> None:
    (table,) = tables([record()])
    assert seal(table, PUBLIC[:1])[200:] != seal(table, PUBLIC[:1])[200:]


@given(st.integers(0, FILE_SIZE - 1), st.integers(1, 255))
def test_a_changed_byte_never_opens(place: int, change: int) -> None:
    entry = bytearray(ENTRY)
    entry[place] ^= change
    assert isinstance(unseal(bytes(entry), [str(KEYS[0])]), ClosedReason)


ENTRY = seal(tables([record()])[0], PUBLIC[:1])


@pytest.mark.parametrize(
    "data",
    [b"", b"periode,type\n", ENTRY[:-1], ENTRY + b"\n", ENTRY[:100], b"\0" * FILE_SIZE],
    ids=["nothing", "a table", "a byte less", "a byte more", "its beginning", "zeros"],  # age draws keys
)
def test_what_is_no_whole_entry_is_told_without_a_key(data: bytes) -> None:
    assert unseal(data, []) is ClosedReason.NO_ENTRY


def test_an_age_file_of_somebody_else_is_not_taken_for_an_entry() -> None:
    data = pyrage.encrypt(b"periode,type\n" * 1200, [KEYS[0].to_public()])
    assert unseal(data, [str(KEYS[0])]) is ClosedReason.NO_ENTRY
    padding = 16000
    while len(data) != FILE_SIZE:
        data = pyrage.encrypt(b"x" * padding, [KEYS[0].to_public()])
        padding += FILE_SIZE - len(data)
    assert unseal(data, [str(KEYS[0])]) is ClosedReason.DAMAGED


@given(
    st.lists(
        st.builds(record, st.integers(2000, 2040), st.text("abc-", min_size=1, max_size=40)),
        min_size=1,
        max_size=900,
    )
)
def test_a_large_addition_is_split_and_loses_nothing(records: list[Record]) -> None:
    made = tables(records)
    rows = [line for table in made for line in table.decode().splitlines()[1:]]
    assert sorted(rows) == sorted(",".join(map(str, r)) for r in records)
    assert all(len(table) <= CAPACITY for table in made)
    assert rows == [",".join(map(str, r)) for r in sorted(records)]


def test_a_private_key_is_in_no_representation() -> None:
    from plugins.statistics.records.keys import Keys  # noqa: PLC0415

    assert "SECRET" not in repr(Keys(None, (str(KEYS[0]),)))
