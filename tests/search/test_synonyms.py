"""The synonyms of the editors: read, or refused with the line and the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.search.synonyms import Answer, Editors, read_synonyms
from plugins.search.words import Stemmer, words
from tools.build import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.equipment.inline import Site


ANSWER = '[synonymes]\n[[reponses]]\nquestions = ["x"]\n'


def test_synonyms_are_read_as_terms(tmp_path: Path) -> None:
    text = '[synonymes]\nAS = ["assistant social", "travailleuse sociale"]\n"secret partagé" = ["SPP"]\n'
    (tmp_path / "synonymes.toml").write_text(text, encoding="utf-8")
    made, problems = read_synonyms(tmp_path, Stemmer(), ())
    assert problems == ()
    assert made.synonyms == {"as": [["assist", "social"], ["travaill", "social"]], "secret partag": [["spp"]]}


def test_answers_are_read_as_terms_and_addresses(tmp_path: Path) -> None:
    text = '[synonymes]\n[[reponses]]\nquestions = ["convoqué par la police"]\npages = ["/permanence/"]\n'
    (tmp_path / "synonymes.toml").write_text(text, encoding="utf-8")
    made, problems = read_synonyms(tmp_path, Stemmer(), {"/permanence/"})
    assert problems == ()
    assert made.answers == (Answer("convoqué par la police", ("convoqu", "polic"), ("/permanence/",)),)


def test_an_answer_to_no_question_is_for_all_others(tmp_path: Path) -> None:
    text = '[synonymes]\n[[reponses]]\nquestions = []\npages = ["/permanence/"]\n'
    (tmp_path / "synonymes.toml").write_text(text, encoding="utf-8")
    made, problems = read_synonyms(tmp_path, Stemmer(), {"/permanence/"})
    assert problems == ()
    assert made == Editors({}, (), ("/permanence/",))


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert read_synonyms(tmp_path, Stemmer(), ()) == (Editors({}), ())


@pytest.mark.parametrize(
    ("text", "line", "said", "remedy"),
    [
        ('[synonymes]\nas = "assistant social"\n', 2, "« as » n’a pas de liste", "entre crochets"),
        ("[synonymes]\nas = []\n", 2, "« as » n’a pas de liste", "entre crochets"),
        ("[synonymes]\nas = [1]\n", 2, "« as » n’a pas de liste", "entre crochets"),
        ('[synonymes]\nas = [""]\n', 2, "un synonyme de « as » est vide", "retirez"),
        ('[synonymes]\nas = ["A.S", "As"]\n', 2, "« as » est son propre synonyme", "retirez"),
        ('[synonymes]\nas = ["x"]\nAS = ["y"]\n', 3, "« AS » est déjà écrit plus haut", "gardez"),
        ('[synonymes]\n"?" = ["x"]\n', 2, "« ? » n’a ni lettre ni chiffre", "tapent"),
        ('[synonymes]\nas = ["x"\n', 2, "n’est pas du TOML lisible", "as"),
        ("[synonymes]\nas = [assistant]\n", 2, "n’est pas du TOML lisible", "crochets|forme"),
        ('as = ["x"]\n', 1, "« as » n’est pas à sa place", "[synonymes]"),
        ('[synonyme]\nas = ["x"]\n', 1, "« synonyme » n’est pas à sa place", "[synonymes]"),
        ("", 0, "n’est pas à sa place", "[synonymes]"),
        ('[synonymes]\n[reponses]\nx = ["/"]\n', 2, "« reponses » n’est pas à sa place", "[[reponses]]"),
        ('[synonymes]\n[[reponses]]\nquestions = ["x"]\n', 2, "n’est pas complète", "pages"),
        (f"{ANSWER}pages = []\n", 2, "n’est pas complète", "entre crochets"),
        (f'{ANSWER}pages = ["/nulle/"]\n', 4, "« /nulle/ » n’est pas une page", "adresse"),
        (f'{ANSWER}pages = ["/"]\n{ANSWER[12:]}pages = ["/"]\n', 3, "« x » est déjà écrit", "gardez"),
    ],
)
def test_a_mistake_stops_the_build_and_names_its_line(
    site: Site, text: str, line: int, said: str, remedy: str
) -> None:
    site.add({"synonymes.toml": text})
    report = site.build()
    assert len(report.problems) == 1
    (problem,) = report.problems
    assert (problem.path, problem.line) == ("content/synonymes.toml", line)
    assert said in problem.text
    assert any(part in problem.remedy for part in remedy.split("|"))
    assert not site.output.exists()


def test_a_file_in_another_encoding_is_refused(site: Site) -> None:
    site.add({"synonymes.toml": '[synonymes]\nété = ["x"]\n'.encode("latin-1")})
    (problem,) = site.build().problems
    assert "UTF-8" in problem.text


def test_every_synonym_of_the_site_leads_to_something(tmp_path: Path) -> None:
    """Each right side stands in some page: a synonym that finds nothing only promises."""
    stemmer = Stemmer()
    made, _ = read_synonyms(ROOT / "content", stemmer, ())
    terms = {
        stemmer.stem(word)
        for path in (ROOT / "content").rglob("*.md")
        for word in words(path.read_text(encoding="utf-8"))
    }
    lost = {key for key, meant in made.synonyms.items() if not any(set(phrase) <= terms for phrase in meant)}
    assert lost == set()
