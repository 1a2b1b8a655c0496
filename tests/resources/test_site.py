"""The library through the real generator: its lists, their feeds, and what a thousand resources make of it."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import feedparser
import pytest
from lxml import html

import pelicanconf
from plugins.media import cards
from tests.equipment.first_flight import FIRST_FLIGHT
from tests.equipment.inline import ASSOCIATION, REAL_THEME, Site, page, snapshot
from tools.build import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NEWS = 300
TYPES = ("code", "charte", "loi", "article", "carte-blanche", "etude", "outil", "video")
THEMES = (
    "secret-professionnel",
    "partage-d-informations",
    "justice-police",
    "controle-administration",
    "informatisation",
    "pratiques-institutionnelles",
    "deontologie",
    "fonction-sociale",
    "divers",
)
WORDS = tuple(
    re.findall(
        r"\w+",
        "travail dignité autonomie confiance partage pratique réunion équipe accueil urgence colère mandat refus "
        "signalement enquête usagers contrat numérique données jeunesse quartier parole écoute silence doute "
        "recours collectif rencontre métier école mémoire carnet guide repère cadre limite droit enfance",
    )
)


def _letters(number: int) -> str:
    """Return a number as letters: numbers in texts are the business of the statistics."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def resource(number: int) -> str:
    """Return a resource that looks like no other: texts that repeat would compress too well."""

    def some(count: int, step: int) -> str:
        return " ".join(WORDS[(number * step + index * (step + 2)) % len(WORDS)] for index in range(count))

    return page(
        f"{some(5, 3).capitalize()} {_letters(number)}",
        f"{some(40, 5).capitalize()}.\n\n## À savoir\n\n{some(30, 11)}.",
        date=f"20{10 + number % 14:02}-{1 + number % 12:02}-{1 + number % 28:02}",
        type=TYPES[number * 7 % len(TYPES)],
        themes=f"[{THEMES[number % 9]}, {THEMES[(number // 9 + 1 + number) % 9]}]"
        if number % 9 != (number // 9 + 1 + number) % 9
        else f"[{THEMES[number % 9]}]",
        auteur=some(3, 7).title(),
        source=some(2, 13),
        annee=str(2008 + number * 11 % 13),
    )


def test_a_list_has_its_page_its_feed_and_its_place_in_the_site_map(site: Site) -> None:
    site.add(
        {
            "ressources/autre.md": page(
                "Un autre code",
                date="2024-02-01",
                type="code",
                themes="[police, secret]",
                auteur="A",
                source="B",
                annee="2019",
            )
        }
    )
    report = site.build()
    assert report.ok, report.problems
    written = {
        path.parent.relative_to(site.output / "ressources").as_posix()
        for path in (site.output / "ressources").rglob("index.html")
    } - {"code", "autre"}
    assert written == {"type/code", "theme/police", "theme/secret", "annee/2019"}
    fed = {
        path.relative_to(site.output / "feeds/ressources")
        for path in (site.output / "feeds").rglob("ressources/**/*.rss")
    }
    assert {path.with_suffix("").as_posix() for path in fed} == written
    for key in written:
        feed = feedparser.parse((site.output / "feeds" / "ressources" / f"{key}.rss").read_bytes())
        assert not feed.bozo
        tree = html.fromstring(site.read(f"ressources/{key}/index.html"))
        shown = {link.text for link in tree.iter("a") if link.get("class") == "resource"}
        assert {entry.title for entry in feed.entries} == shown
        assert feed.feed.link == f"https://essai.example/ressources/{key}/"
    assert (site.output / "feeds" / "themes" / "secret.rss").is_file(), "the old addresses stay"


def test_a_resource_of_an_unknown_author_names_nobody(site: Site) -> None:
    content = ROOT / "content"
    linked = [address.strip("/") for _, address in (*pelicanconf.MENU, *pelicanconf.FOOTER)]
    fields = {"date": "2024", "type": "code", "themes": "[divers]", "source": "Une revue"}
    site.add(
        {
            **{name: (content / name).read_text() for name in ("vocabulaire.toml", "activites/chiffres.csv")},
            **{f"pages/{name}.md": page(f"Page {name}") for name in linked},
            "ressources/code.md": page("Un code", **fields),
        }
    )
    report = site.build(**REAL_THEME)
    assert report.ok, report.problems
    written = site.read("ressources/code/index.html")
    assert "<dt>De</dt>" not in written
    assert "None" not in written + site.read("ressources/index.html") + site.read("feeds/ressources.rss")


def test_a_draft_is_in_no_list(site: Site) -> None:
    fields = {"date": "2024-02-01", "type": "code", "themes": "[police]", "auteur": "A", "source": "B"}
    site.add({"ressources/a.md": page("Un brouillon", statut="brouillon", **fields)})
    assert site.build().ok
    assert not (site.output / "ressources/theme/police").exists()
    assert site.build(SHOW_DRAFTS=True).ok
    assert "Un brouillon" in site.read("ressources/theme/police/index.html")
    assert not (site.output / "feeds/ressources/theme/police.rss").exists()


def test_a_theme_that_only_news_treat_is_no_dead_link(site: Site) -> None:
    site.add({"actualites/2024-02-01-x.md": page("Une nouvelle", date="2024-02-01", themes="[police]")})
    assert site.build().ok
    feed = feedparser.parse((site.output / "feeds/themes/police.rss").read_bytes())
    assert feed.feed.link == "https://essai.example/actualites/"


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a site of a thousand resources and of years with more news than a page holds, with the real theme."""
    site = Site(tmp_path_factory.mktemp("big"))
    linked = [address.strip("/") for _, address in (*pelicanconf.MENU, *pelicanconf.FOOTER)]
    content = ROOT / "content"
    site.add(
        {
            "association.toml": ASSOCIATION,
            "vocabulaire.toml": (content / "vocabulaire.toml").read_text(encoding="utf-8"),
            "activites/chiffres.csv": (content / "activites" / "chiffres.csv").read_text(encoding="utf-8"),
            "ressources/code.md": None,
            **{f"pages/{name}.md": page(f"Page {name}") for name in linked},
            **{f"ressources/r-{number}.md": resource(number) for number in range(1000)},
            **{
                f"actualites/n-{number}.md": page(
                    f"{WORDS[number % 30].capitalize()} {WORDS[number * 7 % 29]} {_letters(number)}",
                    date=f"{2019 + number % 5}-{1 + number % 12:02}-{1 + number % 28:02}",
                )
                for number in range(NEWS)
            },
        }
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cards, "draw", lambda *_: b"")  # more than half of the time, for nothing here
        report = site.build(
            **REAL_THEME,
        )
    assert report.ok, "\n".join(map(str, report.problems[:20]))
    return site


def lists_of(site: Site) -> list[Path]:
    folder = site.output / "ressources"
    return [
        *(path for part in ("type", "theme", "annee") for path in (folder / part).rglob("index.html")),
        folder / "index.html",
        *(site.output / "actualites").glob("20*/**/index.html"),
        site.output / "actualites" / "index.html",
        site.output / "plan-du-site" / "index.html",
        site.output / "index.html",
    ]


def test_every_list_of_a_thousand_comes_in_the_first_flight(big: Site) -> None:
    sizes = {}
    for path in lists_of(big):
        text = path.read_text(encoding="utf-8")
        files = re.findall(r'<(?:link rel="stylesheet" href|script src)="/([^"]+)"', text)
        sizes[path] = len(gzip.compress(text.encode(), 9)) + sum(
            len(gzip.compress((big.output / name).read_bytes(), 9)) for name in files
        )
    heavy = {path.as_posix(): size for path, size in sizes.items() if size > FIRST_FLIGHT}
    assert heavy == {}


def test_the_number_of_lists_is_bounded_by_the_vocabulary_and_the_years(big: Site) -> None:
    pages = [path for path in lists_of(big) if "/page/" not in path.as_posix()]
    assert len(pages) <= len(TYPES) + len(THEMES) + 13 + 20


def test_the_pages_of_a_list_hold_every_resource_once(big: Site) -> None:
    folder = big.output / "ressources" / "type" / "loi"
    pages = [folder / "index.html", *sorted(folder.glob("page/*/index.html"))]
    assert len(pages) > 1
    found = [
        address
        for path in pages
        for address in re.findall(r'<h3><a href="(/ressources/r-\d+/)">', path.read_text(encoding="utf-8"))
    ]
    assert len(found) == len(set(found)) == 125


def test_the_same_resources_give_the_same_bytes(site: Site) -> None:
    site.add({f"ressources/r-{number}.md": resource(number) for number in range(30)})
    site.add({"vocabulaire.toml": (ROOT / "content" / "vocabulaire.toml").read_text(encoding="utf-8")})
    site.add({"ressources/code.md": None})
    assert site.build().ok
    first = snapshot(site.output)
    assert site.build().ok
    assert snapshot(site.output) == first
