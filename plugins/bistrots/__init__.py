"""Publishes the bistrots du social: map, list, GeoJSON, and the gazetteer of « Près de chez moi ».

Templates ask `bistrots()` for all of them in the order of the map and the list
(by name: the order in which one looks for one's town), `carte_des_bistrots()`
for the map, `carte_du_bistrot(page)` for the small one on its page,
`formulaire_de_bistrot()` for the questions of « Lancer un bistrot ».
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pelican import signals

from plugins.belgium import gazetteer, outline
from plugins.belgium.names import loose
from plugins.bistrots.answers import FORM
from plugins.bistrots.map_svg import Drawing, Marked, draw_locator, draw_map, legend_glass, locator_ground
from plugins.bistrots.nearby import gazetteer_json, position
from plugins.core.pelican import contents_of, offer, site_of
from plugins.core.vocabularies import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.core.vocabularies import Vocabulary
    from plugins.texts.recurrence import Rule

GEOJSON: Final = "bistrots/bistrots.geojson"


@dataclass(frozen=True)
class Bistrot:
    """A bistrot's page, placed."""

    page: Any
    latitude: float
    longitude: float
    marked: Marked
    east: int
    north: int
    """In hundreds of metres."""
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Bistrots:
    """All that the templates may ask."""

    bistrots: tuple[Bistrot, ...]
    drawing: Drawing
    ground: str
    """The country, for the small maps."""
    places: str
    """Address of the gazetteer's file."""


def _offer(pelican: Any) -> None:
    site = site_of(pelican)
    offer(
        pelican,
        bistrots=lambda: site.part(Bistrots),
        carte_du_bistrot=lambda page: _locator(site.part(Bistrots), page),
        verre=legend_glass,
        formulaire_de_bistrot=lambda: FORM,
    )


def _publish(generators: list[Any]) -> None:
    """Place the bistrots and draw the map, once for all the pages that show it."""
    site = site_of(generators[0])
    pages = [page for page in contents_of(generators) if page.section == "bistrots"]
    pages.sort(key=lambda page: (loose(page.commune), page.slug))
    states = site.facts.vocabularies.get("etats_de_bistrot", {})
    found = tuple(_placed(page, states) for page in pages)
    data = gazetteer_json()
    places = f"theme/communes.{hashlib.sha256(data).hexdigest()[:10]}.json"
    drawing = draw_map(outline.belgian_outline(), [bistrot.marked for bistrot in found])
    site.add(Bistrots(found, drawing, locator_ground(outline.belgian_outline()), f"/{places}"))
    if pages:
        site.output.write(places, data)
        site.output.write(GEOJSON, _geojson(found, site.address))


def _placed(page: Any, states: Vocabulary) -> Bistrot:
    place = gazetteer.belgian_places().find(page.commune)
    if place is None:
        msg = f"{page.commune} has been checked, and is not in the gazetteer"
        raise ValueError(msg)
    latitude, longitude = page.coordonnees or (place.latitude, place.longitude)
    x, y = outline.belgian_outline().place(latitude, longitude)
    region = outline.belgian_outline().region(place.province)
    label = label_of(states, page.etat)
    name = f"{page.commune}, {label[0].lower()}{label[1:]}"
    return Bistrot(
        page,
        latitude,
        longitude,
        Marked(page.commune, x, y, region, page.slug, name, f"/{page.url}", page.etat),
        *position(latitude, longitude),
        page.dates.rules if page.dates else (),
    )


def _locator(found: Bistrots, page: Any) -> str:
    marked = next(bistrot.marked for bistrot in found.bistrots if bistrot.page is page)
    return draw_locator(outline.belgian_outline(), found.ground, marked)


def _geojson(bistrots: Iterable[Bistrot], address: str) -> bytes:
    """Return the bistrots as GeoJSON (RFC 7946), for whoever wants them on a map of their own."""
    data = {
        "type": "FeatureCollection",
        "features": [_feature(bistrot, address) for bistrot in bistrots],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _feature(bistrot: Bistrot, address: str) -> dict[str, Any]:
    page = bistrot.page
    known = {
        "nom": page.title,
        "commune": page.commune,
        "lieu": page.lieu,
        "etat": page.etat,
        "rythme": " ; ".join(f"{rule.words()}, jusqu’au {rule.last}" for rule in bistrot.rules),
        "page": f"{address}/{page.url}",
        "agenda": f"{address}/agenda/bistrots/{page.slug}.ics" if page.dates else "",
    }
    return {
        "type": "Feature",
        "id": page.slug,
        "geometry": {"type": "Point", "coordinates": [bistrot.longitude, bistrot.latitude]},
        "properties": {name: value for name, value in known.items() if value},
    }


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_offer)
    signals.all_generators_finalized.connect(_publish)
