"""The dates as visitors see them, whatever the day, the hour and the place from which they look."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from typing import TYPE_CHECKING, Any

import pytest

import pelicanconf
from tests.equipment.inline import ASSOCIATION, REAL_THEME, Site
from tests.equipment.inline import page as markdown
from tests.equipment.loopback import served
from tools.build import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LINKED = [address.strip("/") for _, address in (*pelicanconf.MENU, *pelicanconf.FOOTER)]
HOLIDAYS = (ROOT / "tests" / "agenda" / "conges.toml").read_text(encoding="utf-8")
HOURS = 'heure_debut = "14:00"\nheure_fin = "17:00"\ndates_annulees = [2025-03-27]\njour ='
EVENT = {"date": "2025-02-01", "evenement": '"2025-03-20 14:00"', "lieu": "Namur"}
FILES = {
    "association.toml": ASSOCIATION + HOLIDAYS.replace("jour =", HOURS),
    "vocabulaire.toml": (ROOT / "content" / "vocabulaire.toml").read_text(encoding="utf-8"),
    "activites/chiffres.csv": (ROOT / "content" / "activites" / "chiffres.csv").read_text(encoding="utf-8"),
    **{f"pages/{name}.md": markdown(f"Page {name}") for name in LINKED},
    "actualites/2025-02-01-pleniere.md": markdown("Une plénière", **EVENT),
    "actualites/2025-02-01-colloque.md": markdown("Un colloque", **EVENT, evenement_annule="oui"),
    "bistrots/charleroi.md": markdown(
        "Bistrot de Charleroi", commune="Charleroi", etat="actif", dates="[2025-03-20]"
    ),
    "bistrots/mons.md": markdown(
        "Bistrot de Mons",
        commune="Mons",
        etat="actif",
        dates="[2025-01-09, 2025-02-06, 2025-03-13, 2025-04-10]",
        dates_annulees="[2025-03-13]",
    ),
}
"""Two bistrots, an event, a cancelled one, a cancelled Thursday; the newest date is 1 February 2025."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a small site with the real theme, months after the days on which it will be read."""
    site = Site(tmp_path_factory.mktemp("agenda"))
    site.add({**FILES, "ressources/code.md": None, "actualites/2023-11-23-colloque.md": None})
    report = site.build(
        today=dt.date(2026, 1, 1),
        **REAL_THEME,
    )
    assert report.ok, "\n".join(map(str, report.problems))
    return site.output


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Any]:
    """Give a function that opens a page at a moment (ISO, with its offset), from a time zone."""
    contexts = []

    def open_page(path: str, moment: str = "", zone: str = "Europe/Brussels") -> Page:
        context = browser.new_context(timezone_id=zone, java_script_enabled=bool(moment), locale="en-US")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        if moment:
            page.clock.set_fixed_time(dt.datetime.fromisoformat(moment))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def next_permanence(page: Page) -> str:
    text: str = page.locator("summary", has_text="permanence").inner_text()
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2025-03-12T09:00+01:00", "Europe/Brussels", "jeudi 13 mars"),
        ("2025-03-13T16:59+01:00", "Europe/Brussels", "jeudi 13 mars"),
        ("2025-03-13T17:00+01:00", "Europe/Brussels", "jeudi 20 mars"),
        # the 27th is cancelled; summer time starts on the 30th
        ("2025-03-20T18:00+01:00", "Europe/Brussels", "jeudi 3 avril"),
        ("2025-04-03T16:59+02:00", "Europe/Brussels", "jeudi 3 avril"),
        ("2025-04-03T17:00+02:00", "Europe/Brussels", "jeudi 10 avril"),
        # a visitor far away: what counts is the day in Brussels
        ("2025-03-13T16:59+01:00", "Pacific/Auckland", "jeudi 13 mars"),
        ("2025-03-13T17:00+01:00", "America/Vancouver", "jeudi 20 mars"),
        # holidays: Easter has none, spring has two weeks; then Ascension Day
        ("2025-04-24T18:00+02:00", "Europe/Brussels", "jeudi 15 mai"),
        ("2025-05-22T18:00+02:00", "Europe/Brussels", "jeudi 5 juin"),
        ("2025-07-04T09:00+02:00", "Europe/Brussels", "jeudi 28 août"),
    ],
)
def test_the_next_permanence_is_right_on_the_day_it_is_read(
    visit: Any, moment: str, zone: str, expected: str
) -> None:
    for path in ("/", "/permanence/"):
        assert next_permanence(visit(path, moment, zone)) == f"Prochaine permanence : {expected}"


def test_when_no_date_is_known_any_more_the_rule_stands_alone(visit: Any) -> None:
    page = visit("/", "2026-07-02T18:00+02:00")
    assert page.get_by_text("hors congés scolaires").first.is_visible()
    assert not page.locator("[data-dates]").is_visible()


def test_without_javascript_the_rule_and_the_dates_stand_there(visit: Any) -> None:
    page = visit("/")
    assert page.get_by_text("hors congés scolaires").first.is_visible()
    assert next_permanence(page) == "Les dates des permanences"
    page.locator("summary", has_text="permanence").click()
    assert page.locator("[data-dates] time[datetime='2025-04-03']").is_visible()
    assert page.locator("[data-dates] time[datetime='2025-03-06']").count() == 0, "a school holiday"
    assert page.locator("[data-dates] s", has_text="27").is_visible()


def test_months_that_are_past_leave_the_list(visit: Any) -> None:
    page = visit("/", "2025-04-12T09:00+02:00")
    page.locator("summary", has_text="permanence").click()
    months = page.locator("[data-dates] li span").all_inner_texts()
    assert months[:2] == ["avril 2025", "mai 2025"]


def test_past_evenings_move_out_of_the_way(visit: Any) -> None:
    before = visit("/bistrots/mons/", "2025-03-10T09:00+01:00")
    assert _days(before, "Prochaines dates") == ["2025-03-13", "2025-04-10"]
    assert before.locator("s time[datetime='2025-03-13']").is_visible()
    assert _days(before, "Dates passées") == ["2025-02-06", "2025-01-09"]
    after = visit("/bistrots/mons/", "2025-03-14T00:00+01:00")
    assert _days(after, "Prochaines dates") == ["2025-04-10"]
    assert _days(after, "Dates passées") == ["2025-03-13", "2025-02-06", "2025-01-09"]
    last = visit("/bistrots/mons/", "2025-04-11T09:00+02:00")
    assert not last.get_by_text("Prochaines dates").is_visible()
    assert _days(last, "Dates passées") == ["2025-04-10", "2025-03-13", "2025-02-06", "2025-01-09"]


def _days(page: Page, heading: str) -> list[str]:
    group = page.locator("dl > div", has=page.locator("dt", has_text=heading))
    days: list[str] = group.locator("time").evaluate_all("times => times.map(time => time.dateTime)")
    return days


def test_the_evening_is_still_to_come_on_its_day(visit: Any) -> None:
    page = visit("/bistrots/mons/", "2025-04-10T23:59+02:00")
    assert _days(page, "Prochaines dates") == ["2025-04-10"]


def test_the_list_of_bistrots_shows_the_next_evening_of_each(visit: Any) -> None:
    def shown(page: Page) -> list[str]:
        lines = page.locator("li[data-bistrot] [data-days]").filter(visible=True).all_inner_texts()
        return [" ".join(line.split()) for line in lines]

    assert shown(visit("/bistrots/", "2025-03-10T09:00+01:00")) == [
        "Prochaine date : jeudi 20 mars 2025",
        "Annulé : jeudi 13 mars 2025. Prochaine date : jeudi 10 avril 2025",
    ]
    mons = ["Prochaine date : jeudi 10 avril 2025"]
    assert shown(visit("/bistrots/", "2025-03-21T09:00+01:00")) == mons
    assert shown(visit("/bistrots/", "2025-04-10T23:59+02:00")) == mons
    assert shown(visit("/bistrots/", "2025-05-01T09:00+02:00")) == []


def test_an_event_can_be_added_until_it_is_over(visit: Any, folder: Path) -> None:
    path = "/actualites/pleniere/"
    link = visit(path, "2025-03-20T20:00+01:00").get_by_role("link", name="Ajouter à mon agenda")
    assert link.is_visible()
    assert (folder / link.get_attribute("href").lstrip("/")).is_file()
    assert not visit(path, "2025-03-21T00:00+01:00").get_by_text("Ajouter à mon agenda").is_visible()
    assert visit(path).get_by_text("Ajouter à mon agenda").is_visible()


def test_a_cancelled_event_says_so_to_people_and_to_machines(visit: Any, folder: Path) -> None:
    page = visit("/actualites/colloque/", "2025-03-10T09:00+01:00")
    assert page.locator("main").get_by_text("Annulé", exact=True).is_visible()
    assert page.get_by_text("Ajouter à mon agenda").count() == 0
    text = (folder / "actualites" / "colloque" / "index.html").read_text(encoding="utf-8")
    assert "https://schema.org/EventCancelled" in text
    assert '"startDate": "2025-03-20T14:00+01:00"' in text


def test_only_pages_with_dates_carry_the_script_and_it_is_small(folder: Path) -> None:
    with_script = {
        path.relative_to(folder).parent.as_posix()
        for path in folder.rglob("*.html")
        if re.search(
            r'<script src="/theme/js/agenda\.\w+\.js" integrity="[^"]+" defer>',
            path.read_text(encoding="utf-8"),
        )
    }
    assert with_script == {
        *(".", "permanence", "bistrots", "bistrots/mons", "bistrots/charleroi"),
        "actualites/pleniere",
    }
    (script,) = folder.glob("theme/js/agenda.*.js")
    assert len(gzip.compress(script.read_bytes())) <= 1000
