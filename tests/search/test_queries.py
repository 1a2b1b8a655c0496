"""The forty questions of social workers, asked to the real site with the page's own modules."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from plugins.search.files import FOLDER
from plugins.search.words import Stemmer, words
from tests.search.node import ask, manifest_of

if TYPE_CHECKING:
    from tests.equipment.real_site import RealSite

pytestmark = pytest.mark.browser

QUERIES = tomllib.loads((Path(__file__).parent / "requetes.toml").read_text(encoding="utf-8"))["requete"]


@pytest.fixture(scope="module")
def site(real_site: RealSite) -> Path:
    return real_site.output


@pytest.fixture(scope="module")
def answers(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    queries = [query["q"] for query in QUERIES]
    made = ask(tmp_path_factory.mktemp("node"), folder=str(site), manifest=manifest_of(site), queries=queries)
    return dict(zip(queries, made["queries"], strict=True))


def test_there_are_forty_different_questions_about_pages_that_exist(site: Path) -> None:
    assert len({query["q"] for query in QUERIES}) == len(QUERIES) >= 40
    assert [
        query["page"] for query in QUERIES if not (site / query["page"].strip("/") / "index.html").exists()
    ] == []


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query["q"])
def test_the_page_wanted_comes_among_the_first_three(query: dict[str, str], answers: dict[str, Any]) -> None:
    assert query["page"] in answers[query["q"]]["found"][:3]


def test_a_typing_mistake_is_corrected_only_where_nothing_has_the_word(site: Path, tmp_path: Path) -> None:
    queries = ["deontoligie", "secrte", "deontologie", "xylophone", "secret professionel partagé"]
    made = ask(tmp_path, folder=str(site), manifest=manifest_of(site), queries=queries)["queries"]
    assert [dict(answer["corrected"]) for answer in made] == [
        {"deontoligie": "deontolog"},
        {"secrte": "secret"},
        {},
        {},
        {"professionel": "professionnel"},
    ]
    assert made[3]["found"] == []


def test_an_unfinished_word_finds_already(site: Path, tmp_path: Path) -> None:
    made = ask(tmp_path, folder=str(site), manifest=manifest_of(site), queries=["déontol", "concert"])[
        "queries"
    ]
    assert "/ressources/code-de-deontologie-des-assistants-sociaux/" in made[0]["found"]
    assert "/ressources/article-458-ter-concertation-de-cas/" in made[1]["found"]


def test_pages_with_some_of_the_words_follow_those_that_have_all(site: Path, tmp_path: Path) -> None:
    (answer,) = ask(tmp_path, folder=str(site), manifest=manifest_of(site), queries=["désobéir direction"])[
        "queries"
    ]
    assert 0 < answer["whole"] < answer["count"]


def test_nothing_is_found_that_its_page_does_not_show(site: Path) -> None:
    """So nothing of the register, of the visits, of a draft or of a hidden count can be found either."""
    address = ""
    for path in sorted((site / FOLDER).glob("textes/*/*.json"), key=lambda path: int(path.stem)):
        for *head, pieces in json.loads(path.read_text(encoding="utf-8")):
            address = head[0] if head else address  # what goes on from the file before has no head
            page = html.document_fromstring((site / address.strip("/") / "index.html").read_bytes())
            shown = set(words(" ".join(page.itertext())))
            assert set(words(" ".join(f"{heading} {text}" for _, heading, text in pieces))) <= shown, address
    terms = {
        term
        for path in (site / FOLDER).glob("termes/*/*.json")
        for term in json.loads(path.read_text(encoding="utf-8"))
    }
    stemmer = Stemmer()
    readable = {
        stemmer.stem(word)
        for path in site.rglob("*.html")
        for word in words(" ".join(html.document_fromstring(path.read_bytes()).itertext()))
    }
    assert terms <= readable
