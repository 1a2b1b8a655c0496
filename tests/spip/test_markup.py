"""SPIP's markup as Markdown: every case that our texts may hold, then any text at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.equipment.texts import converted
from tools.spip.markup.convert import convert
from tools.spip.markup.plain import plain_text, title_of
from tools.spip.markup.values import Converted, Media, Part, Target

if TYPE_CHECKING:
    from tools.spip.records import Key


@dataclass(frozen=True)
class Site:
    """Knows every object below number 900 and the documents that it is given."""

    media_of: dict[int, Media] = field(default_factory=dict)

    def object(self, key: Key, anchor: str) -> Target | None:
        if key.id >= 900:
            return None
        place = f"#{anchor}" if anchor else ""
        return Target(f"https://nouveau.example/{key.kind}/{key.id}/{place}", f"Titre {key.id}")

    def address(self, address: str) -> Target | None:
        return None if "perdu" in address else Target(address)

    def media(self, document: int) -> Media | None:
        if document >= 900:
            return None
        return self.media_of.get(document) or Media(
            f"https://nouveau.example/{document}.jpg", is_image=True, title="Photo", alt="Vue"
        )


def read(text: str, *, newline_breaks: bool = True) -> Converted:
    return convert([Part(text)], Site(), newline_breaks=newline_breaks)


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
