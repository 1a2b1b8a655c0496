"""SPIP's markup as Markdown: every case that our texts may hold."""

from __future__ import annotations

import pytest

from tests.equipment.spip_objects import EveryObject
from tests.equipment.texts import converted
from tools.spip.markup.convert import convert
from tools.spip.markup.plain import plain_text, title_of
from tools.spip.markup.values import Converted, Part


def read(text: str, *, newline_breaks: bool = True) -> Converted:
    return convert([Part(text)], EveryObject(), newline_breaks=newline_breaks)


def markdown(text: str, *, newline_breaks: bool = True) -> str:
    found = read(text, newline_breaks=newline_breaks).markdown
    assert converted(found).problems == ()
    return found.removesuffix("\n")


def doubts(text: str) -> list[tuple[str, str, bool]]:
    return [(doubt.problem, doubt.words, doubt.blocking) for doubt in read(text).doubts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Il faut :\n-* un\n-** deux\n-## trois\n-* quatre",
            "Il faut :\n\n- un\n  - deux\n  1. trois\n- quatre",
        ),
        ("-# a\n-# b\n\n-# c", "1. a\n2. b\n\n1) c"),
        ("{{{Titre}}}\nTexte", "## Titre\n\nTexte"),
        ("{un\ndeux}", "*un<br>\ndeux*"),
        ("{{gras\n\nencore}}", "**gras**\n\n**encore**"),
        ("{mixed {{double and} single asterisk}}", "<em>mixed **double and**</em> **single asterisk**"),
        ("un {} et {{}}", "un \\{} et \\{\\{}}"),
        ("[texte->http://x.be/]", "[texte](http://x.be/)"),
        ("[->3]", "[Titre 3](https://nouveau.example/article/3/)"),
        ("[t->rub4#bas]", "[t](https://nouveau.example/rubrique/4/#bas)"),
        ("[t|bulle{nl}->http://x.be/]", '[t](http://x.be/ "bulle"){hreflang=nl}'),
        ("(voir [x->115]", "(voir [x](https://nouveau.example/article/115/)"),
        ("www.x.be.", "[www.x.be](http://www.x.be)."),
        ("https://x.be/a_b, c@d.be", "<https://x.be/a_b>, <c@d.be>"),
        ("mot[definition_ancre<-] suite", 'mot<span id="definition_ancre"></span> suite'),
        ("[CPAS|centre]", '<abbr title="centre">CPAS</abbr>'),
        ("{{[sens|signification]}}", '**<abbr title="signification">sens</abbr>**'),
        ("un\n---- \ndeux", "un\n\n---\n\ndeux"),
        ("-- Oui.\n-- Non.", "— Oui.\n\n— Non."),
        ("- un\n- deux", "- un\n- deux"),
        ("un\n_ deux", "un<br>\ndeux"),
        ("<quote>Cité</quote>", "> Cité"),
        ("<poesie>un\ndeux\n\ntrois</poesie>", "> un<br>\n> deux\n>\n> trois"),
        ("<code>{a} [b->art3] [[c]]</code>", "`{a} [b->art3] [[c]]`"),
        ("<code>a\n\n&eacute;</code>", "```\na\n\n&eacute;\n```"),
        ("\\{a\\} \\[b->c\\]", "\\{a} \\[b->c\\]"),
        ("&eacute; &lt;b&gt;", "é \\<b>"),
        ("M.~Dupont~: 5~km, a~b", "M. Dupont : 5 km, a\u00a0b"),
        ("<multi>[en]yes[fr]oui</multi>", "oui"),
        ("<html>{a} <b>c</b></html>", "\\{a} **c**"),
        ("[<img3|left>->http://u.be/]", "[![Vue](https://nouveau.example/3.jpg)](http://u.be/)"),
        ("{2{Sous}2}", "## Sous"),
        ("{{{A}}}{{{**B}}}", "## A\n\n### B"),
        ("[*mise*] [(encadré)] [/droite/]", "**mise** encadré droite"),
        ("x<sup>2</sup> <sc>PETIT</sc>", "x<sup>2</sup> PETIT"),
    ],
)
def test_a_shortcut_becomes(text: str, expected: str) -> None:
    assert markdown(text) == expected


def test_a_field_of_one_line_is_plain_text() -> None:
    assert (
        plain_text("{{a}} <multi>[en]x[fr]y</multi> [l->3][[Une note.]] <br />fin~!")
        == "a y l (Une note.) fin !"
    )


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("10. Écouter", "Écouter"),
        ("2) Dire", "Dire"),
        ("1.titre", "1.titre"),
        ("3° Agir", "Agir"),
        ("12", "12"),
    ],
)
def test_a_title_loses_the_number_that_puts_it_in_order(title: str, shown: str) -> None:
    assert title_of(title) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[texte->art999]",
            ("le lien vers l’article 999, qui n’existe pas ou n’a pas de page", "article 999", True),
        ),
        ("[texte->http://perdu.be/]", ("un lien qui ne mène plus nulle part", "http://perdu.be/", True)),
        ("[texte->#nulle-part]", ("un lien vers un endroit du texte qui n’existe pas", "#nulle-part", True)),
        (
            "<form2|titre=Dire>",
            ("<form2>, que seul l’ancien site savait montrer", "<form2|titre=Dire>", True),
        ),
        ("<doc999>", ("le document 999, qui n’existe pas ou dont le fichier manque", "<doc999>", True)),
        (
            '<iframe src="https://v.be/1">Film</iframe>',
            ("<iframe>, que le site refuse", "https://v.be/1 Film", True),
        ),
        ("<script>dire()</script>", ("un programme (<script>), laissé de côté", "dire()", True)),
        ("<style>a { b }</style>", ("de la mise en forme (<style>), laissé de côté", "a { b }", False)),
        ("<form><input value='Oui'> Envoyer</form>", ("<form>, que le site refuse", "Oui Envoyer", True)),
        ("<!-- caché -->", ("un commentaire caché dans le texte", "caché", False)),
        ("<math>$x^2$</math>", ("une formule, écrite comme du code", "$x^2$", False)),
        ("<multi>[fr]a[en]b</multi>", ("un texte en plusieurs langues, dont la page garde une", "b", False)),
    ],
)
def test_what_a_page_cannot_say_is_a_doubt_with_its_words(text: str, expected: tuple[str, str, bool]) -> None:
    assert doubts(text) == [expected]


def test_a_dead_link_keeps_its_words() -> None:
    assert markdown("Voir [la {loi}->art999] ici.") == "Voir la *loi* ici."
