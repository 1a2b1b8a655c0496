"""`invoke share`: a text that is ready to paste, or why there is none."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest

from plugins.checks.sources.check import read_sources
from tests.agenda.dated_site import FILES
from tests.equipment.inline import ASSOCIATION, REAL_THEME, page
from tools.build import ROOT
from tools.newsletter import share

if TYPE_CHECKING:
    from pathlib import Path

    from tests.equipment.inline import Site

TODAY = dt.date(2024, 6, 1)
SHOWN_BY_FACEBOOK = 470
"""Characters before “Voir plus”."""


@pytest.fixture
def root(site: Site) -> Path:
    """Give a whole project whose pages say their card."""
    shutil.copytree(ROOT / "tests" / "equipment" / "tiny_theme", site.root / "theme")
    base = site.root / "theme" / "templates" / "article.html"
    card = "".join(
        f'<meta property="og:{name}" content="{{{{ {value} }}}}">'
        for name, value in (
            ("title", "article.title"),
            ("description", "article.summary"),
            ("url", 'SITE.address ~ "/" ~ article.url'),
        )
    )
    base.write_text(
        base.read_text(encoding="utf-8") + f"{{% block card %}}{card}{{% endblock %}}", encoding="utf-8"
    )
    layout = site.root / "theme" / "templates" / "base.html"
    layout.write_text(
        layout.read_text(encoding="utf-8").replace("</head>", "{% block card %}{% endblock %}</head>"),
        encoding="utf-8",
    )
    shutil.copy(ROOT / "pelicanconf.py", site.root)
    return site.root


def test_the_text_is_the_title_the_summary_and_the_address(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    share.run(root, "colloque", TODAY)
    assert capsys.readouterr().out == (
        "Un colloque\n\nUn résumé assez long pour Un colloque, en une seule phrase complète et claire.\n\n"
        "https://essai.example/actualites/colloque/\n"
    )


def test_an_event_that_is_no_longer_as_announced_says_so_first(site: Site) -> None:
    event = page(
        "Un débat",
        date="2024-05-02",
        evenement="2024-06-14",
        evenement_annule="oui",
        mise_a_jour="2024-05-20",
    )
    site.add({**FILES, "actualites/debat.md": event})
    report = site.build(**REAL_THEME)
    assert report.ok, report.problems
    card = share.read_card(site.read("actualites/debat/index.html"))
    assert card.description.startswith("Annulé. Un résumé assez long pour Un débat")


@pytest.mark.parametrize(
    "slug",
    [
        "actualites/colloque",
        "/actualites/colloque/",
        "content/actualites/2023-11-23-colloque.md",
        "actualites/2023-11-23-colloque.md",
        " colloque ",
    ],
)
def test_a_page_goes_by_several_names(slug: str, site: Site) -> None:
    assert share.find_page(read_sources(site.root / "content", None), slug, TODAY).slug == "colloque"


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("coloque", "→ écrivez « colloque » ?"),
        ("collo", "→ écrivez « colloque » ?"),
        ("zzzzzz", "→ donnez le nom du fichier"),
        ("", "→ donnez le nom du fichier"),
        ("404", "aucune page"),
        ("brouillon", "pas encore publiée (brouillon)"),
        ("demain", "pas encore publiée (paraîtra le 2024-06-02)"),
        ("mons", "plusieurs pages s’appellent « mons » → écrivez actualites/mons ou bistrots/mons"),
    ],
)
def test_a_page_that_cannot_be_shared_says_why(slug: str, message: str, site: Site) -> None:
    site.add({
        "actualites/2024-05-01-brouillon.md": page("Un brouillon", date="2024-05-01", statut="brouillon"),
        "actualites/2024-06-02-demain.md": page("Pour demain", date="2024-06-02"),
        "actualites/2024-05-01-mons.md": page("Mons en actualité", date="2024-05-01"),
    })  # fmt: skip
    with pytest.raises(
        share.ShareError, match=message.replace("?", r"\?").replace("(", r"\(").replace(")", r"\)")
    ):
        share.find_page(read_sources(site.root / "content", None), slug, TODAY)


def test_without_the_address_of_the_site_nothing_is_shared(
    root: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.add({"association.toml": ASSOCIATION.replace("https://essai.example", "")})
    with pytest.raises(SystemExit):
        share.run(root, "colloque", TODAY)
    assert "site.adresse : à compléter" in capsys.readouterr().err


def test_the_cards_of_the_real_content_stay_unfolded_on_facebook() -> None:
    """Measured on the sources: typography changes the kind of spaces, not their number by much."""
    for source in read_sources(ROOT / "content", None):
        card = share.SharedText(
            str(source.value("titre")),
            str(source.value("resume")),
            f"https://www.comite-de-vigilance.example{source.address}",
        )
        assert len(str(card)) <= SHOWN_BY_FACEBOOK, source.path
