"""Names, numbers and markers never cover each other, stay where they belong, and are the same on every run."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from plugins.belgium import gazetteer, outline
from plugins.bistrots.ground import SIDE, map_ground
from plugins.bistrots.layout import TEXT_HEIGHT, arrange_labels, text_width
from plugins.bistrots.map_svg import DETAIL
from plugins.bistrots.numbered import NUMBERED, arrange_numbers
from plugins.bistrots.shapes import GAP, Box, Layout, Line, Spot, cross, crosses
from tools.build import ROOT

MAP = outline.belgian_outline().simplified(DETAIL)
GROUND = map_ground(MAP)
PLACES = gazetteer.belgian_places().places
SPOTS = [
    Spot(place.name, *MAP.place(place.latitude, place.longitude), MAP.region(place.province))
    for place in PLACES
]
BY_NAME = {spot.label: spot for spot in SPOTS}
OURS = [
    BY_NAME[place.name]
    for place in PLACES
    if place.kind == "commune" and MAP.region(place.province) in outline.FRONT
]
BRUSSELS = [spot for spot in OURS if spot.region == "bruxelles"]
NORTH = list(MAP.shapes({*SIDE, "bruxelles"}))
TWELVE = [
    BY_NAME[name]
    for name in (
        *("Arlon", "Bruxelles", "Charleroi", "Écaussinnes-Lalaing", "La Louvière", "Liège"),
        *("Louvain-la-Neuve", "Mons", "Namur", "Tournai", "Verviers", "Huy"),
    )
]
REAL = [BY_NAME[name] for name in ("Brabant wallon", "Bruxelles", "Charleroi", "Mons")]


def check(spots: list[Spot]) -> Layout:
    """Hold a map against the rules; return it."""
    made = arrange_labels(spots, GROUND)
    boxes = [box for placed in made.placed for box in (placed.marker, placed.label) if box]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]
    assert all(box.within(made.frame) for box in boxes)
    assert made.frame.width <= MAP.width + 120, "or the labels would be too small on a telephone"
    lines = [line for placed in made.placed for line in placed.lines]
    for index, placed in enumerate(made.placed):
        others = [box for box in boxes if box not in (placed.marker, placed.label)]
        assert not [box for line in placed.lines for box in others if crosses(line, box)]
        if placed.label:
            assert placed.label.width >= text_width(spots[index].label)
            check_region(spots[index], placed.marker, placed.label)
    # the lines to a marker that stands aside and from there to its name share an end
    assert not [pair for pair in combinations(lines, 2) if not {*pair[0]} & {*pair[1]} and cross(*pair)]
    if made.numbered:
        assert not lines
    assert made == arrange_labels(spots, GROUND)
    return made


def check_region(spot: Spot, marker: Box, label: Box) -> None:
    text = Box(label.x + GAP, label.y + GAP, label.width - 2 * GAP, label.height - 2 * GAP)
    beside = marker.meets(label, 1)
    if spot.region not in SIDE and not (spot.region == "bruxelles" and beside):
        assert not lies_over(text), spot.label


def lies_over(box: Box) -> bool:
    """Tell whether a box lies over the north, from its outline."""
    edges: list[Line] = [edge for ring in NORTH for edge in pairwise((*ring, ring[0]))]
    if any(crosses(edge, box) for edge in edges):
        return True
    x, y = box.centre
    right = sum(
        x < x1 + (x2 - x1) * (y - y1) / (y2 - y1) for (x1, y1), (x2, y2) in edges if (y1 > y) != (y2 > y)
    )
    return right % 2 == 1


@settings(deadline=None)
@given(st.lists(st.sampled_from(OURS), max_size=30, unique=True))
@example(OURS[:30])
@example(BRUSSELS)
@example(TWELVE)
@example(REAL)
@example([BY_NAME[name] for name in ("Aiseau-Presles", "Tubize", "Uccle")])
def test_any_thirty_communes_of_ours_keep_to_their_region(spots: list[Spot]) -> None:
    check(spots)


@settings(deadline=None)
@given(st.lists(st.sampled_from(SPOTS), max_size=30, unique=True))
def test_any_thirty_bistrots_have_room(spots: list[Spot]) -> None:
    check(spots)


@settings(deadline=None)
@given(st.lists(st.sampled_from(OURS), max_size=30, unique=True))
def test_a_numbered_marker_stays_near_and_brussels_is_enlarged(spots: list[Spot]) -> None:
    made = arrange_numbers(spots, GROUND)
    town = [spot for spot in spots if spot.region == "bruxelles"]
    assert bool(made.inset) == (len(town) > 1)
    for spot, placed in zip(spots, made.placed, strict=True):
        if made.inset and spot.region == "bruxelles":
            assert placed.marker.within(made.inset)
        else:
            assert not made.inset or not placed.marker.meets(made.inset)
            assert math.dist(placed.marker.centre, (spot.x, spot.y)) <= 5 * max(NUMBERED)
    if made.inset:
        assert not GROUND.is_front(made.inset)


def test_the_most_crowded_place_has_room_too() -> None:
    check(sorted(SPOTS, key=lambda spot: abs(spot.x - 489) + abs(spot.y - 278))[:30])
    check([Spot("Ottignies-Louvain-la-Neuve", 500, 300, "wallonie")] * 30)


def test_in_the_inset_west_stays_west_and_north_stays_north() -> None:
    made = arrange_numbers(BRUSSELS, GROUND)
    at = {spot.label: placed.marker.centre for spot, placed in zip(BRUSSELS, made.placed, strict=True)}
    assert at["Anderlecht"][0] < at["Ixelles"][0] < at["Woluwe-Saint-Lambert"][0]
    assert at["Evere"][1] < at["Ixelles"][1] < at["Uccle"][1]


def test_few_bistrots_have_names_and_many_have_numbers() -> None:
    real = check(REAL)
    assert not real.numbered
    assert not any(placed.lines for placed in real.placed), "every name is beside its marker"
    assert check(TWELVE).numbered


def test_one_bistrot_stands_where_it_is_with_its_name_beside_it() -> None:
    (placed,) = arrange_labels([Spot("Mons", 300, 400, "wallonie")], GROUND).placed
    assert placed.marker.centre == (300, 400)
    assert not placed.lines


@pytest.mark.parametrize(
    ("line", "met"),
    [
        (((-5, 5), (15, 5)), True),
        (((5, 5), (6, 6)), True),
        (((-5, -5), (-1, 15)), False),
        (((-5, 8), (3, 15)), False),
        (((10, -5), (10, 15)), True),
        (((11, -5), (11, 15)), False),
    ],
)
def test_a_line_meets_a_box_or_passes_it(line: Line, met: bool) -> None:
    assert crosses(line, Box(0, 0, 10, 10)) == met


def test_no_name_is_wider_than_its_label() -> None:
    """Held against the site's typeface, bold, at the size of the labels."""
    face = ImageFont.truetype(
        ROOT / "theme" / "static" / "fonts" / "atkinson-hyperlegible-next.woff2", TEXT_HEIGHT
    )
    face.set_variation_by_axes([700])
    assert [spot.label for spot in SPOTS if face.getlength(spot.label) > text_width(spot.label)] == []
