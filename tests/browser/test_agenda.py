"""The dates as visitors see them, whatever the day, the hour and the place from which they look."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import re
from typing import TYPE_CHECKING, Any

import pytest

import pelicanconf
from tests.browser.conftest import SharedPages, listening
from tests.equipment.inline import ASSOCIATION, REAL_THEME, Site
from tests.equipment.inline import page as markdown
from tests.equipment.loopback import served
from tools.build import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LINKED = [address.strip("/") for _, address in (*pelicanconf.MENU, *pelicanconf.FOOTER)]
HOLIDAYS = (ROOT / "tests" / "agenda" / "conges.toml").read_text(encoding="utf-8")
HOURS = 'heure_debut = "14:00"\nheure_fin = "17:00"\ndates_annulees = [2025-03-27]\njour ='
EVENT = {"date": "2025-02-01", "evenement": '"2025-03-20 14:00"', "lieu": "Namur"}
CHANGED = {**EVENT, "mise_a_jour": "2025-02-01"}
FILES = {
    "association.toml": ASSOCIATION + HOLIDAYS.replace("jour =", HOURS),
    "vocabulaire.toml": (ROOT / "content" / "vocabulaire.toml").read_text(encoding="utf-8"),
    "activites/chiffres.csv": (ROOT / "content" / "activites" / "chiffres.csv").read_text(encoding="utf-8"),
    **{f"pages/{name}.md": markdown(f"Page {name}") for name in LINKED},
    "actualites/2025-02-01-pleniere.md": markdown("Une plénière", **EVENT),
    "actualites/2025-02-01-colloque.md": markdown("Un colloque", **CHANGED, evenement_annule="oui"),
    "actualites/2025-02-01-debat.md": markdown(
        "Un débat", **CHANGED, evenement_initial='"2025-03-06 14:00"', lieu_initial="Mons"
    ),
    "actualites/2025-02-01-journees.md": markdown(
        "Deux journées", date="2025-02-01", evenement='"2025-05-08 9:30"', fin='"2025-05-09 16:00"'
    ),
    "bistrots/charleroi.md": markdown(
        "Bistrot de Charleroi", commune="Charleroi", etat="actif", dates='["2025-03-20 20:00-01:00"]'
    ),
    "bistrots/mons.md": markdown(
        "Bistrot de Mons",
        commune="Mons",
        etat="actif",
        dates="[2025-01-09, 2025-02-06, 2025-03-13, 2025-04-10]",
        dates_annulees="[2025-03-13]",
    ),
}
"""Two bistrots, four events, a cancelled Thursday; the newest date of a page is 1 February 2025."""


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
def visit(shared_pages: SharedPages, address: str) -> Iterator[Any]:
    """Give a function that opens a page at a moment (ISO, with its offset), from a time zone."""
    with contextlib.ExitStack() as visits:

        def open_page(path: str, moment: str = "", zone: str = "Europe/Brussels") -> Page:
            page = shared_pages.get(timezone_id=zone, java_script_enabled=bool(moment), locale="en-US")
            visits.enter_context(listening(page, pageerror=lambda error: pytest.fail(str(error))))
            if moment:
                page.clock.set_fixed_time(dt.datetime.fromisoformat(moment))
            page.goto(address + path)
            return page

        yield open_page


def status(page: Page) -> str:
    return " ".join(page.locator("[data-status]").inner_text().split())


NEXT = "Prochaine permanence : {}, de 14 h à 17 h."


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2025-03-12T09:00+01:00", "Europe/Brussels", NEXT.format("jeudi 13 mars")),
        ("2025-03-13T09:00+01:00", "Europe/Brussels", "Aujourd’hui, de 14 h à 17 h."),
        ("2025-03-13T13:59+01:00", "Europe/Brussels", "Aujourd’hui, de 14 h à 17 h."),
        ("2025-03-13T14:00+01:00", "Europe/Brussels", "La ligne est ouverte maintenant, jusqu’à 17 h."),
        ("2025-03-13T16:59+01:00", "Europe/Brussels", "La ligne est ouverte maintenant, jusqu’à 17 h."),
        ("2025-03-13T17:00+01:00", "Europe/Brussels", NEXT.format("jeudi 20 mars")),
        # the 27th is cancelled; summer time starts on the 30th
        (
            "2025-03-20T18:00+01:00",
            "Europe/Brussels",
            "Pas de permanence avant le jeudi 3 avril : permanence suspendue.",
        ),
        (
            "2025-03-27T15:00+01:00",
            "Europe/Brussels",
            "Pas de permanence avant le jeudi 3 avril : permanence suspendue.",
        ),
        ("2025-04-03T16:59+02:00", "Europe/Brussels", "La ligne est ouverte maintenant, jusqu’à 17 h."),
        ("2025-04-03T17:00+02:00", "Europe/Brussels", NEXT.format("jeudi 10 avril")),
        # a visitor far away: what counts is the day and the hour in Brussels
        ("2025-03-13T16:59+01:00", "Pacific/Auckland", "La ligne est ouverte maintenant, jusqu’à 17 h."),
        ("2025-03-13T17:00+01:00", "America/Vancouver", NEXT.format("jeudi 20 mars")),
        ("2025-03-31T23:30+02:00", "Asia/Tokyo", NEXT.format("jeudi 3 avril")),
        # holidays: Easter has none, spring has two weeks; then Ascension Day
        (
            "2025-04-24T18:00+02:00",
            "Europe/Brussels",
            "Pas de permanence avant le jeudi 15 mai : vacances de printemps.",
        ),
        (
            "2025-05-22T18:00+02:00",
            "Europe/Brussels",
            "Pas de permanence avant le jeudi 5 juin : jour férié.",
        ),
        (
            "2025-07-04T09:00+02:00",
            "Europe/Brussels",
            "Pas de permanence avant le jeudi 28 août : vacances d’été.",
        ),
        (
            "2025-12-25T09:00+01:00",
            "Europe/Brussels",
            "Pas de permanence avant le jeudi 8 janvier : vacances d’hiver.",
        ),
        # the calendar ends there
        (
            "2026-07-02T18:00+02:00",
            "Europe/Brussels",
            "Les prochaines dates ne sont pas encore connues : vérifiez avant d’appeler.",
        ),
    ],
)
def test_the_permanence_tells_the_truth_at_the_moment_it_is_read(
    visit: Any, moment: str, zone: str, expected: str
) -> None:
    for path in ("/", "/permanence/"):
        assert status(visit(path, moment, zone)) == expected


def test_when_no_date_is_known_any_more_the_rule_stands_without_dates(visit: Any) -> None:
    page = visit("/", "2026-07-02T18:00+02:00")
    assert page.get_by_text("hors vacances scolaires").first.is_visible()
    assert page.locator("summary", has_text="permanence").count() == 0


def test_without_javascript_the_rule_the_dates_and_their_end_stand_there(visit: Any) -> None:
    page = visit("/")
    assert page.get_by_text("hors vacances scolaires").first.is_visible()
    assert status(page) == "Dates connues jusqu’au 3 juillet 2026 ; au-delà, vérifiez avant d’appeler."
    page.locator("summary", has_text="permanence").click()
    assert page.locator(".notice time[datetime='2025-04-03']").is_visible()
    assert page.locator(".notice time[datetime='2025-03-06']").count() == 0, "a school holiday"
    assert page.locator(".notice s", has_text="27").is_visible()


def test_months_that_are_past_leave_the_list(visit: Any) -> None:
    page = visit("/", "2025-04-12T09:00+02:00")
    page.locator("summary", has_text="permanence").click()
    months = page.locator("[data-month]:visible > span:last-child").all_inner_texts()
    assert months[:2] == ["avril 2025", "mai 2025"]


def rows(page: Page, within: str = "main") -> list[str]:
    """Return the visible dates of the agenda, each on a line, without the permanences."""
    items = page.locator(f"{within} .dates > li:not([data-kind=Permanence]):visible")
    return [" ".join(text.split()) for text in items.all_inner_texts()]


IN_MARCH = [
    "jeudi 13 mars 2025 Annulé Bistrot de Mons, Mons",
    "jeudi 20 mars 2025, à 14 h Annulé Un colloque, Namur",
    (
        "jeudi 20 mars 2025, à 14 h Nouvelle date et nouveau lieu Un débat, Namur "
        "(d’abord annoncé : jeudi 6 mars 2025, à 14 h, Mons)"
    ),
    "jeudi 20 mars 2025, à 14 h Une plénière, Namur",
    "jeudi 20 mars 2025, de 20 h à 1 h Bistrot de Charleroi, Charleroi",
]
LATER = [
    "jeudi 10 avril 2025 Bistrot de Mons, Mons",
    "du jeudi 8 mai 2025, 9 h 30, au vendredi 9 mai 2025, 16 h Deux journées",
]


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2025-03-10T09:00+01:00", "Europe/Brussels", [*IN_MARCH, *LATER[:1]]),
        ("2025-03-20T23:30+01:00", "Pacific/Auckland", [*IN_MARCH[1:], *LATER[:1]]),
        ("2025-03-21T00:30+01:00", "America/Vancouver", [*IN_MARCH[4:], *LATER[:1]]),
        ("2025-03-21T01:00+01:00", "Europe/Brussels", LATER[:1]),
        ("2025-05-09T15:59+02:00", "Europe/Brussels", LATER[1:]),
        ("2025-05-09T16:00+02:00", "Europe/Brussels", []),
    ],
)
def test_the_agenda_holds_what_is_to_come_in_order(
    visit: Any, moment: str, zone: str, expected: list[str]
) -> None:
    assert rows(visit("/agenda/", moment, zone)) == expected


def test_the_agenda_has_the_permanences_in_their_place(visit: Any) -> None:
    page = visit("/agenda/", "2025-03-19T09:00+01:00")
    first = page.locator(".dates > li:visible p.date").all_inner_texts()[:2]
    assert [" ".join(text.split()) for text in first] == [
        "jeudi 20 mars 2025, à 14 h",
        "jeudi 20 mars 2025, à 14 h",
    ]
    kinds = page.locator(".dates > li:visible").evaluate_all("list => list.map(item => item.dataset.kind)")
    assert kinds[:6] == ["Événement"] * 3 + ["Permanence", "Bistrot", "Permanence"]
    assert page.locator("[data-kind=Permanence]:visible", has_text="Annulée").count() == 1


def test_without_javascript_the_agenda_holds_everything_that_the_build_cannot_call_past(visit: Any) -> None:
    page = visit("/agenda/")
    assert "depuis le 1er\u00a0février 2025 y restent" in page.locator("noscript p").inner_text()
    for summary in page.locator(".month > summary").all()[2:]:
        summary.click()
    assert rows(page) == ["jeudi 6 février 2025 Bistrot de Mons, Mons", *IN_MARCH, *LATER]


def test_the_first_months_that_are_not_past_stand_open(visit: Any) -> None:
    months = visit("/agenda/", "2025-04-12T09:00+02:00").locator(".month[open]:visible h2").all_inner_texts()
    assert months == ["Avril 2025", "Mai 2025"]


def test_the_agenda_says_so_when_nothing_is_to_come(visit: Any) -> None:
    assert visit("/agenda/", "2030-01-01T09:00+01:00").get_by_text("Aucune date n’est annoncée").is_visible()
    assert not visit("/agenda/", "2025-03-10T09:00+01:00").get_by_text("Aucune date").is_visible()


def test_home_shows_the_next_five_dates(visit: Any) -> None:
    assert rows(visit("/", "2025-03-10T09:00+01:00")) == IN_MARCH
    assert rows(visit("/", "2025-03-21T09:00+01:00")) == LATER
    assert len(rows(visit("/"))) == 5
    gone = visit("/", "2025-06-01T09:00+02:00")
    assert not gone.get_by_role("heading", name="Prochaines dates").is_visible()


@pytest.mark.parametrize("path", ["/actualites/", "/"])
def test_lists_of_actualites_say_when_where_and_what_has_changed(visit: Any, path: str) -> None:
    page = visit(path, "2025-03-10T09:00+01:00")
    said = {" ".join(text.split()) for text in page.locator(".news .date").all_inner_texts()}
    assert said >= {
        "Annulé jeudi 20 mars 2025, à 14 h, Namur",
        "Nouvelle date et nouveau lieu jeudi 20 mars 2025, à 14 h, Namur",
    }


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
        "Prochaine date : jeudi 20 mars 2025, de 20 h à 1 h",
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


def test_a_moved_event_says_so_to_people_and_to_machines(visit: Any, folder: Path) -> None:
    page = visit("/actualites/debat/", "2025-03-10T09:00+01:00")
    assert page.locator("main").get_by_text("Nouvelle date et nouveau lieu", exact=True).is_visible()
    assert page.get_by_text("d’abord annoncé : jeudi 6 mars 2025").is_visible()
    assert page.get_by_text("Ajouter à mon agenda").is_visible()
    text = (folder / "actualites" / "debat" / "index.html").read_text(encoding="utf-8")
    assert "https://schema.org/EventRescheduled" in text
    assert '"previousStartDate": "2025-03-06T14:00+01:00"' in text
    assert re.search(r'<meta property="og:description" content="Nouvelle date et nouveau lieu\. ', text)


def test_only_pages_with_dates_carry_the_script_and_it_is_small(folder: Path) -> None:
    with_script = {
        path.relative_to(folder).parent.as_posix()
        for path in folder.rglob("*.html")
        if re.search(
            r'<script type="module" src="/theme/js/agenda\.\w+\.js" integrity="[^"]+">',
            path.read_text(encoding="utf-8"),
        )
    }
    assert with_script == {
        *(".", "agenda", "permanence", "situations", "bistrots/mons", "bistrots/charleroi"),
        *("actualites/pleniere", "actualites/debat", "actualites/journees"),
    }
    (script,) = folder.glob("theme/js/agenda.*.js")
    assert len(gzip.compress(script.read_bytes())) <= 1200
