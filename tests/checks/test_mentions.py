"""What a letter lists: pages and dates that exist, each entry checked at its line."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.checks.sources.check import check_folder, read_sources
from plugins.texts.mentions import Mention, read_mention
from tests.equipment.inline import page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.equipment.inline import Site

GOOD = [
    ("actualites/colloque", Mention("/actualites/colloque/")),
    ("/actualites/colloque/", Mention("/actualites/colloque/")),
    ("contact", Mention("/contact/")),
    ({"bistrots/mons": "Une  phrase\n: deux."}, Mention("/bistrots/mons/", note="Une phrase : deux.")),
    ("2024-03-07 bistrots/mons", Mention("/bistrots/mons/", dt.date(2024, 3, 7))),
    ({"2024-03-07 bistrots/mons": "Venez."}, Mention("/bistrots/mons/", dt.date(2024, 3, 7), "Venez.")),
]
BAD = ["", "Actualites/Colloque", "actualites/colloque.md", "https://autre.example/", "../x", "a//b", "2024-02-31 bistrots/mons", "7 mars bistrots/mons",
       {"a": "b", "c": "d"}, {"a": None}, {"a": ["b"]}, {dt.date(2024, 3, 7): "bistrots/mons"}, ["a"], 7, None]  # fmt: skip


@pytest.mark.parametrize(("entry", "mention"), GOOD)
def test_an_entry_is_read(entry: object, mention: Mention) -> None:
    assert read_mention(entry) == mention


@pytest.mark.parametrize("entry", BAD, ids=str)
def test_what_is_no_entry_is_none(entry: object) -> None:
    assert read_mention(entry) is None


@given(st.one_of(st.text(), st.dictionaries(st.text(), st.text(), max_size=2), st.integers(), st.dates()))
def test_anything_is_an_entry_or_none(entry: object) -> None:
    mention = read_mention(entry)
    assert mention is None or (mention.address.startswith("/") and mention.address.endswith("/"))


def letter(*fields: str) -> str:
    return page("Une lettre", date="2024-06-12").replace(
        "---\n\n", "".join(f"{field}\n" for field in fields) + "---\n\n", 1
    )


MISTAKES = {
    "no list": (("sujets: actualites/colloque",), 5, "sujets : il faut une liste"),
    "no page": (("sujets:", "  - actualites/colloque", "  - actualites/coloque"), 7, "« actualites/coloque » n’est pas une page du site → écrivez « actualites/colloque » ?"),
    "nothing near": (("sujets: [zzzzzz]",), 5, "« zzzzzz » n’est pas une page du site → copiez l’adresse"),
    "no address": (("sujets: [https://autre.example/]",), 5, "« https://autre.example/ » n’est pas l’adresse d’une page"),
    "twice": (("sujets: [contact, /contact/]",), 5, "« contact » est écrit deux fois"),
    "a date among the pages": (("sujets: [2024-06-20 bistrots/mons]",), 5, "« bistrots/mons » porte une date → écrivez par exemple « - actualites/colloque »"),
    "a page without date": (("agenda: [bistrots/mons]",), 5, "« bistrots/mons » n’a pas de date → écrivez par exemple « - 2024-03-07 bistrots/mons »"),
    "not a date of it": (("agenda:", "  - 2024-06-20 bistrots/mons", "  - 2024-06-21 bistrots/mons"), 7, "le 2024-06-21 n’est pas une date de « bistrots/mons »"),
    "a page that has no dates": (("agenda: [2024-06-20 contact]",), 5, "le 2024-06-20 n’est pas une date de « contact »"),
    "an unquoted sentence": (("sujets:", "  - contact: Une phrase : deux."), 6, "l’en-tête n’est pas du YAML lisible"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_said_at_its_line(name: str, site: Site) -> None:
    fields, line, message = MISTAKES[name]
    content = site.root / "content"
    site.add(
        {
            "lettres/2024-06.md": letter(*fields),
            "bistrots/mons.md": page("Mons", commune="Mons", etat="actif", dates="[2024-06-20]"),
        }
    )
    sources = read_sources(content, None)
    found = [str(problem) for source in sources for problem in source.problems] + [
        str(problem) for problem in check_folder(content, sources)
    ]
    assert len(found) == 1
    assert found[0].startswith(f"content/lettres/2024-06.md:{line}: ")
    assert message in found[0]


def test_a_day_and_an_hour_of_an_event_and_evenings_can_be_announced(site: Site) -> None:
    site.add({
        "actualites/2023-11-23-colloque.md": page("Un colloque", date="2023-11-23", evenement='"2024-07-04 14:30"'),
        "bistrots/mons.md": page("Mons", commune="Mons", etat="actif", dates="[2024-06-20]", dates_annulees="[2024-06-20]"),
        "lettres/2024-06.md": letter("agenda: [2024-07-04 actualites/colloque, 2024-06-20 bistrots/mons]"),
    })  # fmt: skip
    assert site.build(today=dt.date(2024, 6, 12)).problems == ()
    assert "2024-07-04" in site.read("lettre/2024-06/index.html")


def test_a_letter_that_shows_a_draft_cannot_be_published(site: Site) -> None:
    site.add({
        "actualites/2024-06-01-attend.md": page("Une page qui attend", date="2024-06-01", statut="brouillon"),
        "lettres/2024-06.md": letter("sujets: [actualites/attend]"),
    })  # fmt: skip
    (problem,) = site.build(today=dt.date(2024, 6, 12)).problems
    assert problem.path == "content/lettres/2024-06.md"
    assert "n’est pas encore publiée (brouillon)" in problem.text


def test_a_letter_in_draft_is_not_on_the_site_and_may_show_drafts(site: Site) -> None:
    site.add({
        "actualites/2024-06-01-attend.md": page("Une page qui attend", date="2024-06-01", statut="brouillon"),
        "lettres/2024-06.md": letter("sujets: [actualites/attend]", "statut: brouillon"),
    })  # fmt: skip
    assert site.build(today=dt.date(2024, 6, 12)).problems == ()
    assert not (site.output / "lettre").exists()


def test_without_any_letter_there_is_no_folder(site: Site, tmp_path: Path) -> None:
    assert site.build().problems == ()
    assert not (site.output / "lettre").exists()
