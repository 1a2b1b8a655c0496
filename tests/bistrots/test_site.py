"""The bistrots of a small site: their map's data, their calendars, their pages."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from tests.equipment.inline import Site, page, snapshot
from tools.content_audit import past_bistrots, read_pages

if TYPE_CHECKING:
    from pathlib import Path

RULE = "premier mardi du mois, depuis 2024-02-01, sauf juillet et août"
FILES = {
    "bistrots/mons.md": page(
        "Mons", commune="Mons", etat="actif", dates=RULE, dates_annulees="[2024-06-04]", lieu="Un café"
    ),
    "bistrots/ottignies.md": page(
        "Ottignies", commune="Ottignies", etat="actif", coordonnees="[50.67, 4.57]", dates="2024-05-07"
    ),
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path)
    made.add(FILES)
    report = made.build()
    assert report.ok, "\n".join(map(str, report.problems))
    return made


def test_the_geojson_says_where_they_are_and_no_more_than_the_pages(site: Site) -> None:
    data = json.loads(site.read("bistrots/bistrots.geojson"))
    mons, ottignies = data["features"]
    assert mons["geometry"] == {"type": "Point", "coordinates": [3.9523, 50.4541]}
    assert mons["properties"] == {
        "nom": "Mons",
        "commune": "Mons",
        "lieu": "Un café",
        "etat": "actif",
        "rythme": "le premier mardi du mois, sauf en juillet et août, jusqu’au 2025-01-31",
        "page": "https://essai.example/bistrots/mons/",
        "agenda": "https://essai.example/agenda/bistrots/mons.ics",
    }
    assert ottignies["geometry"]["coordinates"] == [4.57, 50.67], "the exact place wins over the commune's"


def test_a_rule_fills_the_calendar_for_its_year(site: Site) -> None:
    calendar = site.read("agenda/bistrots/mons.ics")
    assert calendar.count("BEGIN:VEVENT") == 10
    assert "DTSTART;VALUE=DATE:20240206" in calendar
    assert "DTSTART;VALUE=DATE:20250107" in calendar
    assert "DTSTART;VALUE=DATE:20240702" not in calendar, "excluded"
    assert calendar.count("STATUS:CANCELLED") == 1
    assert "20240507" in site.read("agenda/bistrots/ottignies.ics"), "one date alone needs no list"


def test_the_gazetteer_goes_with_its_hash_in_its_name(site: Site) -> None:
    (path,) = site.output.glob("theme/communes.*.json")
    data = json.loads(path.read_bytes())
    names = data["noms"].split("|")
    codes = data["codes"].split("|")
    assert len(names) == len(data["x"]) == len(data["y"]) == len(codes) > 2000
    assert "7000" in codes[names.index("Mons")].split(" ")
    mons, charleroi = names.index("Mons"), names.index("Charleroi")
    away = (
        (data["x"][mons] - data["x"][charleroi]) ** 2 + (data["y"][mons] - data["y"][charleroi]) ** 2
    ) ** 0.5
    assert away / 10 == pytest.approx(35.2, abs=0.2), "kilometres, as the crow flies"


def test_the_day_of_the_build_changes_nothing(site: Site) -> None:
    before = snapshot(site.output)
    site.build(today=dt.date(2025, 6, 1))
    assert snapshot(site.output) == before


def test_a_site_without_bistrots_has_no_map(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.add({"bistrots/mons.md": None})
    assert site.build().ok
    assert not list(site.output.glob("**/*.geojson"))
    assert not list(site.output.glob("theme/communes*"))


def test_a_letter_may_announce_a_date_that_a_rule_gives(tmp_path: Path) -> None:
    site = Site(tmp_path)
    letter = page("Une lettre", date="2024-02-01", agenda="\n  - 2024-03-05 bistrots/mons")
    site.add({**FILES, "lettres/2024-02.md": letter})
    assert site.build().ok
    site.add({"lettres/2024-02.md": letter.replace("03-05", "03-06")})
    (problem,) = site.build().problems
    assert "2024-03-06 n’est pas une date" in problem.text


def test_editors_are_told_in_time_that_a_rule_ends(site: Site) -> None:
    pages = [page for page in read_pages(site.root / "content") if page.path.endswith("mons.md")]
    assert list(past_bistrots(pages, dt.date(2024, 11, 1))) == []
    (soon,) = past_bistrots(pages, dt.date(2024, 12, 15))
    assert str(soon).startswith("content/bistrots/mons.md:6: le rythme s’arrête le 31")
    (over,) = past_bistrots(pages, dt.date(2025, 3, 1))
    assert "s’est arrêté" in over.text
