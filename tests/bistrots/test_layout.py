"""Labels and markers never cover each other, and say the same on every run."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from plugins.belgium import gazetteer, outline
from plugins.bistrots.layout import TEXT_HEIGHT, Spot, arrange_labels, text_width
from tools.build import ROOT

MAP = outline.belgian_outline()
SPOTS = [
    Spot(place.name, *MAP.place(place.latitude, place.longitude))
    for place in gazetteer.belgian_places().places
]
BRUSSELS = sorted(SPOTS, key=lambda spot: abs(spot.x - 489) + abs(spot.y - 278))[:30]


def check(spots: list[Spot]) -> None:
    made = arrange_labels(spots, MAP.width, MAP.height)
    boxes = [box for placed in made.placed for box in (placed.marker, placed.label)]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]
    assert all(box.within(made.frame) for box in boxes)
    assert made.frame.width <= MAP.width + 120, "or the labels would be too small on a telephone"
    assert all(
        placed.label.width >= text_width(spot.label) for placed, spot in zip(made.placed, spots, strict=True)
    )
    assert made == arrange_labels(spots, MAP.width, MAP.height)


@settings(deadline=None)
@given(st.lists(st.sampled_from(SPOTS), max_size=30, unique=True))
def test_any_thirty_bistrots_have_room(spots: list[Spot]) -> None:
    check(spots)


def test_the_most_crowded_place_has_room_too() -> None:
    check(BRUSSELS)
    check([Spot("Ottignies-Louvain-la-Neuve", 500, 300)] * 30)


def test_one_bistrot_stands_where_it_is_with_its_name_beside_it() -> None:
    (placed,) = arrange_labels([Spot("Mons", 300, 400)], MAP.width, MAP.height).placed
    assert placed.marker.centre == (300, 400)
    assert not placed.moved
    assert not placed.apart


def test_no_name_is_wider_than_its_label() -> None:
    """Held against the site's typeface, bold, at the size of the labels."""
    face = ImageFont.truetype(
        ROOT / "theme" / "static" / "fonts" / "atkinson-hyperlegible-next.woff2", TEXT_HEIGHT
    )
    face.set_variation_by_axes([700])
    assert [spot.label for spot in SPOTS if face.getlength(spot.label) > text_width(spot.label)] == []
