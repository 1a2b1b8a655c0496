"""Typography in Markdown: text is typeset; code, addresses, attributes and ids never change."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.equipment.texts import as_typed, converted


def convert(source: str) -> str:
    return converted(source).html


def spaced(html: str) -> str:
    """In the tables, ~ is a no-break space and _ a narrow one."""
    return html.replace("~", "\u00a0").replace("_", "\u202f")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Bonjour !", "<p>Bonjour_!</p>"),
        ("*Bonjour* !", "<p><em>Bonjour</em>_!</p>"),
        ("*Bonjour*!", "<p><em>Bonjour</em>_!</p>"),
        ("«*mot*»", "<p>«~<em>mot</em>~»</p>"),
        ("« [lien](/a/) »", '<p>«~<a href="/a/">lien</a>~»</p>'),
        ("l'*été* ; fin", "<p>l’<em>été</em>_; fin</p>"),
        ("2 **194**", "<p>2_<strong>194</strong></p>"),
        ("<em>Bonjour</em>!", "<p><em>Bonjour</em>_!</p>"),  # raw HTML
        ("<div>a : b</div>", "<div>\n<p>a~: b</p>\n</div>"),
        ("- a : b\n- c ?", "<ul>\n<li>a~: b</li>\n<li>c_?</li>\n</ul>"),
        ("> a : b", "<blockquote>\n<p>a~: b</p>\n</blockquote>"),
        ('<div markdown="1">\na : b\n</div>', "<div>\n<p>a~: b</p>\n</div>"),
        # what stays
        ("`a : b ; c ! 'd'` !", "<p><code>a : b ; c ! 'd'</code>_!</p>"),
        ("```\na : b !\n```", "<pre><code>a : b !\n</code></pre>"),
        ("~~~\na : b !\n~~~".replace("~", "`"), "<pre><code>a : b !\n</code></pre>"),
        ("<kbd>Ctrl : ;</kbd> ;", "<p><kbd>Ctrl : ;</kbd>_;</p>"),
        ("<samp>*a* : ;</samp> : b", "<p><samp><em>a</em> : ;</samp>~: b</p>"),
        ("[a : b](/x;y 'c : d')", '<p><a href="/x;y" title="c : d">a~: b</a></p>'),
        ("![a : b](p.jpg)", '<p><img alt="a : b" src="p.jpg"></p>'),
        ("<https://x.be/?a;b>", '<p><a href="https://x.be/?a;b">https://x.be/?a;b</a></p>'),
        ("oui&nbsp;!", "<p>oui&nbsp;!</p>"),  # what an editor insisted on
        (r"\*a\* : b \!", "<p>*a*~: b_!</p>"),  # escaped signs are read as what they are
        ("a<br>! b", "<p>a<br>\n! b</p>"),
    ],
)
def test_what_is_written_and_what_is_published(source: str, html: str) -> None:
    assert convert(source) == (spaced(html) if "p.jpg" not in source else html)


def test_a_footnote_call_is_no_digit_of_the_sentence() -> None:
    html = convert("Avis[^1] 194 fois ; oui.\n\n[^1]: Note : fin.")
    assert "</sup> 194 fois\u202f; oui" in html
    assert "Note\u00a0: fin." in html


def test_an_abbreviation_keeps_its_title() -> None:
    html = convert("Le CVTS : oui.\n\n*[CVTS]: Comité : vigilance !")
    assert '<abbr title="Comité : vigilance !">CVTS</abbr>\u00a0: oui.' in html


@pytest.mark.parametrize(
    ("heading", "identifier"),
    [
        ("Qu'est-ce que « le secret » ?", "quest-ce-que-le-secret"),
        ("Article n°24: l'été", "article-n24-lete"),
        ("14h30", "14h30"),
        ("2 194 permanences !", "2-194-permanences"),
    ],
)
def test_ids_come_from_what_was_typed(heading: str, identifier: str) -> None:
    html = convert(f"## {heading}\n")
    assert f'id="{identifier}"' in html
    assert identifier.isascii()


def fragments() -> st.SearchStrategy[str]:
    words = st.sampled_from(
        ["mot", "l'été", "«", "»", "2 194", "14h30", ";", "!", "?", ":", "n°24", "20%", "..."]
    )
    signs = st.text(alphabet=" ;!?:«»'.ab=&%", min_size=1, max_size=8)
    code = signs.map("`a{}b`".format)
    link = st.builds("[{}](/x?{})".format, words, st.text(alphabet="ab;!?:=&.%", max_size=8))
    image = signs.map("![{}](p.jpg)".format)
    auto = st.text(alphabet="ab;!?:=.", max_size=8).map("<https://x.be/{}>".format)
    raw = signs.map('<span title="{}">x</span>'.format) | signs.map("<kbd>{}</kbd>".format)
    mail = st.just("<a@b.be>")
    return st.lists(words | code | link | image | auto | raw | mail, max_size=10).flatmap(
        lambda parts: st.sampled_from([" ", ""]).map(lambda glue: glue.join(parts))
    )


def untouchable(html: str) -> tuple[list[str], list[str]]:
    """Return every tag with its attributes, and the text of every code-like element."""
    return re.findall(r"<[^>]*>", html), re.findall(r"<(?:code|kbd)>(.*?)</(?:code|kbd)>", html)


@given(fragments())
def test_code_addresses_and_attributes_never_change(source: str) -> None:
    plain, typeset = as_typed(source), convert(source)
    assert untouchable(typeset) == untouchable(plain)
    for address in re.findall(r">(https://[^<]*)<", plain):
        assert f">{address}<" in typeset


@given(fragments())
def test_no_text_is_lost(source: str) -> None:
    def bare(html: str) -> str:
        return re.sub(r"\s", "", html).replace("’", "'").replace("…", "...")

    assert bare(convert(source)) == bare(as_typed(source))
