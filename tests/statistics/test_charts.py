"""Charts on paper: true to the figures, readable by ear, and hatched where categories are counted together."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.statistics.presentation.charts import Bar, bar_chart

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
    root = drawn(svg)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "t-t t-d")
    assert "style" not in svg
    assert "Total" not in svg, "totals at different dates do not add up to anything"


@pytest.mark.parametrize("shown", [(), (Bar("fin 2020", -1),)])
def test_no_bar_and_a_negative_one_are_refused(shown: tuple[Bar, ...]) -> None:
    with pytest.raises(ValueError, match="at least one bar"):
        bar_chart("t", "Signatures", shown)
