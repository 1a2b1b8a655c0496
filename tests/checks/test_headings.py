"""The parts that a section asks of its texts: present, in order, and each with what it must hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.checks.sources.headings import check_headings
from plugins.core.fields import MOST_STEPS, Heading
from plugins.texts.front_matter import parse_document

HEADINGS = (Heading("Dans l’heure", steps=True), Heading("La loi", sources=True), Heading("Qui appeler"))
PARTS = {
    "Dans l’heure": "1. Respirez.\n2. Notez.",
    "La loi": "Voyez [le code](/ressources/code/).",
    "Qui appeler": "La permanence.",
}
GOOD = tuple(PARTS)


def _problems(body: str) -> list[str]:
    document = parse_document(f"---\ntitre: Essai\n---\n\n{body}\n")
    return [str(problem) for problem in check_headings("essai.md", document, HEADINGS)]


def _text(*titles: str, **changed: str) -> str:
    return "\n\n".join(
        f"## {title}\n\n{changed.get(title.split()[0], PARTS.get(title, 'Un texte.'))}" for title in titles
    )


@given(st.lists(st.sampled_from((*GOOD, "Autre chose")), max_size=5))
def test_only_the_headings_of_the_section_pass_and_only_in_their_order(titles: list[str]) -> None:
    """An empty text is reported elsewhere."""
    assert bool(_problems(_text(*titles))) == (tuple(titles) != GOOD and bool(titles))


@pytest.mark.parametrize(
    "title", ["## Dans l'heure", "##  Dans l’heure ", "## Dans l’heure {#vite}", "## Dans l’heure ##"]
)
def test_a_heading_may_be_typed_as_one_types(title: str) -> None:
    assert _problems(_text(*GOOD).replace("## Dans l’heure", title)) == []


MISTAKES = {
    "a text before": (
        f"Un mot.\n\n{_text(*GOOD)}",
        "essai.md:4: un texte avant le premier titre → mettez-le sous « ## Dans l’heure », ou dans le champ « question »",
    ),
    "a heading misspelt": (
        _text("Dans l’heure", "La lois", "Qui appeler"),
        (
            "essai.md:10: le titre « La lois » là où il faut « La loi » → gardez ces titres, dans cet ordre : "
            "Dans l’heure ; La loi ; Qui appeler"
        ),
    ),
    "one too many": (
        _text(*GOOD, "Encore"),
        (
            "essai.md:18: le titre « Encore » de trop → gardez ces titres, dans cet ordre : "
            "Dans l’heure ; La loi ; Qui appeler"
        ),
    ),
    "one missing": (
        _text("Dans l’heure", "La loi"),
        (
            "essai.md:10: il manque le titre « Qui appeler » → gardez ces titres, dans cet ordre : "
            "Dans l’heure ; La loi ; Qui appeler"
        ),
    ),
    "an empty part": (
        _text(*GOOD, Qui=" "),
        "essai.md:14: « Qui appeler » : rien sous ce titre → écrivez le texte",
    ),
    "no steps": (
        _text(*GOOD, Dans="- Respirez."),
        "essai.md:5: « Dans l’heure » : il faut une liste numérotée → commencez chaque étape par « 1. », « 2. »…",
    ),
    "too many steps": (
        _text(*GOOD, Dans="1. Un.\n" * (MOST_STEPS + 1)),
        "essai.md:5: « Dans l’heure » : 6 étapes → gardez les 5 plus utiles : la page se lit en une minute",
    ),
    "no source": (
        _text(*GOOD, La="La loi le dit, voyez [ailleurs](https://essai.example/)."),
        (
            "essai.md:10: « La loi » : aucun lien vers la page du site qui le dit → ajoutez-le, "
            "par exemple [l’article 458](/ressources/article-458-du-code-penal/)"
        ),
    ),
}


@pytest.mark.parametrize(("body", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_said_once_at_its_line_with_its_remedy(body: str, message: str) -> None:
    assert _problems(body) == [message]


def test_a_section_that_asks_for_no_headings_takes_any_text() -> None:
    document = parse_document("---\ntitre: Essai\n---\n\n## N’importe quoi\n\nUn texte.\n")
    assert list(check_headings("essai.md", document, ())) == []
