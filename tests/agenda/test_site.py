"""The calendars of a built site: their addresses, their contents, and what editors are told."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import pytest
import vobject

from tests.equipment.inline import ASSOCIATION, TODAY, Site, page, snapshot

# The agenda must be there whatever the settings say: these tests are about it

HOLIDAYS = (Path(__file__).parent / "conges.toml").read_text(encoding="utf-8")
FACTS = {"association.toml": ASSOCIATION + HOLIDAYS}
MONS = page("Mons", commune="Mons", etat="actif", lieu="Le Café", dates="[2024-03-07, 2024-09-05]")
PLENARY = page("La plénière", date="2024-03-01", evenement='"2024-03-21 14:00"', lieu="Namur")
EVENT = {"bistrots/mons.md": MONS, "actualites/2024-03-01-pleniere.md": PLENARY}


@pytest.fixture
def built(site: Site) -> Site:
    site.add({**FACTS, **EVENT})
    report = site.build()
    assert report.ok, report.problems
    return site


def events(site: Site, name: str) -> list[Any]:
    return list(getattr(vobject.readOne(site.read(f"agenda/{name}.ics")), "vevent_list", []))


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
            "actualites/2024-03-01-pleniere.md": PLENARY.replace("lieu:", "evenement_annule: oui\nlieu:"),
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
    site.add({"actualites/2024-03-01-pleniere.md": PLENARY.replace("lieu:", "evenement_annule: non\nlieu:")})
    assert site.build().ok
    assert events(site, "actualites/pleniere")[0].status.value == "CONFIRMED"


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
