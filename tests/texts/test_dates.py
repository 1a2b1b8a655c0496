"""A date is shown, sorted and told to machines as far as it is known, and no further."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pelicanconf
from plugins.texts.dates import read_day, read_partial_date
from tests.equipment.inline import REAL_THEME, Site, page
from tools.build import ROOT

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "words", "label", "first"),
    [
        ("2023-12-07", "7\u00a0décembre 2023", "Paru le", "2023-12-07"),
        ("2023-12-01", "1er\u00a0décembre 2023", "Paru le", "2023-12-01"),
        ("2023-12", "décembre 2023", "Paru en", "2023-12-01"),
        ("2023", "2023", "Paru en", "2023-01-01"),
        (" 2023 ", "2023", "Paru en", "2023-01-01"),
    ],
)
def test_a_date_says_what_is_known(text: str, words: str, label: str, first: str) -> None:
    date = read_partial_date(text)
    assert date
    assert (date.words, date.label, date.first.isoformat(), date.iso) == (words, label, first, text.strip())


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_any_date_is_written_as_it_was_read(day: dt.date, length: int) -> None:
    text = day.isoformat()[:length]
    date = read_partial_date(text)
    assert date
    assert date.iso == text
    assert date.first <= day
    assert (read_day(text) == day) is (length == 10)


@pytest.mark.parametrize(
    "text",
    [
        *("", "23", "0000", "0001-01-01", "9999", "2023-00", "2023-13", "2023-1", "2023-02-29", "2023-12-00"),
        *("2023-12-07 10:00", "12/2023", "décembre 2023", "2023-2024", "２０２３", "-2023", "2_023", "~"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_partial_date(text) is None
    assert read_day(text) is None


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    date = read_partial_date(text)
    assert date is None or date.iso == text.strip()


LINKED = [address.strip("/") for _, address in (*pelicanconf.MENU, *pelicanconf.FOOTER)]
REAL = {
    name: (ROOT / "content" / name).read_text(encoding="utf-8")
    for name in ("vocabulaire.toml", "activites/chiffres.csv")
}
RESOURCE = {"type": "code", "themes": "[divers]", "auteur": "Une fédération", "source": "Un site"}
KNOWN = {
    **REAL,
    **{f"pages/{name}.md": page(f"Page {name}") for name in LINKED},
    "actualites/decembre.md": page("Un mois", date="2023-12"),
    "actualites/annee.md": page("Une année", date="2023"),
    "actualites/premier-janvier.md": page("Un premier janvier", date="2023-01-01"),
    "actualites/un-janvier.md": page("Un mois de janvier", date="2023-01"),
    "ressources/code.md": page("Un code", date="2022", **RESOURCE),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("dates"))
    site.add(KNOWN)
    assert site.build(**REAL_THEME).problems == ()
    return site


def test_every_page_shows_what_is_known_and_no_more(built: Site) -> None:
    month, year = built.read("actualites/decembre/index.html"), built.read("actualites/annee/index.html")
    assert '<dt>Paru en</dt><dd><time datetime="2023-12">décembre 2023</time>' in month
    assert '<dt>Paru en</dt><dd><time datetime="2023">2023</time>' in year
    assert '"datePublished": "2023-12"' in month
    assert '"datePublished": "2023"' in year
    assert '<dd><time datetime="2022">2022</time>' in built.read("ressources/code/index.html")
    sitemap = built.read("sitemap.xml")
    assert "/actualites/decembre/</loc><lastmod>2023-12</lastmod>" in sitemap
    assert "/actualites/annee/</loc><lastmod>2023</lastmod>" in sitemap
    everything = "".join((month, year, sitemap, built.read("actualites/2023/index.html")))
    assert "1er\u00a0décembre 2023" not in everything
    assert "2023-12-01" not in everything


def test_a_year_comes_after_everything_in_it(built: Site) -> None:
    """The newest first: days and months in their order, then what is only known to be of the year."""
    shown = built.read("actualites/2023/index.html")
    names = ("decembre", "colloque", "premier-janvier", "un-janvier", "annee")
    places = [shown.index(f'<h3><a href="/actualites/{name}/"') for name in names]
    assert places == sorted(places)


def test_feeds_give_a_full_date(built: Site) -> None:
    feed = built.read("feeds/actualites.rss")
    assert "Fri, 01 Dec 2023" in feed
    assert "Sun, 01 Jan 2023" in feed
    assert '"date_published":"2023-12-01T00:00:00+00:00"' in built.read("feeds/actualites.json").replace(
        ": ", ":"
    )


@pytest.mark.parametrize(
    ("date", "first"), [("2026-12", dt.date(2026, 12, 1)), ("2027", dt.date(2027, 1, 1))]
)
def test_a_month_or_a_year_to_come_is_waited_for(site: Site, date: str, first: dt.date) -> None:
    site.add({"actualites/demain.md": page("Demain", date=date)})
    assert site.build(today=first - dt.timedelta(days=1)).ok
    assert not (site.output / "actualites/demain").exists()
    assert site.build(today=first).ok
    assert (site.output / "actualites/demain").exists()


def test_a_letter_is_sent_on_a_day(site: Site) -> None:
    site.add({"lettres/2024-06.md": page("Une lettre", date="2024-06"), "pages/lettre.md": page("La lettre")})
    (problem,) = site.build().problems
    assert (problem.path, problem.line) == ("content/lettres/2024-06.md", 4)
    assert "pas une date AAAA-MM-JJ" in problem.text
