"""`invoke check --contenu` gives advice, kind by kind, and stops nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.french.readability import lix
from tests.equipment.inline import TODAY, VALID, Site, page
from tools.build import ROOT
from tools.content_audit import ON_HOME, audit, report

if TYPE_CHECKING:
    import datetime as dt

RESOURCE = {"date": "2024-01-01", "type": "code", "themes": "[secret]", "auteur": "Elle", "source": "Ici"}
FROM = {"d_apres": '["Rapport"]'}
HARD = "L’administration communale réglementairement compétente détermine exclusivement. " * 20


def advice(site: Site, files: dict[str, str], today: dt.date = TODAY) -> dict[str, list[str]]:
    """Return the advice about some files only, by title."""
    site.add(dict.fromkeys((name for name in VALID if name.endswith(".md")), None))
    site.add(files)
    return {
        chapter.title: [str(one) for one in chapter.advice] for chapter in audit(site.root / "content", today)
    }


@pytest.mark.parametrize(
    ("title", "name", "text", "line", "said"),
    [
        ("Sans source", "pages/essai.md", page("Essai"), 0, "d’où viennent ses faits → ajoutez « d_apres"),
        ("À confirmer", "pages/essai.md", page("Essai", **FROM, a_confirmer='["le jour"]'), 5, "à confirmer : le jour → une fois confirmé"),
        ("À confirmer", "pages/essai.md", page("Essai", **FROM, a_confirmer='\n  - "le jour"'), 6, "à confirmer : le jour →"),
        ("Brouillons", "pages/essai.md", page("Essai", **FROM, statut="brouillon", a_confirmer='["qui ?"]'), 6, "question : qui ? →"),
        ("Brouillons", "pages/essai.md", page("Essai", **FROM, statut="brouillon"), 5, "un brouillon sans question"),
        ("Ressources sans texte à lire", "ressources/essai.md", page("Essai", **FROM, **RESOURCE), 0, "ne mène à aucun texte"),
        ("Liens jamais vérifiés, ou il y a plus d’un an", "ressources/essai.md", page("Essai", **FROM, **RESOURCE, lien="https://a.example/"), 10, "n’a jamais été vérifié"),
        ("Liens jamais vérifiés, ou il y a plus d’un an", "ressources/essai.md", page("Essai", **FROM, **RESOURCE, lien="https://a.example/", lien_verifie="2023-05-01"), 10, "depuis le 1er\u00a0mai 2023"),
        ("Vieilles nouvelles en tête de l’accueil", "actualites/essai.md", page("Essai", **FROM, date="2023-05"), 5, "plus d’un an"),
        ("Dates passées", "actualites/essai.md", page("Essai", **FROM, date="2024-03-01", evenement="2024-05-01"), 6, "a eu lieu le 1er\u00a0mai 2024"),
        ("Dates passées", "actualites/essai.md", page("Essai", **FROM, date="2024-03-01", evenement='"2024-05-01 19:00"', fin="2024-05-03"), 6, "a eu lieu le"),
        ("Dates passées", "bistrots/mons.md", page("Mons", **FROM, commune="Mons", etat="actif", dates="[2024-05-01]"), 7, "la dernière date est passée"),
        ("Dates passées", "pages/essai.md", page("Essai", "Un mot.\nLa prochaine plénière se tient en 2022.", **FROM), 8, "« prochaine »"),
        ("Dates passées", "pages/essai.md", page("Essai", "Une charte paraîtra bientôt.", **FROM, mise_a_jour="2022-01-01"), 8, "« bientôt »"),
        ("Difficile à lire (indice LIX au-dessus de 45)", "pages/essai.md", page("Essai", HARD, **FROM), 7, "la plus longue a 7 mots"),
    ],
)  # fmt: skip
def test_each_kind_is_listed_with_its_place_and_its_remedy(
    site: Site, title: str, name: str, text: str, line: int, said: str
) -> None:
    found = advice(site, {name: text})
    assert list(found) == [title]
    (only,) = found[title]
    assert only.startswith(f"content/{name}:{line}: " if line else f"content/{name}: ")
    assert said in only
    assert " → " in only


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pages/essai.md", page("Essai", **FROM)),
        ("pages/essai.md", page("Essai", "")),
        ("ressources/essai.md", page("Essai", "Lire [le texte](texte.pdf).", **FROM, **RESOURCE)),
        ("ressources/essai.md", page("Essai", "Lire [là](https://a.example/).", **FROM, **RESOURCE)),
        ("ressources/essai.md", page("Essai", **FROM, **RESOURCE, lien="https://a.example/", lien_verifie="2024-01-01")),
        ("actualites/essai.md", page("Essai", **FROM, date="2024-03-01", evenement="2024-05-01", mise_a_jour="2024-05-02")),
        ("actualites/essai.md", page("Essai", **FROM, date="2024-03-01", evenement="2024-07-01")),
        ("bistrots/mons.md", page("Mons", **FROM, commune="Mons", etat="actif", dates="[2024-07-01]")),
        ("pages/essai.md", page("Essai", "La prochaine plénière se tient en 2025.", **FROM, mise_a_jour="2020-01-01")),
        ("pages/essai.md", page("Essai", HARD[:300], **FROM)),
        ("pages/essai.md", page("Essai", f"Il dit :\n\n> {HARD}", **FROM)),
    ],
)  # fmt: skip
def test_what_is_well_gets_no_advice(site: Site, name: str, text: str) -> None:
    assert advice(site, {name: text}) == {}


def test_only_the_news_on_top_are_old_news(site: Site) -> None:
    news = {
        f"actualites/essai-{day}.md": page(f"Essai {day}", **FROM, date=f"2022-01-0{day}")
        for day in range(1, 6)
    }
    (found,) = advice(site, news).values()
    assert len(found) == ON_HOME
    assert "essai-1" not in str(found)


def test_the_home_page_shows_as_many_news_as_we_look_at() -> None:
    home = (ROOT / "theme/templates/home.html").read_text(encoding="utf-8")
    assert re.findall(r"articles\[:(\d+)\]", home) == [str(ON_HOME)]


def test_the_report_counts_each_kind_and_says_when_nothing_is_left(site: Site) -> None:
    found = audit(site.root / "content", TODAY)
    assert report(found).startswith(f"Sans source ({len(found[0].advice)})\ncontent/")
    assert report(()) == "Rien à améliorer."


def test_the_command_succeeds_whatever_it_finds() -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("invoke"), "check", "--contenu"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert all(
        re.match(r"content/\S+: .+ → .+|[^:]+ \(\d+\)$", line) for line in run.stdout.split("\n") if line
    )


WORDS = st.text("abcdefghijklmnop", min_size=1, max_size=12)


@given(st.lists(st.lists(WORDS, min_size=1).map(" ".join), min_size=1))
def test_the_index_is_words_a_sentence_and_long_words_in_a_hundred(sentences: list[str]) -> None:
    words = " ".join(sentences).split()
    long = [word for word in words if len(word) > 6]
    assert lix(sentences) == pytest.approx(len(words) / len(sentences) + 100 * len(long) / len(words))
    assert lix([*sentences, *sentences]) == pytest.approx(lix(sentences)), "length alone makes no text harder"


def test_the_index_reads_french_words() -> None:
    assert lix([]) == 0
    assert lix(["L’équipe d’accueil se réunit."]) == 6 + 100 * 1 / 6
    assert lix(["…"]) == 0
