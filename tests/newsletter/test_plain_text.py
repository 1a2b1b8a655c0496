"""The plain-text part: every word and every address."""

from __future__ import annotations

import pytest

from tools.newsletter.plain_text import WIDTH, plain_text

CASES = {
    "a paragraph": ("<p>Un  texte\nsimple.</p>", "Un texte simple."),
    "two paragraphs": ("<p>Un.</p><p>Deux.</p>", "Un.\n\nDeux."),
    "a link": ('<p>Lire <a href="https://a.example/">ceci</a>.</p>', "Lire ceci <https://a.example/>."),
    "an address as its own text": ('<p><a href="https://a.example/">https://a.example/</a></p>', "<https://a.example/>"),
    "an e-mail address": ('<p><a href="mailto:a@b.example">a@b.example</a></p>', "<a@b.example>"),
    "a link around an image": ('<a href="https://a.example/"><img alt="Une photo" src="x"></a>', "[Une photo] <https://a.example/>"),
    "headings": ('<h1>Titre</h1><h3><a href="https://a.example/">Sujet</a></h3>', "Titre\n=====\n\nSujet\nhttps://a.example/"),
    "a list": ("<ul><li>Un</li><li><p>Deux</p></li></ul>", "- Un\n- Deux"),
    "a numbered list": ("<ol><li>Un<ul><li>a</li></ul></li><li>Deux</li></ol>", "1. Un\n   - a\n2. Deux"),
    "a quotation": ("<blockquote><p>Un.</p><p>Deux.</p></blockquote>", "> Un.\n> \n> Deux."),
    "a line break": ("<p>Rue 1<br>\nMons</p>", "Rue 1\nMons"),
    "a table": ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>", "A | B\n\n1 | 2"),
    "emphasis and entities": ("<p><strong>A</strong>&nbsp;: l&rsquo;<em>été</em> &lt;3 &amp; co</p>", "A\u00a0: l’été <3 & co"),
    "a rule": ("<p>A</p><hr><p>B</p>", f"A\n\n{'-' * WIDTH}\n\nB"),
    "a definition": ("<dl><dt>Mot</dt><dd>Sens</dd></dl>", "Mot\n\nSens"),
    "what is for HTML only": ('<div data-text="skip">caché</div><p>vu<!-- rien --> <span data-text="skip">non</span>ici</p>', "vu ici"),
    "text beside blocks": ("<div>avant<p>dedans</p>après</div>", "avant\n\ndedans\n\naprès"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_it_says_the_same(name: str) -> None:
    html, text = CASES[name]
    assert plain_text(f"<html><body>{html}</body></html>") == text + "\n"


def test_lines_are_short_but_addresses_stay_whole() -> None:
    address = "https://essai.example/" + "long-" * 30
    lines = plain_text(f'<html><body><p>{"mot " * 60}<a href="{address}">ici</a></p></body></html>').split(
        "\n"
    )
    assert [line for line in lines if len(line) > WIDTH] == [f"<{address}>."[:-1]]
