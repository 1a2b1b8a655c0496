"""Charts: true to the figures, readable by ear, and hatched where categories are counted together."""

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
    line_chart,
)

SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  our own drawing


def elements(svg: str, name: str) -> list[ET.Element]:
    return [element for element in drawn(svg).iter() if element.tag.endswith(name)]


def test_a_bar_that_counts_several_categories_is_hatched() -> None:
    svg = bar_chart("t", "Titre", (Bar("Seul", 10), Bar("Ensemble", 8, grouped=True)))
    assert [item.get("class") for item in elements(svg, "rect")] == ["chart-bar", "chart-group"]
    assert "chart-hatch" in svg
    assert "chart-hatch" not in bar_chart("t", "Titre", (Bar("Seul", 10),))


def test_lengths_are_proportional_from_zero() -> None:
    svg = bar_chart("t", "Titre", (Bar("a", 10), Bar("b", 20)))
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
    svg = bar_chart("t", "Signatures", [Bar(label, number) for label, number in counts])
    widths = [float(item.get("width", "")) for item in elements(svg, "rect")]
    largest = max(count for _, count in counts)
    for width, (_, count) in zip(widths, counts, strict=True):
        assert width == pytest.approx(max(widths) * count / largest if largest else 0, abs=0.11)
    labels = [item.text for item in elements(svg, "text") if item.get("class") == "chart-label"]
    assert labels == [label for label, _ in counts]
    assert "Total" not in svg, "totals at different dates do not add up to anything"


@pytest.mark.parametrize("shown", [(), (Bar("fin 2020", -1),)])
def test_no_bar_and_a_negative_one_are_refused(shown: tuple[Bar, ...]) -> None:
    with pytest.raises(ValueError, match="at least one bar"):
        bar_chart("t", "Signatures", shown)
