"""Registers for the tests: drawn from a seed, from one record to many, even or skewed."""

from __future__ import annotations

import os
from collections import Counter
from itertools import product
from math import prod
from random import Random
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from plugins.statistics.records.classification import Category, Classifications, Family, Period
from plugins.statistics.records.register import (
    Record,
    Register,
    RegisterSource,
    read_register_sources,
    shown_register_file,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from plugins.core.problems import Problem
    from plugins.core.vocabularies import Vocabulary

KIND = "demande-avis"
YEAR = Period(2024, 2024)

CAMPAIGN = int(os.environ.get("CVTS_CAMPAGNE", "1"))
"""How many times the usual number of examples the property tests try."""


def read_folder(folder: Path, vocabularies: Mapping[str, Vocabulary]) -> tuple[Register, tuple[Problem, ...]]:
    """Read every table in clear of a folder, which need not exist."""
    files = sorted(folder.glob("*.csv"))
    sources = [RegisterSource(shown_register_file(file), file.read_bytes()) for file in files]
    return read_register_sources(sources, vocabularies)


def classifications_of(
    themes: int, sectors: int, regions: int, family: int = 3, zeros: Iterable[frozenset[tuple[str, str]]] = ()
) -> Classifications:
    """Return a vocabulary of t0…, s0…, r0…, with families of `family` consecutive themes or sectors."""
    found = {
        "theme": tuple(Category(f"t{i}", f"Thème {i}", f"ft{i // family}") for i in range(themes)),
        "secteur": tuple(Category(f"s{i}", f"Secteur {i}", f"fs{i // family}") for i in range(sectors)),
        "region": tuple(Category(f"r{i}", f"Région {i}", "") for i in range(regions)),
    }
    families = {
        dimension: {c.family: Family(c.family, c.family) for c in categories if c.family}
        for dimension, categories in found.items()
    }
    return Classifications({KIND: "Avis"}, found, families, frozenset(zeros))


def draw_register(
    classifications: Classifications, records: int, skew: float, seed: int, period: Period = YEAR
) -> Register:
    """Return `records` records; category weights fall as rank**-skew in an order that the seed shuffles."""
    random = Random(seed)  # noqa: S311 -- a reproducible sample, no secret
    axes = []
    for dimension in ("theme", "secteur", "region"):
        names = [category.identifier for category in classifications.valid(dimension, period)]
        random.shuffle(names)
        axes.append([(name, (rank + 1) ** -skew) for rank, name in enumerate(names)])
    weights = {
        tuple(name for name, _ in cell): prod(weight for _, weight in cell)
        for cell in product(*axes)
        if classifications.possible(
            dict(zip(("theme", "secteur", "region"), (n for n, _ in cell), strict=True))
        )
    }
    drawn = random.choices(list(weights), list(weights.values()), k=records)
    return Register({Record(period, KIND, *cell): number for cell, number in Counter(drawn).items()})


def registers(classifications: Classifications, most: int = 10_000) -> st.SearchStrategy[Register]:
    """Draw registers of 0 to `most` records: small more often, even, skewed, one sector, one theme."""
    sizes = st.one_of(st.integers(0, 12), st.integers(13, 80), st.integers(81, 600), st.integers(601, most))
    skews = st.sampled_from([0.0, 0.5, 1.0, 2.0, 4.0, 30.0])
    return st.builds(
        lambda size, skew, seed: draw_register(classifications, size, skew, seed),
        sizes,
        skews,
        st.integers(0, 2**32),
    )
