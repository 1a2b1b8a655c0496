"""A text is converted once: what editors may write, and where its links and images stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.core.cache import Cache
from plugins.core.sections import SECTIONS
from plugins.texts.convert import Converter
from plugins.texts.front_matter import parse_document
from plugins.texts.sources import Source
from tests.equipment.texts import converted
from tools.build import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.texts.text import Text


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        # lists, as people write them
        ("Voici :\n- un\n- deux", "<p>Voici :</p>\n<ul>\n<li>un</li>\n<li>deux</li>\n</ul>"),
        ("- un\n  - deux\n- trois", "<ul>\n<li>un<ul>\n<li>deux</li>\n</ul>\n</li>\n<li>trois</li>\n</ul>"),
        ("1. un\n   1. deux", "<ol>\n<li>un<ol>\n<li>deux</li>\n</ol>\n</li>\n</ol>"),
        ("- un\n\n  deux", "<ul>\n<li>\n<p>un</p>\n<p>deux</p>\n</li>\n</ul>"),
        # tables
        (
            "a\n\n| b | c |\n|---|--:|\n| d | e |",
            (
            '<p>a</p>\n<table>\n<thead>\n<tr>\n<th>b</th>\n<th style="text-align:right">c</th>\n</tr>\n</thead>\n'
            '<tbody>\n<tr>\n<td>d</td>\n<td style="text-align:right">e</td>\n</tr>\n</tbody>\n</table>'
            ),
        ),
        # footnotes
        (
            "a[^n] b[^n] c[^o]\n\n[^n]: Un.\n\n    Deux.\n\n[^o]: - d",
            (
            '<p>a<sup id="fnref:n"><a class="footnote-ref" href="#fn:n">1</a></sup>'
            ' b<sup id="fnref2:n"><a class="footnote-ref" href="#fn:n">1</a></sup>'
            ' c<sup id="fnref:o"><a class="footnote-ref" href="#fn:o">2</a></sup></p>\n'
            '<div class="footnote">\n<hr>\n<ol>\n<li id="fn:n">\n<p>Un.</p>\n<p>Deux.&#160;'
            '<a class="footnote-backref" href="#fnref:n" title="Retour à l’appel de la note 1">&#8617;</a>'
            '<a class="footnote-backref" href="#fnref2:n" title="Retour à l’appel de la note 1">&#8617;</a></p>\n</li>\n'
            '<li id="fn:o">\n<ul>\n<li>d</li>\n</ul>\n'
            '<p><a class="footnote-backref" href="#fnref:o" title="Retour à l’appel de la note 2">&#8617;</a></p>\n</li>\n'
            "</ol>\n</div>"
            ),
        ),
        # abbreviations: whole words, the longest first, never in code
        (
            "CPAS, CPAST, `CPAS`, UCPAS\n\n*[CPAS]: Centre public\n*[CPAST]: d'autre",
            '<p><abbr title="Centre public">CPAS</abbr>, <abbr title="d\'autre">CPAST</abbr>, <code>CPAS</code>, UCPAS</p>',
        ),
        # definitions
        ("Terme\n:   Une\n:   Deux", "<dl>\n<dt>Terme</dt>\n<dd>Une</dd>\n<dd>Deux</dd>\n</dl>"),
        # identifiers, classes, languages
        ("## Titre {#ancre}", '<h2 id="ancre">Titre</h2>'),
        ("## Titre {: lang=en #a }", '<h2 lang="en" id="a">Titre</h2>'),
        ("un\n{: #x }", '<p id="x">un</p>'),
        ("*mot*{: lang=en } [b](/b/){#x}", '<p><em lang="en">mot</em> <a href="/b/" id="x">b</a></p>'),
        ("<b>*mot*</b>{lang=nl}", '<p><b lang="nl"><em>mot</em></b></p>'),
        ("- un\n{: #x }", '<ul>\n<li id="x">un</li>\n</ul>'),
        ("##Titre ##\nmot", '<h2 id="titre">Titre</h2>\n<p>mot</p>'),
        ("#mot", "<p>#mot</p>"),
        ("## Même\n\n## Même\n\n## ?", '<h2 id="meme">Même</h2>\n<h2 id="meme_1">Même</h2>\n<h2 id="_1">?</h2>'),
        # addresses as they are written, spaces included
        ("[a](Le programme 2024.pdf)", '<p><a href="Le programme 2024.pdf">a</a></p>'),
        ('[a](é (1).pdf "T")', '<p><a href="é (1).pdf" title="T">a</a></p>'),
        ('![a *b*](ma photo.jpg "T")', '<p><img alt="a b" src="ma photo.jpg" title="T"></p>'),
        ("[a](<b c.pdf>) [d](e f", '<p><a href="b c.pdf">a</a> [d](e f</p>'),
        ("<a@b.be>", '<p><a href="mailto:a@b.be">a@b.be</a></p>'),
        # raw HTML
        (
            '<details markdown="1">\n<summary>S</summary>\n\n**a**\n\n</details>',
            "<details>\n<summary>S</summary>\n<p><strong>a</strong></p>\n</details>",
        ),
        ("a <b>c</b> &copy; &", "<p>a <b>c</b> &copy; &amp;</p>"),
        # code
        ("```py x\na < b\n```", '<pre><code class="language-py">a &lt; b\n</code></pre>'),
    ],
)  # fmt: skip
def test_what_is_written_and_what_is_published(markdown: str, html: str) -> None:
    assert converted(markdown).html.replace("\u00a0", " ") == html


def test_links_and_images_know_their_lines() -> None:
    text = converted(
        "Un [a](/a/)\nmot\n[b\nb](/b/) et `du\ncode` ![c](c.jpg)\n\n"
        "- [d](/d/)\n- x\n  <https://e.be/>\n\n"
        "| a | b |\n|---|---|\n| x | [f](/f/) |\n\n"
        '<p>y\n<a href="/g/">g</a></p>\n\n> z\n> <img src="h.png">\n\nn[^1]\n\n[^1]: o\n    [i](/i/)',
        first_line=5,
    )
    links = [(link.address, link.line) for link in text.links if not link.address.startswith("#")]
    assert links == [
        ("/a/", 5),
        ("/b/", 7),
        ("/d/", 11),
        ("https://e.be/", 13),
        ("/f/", 17),
        ("/g/", 20),
        ("/i/", 28),
    ]
    assert [(image.address, image.line) for image in text.images] == [("c.jpg", 9), ("h.png", 23)]


def test_an_image_knows_the_paragraph_that_holds_it_alone() -> None:
    text = converted(
        "![a](a.jpg)\n{: #x }\n\nmot ![b](b.jpg)\n\n[![c](c.jpg)](/)\n\n- ![d](d.jpg)\n\n## ![e](e.jpg)\n\n| ![f](f.jpg) |\n|--|"
    )
    first, *others = text.images
    assert first.paragraph
    assert text.html[slice(*first.paragraph)] == '<p id="x"><img alt="a" src="a.jpg"></p>'
    assert [image.paragraph for image in others] == [None] * 5


def test_a_note_that_nothing_calls_is_a_problem_and_not_lost_in_silence() -> None:
    text = converted("Un mot[^1].\n\n[^1]: Oui.\n[^2]: Non.", first_line=9)
    assert [(problem.path, problem.line) for problem in text.problems] == [("content/essai.md", 12)]
    assert "[^2]" in text.problems[0].text


@pytest.mark.parametrize(
    "markdown", ["\n" + ">" * 70 + " mot", "\n" + "\n".join("  " * level + "- mot" for level in range(40))]
)
def test_what_is_nested_too_deep_to_be_shown_is_a_problem(markdown: str) -> None:
    (problem,) = converted(markdown).problems
    assert problem.line >= 2


SIGNS = st.sampled_from(
    [*"*_`\\[]()!<>&;{}~^:|#- \n", "  \n", "\n\n", "![", "](", "[^1]", "\n\n[^1]: ", "<b>", "</b>", "&amp;", "mot ", "été ",
     "https://a.be/", "<https://a.be/>", "<a@b.be>", "{chiffre:a:2023}", "**", "__", "\n\n[un]: /a/ 'b'\n", "[a](/b c/)",
     "<a href='/x/'>", "</a>", "<img src='/x.png'>", "<p>", "</p>", "\n*[mot]: long\n", "\n\n: ", "{#a}", "<picture>", "<script>",
     "</script>", "<table>", "<!--", "-->"]
)  # fmt: skip


@given(st.lists(SIGNS, max_size=40).map("".join))
def test_tags_stand_where_a_text_says(markdown: str) -> None:
    check_places(converted(markdown))


@pytest.mark.parametrize(
    "path", sorted((ROOT / "content").rglob("*.md")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_tags_of_our_own_texts_stand_where_they_say(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    document = parse_document(text) if text.startswith("---") else None
    found = converted(document.body if document else text, document.body_line if document else 1)
    check_places(found)
    lines = text.split("\n")
    for link in found.links:
        assert link.address in lines[link.line - 1]


def check_places(text: Text) -> None:
    for link in text.links:
        assert re.fullmatch(r"<a\b.*>", text.html[link.start : link.end], re.DOTALL | re.IGNORECASE)
        assert not link.close or text.html[link.close :].lower().startswith("</a")
    for image in text.images:
        assert re.fullmatch(r"<img\b.*>", text.html[image.start : image.end], re.DOTALL | re.IGNORECASE)
        if image.paragraph:
            start, end = image.paragraph
            assert start <= image.start < image.end <= end
            assert re.fullmatch(r"<p\b.*</p\s*>", text.html[start:end], re.DOTALL | re.IGNORECASE)


def test_a_text_is_known_by_its_file_its_line_and_our_code_too(tmp_path: Path) -> None:
    def source(text: str, path: str = "pages/a.md") -> Source:
        return Source(path, SECTIONS[0], "a", parse_document(text), ())

    def kept() -> int:
        return len([entry for entry in tmp_path.rglob("*") if entry.is_file()])

    converter = Converter(Cache(tmp_path), "un", "content")
    first = source("---\ntitre: Un\n---\n[a](/b/)")
    assert converter.text(first) == Converter(Cache(tmp_path), "un", "content").text(first)
    assert converter.text(first).links[0].line == 4
    assert kept() == 1
    converter.text(source("---\ntitre: Deux\n---\n[a](/b/)"))
    assert kept() == 1
    assert converter.text(source("---\ntitre: Deux\nstatut: brouillon\n---\n[a](/b/)")).links[0].line == 5
    converter.text(source("---\ntitre: Un\n---\n[a](/b/)", "pages/b.md"))
    Converter(Cache(tmp_path), "deux", "content").text(first)
    assert kept() == 4


def test_a_paragraph_of_thousands_of_brackets_is_refused_at_its_line() -> None:
    (problem,) = converted("Un texte.\n\n" + "![" * 6000).problems
    assert (problem.line, "crochets" in problem.text) == (3, True)
