"""What is kept between builds comes back the same, with its types, or is made again; it never runs code."""

from __future__ import annotations

import ast
import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.checks.sources.check import EXAMINED, KeptChecks, check_source
from plugins.core.cache import Cache
from plugins.core.cached_values import decode, decoder_of, encode, recall
from plugins.feeds import PORTABLE
from plugins.search.documents import COUNTED
from plugins.texts.convert import TEXT
from tools.build import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.texts.sources import Source

KEY = "a" * 64


class Colour(Enum):
    RED = "rouge"


class Pair(NamedTuple):
    name: str
    day: dt.date | None


@dataclass(frozen=True)
class Fact:
    colour: Colour
    pairs: tuple[Pair, ...]
    counts: dict[str, int]
    moment: dt.datetime


FACT = Fact(
    Colour.RED,
    (Pair("é", dt.date(2024, 2, 29)), Pair("", None)),
    {"mot": 2},
    dt.datetime(2024, 1, 2, tzinfo=dt.UTC),
)


def test_frozen_data_comes_back_with_its_types(tmp_path: Path) -> None:
    cache, decoder = Cache(tmp_path), decoder_of(Fact)
    assert recall(cache, KEY, decoder, lambda: FACT) is FACT
    assert recall(cache, KEY, decoder, lambda: pytest.fail("made again")) == FACT


@pytest.mark.parametrize(
    "foreign", [b"", b"\x80\x05N.", encode(3), encode({"colour": "bleu"}), encode(None), b"\x91" * 100_000]
)
def test_a_foreign_entry_is_made_again_once(tmp_path: Path, foreign: bytes) -> None:
    cache, decoder = Cache(tmp_path), decoder_of(Fact)
    cache.keep(KEY, foreign)
    assert recall(cache, KEY, decoder, lambda: FACT) == FACT
    assert recall(cache, KEY, decoder, lambda: pytest.fail("made again")) == FACT


@given(st.binary() | st.recursive(st.none() | st.integers(-9, 9) | st.text(), st.lists).map(encode))
def test_no_bytes_stop_a_build(data: bytes) -> None:
    decode(data, EXAMINED)
    decode(data, PORTABLE)
    decode(data, TEXT)
    decode(data, COUNTED)


@pytest.mark.parametrize("value", [2**64, "\ud800", object()])
def test_what_cannot_be_kept_is_made_each_time(tmp_path: Path, value: object) -> None:
    cache, decoder = Cache(tmp_path), decoder_of(object)
    assert [recall(cache, KEY, decoder, lambda: value) for _ in range(2)] == [value, value]
    assert cache.peek(KEY) is None


def checked(field: str, cache: Cache) -> Source:
    text = f"---\ntitre: Essai\nautre: {field}\n---\nUn texte.\n"
    return check_source("pages/essai.md", text.encode(), "content", None, KeptChecks(cache, ""))


@pytest.mark.parametrize(
    "field",
    [
        *("2024-02-29", "2024-02-29 14:00:00", "18446744073709551616", "~", "", '"\U0001f600"'),
        *("[2024-02-29, '2024-02-29', 1, [yes, ~], {y: .inf}]", "{debut: 2024-02-29, 3: [x, {y: z}]}"),
        *("!!binary aGVpbg==", "!!set {a, b}", "!!pairs [a: b]", "&a [*a]", "[&a [x], *a]", "{[a]: b}"),
    ],
)
def test_a_front_matter_comes_back_the_same_with_its_problems(tmp_path: Path, field: str) -> None:
    cache = Cache(tmp_path)
    made = checked(field, cache)
    assert any(tmp_path.rglob("*/*"))
    assert repr(checked(field, cache)) == repr(made)


def test_nothing_of_ours_reads_pickles() -> None:
    """Their bytes are programs: whoever can write into the cache would run them."""
    banned = {"pickle", "cPickle", "marshal", "shelve", "dill", "joblib"}
    for path in (*ROOT.glob("*.py"), *(ROOT / "plugins").rglob("*.py"), *(ROOT / "tools").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert banned.isdisjoint(name.partition(".")[0] for name in names), path.relative_to(ROOT)
