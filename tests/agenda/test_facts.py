"""What editors may get wrong in association.toml: each mistake is named, with its line and its remedy."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest

from plugins.agenda.facts import Permanence, line_of_fact, read_holidays, read_permanence

TWO = """\
[[conges_scolaires]]
nom = "Congé d’automne"
debut = 2025-10-20
fin = 2025-11-02
[[conges_scolaires]]
nom = "Vacances d’hiver"
debut = 2025-12-22
fin = 2026-01-04
"""


@pytest.mark.parametrize(
    ("text", "line", "said", "remedy"),
    [
        (TWO.replace("debut = 2025-12-22", 'debut = "2025-12-22"'), 5, "pas lisibles", "sans guillemets"),
        (TWO.replace("debut = 2025-12-22\n", ""), 5, "pas lisibles", "debut ="),
        (TWO.replace("2026-01-04", "2025-01-04"), 5, "pas lisibles", "dans cet ordre"),
        (TWO.replace("2025-11-02", "2025-11-02T12:00:00"), 1, "pas lisibles", "fin ="),
        (
            TWO.replace("fin = 2025-11-02\n", ""),
            1,
            "« Congé d’automne » n’a pas de fin",
            "veille de la rentrée",
        ),
        (TWO.replace("2025-12-22", "2025-11-02"), 5, "commence avant la fin", "corrigez"),
        (
            TWO.replace("2025-12-22", "2026-02-16").replace("2026-01-04", "2026-03-01"),
            5,
            "douze semaines",
            "qui manque",
        ),
        (
            TWO.replace("[[", "[").replace("]]", "]").split("[conges", 2)[1].join(["[conges", ""]),
            1,
            "pas une liste",
            "[[conges_scolaires]]",
        ),
    ],
)
def test_a_mistake_in_the_holidays_is_named(text: str, line: int, said: str, remedy: str) -> None:
    findings = read_holidays(tomllib.loads(text))[1]
    assert len(findings) == 1
    assert said in findings[0].text
    assert remedy in findings[0].remedy
    assert line_of_fact(text, findings[0]) == line


def test_holidays_may_stand_in_any_order() -> None:
    blocks = TWO.partition("[[")[2].split("[[")
    swapped = "".join(f"[[{block}" for block in reversed(blocks))
    holidays, findings = read_holidays(tomllib.loads(swapped))
    assert [holiday.start.month for holiday in holidays] == [10, 12]
    assert findings == ()


def permanence(**facts: object) -> tuple[Permanence | None, list[str]]:
    read, findings = read_permanence({"permanence": {"jour": "jeudi", **facts}})
    return read, [finding.needle for finding in findings]


def test_the_hours_are_read_when_both_are_there() -> None:
    read, findings = permanence(heure_debut="14:00", heure_fin="17:30", telephone="+32 2 000 00 00")
    assert read
    assert (read.start, read.end) == (dt.time(14), dt.time(17, 30))
    assert findings == []


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("14:00", ""),
        ("", "17:00"),
        ("14h", "17h"),
        ("17:00", "14:00"),
        ("14:00", "24:00"),
        ("14:00", "14:00"),
    ],
)
def test_hours_that_make_no_afternoon_are_refused(start: str, end: str) -> None:
    read, findings = permanence(heure_debut=start, heure_fin=end)
    assert read
    assert (read.start, read.end) == (None, None)
    assert findings == ["heure_debut" if start else "heure_fin"]


@pytest.mark.parametrize("name", ["lundi", "Jeudi ", "dimanche"])
def test_the_permanence_may_be_on_any_day(name: str) -> None:
    assert permanence(jour=name)[1] == []


def test_a_day_that_does_not_exist_is_refused() -> None:
    assert permanence(jour="jeudis") == (None, ["jour"])


@pytest.mark.parametrize("association", [{}, {"permanence": {}}, {"permanence": {"jour": ""}}])
def test_without_a_day_there_is_no_permanence(association: dict[str, object]) -> None:
    assert read_permanence(association) == (None, ())


@pytest.mark.parametrize(
    "cancelled",
    ["2025-09-04", ["2025-09-04"], [dt.datetime(2025, 9, 4, tzinfo=dt.UTC)], dt.date(2025, 9, 4)],
)
def test_cancelled_days_are_a_list_of_dates(cancelled: object) -> None:
    assert permanence(dates_annulees=cancelled)[1] == ["dates_annulees"]
