"""Makes logs of which the truth is known."""

from __future__ import annotations

import datetime as dt
import gzip
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.visits.months import DIRECT, OTHER_ORIGINS, PAGE_GROUPS, SMALL, VisitMonth, days_of_month

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"
ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
SUMMER = dt.timezone(dt.timedelta(hours=2))
WINTER = dt.timezone(dt.timedelta(hours=1))
OWN_ADDRESS = "https://www.comite.example"
ADDRESSES = (
    "192.0.2.1",
    "192.0.2.77",
    "198.51.100.4",
    "203.0.113.200",
    "2001:db8::1",
    "2001:db8:0:1:ff00:42:8329:1",
)

PAGES = {  # address as asked for → section
    "/": "accueil",
    "/index.html": "accueil",
    "/?utm_source=lettre": "accueil",
    "/actualites/colloque/": "actualites",
    "/ressources/": "ressources",
    "/ressources/code/?lecteur=jeanne": "ressources",
    "/demander-un-avis/": "demander-un-avis",
    "/manifeste/signer/": "manifeste",
    "/bistrots/mons/": "bistrots",
    "/qui-sommes-nous/": "qui-sommes-nous",
    "/activites/rapport-2021-2023/": "activites",
    "/contact/": "autres-pages",
    "/accueil/": "autres-pages",
}
REFERRERS = {  # as sent → origin, before the small ones are merged
    "-": DIRECT,
    "": DIRECT,
    f"{OWN_ADDRESS}/ressources/": DIRECT,
    "https://www.google.be/": "google.be",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fcomite.example": "facebook.com",
    "http://m.facebook.com/groupes/12345": "facebook.com",
    "https://pro.guidesocial.be/articles/1?abonne=jeanne": "guidesocial.be",
    "https://travail.ulb.ac.be:8443/cours": "ulb.ac.be",
    "http://192.0.2.77/intranet": OTHER_ORIGINS,
    "android-app://com.google.android.gm/": OTHER_ORIGINS,
}
NOISE = (  # nothing of this is a page that somebody read
    {"target": "/theme/site.3f2a.css"},
    {"target": "/ressources/code.pdf"},
    {"target": "/flux/actualites.atom"},
    {"target": "/feed/"},
    {"target": "/", "agent": ROBOT},
    {"target": "/", "agent": "Mozilla/5.0 (compatible; Miniflux/2.0.50; +https://miniflux.app)"},
    {"target": "/", "agent": "-"},
    {"target": "/", "method": "HEAD"},
    {"target": "/", "method": "POST"},
    {"target": "/absente/", "status": 404},
    {"target": "/ressources", "status": 301},
    {"target": "/", "status": 500},
)


def line(
    moment: dt.datetime,
    address: str = ADDRESSES[0],
    target: str = "/",
    *,
    method: str = "GET",
    status: int = 200,
    referrer: str = "-",
    agent: str = BROWSER,
) -> bytes:
    """Return one line of a log in the combined format."""
    return (
        f"{address} - - [{moment:%d/%b/%Y:%H:%M:%S %z}] "
        f'"{method} {target} HTTP/1.1" {status} 1234 "{referrer}" "{agent}"\n'
    ).encode()


def presence(first: dt.date, last: dt.date, zone: dt.timezone = SUMMER) -> list[bytes]:
    """Return a robot's line at noon of every day, which proves that the log was kept."""
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    return [
        line(dt.datetime.combine(day, dt.time(12), zone), agent=ROBOT, target="/robots.txt") for day in days
    ]


def write_log(path: Path, lines: Iterable[bytes], *, compressed: bool = False) -> Path:
    """Write a plain or gzipped log."""
    data = b"".join(lines)
    path.write_bytes(gzip.compress(data) if compressed else data)
    return path


def write_rotated(folder: Path, lines: Sequence[bytes], seed: int) -> list[Path]:
    """Write the lines into three rotated files, shuffled, half of them in two files, one file gzipped."""
    chance = random.Random(seed)  # noqa: S311 - repeatable
    parts: list[list[bytes]] = [[], [], []]
    for entry in lines:
        for place in chance.sample(range(3), chance.choice((1, 2))):
            parts[place].append(entry)
    for part in parts:
        chance.shuffle(part)
    files = [
        write_log(folder / f"access.log.{number}", part, compressed=number == 2)
        for number, part in enumerate(parts)
    ]
    chance.shuffle(files)
    return files


@dataclass(frozen=True)
class KnownVisit:
    """A visit that the log must be found to hold."""

    address: str
    start: dt.datetime
    pages: tuple[tuple[int, str], ...]
    """Seconds since the page before, and what was asked for."""
    referrer: str

    def lines(self) -> list[bytes]:
        """Return its lines; within the visit, each page was reached from the one before."""
        moment, referrer, made = self.start, self.referrer, []
        for pause, target in self.pages:
            moment += dt.timedelta(seconds=pause)
            made.append(line(moment, self.address, target, referrer=referrer))
            referrer = OWN_ADDRESS + target
        return made


def truth(visits: Iterable[KnownVisit], year: int, month: int) -> VisitMonth:
    """Count, in the plainest way, what a complete month must be found to hold."""
    own = [
        visit
        for visit in visits
        if (visit.start + dt.timedelta(seconds=visit.pages[0][0])).strftime("%Y-%m") == f"{year}-{month:02}"
    ]
    by_day: dict[int, int] = {}
    sections = dict.fromkeys(PAGE_GROUPS, 0)
    origins: dict[str, int] = {}
    for visit in own:
        day = (visit.start + dt.timedelta(seconds=visit.pages[0][0])).day
        by_day[day] = by_day.get(day, 0) + 1
        origin = REFERRERS[visit.referrer]
        origins[origin] = origins.get(origin, 0) + 1
        for _, target in visit.pages:
            sections[PAGES[target]] += 1
    named = {name: count for name, count in origins.items() if "." in name and count >= SMALL}
    return VisitMonth(
        year,
        month,
        days=days_of_month(year, month),
        untraced=0,
        visits=len(own),
        busiest=max(by_day.values(), default=0),
        pages=tuple(sections.items()),
        direct=origins.get(DIRECT, 0),
        domains=tuple(sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))),
        others=sum(count for name, count in origins.items() if name not in named and name != DIRECT),
    )
