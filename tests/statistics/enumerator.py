"""A brute-force attacker for tiny tables: lists every register, shares no code with the audit.

It knows the vocabulary, the public total and the program itself: it groups *all* registers of a
given size by what they publish, and reads off each group what a reader can exclude.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations, product
from typing import TYPE_CHECKING

from plugins.statistics.records.classification import Category, Classifications, Family, Period
from plugins.statistics.records.register import Record, Register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from plugins.statistics.protection.tables import Publication

KIND = "demande-avis"
PERIOD = Period(2024, 2024)
Cell = tuple[str, str, str]
Group = frozenset[Cell]


def tiny(
    themes: str, sectors: str, regions: str = "r", zeros: Iterable[frozenset[tuple[str, str]]] = ()
) -> Classifications:
    """Return classifications written like "ab cd": one letter per category, one word per family."""

    def categories(words: str, prefix: str) -> tuple[Category, ...]:
        return tuple(
            Category(prefix + letter, letter, f"{prefix}-{word}") for word in words.split() for letter in word
        )

    found = {
        "theme": categories(themes, "t"),
        "secteur": categories(sectors, "s"),
        "region": categories(regions, "r"),
    }
    families = {d: {c.family: Family(c.family, c.family) for c in own} for d, own in found.items()}
    return Classifications({KIND: "avis"}, found, families, frozenset(zeros))


def base_cells(classifications: Classifications) -> list[Cell]:
    """Return every combination of categories that the structural zeros allow."""
    axes = [[c.identifier for c in classifications.categories[d]] for d in ("theme", "secteur", "region")]
    barred = [set(zero) for zero in classifications.zeros]
    return [
        cell
        for cell in product(*axes)
        if not any(zero <= set(zip(("theme", "secteur", "region"), cell, strict=True)) for zero in barred)
    ]


def every_table(cells: int, total: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to put `total` records into `cells` cells (stars and bars)."""
    for bars in combinations(range(total + cells - 1), cells - 1):
        edges = (-1, *bars, total + cells - 1)
        yield tuple(edges[i + 1] - edges[i] - 1 for i in range(cells))


def register_of(cells: list[Cell], numbers: tuple[int, ...]) -> Register:
    """Return the register with these numbers of records."""
    return Register(
        Counter({Record(PERIOD, KIND, *cell): n for cell, n in zip(cells, numbers, strict=True) if n})
    )


def sums_of_interest(classifications: Classifications, cells: list[Cell]) -> dict[str, Group]:
    """Return the groups of base cells that a reader would think of: categories, families, crossings."""
    sides: list[dict[str, set[str]]] = []
    for dimension in ("theme", "secteur", "region"):
        side: dict[str, set[str]] = {"*": {c.identifier for c in classifications.categories[dimension]}}
        for category in classifications.categories[dimension]:
            side[category.identifier] = {category.identifier}
            side.setdefault(category.family, set()).add(category.identifier)
        sides.append(side)
    groups: dict[Group, str] = {}
    for names in product(*sides):
        allowed = [side[name] for side, name in zip(sides, names, strict=True)]
        group = frozenset(cell for cell in cells if all(c in a for c, a in zip(cell, allowed, strict=True)))
        if group and len(group) < len(cells):
            groups.setdefault(group, " ".join(names))
    return {name: group for group, name in groups.items()}


def exposed_to_a_reader_of_the_program(
    classifications: Classifications, total: int, threshold: int, publish: Callable[[Register], Publication]
) -> list[str]:
    """Return each small count (true value 1…T−1) that some publication narrows, over every register.

    A count is narrowed when no register with the same publication has 0, or none has T−1
    (or the total, when the total is smaller). Group disclosure counts too; so does a category that is
    narrowed for somebody who knows another one's small count.
    """
    cells = base_cells(classifications)
    place = {cell: i for i, cell in enumerate(cells)}
    groups = {
        name: [place[cell] for cell in group]
        for name, group in sums_of_interest(classifications, cells).items()
    }
    by_output: dict[Publication, list[tuple[int, ...]]] = defaultdict(list)
    for numbers in every_table(len(cells), total):
        by_output[publish(register_of(cells, numbers))].append(numbers)
    top = min(threshold - 1, total)
    found = []
    for output, registers in by_output.items():
        split = any(table.is_shown for table in output.tables)
        for name, places in groups.items():
            values = {sum(numbers[i] for i in places) for numbers in registers}
            if any(0 < value < threshold for value in values) and not {0, top} <= values:
                found.append(f"{name} in {sorted(values)} ({len(registers)} registers, split {split})")
        if split and total > 1:
            found += _uniform_groups(classifications, cells, registers)
        found += _narrowed_by_an_answer(classifications, cells, registers, threshold)
    return found


def _narrowed_by_an_answer(
    classifications: Classifications, cells: list[Cell], registers: list[tuple[int, ...]], threshold: int
) -> Iterator[str]:
    """Yield each category or family whose small count is narrowed once that of a category is known."""
    for column, dimension in enumerate(("theme", "secteur", "region")):
        categories = classifications.categories[dimension]
        groups = {category.identifier: {category.identifier} for category in categories}
        for category in categories:
            groups.setdefault(category.family, set()).add(category.identifier)
        counted = [Counter[str]() for _ in registers]
        for sums, numbers in zip(counted, registers, strict=True):
            for cell, number in zip(cells, numbers, strict=True):
                sums[cell[column]] += number
        for known, (name, members) in product([c.identifier for c in categories], groups.items()):
            if known in members or len(members) + 1 == len(categories):
                continue  # the total is public: what is left of it, one answer tells
            found: defaultdict[int, set[int]] = defaultdict(set)
            for sums in counted:
                found[sums[known]].add(sum(sums[member] for member in members))
            for answer, values in found.items():
                top = min(threshold - 1, sum(counted[0].values()) - answer)
                narrow = any(0 < value < threshold for value in values) and not {0, top} <= values
                if answer < threshold and narrow:
                    yield f"{name} in {sorted(values)} for who knows {known} = {answer}"


def _uniform_groups(
    classifications: Classifications, cells: list[Cell], registers: list[tuple[int, ...]]
) -> Iterator[str]:
    for column in (1, 2):
        for name in {cell[column] for cell in cells}:
            possible = {cell[0] for cell in cells if cell[column] == name}
            for theme in possible if len(possible) > 1 else ():
                others = [i for i, c in enumerate(cells) if c[column] == name and c[0] != theme]
                if max(sum(numbers[i] for i in others) for numbers in registers) < 2:
                    yield f"all but one of {name} have theme {theme}"


def linear_bounds(
    classifications: Classifications, publication: Publication, total: int
) -> dict[str, tuple[int, int]]:
    """Return the interval of every sum of interest over all registers that fit the published cells."""
    cells = base_cells(classifications)
    columns = ("theme", "secteur", "region")
    conditions = [
        (
            [i for i, base in enumerate(cells) if base[columns.index(t.dimension)] in cell.categories],
            cell.number,
        )
        for t in publication.tables
        if t.is_shown
        for cell in t.cells
    ]
    fitting = [
        numbers
        for numbers in every_table(len(cells), total)
        if all(sum(numbers[i] for i in places) == number for places, number in conditions)
    ]
    bounds = {}
    for name, group in sums_of_interest(classifications, cells).items():
        values = [sum(numbers[i] for i, cell in enumerate(cells) if cell in group) for numbers in fitting]
        bounds[name] = (min(values), max(values))
    return bounds
