"""The calendars of a built site: their addresses, their contents, and what editors are told."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

from tests.agenda.dated_site import FILES
from tests.equipment.inline import ASSOCIATION, REAL_THEME, TODAY, Site, page, snapshot

# The agenda must be there whatever the settings say: these tests are about it

HOLIDAYS = (Path(__file__).parent / "conges.toml").read_text(encoding="utf-8")
FACTS = {"association.toml": ASSOCIATION + HOLIDAYS}
MONS = page("Mons", commune="Mons", etat="actif", lieu="Le Café", dates="[2024-03-07, 2024-09-05]")
PLENARY = page("La plénière", date="2024-03-01", evenement='"2024-03-21 14:00"', lieu="Namur")
CANCELLED = PLENARY.replace("lieu:", "evenement_annule: oui\nmise_a_jour: 2024-03-10\nlieu:")
EVENT = {"bistrots/mons.md": MONS, "actualites/2024-03-01-pleniere.md": PLENARY}


@pytest.fixture
def built(site: Site) -> Site:
    site.add({**FACTS, **EVENT})
    report = site.build()
    assert report.ok, report.problems
    return site


def events(site: Site, name: str) -> list[Any]:
    """Return the events as vobject reads them; icalendar finds as many, and no fault."""
    text = site.read(f"agenda/{name}.ics")
    found = list(getattr(vobject.readOne(text), "vevent_list", []))
    others = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert [str(event["UID"]) for event in others] == [event.uid.value for event in found]
    assert not any(event.errors for event in others)
    return found


def test_each_has_its_calendar_and_one_holds_them_all(built: Site) -> None:
    files = {path.relative_to(built.output / "agenda").as_posix() for path in built.output.rglob("*.ics")}
    assert files == {"cvts.ics", "permanence.ics", "bistrots/mons.ics", "actualites/pleniere.ics"}
    parts = [events(built, name.removesuffix(".ics")) for name in sorted(files - {"cvts.ics"})]
    whole = {event.uid.value for event in events(built, "cvts")}
    assert whole == {event.uid.value for event in itertools.chain(*parts)}
    assert [len(part) for part in parts] == [1, 2, len(whole) - 3]


def test_an_event_and_an_evening_say_when_and_where(built: Site) -> None:
    (plenary,) = events(built, "actualites/pleniere")
    assert plenary.dtstart.value.isoformat() == "2024-03-21T14:00:00+01:00"
    assert plenary.location.value == "Namur"
    assert plenary.url.value == "https://essai.example/actualites/pleniere/"
    evening = events(built, "bistrots/mons")[0]
    assert evening.dtstart.value == dt.date(2024, 3, 7)
    assert evening.location.value == "Le Café, Mons"


def test_what_an_editor_cancels_is_sent_as_cancelled(built: Site) -> None:
    before = {event.uid.value: int(event.sequence.value) for event in events(built, "cvts")}
    built.add(
        {
            "bistrots/mons.md": MONS.replace("]\n", "]\ndates_annulees: [2024-09-05]\n", 1),
            "actualites/2024-03-01-pleniere.md": CANCELLED,
            "association.toml": ASSOCIATION
            + HOLIDAYS.replace("jour =", "dates_annulees = [2024-09-12]\njour ="),
        }
    )
    assert built.build().ok
    after = {event.uid.value: event for event in events(built, "cvts")}
    assert after.keys() == before.keys()
    cancelled = [event for event in after.values() if event.status.value == "CANCELLED"]
    assert sorted(event.dtstart.value.isoformat()[:10] for event in cancelled) == [
        "2024-03-21",
        "2024-09-05",
        "2024-09-12",
    ]
    assert all(int(event.sequence.value) > before[event.uid.value] for event in cancelled)


def test_an_event_that_was_not_cancelled_after_all_takes_place(site: Site) -> None:
    site.add({"actualites/2024-03-01-pleniere.md": CANCELLED})
    assert site.build().ok
    (cancelled,) = events(site, "actualites/pleniere")
    assert cancelled.status.value == "CANCELLED"
    again = CANCELLED.replace("annule: oui", "annule: non").replace("2024-03-10", "2024-03-11")
    site.add({"actualites/2024-03-01-pleniere.md": again})
    assert site.build().ok
    (held,) = events(site, "actualites/pleniere")
    assert held.status.value == "CONFIRMED"
    assert int(held.sequence.value) > int(cancelled.sequence.value)


def test_a_moved_event_is_the_same_one_and_says_what_was_announced(site: Site) -> None:
    site.add({"actualites/2024-03-01-pleniere.md": PLENARY})
    assert site.build().ok
    (before,) = events(site, "actualites/pleniere")
    moved = PLENARY.replace("2024-03-21 14:00", "2024-04-04 14:00")
    moved = moved.replace("lieu:", 'evenement_initial: "2024-03-21 14:00"\nmise_a_jour: 2024-03-10\nlieu:')
    site.add({"actualites/2024-03-01-pleniere.md": moved})
    assert site.build().ok
    (after,) = events(site, "actualites/pleniere")
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.dtstart.value.isoformat() == "2024-04-04T14:00:00+02:00"
    assert after.summary.value == "Nouvelle date : La plénière"
    assert after.description.value.startswith("D’abord annoncé : jeudi 21\u00a0mars 2024, à 14\u00a0h.\n\n")
    assert after.status.value == "CONFIRMED"


def test_an_event_of_two_days_and_an_evening_with_its_hours_end_when_they_end(site: Site) -> None:
    site.add(
        {
            "bistrots/mons.md": page(
                "Mons",
                commune="Mons",
                etat="actif",
                lieu="Le Café, rue Haute 1, 7000 Mons",
                dates='["2024-07-04 20:00-01:00", "2024-09-05 19:00"]',
            ),
            "actualites/2024-03-01-pleniere.md": PLENARY.replace("lieu:", 'fin: "2024-03-22 17:00"\nlieu:'),
        }
    )
    report = site.build()
    assert report.ok, report.problems
    late, timed = events(site, "bistrots/mons")
    assert late.dtstart.value.isoformat() == "2024-07-04T20:00:00+02:00"
    assert late.dtend.value.isoformat() == "2024-07-05T01:00:00+02:00"
    assert timed.dtend.value.isoformat() == "2024-09-05T21:00:00+02:00"  # two hours, as the guide says
    assert late.location.value == "Le Café, rue Haute 1, 7000 Mons"
    (plenary,) = events(site, "actualites/pleniere")
    assert plenary.dtend.value.isoformat() == "2024-03-22T17:00:00+01:00"


def test_drafts_and_pages_to_come_stay_out_of_the_calendars(site: Site) -> None:
    draft = PLENARY.replace("lieu:", "statut: brouillon\nlieu:")
    site.add({"actualites/2024-03-01-pleniere.md": draft})
    site.add(
        {"actualites/2024-12-01-suivante.md": page("Suivante", date="2024-12-01", evenement="2024-12-05")}
    )
    for drafts in (False, True):
        assert site.build(SHOW_DRAFTS=drafts).ok
        assert not list((site.output / "agenda").glob("actualites/*"))


def test_without_a_permanence_there_is_no_calendar_of_it(site: Site) -> None:
    assert site.build().ok
    assert not (site.output / "agenda" / "permanence.ics").exists()
    assert events(site, "bistrots/mons") == []


def test_the_day_of_the_build_changes_nothing(built: Site) -> None:
    before = snapshot(built.output)
    assert built.build(today=TODAY + dt.timedelta(days=400)).ok
    assert snapshot(built.output) == before


@pytest.mark.parametrize(
    ("old", "new", "culprit", "said"),
    [
        ('"jeudi"', '"jeudy"', 'jour = "jeudy"', "n’est pas un jour"),
        ("jour =", 'heure_debut = "14:00"\njour =', 'heure_debut = "14:00"', "heures"),
        (
            "jour =",
            "dates_annulees = [2024-09-13]\njour =",
            "dates_annulees = [2024-09-13]",
            "2024-09-13 n’est pas un jour de permanence",
        ),
        ("fin = 2023-11-05\n", "", "[[conges_scolaires]]", "n’a pas de fin"),
    ],
)
def test_a_mistake_in_the_facts_is_reported_at_its_line(
    site: Site, old: str, new: str, culprit: str, said: str
) -> None:
    text = ASSOCIATION + HOLIDAYS.replace(old, new)
    site.add({"association.toml": text})
    (problem,) = site.build().problems
    assert (problem.path, problem.line) == ("content/association.toml", text.split("\n").index(culprit) + 1)
    assert said in problem.text


def test_a_page_shows_the_hours_the_dates_and_why_a_week_had_none(site: Site) -> None:
    facts = 'heure_debut = "14:00"\nheure_fin = "17:00"\ndates_annulees = [2024-09-12]\njour ='
    site.add({**FILES, "association.toml": ASSOCIATION + HOLIDAYS.replace("jour =", facts)})
    report = site.build(**REAL_THEME)
    assert report.ok, report.problems
    text = site.read("permanence/index.html")
    assert 'data-permanence="jeudi" data-moment="après-midi" data-opens="14:00" data-closes="17:00"' in text
    assert "Dates connues jusqu’au 3\u00a0juillet 2026" in text
    assert (
        '<span data-over="2024-09-12 17:00"><s><time datetime="2024-09-12">12</time></s> (annulée), </span>'
        '<span data-over="2024-09-19 17:00">'
        '<time datetime="2024-09-19" data-reason="permanence suspendue">19</time>, </span>'
    ) in text
