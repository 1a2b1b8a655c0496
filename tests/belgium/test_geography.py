"""Where places lie, what they are called, and what of the outline may be left out."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.belgium import outline
from plugins.belgium.gazetteer import Gazetteer, belgian_places
from plugins.belgium.names import loose, spelling
from plugins.belgium.projection import lambert

NAMES = [place.name for place in belgian_places().places]


@pytest.mark.parametrize(
    ("latitude", "longitude", "easting", "northing"),
    [
        # computed by PROJ 9 (pyproj), from EPSG:4258 to EPSG:3812
        (50.4114, 4.4445, 655389.774, 622283.159),
        (51.2258, 2.9194, 548752.675, 713848.636),
        (49.6833, 5.8167, 754505.031, 542327.824),
    ],
)
def test_the_projection_is_that_of_proj(
    latitude: float, longitude: float, easting: float, northing: float
) -> None:
    assert lambert(latitude, longitude) == pytest.approx((easting, northing), abs=0.001)


def test_every_place_lies_on_the_map_and_every_commune_is_there() -> None:
    country = outline.belgian_outline()
    for place in belgian_places().places:
        x, y = country.place(place.latitude, place.longitude)
        assert -5 <= x <= country.width + 5, place
        assert -5 <= y <= country.height + 5, place
        assert belgian_places().covers(place.latitude, place.longitude) or place.kind == "province"
    assert sum(place.kind == "commune" for place in belgian_places().places) == 565
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Charleroi", "Charleroi"),
        ("Louvain-la-Neuve", "Louvain-la-Neuve"),
        ("Ottignies-Louvain-la-Neuve", "Ottignies-Louvain-la-Neuve"),
        ("Bruxelles", "Bruxelles"),
        ("Dampremy", "Dampremy"),
        ("Brabant wallon", "Brabant wallon"),
        ("Fontaine-l'Evêque", "Fontaine-l’Évêque"),
        ("Hamme (Brabant flamand)", "Hamme (Brabant flamand)"),
        ("Le Rœulx", "Le Roeulx"),
    ],
)
def test_french_names_are_known(written: str, found: str) -> None:
    place = belgian_places().find(written)
    assert place is not None
    assert place.name == found


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("liege", ["Liège"]),
        ("Louvain la Neuve", ["Louvain-la-Neuve"]),
        ("Bergen", ["Mons"]),
        ("Antwerpen", ["Anvers"]),
        ("Brussels", ["Bruxelles"]),
        ("Lüttich", ["Liège"]),
        ("St. Vith", ["Saint-Vith"]),
        ("Charlerois", ["Charleroi"]),
        ("Molenbeek", ["Molenbeek-Saint-Jean", "Molenbeek-Wersbeek"]),
        ("Saint-Nicolas", ["Saint-Nicolas (Flandre orientale)", "Saint-Nicolas (Liège)"]),
        ("Saint-Gilles (Bruxelles)", ["Saint-Gilles"]),
        ("7000", ["Mons"]),
        ("5000 Namur", ["Namur"]),
        ("B-1050", ["Bruxelles", "Ixelles"]),
        ("B-1050 Ixelles", ["Ixelles"]),
        ("1348", ["Ottignies-Louvain-la-Neuve"]),
        ("9999", []),
        ("70000", []),
        ("Ouagadougou", []),
        ("", []),
        ("?!", []),
    ],
)
def test_what_is_not_a_french_name_leads_to_one(written: str, meant: list[str]) -> None:
    assert belgian_places().find(written) is None
    assert belgian_places().suggestions(written) == meant


@given(st.text())
def test_no_name_is_too_strange(name: str) -> None:
    assert isinstance(belgian_places().suggestions(name), list)
    place = belgian_places().find(name)
    assert place is None or spelling(place.name) == spelling(name)


@given(st.sampled_from(NAMES))
def test_a_name_in_capitals_without_accents_leads_to_itself(name: str) -> None:
    assert name in belgian_places().suggestions(loose(name).upper())


def test_every_commune_has_a_postcode_and_every_postcode_leads_to_its_commune() -> None:
    for place in belgian_places().places:
        assert bool(place.postcodes) == (place.kind == "commune"), place
        assert all(place.name in belgian_places().with_postcode(code) for code in place.postcodes)


def test_twins_are_told_apart_by_their_province() -> None:
    row = {"genre": "localite", "latitude": "50", "longitude": "4", "autres_noms": "", "codes_postaux": ""}
    twins = Gazetteer([{**row, "nom": "Celles", "province": province} for province in ("Namur", "Liège")])
    assert [place.name for place in twins.places] == ["Celles (Namur)", "Celles (Liège)"]


@pytest.mark.parametrize(("latitude", "longitude"), [(4.44, 50.41), (48.85, 2.35), (52.37, 4.9), (0, 0)])
def test_what_is_elsewhere_is_not_in_belgium(latitude: float, longitude: float) -> None:
    assert not belgian_places().covers(latitude, longitude)


@given(st.floats(0, 30))
def test_a_simpler_outline_strays_no_further_than_told_and_leaves_no_gap(tolerance: float) -> None:
    """Arcs keep their ends, so that provinces still meet."""
    full, simple = outline.belgian_outline(), outline.belgian_outline().simplified(tolerance)
    for arc, kept in zip(full.arcs, simple.arcs, strict=True):
        assert (arc[0], arc[-1]) == (kept[0], kept[-1])
        assert set(kept) <= set(arc)
        assert all(_from_line(point, kept) <= tolerance + 1e-9 for point in arc)


def _from_line(point: tuple[int, int], line: outline.Line) -> float:
    return min(_from_segment(point, one, other) for one, other in pairwise(line))


def _from_segment(point: tuple[int, int], one: tuple[int, int], other: tuple[int, int]) -> float:
    length = math.dist(one, other) ** 2
    dx, dy = other[0] - one[0], other[1] - one[1]
    along = ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / length if length else 0
    along = min(1, max(0, along))
    return math.dist(point, (one[0] + along * dx, one[1] + along * dy))


def test_the_regions_in_front_and_the_others_make_the_country() -> None:
    country = outline.belgian_outline()
    regions = {province.region for province in country.provinces}
    whole = sum(_area(ring) for ring in country.shapes(regions))
    # an enclave is a ring of both, a hole in one
    parts = [_area(ring) for region in regions for ring in country.shapes({region})]
    (hole,) = (_area(ring) for ring in country.shapes({"bruxelles"}))
    assert sum(parts) - 2 * hole == pytest.approx(whole)
    kilometres = whole * (country.unit / 1000) ** 2
    assert kilometres == pytest.approx(30_700, rel=0.01)


def _area(ring: outline.Line) -> float:
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2
