"""The whole command on logs of known truth: right counts, same bytes, nothing of anybody, nothing half done."""

from __future__ import annotations

import datetime as dt
import gzip
import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.visits.months import FOLDER, VisitMonth, month_text, read_visits
from tests.visits.synthetic import (
    ADDRESSES,
    BROWSER,
    NOISE,
    OWN_ADDRESS,
    PAGES,
    REFERRERS,
    SUMMER,
    WINTER,
    KnownVisit,
    line,
    presence,
    truth,
    write_log,
    write_rotated,
)
from tools.visits import command

MAY_AND_JUNE = presence(dt.date(2024, 5, 1), dt.date(2024, 6, 30))
MAY = presence(dt.date(2024, 5, 1), dt.date(2024, 5, 31))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Give a content folder that knows the site's address."""
    return make_content(tmp_path)


def make_content(root: Path, address: str = OWN_ADDRESS) -> Path:
    folder = root / "content"
    folder.mkdir()
    (folder / "association.toml").write_text(f'[site]\nadresse = "{address}"\n', encoding="utf-8")
    return folder


def months(content: Path) -> dict[str, VisitMonth]:
    found, problems = read_visits(content)
    assert problems == ()
    return {month.name: month for month in found}


def files(content: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((content / FOLDER).glob("*"))}


def at(day: int, clock: str, zone: dt.timezone = SUMMER, *, month: int = 5) -> dt.datetime:
    return dt.datetime.combine(dt.date(2024, month, day), dt.time.fromisoformat(clock), zone)


@st.composite
def known_visits(draw: st.DrawFn) -> list[KnownVisit]:
    """Draw a few visits per address, from 1 May on, parted by silences; they may span midnight and the month's end."""
    visits = []
    pages = st.lists(st.tuples(st.integers(1, 1800), st.sampled_from(sorted(PAGES))), min_size=1, max_size=5)
    for address in ADDRESSES:
        moment = at(1, "00:00")
        for _ in range(draw(st.integers(0, 8))):
            moment += dt.timedelta(seconds=draw(st.integers(1801, 4000) | st.integers(1801, 6 * 86_400)))
            seen = tuple(draw(pages))
            visits.append(KnownVisit(address, moment, seen, draw(st.sampled_from(sorted(REFERRERS)))))
            moment += dt.timedelta(seconds=sum(pause for pause, _ in seen))
    return visits


@settings(max_examples=60, deadline=None)
@given(known_visits(), st.integers(0, 10**6))
def test_a_log_made_from_known_visits_gives_these_counts_in_any_order(
    visits: list[KnownVisit], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable
    lines = [*MAY_AND_JUNE, *(entry for visit in visits for entry in visit.lines())]
    for _ in range(40):
        kind: dict[str, Any] = dict(chance.choice(NOISE))
        moment = at(1, "00:00") + dt.timedelta(seconds=chance.randrange(60 * 86_400))
        lines.append(line(moment, chance.choice(ADDRESSES), kind.pop("target"), **kind))
    with tempfile.TemporaryDirectory() as name:
        content = make_content(Path(name))
        command.run(write_rotated(Path(name), lines, seed), content)
        assert months(content) == {"2024-05": truth(visits, 2024, 5), "2024-06": truth(visits, 2024, 6)}
        first = files(content)
        command.run(write_rotated(Path(name), lines, seed + 1), content)
        assert files(content) == first


def test_a_visit_over_midnight_at_the_months_end_belongs_to_its_first_page(
    content: Path, tmp_path: Path
) -> None:
    visit = [line(at(31, "23:50"), target="/ressources/"), line(at(1, "00:10", month=6), target="/contact/")]
    command.run([write_log(tmp_path / "a.log", [*MAY_AND_JUNE, *visit])], content)
    may, june = months(content)["2024-05"], months(content)["2024-06"]
    assert (may.visits, june.visits) == (1, 0)
    assert dict(may.pages)["ressources"] == dict(may.pages)["autres-pages"] == 1


def test_months_are_those_of_the_logs_own_time_zone(content: Path, tmp_path: Path) -> None:
    # 00:30 on 1 April in Belgium is still 31 March in UTC; the clocks changed that very night
    log = [
        *presence(dt.date(2024, 3, 1), dt.date(2024, 3, 30), WINTER),
        *presence(dt.date(2024, 3, 31), dt.date(2024, 4, 30), SUMMER),
        line(at(1, "00:30", month=4)),
        line(at(31, "23:30", month=3), ADDRESSES[1]),
        line(at(31, "01:50", WINTER, month=3), ADDRESSES[2]),
        line(at(31, "03:10", SUMMER, month=3), ADDRESSES[2]),
    ]
    command.run([write_log(tmp_path / "a.log", log)], content)
    assert {name: month.visits for name, month in months(content).items()} == {"2024-03": 2, "2024-04": 1}


def test_the_autumn_hour_that_comes_twice_is_counted_in_real_time(content: Path, tmp_path: Path) -> None:
    log = [
        *presence(dt.date(2024, 10, 1), dt.date(2024, 10, 31)),
        line(at(27, "02:50", SUMMER, month=10)),
        line(at(27, "02:10", WINTER, month=10)),
        line(at(27, "02:50", WINTER, month=10)),
    ]
    command.run([write_log(tmp_path / "a.log", log)], content)
    assert months(content)["2024-10"].visits == 2


HOSTILE = [
    b"\x00\xff\xfe binary \x1b[31m\n",
    b"192.0.2.99 - - " + b"a" * 2_000_000 + b"\n",
    b'192.0.2.99 - - [17/May/2024:12:00:00 +0200] "GET /\xff\xfe HTTP/1.1" 200 1 "-" "'
    + BROWSER.encode()
    + b'"\n',
    b'192.0.2.99 - - [31/Feb/2024:12:00:00 +0200] "GET / HTTP/1.1" 200 1 "-" "x"\n',
    b'192.0.2.99 - - [17/May/2024:12:00:00 +0200] "GET / HTTP/1.1" 200 1 "-" "x" [17/May/2024] "\n',
    b'www.comite.example:443 192.0.2.99 - - [17/May/2024:12:00:00 +0200] "GET / HTTP/1.1" 200 1 "-" "x"\n',
    b'192.0.2.99 - - [17/May/2024:12:00:00 +0200] "GET /\n',
    b"\n",
]


def test_hostile_lines_are_counted_as_unreadable_and_change_nothing_else(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = write_log(tmp_path / "access.log", [HOSTILE[0], *MAY, *HOSTILE[1:], line(at(3, "10:00"))])
    command.run([log], content)
    # all but the third, a real page whose address is no UTF-8
    assert (
        f"access.log: lignes illisibles : {len(HOSTILE) - 1} sur {len(MAY) + len(HOSTILE) + 1}"
        in capsys.readouterr().out
    )
    assert months(content)["2024-05"].visits == 2


@pytest.mark.parametrize("partial", [False, True])
def test_nothing_of_a_visitor_is_written_or_printed(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, partial: bool
) -> None:
    secrets = ("jeanne", "motdepasse", "dossier", "spécial")
    own = [
        line(
            at(day, f"1{hour}:00"),
            address,
            "/ressources/code/?lecteur=jeanne&q=motdepasse",
            referrer=referrer,
            agent=f"{BROWSER} jeanne",
        )
        for day in range(1, 9)
        for address in ADDRESSES
        for hour, referrer in enumerate(
            (
                "https://jeanne:motdepasse@blog.example/dossier?q=spécial",
                f"http://{ADDRESSES[0]}/dossier",
                f"http://{ADDRESSES[0].replace('.', '-')}.be/",
                "http://[2001:db8::1]/",
            )
        )
    ]
    damaged = tmp_path / "damaged.gz"
    damaged.write_bytes(gzip.compress(b"".join(own))[:-9])
    log = write_log(tmp_path / "a.log", [*MAY, *own, *HOSTILE, line(at(1, "10:00", month=6))])
    command.run([log], content, partial=partial)
    for bad in (
        [damaged],
        [write_log(tmp_path / "bad.log", HOSTILE[3:])],
        [write_log(tmp_path / "half.log", own)],
    ):
        if not partial or bad[0] == damaged:
            with pytest.raises(SystemExit):
                command.run(bad, content, partial=partial)
    output = capsys.readouterr()
    everything = (
        output.out + output.err + "".join(name + text.decode() for name, text in files(content).items())
    )
    assert "blog.example" in everything
    for secret in (
        *secrets,
        *ADDRESSES,
        *(address.replace(".", "-") for address in ADDRESSES),
        "192.0.2.99",
        "/code",
        "Firefox",
    ):
        assert secret not in everything


def test_overlapping_and_repeated_files_count_once(content: Path, tmp_path: Path) -> None:
    lines = [*MAY, *(line(at(3, f"10:0{minute}"), target="/ressources/") for minute in range(6))]
    whole = write_log(tmp_path / "whole.log", lines)
    late = write_log(tmp_path / "late.log.1", lines[20:], compressed=True)
    command.run([whole], content)
    alone = files(content)
    command.run([late, whole, whole], content)
    assert files(content) == alone
    assert dict(months(content)["2024-05"].pages)["ressources"] == 6


def test_a_second_run_changes_nothing_not_even_a_date(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = write_log(tmp_path / "a.log", MAY)
    command.run([log], content)
    path = content / FOLDER / "2024-05.csv"
    before = path.stat().st_mtime_ns
    command.run([log], content)
    assert path.stat().st_mtime_ns == before
    assert "2024-05.csv n’a pas changé" in capsys.readouterr().out


def test_half_a_month_is_refused_unless_told(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = write_log(tmp_path / "a.log", [*MAY[:15], line(at(3, "10:00"))])
    with pytest.raises(SystemExit) as stop:
        command.run([log], content)
    assert stop.value.code == 1
    assert (
        "2024-05.csv: mois incomplet, les journaux vont du 2024-05-01 au 2024-05-15 → "
        in capsys.readouterr().err
    )
    assert files(content) == {}
    command.run([log], content, partial=True)
    month = months(content)["2024-05"]
    assert (month.days, month.complete, month.visits, month.mean) == (15, False, 1, 0.1)


def test_the_months_that_are_complete_are_written_beside_those_refused(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = presence(dt.date(2024, 4, 20), dt.date(2024, 6, 3))
    command.run([write_log(tmp_path / "a.log", log)], content)
    assert list(files(content)) == ["2024-05.csv"]
    refused = capsys.readouterr().err.splitlines()
    assert [text.split(":")[0][-11:] for text in refused] == ["2024-04.csv", "2024-06.csv"]


def test_a_month_is_never_replaced_by_one_made_from_fewer_days(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = write_log(tmp_path / "whole.log", MAY)
    command.run([whole], content)
    before = files(content)
    for fewer in (MAY[:12], [MAY[0], MAY[-1]]):
        with pytest.raises(SystemExit):
            command.run([write_log(tmp_path / "few.log", fewer)], content, partial=True)
    assert "donnez tous les journaux du mois" in capsys.readouterr().err
    assert files(content) == before


def test_days_without_a_line_are_said(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command.run([write_log(tmp_path / "a.log", [*MAY[:10], *MAY[12:]])], content)
    assert "2024-05: jours sans une seule ligne : 2" in capsys.readouterr().out
    assert months(content)["2024-05"].untraced == 2


def test_a_month_of_fewer_days_and_a_broken_file_are_replaced(content: Path, tmp_path: Path) -> None:
    command.run([write_log(tmp_path / "few.log", MAY[:12])], content, partial=True)
    command.run([write_log(tmp_path / "whole.log", MAY)], content)
    assert months(content)["2024-05"].complete
    whole = files(content)
    (content / FOLDER / "2024-05.csv").write_text("mesure;detail;valeur\né\n", encoding="utf-8")
    command.run([tmp_path / "whole.log"], content)
    assert files(content) == whole


def test_every_file_that_cannot_be_read_is_listed_and_nothing_is_written(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b"".join(MAY))[:-5])
    with pytest.raises(SystemExit):
        command.run(
            [write_log(tmp_path / "a.log", MAY), tmp_path / "absent.log", tmp_path / "cut.gz"], content
        )
    error = capsys.readouterr().err
    assert "absent.log: " in error
    assert "cut.gz: " in error
    assert files(content) == {}


def test_a_log_in_another_format_is_refused_with_a_remedy(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = write_log(tmp_path / "a.log", [b"www.comite.example:443 " + entry for entry in MAY])
    with pytest.raises(SystemExit):
        command.run([log], content)
    assert "aucune ligne n’est au format « combined » d’Apache → " in capsys.readouterr().err


def test_without_the_sites_address_the_visits_are_counted_with_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = make_content(tmp_path, "")
    command.run([write_log(tmp_path / "a.log", MAY)], content)
    assert "sans l’adresse du site" in capsys.readouterr().out
    assert list(files(content)) == ["2024-05.csv"]


@pytest.mark.parametrize(
    "facts",
    ["[site\n", "site = 1\n", "[site]\n", "[site]\nadresse = 3\n", '[site]\nadresse = "https://[x"\n', None],
)
def test_unreadable_facts_are_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], facts: str | None
) -> None:
    content = make_content(tmp_path)
    (content / "association.toml").unlink()
    if facts is not None:
        (content / "association.toml").write_text(facts, encoding="utf-8")
    with pytest.raises(SystemExit):
        command.run([write_log(tmp_path / "a.log", MAY)], content)
    assert "content/association.toml: " in capsys.readouterr().err


def test_the_written_text_is_what_the_reader_knows(content: Path, tmp_path: Path) -> None:
    command.run(
        [write_log(tmp_path / "a.log", [*MAY, *(line(at(day, "10:00")) for day in range(1, 20))])], content
    )
    assert files(content)["2024-05.csv"].decode() == month_text(months(content)["2024-05"])
