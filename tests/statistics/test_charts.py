"""Charts: true to the figures, readable by ear, and mute about what is hidden."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.statistics.presentation.charts import (
    Bar,
    Point,
    bar_chart,
    column_chart,
    dated_chart,
    hidden_remainder,
    line_chart,
)
from tests.statistics.public import twins

SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  our own drawing


def elements(svg: str, name: str) -> list[ET.Element]:
    return [element for element in drawn(svg).iter() if element.tag.endswith(name)]


def bars(counts: dict[str, int]) -> tuple[Bar, ...]:
    return tuple(Bar(name, number if number >= 5 else None) for name, number in counts.items())


@given(twins())
def test_two_registers_that_publish_the_same_draw_the_same(
    pair: tuple[dict[str, int], dict[str, int]],
) -> None:
    """Coordinates, titles, texts, order of elements: nothing encodes a hidden count."""
    first, second = pair
    assert bar_chart("t", "Titre", bars(first), sum(first.values())) == bar_chart(
        "t", "Titre", bars(second), sum(second.values())
    )


@given(twins())
def test_hidden_categories_are_one_band_and_are_not_named(
    pair: tuple[dict[str, int], dict[str, int]],
) -> None:
    counts, _ = pair
    svg = bar_chart("t", "Titre", bars(counts), sum(counts.values()))
    bands = [item for item in elements(svg, "rect") if item.get("class") == "chart-band-hidden"]
    assert len(bands) == 1
    for name, number in counts.items():
        assert (name in svg) == (number >= 5)


def test_the_band_is_the_total_minus_what_is_shown() -> None:
    shown = (Bar("a", 10), Bar("b", None), Bar("c", None))
    assert hidden_remainder(shown, 17) == 7
    svg = bar_chart("t", "Titre", shown, 17)
    assert [item.text for item in elements(svg, "text") if item.get("class") == "chart-value"] == ["10", "7"]


@pytest.mark.parametrize(
    ("shown", "total"), [((Bar("a", 10),), 9), ((Bar("a", 10),), 11), ((Bar("a", 10), Bar("b", None)), 9)]
)
def test_bars_that_contradict_the_total_are_refused(shown: tuple[Bar, ...], total: int) -> None:
    with pytest.raises(ValueError, match="total"):
        bar_chart("t", "Titre", shown, total)


def test_lengths_are_proportional_from_zero() -> None:
    svg = bar_chart("t", "Titre", (Bar("a", 10), Bar("b", 20)), 30)
    one, two = (
        float(item.get("width", "0")) for item in elements(svg, "rect") if item.get("class") == "chart-bar"
    )
    assert two == pytest.approx(2 * one, abs=0.2)


@pytest.mark.parametrize("draw", [column_chart, line_chart])
def test_a_chart_is_named_and_described_and_has_no_style(draw: object) -> None:
    svg = draw("serie", "Permanences", (Point(2021, 40), Point(2022, 35), Point(2023, 37, approximate=True)))  # type: ignore[operator]
    root = drawn(svg)
    identifiers = {item.get("id"): item.text for item in root.iter() if item.get("id")}
    names = root.get("aria-labelledby", "").split()
    assert root.get("role") == "img"
    assert next(identifiers[name] for name in names) == "Permanences"
    assert "2022 : 35" in (identifiers[names[1]] or "")
    assert "environ" in (identifiers[names[1]] or "")
    assert "style" not in svg


def test_a_missing_year_is_a_gap() -> None:
    svg = line_chart("serie", "Titre", (Point(2019, 1), Point(2020, 2), Point(2023, 3)))
    (path,) = (item for item in elements(svg, "path") if item.get("class") == "chart-line")
    assert len(re.findall("M", path.get("d", ""))) == 2
    assert "Pas de chiffre pour 2021, 2022" in svg


@given(
    st.lists(
        st.builds(Point, st.integers(1990, 2030), st.integers(0, 10**6), st.booleans()),
        min_size=1,
        max_size=12,
        unique_by=lambda point: point.year,
    )
)
def test_any_series_stays_inside_its_frame(points: list[Point]) -> None:
    for draw in (column_chart, line_chart):
        root = drawn(draw("serie", "Titre", points))
        height = float(root.get("height", "0"))
        for item in root.iter():
            assert 0 <= float(item.get("y", item.get("cy", "0"))) <= height


@given(
    st.lists(st.tuples(st.sampled_from(["fin 2020", "26 février 2024"]), st.integers(0, 10**6)), min_size=1)
)
def test_totals_at_dates_are_bars_from_zero_with_their_numbers(counts: list[tuple[str, int]]) -> None:
    svg = dated_chart("t", "Signatures", counts)
    widths = [float(item.get("width", "")) for item in elements(svg, "rect")]
    largest = max(count for _, count in counts)
    for width, (_, count) in zip(widths, counts, strict=True):
        assert width == pytest.approx(max(widths) * count / largest if largest else 0, abs=0.11)
    labels = [item.text for item in elements(svg, "text") if item.get("class") == "chart-label"]
    assert labels == [label for label, _ in counts]
    assert "Total" not in svg, "totals at different dates do not add up to anything"


@pytest.mark.parametrize("counts", [[], [("fin 2020", -1)]])
def test_no_total_and_a_negative_one_are_refused(counts: list[tuple[str, int]]) -> None:
    with pytest.raises(ValueError, match="at least one date"):
        dated_chart("t", "Signatures", counts)
