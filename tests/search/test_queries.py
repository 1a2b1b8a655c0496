"""The hundred questions of social workers, asked to the real site with the page's own modules."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from statistics import mean
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
AMONG_THREE = 0.92
"""Share of the questions that bring a right page among the first three, and no wrong one."""
RECIPROCAL_RANK = 0.8
"""Mean over all questions of 1 / the place of the first right page."""


@pytest.fixture(scope="module")
def site(real_site: RealSite) -> Path:
    return real_site.output


@pytest.fixture(scope="module")
def answers(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    queries = [query["q"] for query in QUERIES]
    made = ask(tmp_path_factory.mktemp("node"), folder=str(site), manifest=manifest_of(site), queries=queries)
    return dict(zip(queries, made["queries"], strict=True))


def test_there_are_a_hundred_different_questions_half_of_them_familiar(site: Path) -> None:
    assert len({query["q"] for query in QUERIES}) == len(QUERIES) >= 100
    assert sum(query.get("familier", False) for query in QUERIES) >= len(QUERIES) / 2
    addresses = {page for query in QUERIES for page in (*query["pages"], *query.get("pas", ()))}
    assert {page for page in addresses if not (site / page.strip("/") / "index.html").exists()} == set()


def test_a_right_page_and_none_of_another_sense_comes_among_the_first_three(answers: dict[str, Any]) -> None:
    missed = {
        query["q"]: answers[query["q"]]["found"][:3]
        for query in QUERIES
        if not set(query["pages"]) & set(answers[query["q"]]["found"][:3])
        or set(query.get("pas", ())) & set(answers[query["q"]]["found"][:3])
    }
    assert len(missed) <= (1 - AMONG_THREE) * len(QUERIES), missed


def test_the_right_page_comes_first_more_often_than_not(answers: dict[str, Any]) -> None:
    ranks = [
        next((rank for rank, page in enumerate(answers[query["q"]]["found"], 1) if page in query["pages"]), 0)
        for query in QUERIES
    ]
    assert mean(1 / rank if rank else 0 for rank in ranks) >= RECIPROCAL_RANK


def test_a_typing_mistake_is_corrected_only_where_nothing_has_the_word(site: Path, tmp_path: Path) -> None:
    queries = [
        "deontoligie", "secrte", "deontologie", "xylophone", "secret proffesionel", "davis", "educ", "perquisision",
    ]  # fmt: skip
    made = ask(tmp_path, folder=str(site), manifest=manifest_of(site), queries=queries)["queries"]
    assert [dict(answer["corrected"]) for answer in made] == [
        {"deontoligie": "deontolog"},
        {"secrte": "secret"},
        {},
        {},
        {"proffesionel": "professionnel"},
        {"davis": "avis"},
        {},
        {"perquisision": "perquisit"},
    ]
    assert made[3]["found"] == []


def test_who_asks_what_no_page_answers_is_led_to_the_permanence(site: Path, tmp_path: Path) -> None:
    queries = ["un voisin bizarre me suit", "perquisition", "xylophone"]
    made = ask(tmp_path, folder=str(site), manifest=manifest_of(site), queries=queries)["queries"]
    assert ["/permanence/" in answer["found"][:3] for answer in made] == [True, True, False]


def test_a_verb_finds_its_noun_and_a_noun_its_verb(site: Path, tmp_path: Path) -> None:
    queries = ["témoigner", "désobéissance"]
    made = ask(tmp_path, folder=str(site), manifest=manifest_of(site), queries=queries)["queries"]
    assert "/ressources/article-458-du-code-penal/" in made[0]["found"]
    assert made[1]["found"][0] == "/ressources/peut-on-desobeir/"


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
    summaries = set()  # shown by the results, and by lists
    for path in sorted((site / FOLDER).glob("textes/*/*.json"), key=lambda path: int(path.stem)):
        for *head, pieces in json.loads(path.read_text(encoding="utf-8")):
            address = head[0] if head else address  # what goes on from the file before has no head
            summaries |= set(words(" ".join(head[3:])))
            page = html.document_fromstring((site / address.strip("/") / "index.html").read_bytes())
            shown = set(words(" ".join(page.itertext())))
            assert set(words(" ".join(f"{heading} {text}" for _, heading, text in pieces))) <= shown, address
    terms = {
        term
        for path in (site / FOLDER).glob("termes/*/*.json")
        for term, lists in json.loads(path.read_text(encoding="utf-8")).items()
        if any(lists[:4])
    }
    stemmer = Stemmer()
    readable = {
        stemmer.stem(word)
        for path in site.rglob("*.html")
        for word in words(" ".join(html.document_fromstring(path.read_bytes()).itertext()))
    } | {stemmer.stem(word) for word in summaries}
    assert terms <= readable
