"""Raw HTML: a closed set is shown as it was meant, all else is refused with its line and what to write."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from plugins.core.link_addresses import address_problem
from plugins.feeds.portable_html import portable
from plugins.media.markup import rewrite
from plugins.texts.allowed import ATTRIBUTES, ELEMENTS, EVERYWHERE, INSTEAD
from plugins.texts.anchors import RESERVED
from tests.equipment.texts import converted
from tools.build import ROOT

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        # in a line
        ('le <abbr title="Centre public">CPAS</abbr>, H<sub>2</sub>O', '<p>le <abbr title="Centre public">CPAS</abbr>, H<sub>2</sub>O</p>'),
        ("<b>*a*</b> <SPAN lang='nl'>goed</SPAN>", '<p><b><em>a</em></b> <span lang="nl">goed</span></p>'),
        ("un<br>deux<br/>trois", "<p>un<br>\ndeux<br>\ntrois</p>"),
        ('<a href="/x/" title="t">a <b>b</b></a>', '<p><a href="/x/" title="t">a <b>b</b></a></p>'),
        ('<a\nhref="/x/">a</a>', '<p><a href="/x/">a</a></p>'),
        ('<img src="x.png" alt="un &lt;plan&gt;">', '<p><img alt="un &lt;plan&gt;" src="x.png"></p>'),
        ("le <time datetime=2024-03-01>1er mars</time>", '<p>le <time datetime="2024-03-01">1er mars</time></p>'),
        ("`<b>` &lt;script&gt; \\<b>", "<p><code>&lt;b&gt;</code> &lt;script&gt; &lt;b&gt;</p>"),
        ("```\n<script>\n```", "<pre><code>&lt;script&gt;\n</code></pre>"),
        # signs that are no tags
        ("3 < 5 et a<b, 5 > 3, <3, <- ->", "<p>3 &lt; 5 et a&lt;b, 5 &gt; 3, &lt;3, &lt;- -&gt;</p>"),
        ("\\<\\<chevrons>>", "<p>&lt;&lt;chevrons&gt;&gt;</p>"),
        ("x\\<y>z", "<p>x&lt;y&gt;z</p>"),
        ("<https://a.be/?b&c> <nom@domaine.be>", '<p><a href="https://a.be/?b&amp;c">https://a.be/?b&amp;c</a> <a href="mailto:nom@domaine.be">nom@domaine.be</a></p>'),
        # blocks, with Markdown in them, blank lines or not
        ("<details>\n<summary>Un **mot**</summary>\n\n- a\n- b\n\n</details>", "<details>\n<summary>Un <strong>mot</strong></summary>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n</details>"),
        ("<details>\n<summary>Un</summary>\n- a\n- b\n</details>\nfin", "<details>\n<summary>Un</summary>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n</details>\n<p>fin</p>"),
        ('<details markdown="1" open>\n<summary>Un</summary>\n*a*\n</details>', '<details open="">\n<summary>Un</summary>\n<p><em>a</em></p>\n</details>'),
        ("<details><summary>Un</summary>Deux *trois*.</details>", "<details>\n<summary>Un</summary>\n<p>Deux <em>trois</em>.</p>\n</details>"),
        ("avant\n<div lang=nl>\n## T\n| a |\n|---|\n| b |\n</div>\naprès", '<p>avant</p>\n<div lang="nl">\n<h2 id="t">T</h2>\n<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n</div>\n<p>après</p>'),
        ("- a\n  <div>\n  b\n  </div>\n- c", "<ul>\n<li>a<div>\nb</div>\n</li>\n<li>c</li>\n</ul>"),
        ("> <p>a\n> *b*</p>", "<blockquote>\n<p>a\n<em>b</em></p>\n</blockquote>"),
        ("<table>\n  <tr><th scope=col>a</th></tr>\n\n      <tr><td colspan=2>*b*</td></tr>\n</table>", '<table>\n<tr>\n<th scope="col">a</th>\n</tr>\n<tr>\n<td colspan="2"><em>b</em></td>\n</tr>\n</table>'),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"),
        ("<ul><li>a</li><li>b</li></ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("<figure>![a](b.png)<figcaption>c</figcaption></figure>", '<figure><img alt="a" src="b.png"><figcaption>c</figcaption>\n</figure>'),
        ("<h3 id='x'>a</h3>\n<hr>", '<h3 id="x">a</h3>\n<hr>'),
        ("<p>a</p> b", "<p>a</p>\n<p>b</p>"),
        # Word's line breaks
        ("un\vdeux", "<p>un<br>\ndeux</p>"),
        ("## un\vdeux", '<h2 id="undeux">un<br>\ndeux</h2>'),
    ],
)  # fmt: skip
def test_what_is_allowed_is_shown_as_it_was_meant(markdown: str, html: str) -> None:
    text = converted(markdown)
    assert text.problems == ()
    assert text.html.replace("\u00a0", " ") == html


@pytest.mark.parametrize(
    ("markdown", "line", "text", "remedy"),
    [
        # never closed, closed twice, in the wrong order
        ("a\n\n</div>", 3, "</div> ne ferme rien", "retirez-la"),
        ("a\n</main></body></html>", 2, "</main> ne ferme rien", "retirez-la"),
        ("a\n\nun <a href='/x/'>lien\n\nfin", 3, "<a> n’est pas fermée", "</a>"),
        ("<div>\na\n\nb", 1, "<div> n’est pas fermée", "</div>"),
        ("<b>a <i>b</b> c</i>", 1, "<i> n’est pas fermée", "</i>"),
        ("*a <b>b* c</b>", 1, "<b> n’est pas fermée", "</b>"),
        ("> <div>\n> a\n\n</div>", 1, "<div> n’est pas fermée", "</div>"),
        ("- <b>a\n- b</b>", 1, "<b> n’est pas fermée", "</b>"),
        ("<p>a\n\nb", 1, "<p> n’est pas fermée", "</p>"),
        ("a <b/> c", 1, "<b> n’est pas fermée", "</b>"),
        ("a</br>b", 1, "</br> n’existe pas", "<br>"),
        # in the wrong place
        ("a\n\n<td>x</td>", 3, "<td> n’est pas dans <tr>", "<tr>"),
        ("<table><tr><td>a</td></tr>b</table>", 1, "du texte ne peut pas être dans <table>", "</table>"),
        ("<summary>a</summary>", 1, "<summary> n’est pas dans <details>", "<details>"),
        ("## a <div>b</div>", 1, "<div> au milieu d’un texte", "au début d’une ligne"),
        ("<p>a <p>b</p>", 1, "<p>", "ligne"),
        ('<a href="/a/">a [b](/b/)</a>', 1, "un lien dans un lien", "retirez"),
        ('[a <a href="/a/">b</a>](/b/)', 1, "un lien dans un lien", "retirez"),
        ("<b>" * 40 + "</b>" * 40, 1, "trop emboîtées", "sortez"),
        ("<div>" * 40 + "</div>" * 40, 1, "trop emboîtées", "sortez"),
        # what is no text
        ("a\n\n<!-- à relire -->", 3, "un commentaire", "retirez-le"),
        ("a\nb <!-- à\nrelire --> c", 2, "un commentaire", "retirez-le"),
        ("a\n\n<!-- sans fin\n\n<b>b", 3, "jamais fermé", "retirez-le"),
        ("a\nb <!-- sans fin", 2, "<!--", "retirez"),
        ("a\n\n<!--[if gte mso 9]><xml>\n<w:x/>\n\n</xml><![endif]-->", 3, "un commentaire", "retirez-le"),
        ("<![if !supportLists]>a<![endif]>", 1, "<![if", "\\<![if"),
        ("a <o:p></o:p>\nb<o:p></o:p>", 1, "<o:p>", "retirez-la"),
        ("<?php echo 1 ?>", 1, "n’est pas du texte", "retirez"),
        ("<![CDATA[a]]>", 1, "n’est pas du texte", "retirez"),
        ("<?</b><a href='javascript:x'>a</a>", 1, "n’est pas du texte", "retirez"),
        ("<!DOCTYPE html>", 1, "n’est pas du texte", "retirez"),
        # other tags
        ("a\n\n<script>\nif (a<b) {\n\n}\n</script>\n\nb", 3, "<script>", "programme"),
        ("a <script>alert(1)</script>", 1, "<script>", "programme"),
        ("a <style>b { c: d }</style>", 1, "<style>", "mise en forme"),
        ('<meta http-equiv="refresh" content="0;url=//x">', 1, "<meta>", "cadre"),
        ("<base href='//x'>", 1, "<base>", "cadre"),
        ('<link rel="stylesheet" href="//x">', 1, "<link>", "cadre"),
        ("<form action='/x'>\n<input name='a'>\n\n<button>b</button>\n</form>", 1, "<form>", "lien"),
        ("a <input autofocus='x'>", 1, "<input>", "lien"),
        ("<object data='x'><embed src='y'></object>", 1, "<object>", "lien"),
        ('<iframe src="https://x.be/"></iframe>', 1, "<iframe>", "[le texte](https://…)"),
        ('<video src="a.mp4" controls="x"><p>b</p></video>', 1, "<video>", "lien"),
        ("<svg><path d='x'/><text>a</text></svg>", 1, "<svg>", "dessin.svg"),
        ("<math><mi>x</mi></math>", 1, "<math>", "dessin.svg"),
        ("a <font color='red'>b</font> c", 1, "<font>", "mise en forme"),
        ("<center>a</center>", 1, "<center>", "mise en forme"),
        ("<h1>a</h1>", 1, "<h1>", "## Un titre"),
        ("<pre>\na\n\nb\n</pre>", 1, "<pre>", "```"),
        ("<section>\n\na\n\n</section>", 1, "<section>", "cadre"),
        ("a <picture><source srcset='b'><img src='c'></picture>", 1, "<picture>", "![description]"),
        # what is no tag at all
        ("x<y>z", 1, "« <y> » n’est pas une balise", "\\<y>"),
        ("<<chevrons>>", 1, "« <chevrons> » n’est pas une balise", "\\<chevrons>"),
        ("le <nom du service>", 1, "« <nom du service> »", "\\<nom du service>"),
        ("a<b et c>d", 1, "« <b et c> »", "\\<b et c>"),
        ("a\nun <a href='x' b", 2, "n’est pas une balise complète", "\\<a"),
        ("![a <b>b</b>](c.png)", 1, "dans la description d’une image", "retirez"),
        # attributes
        ("<p onclick='x()'>a</p>", 1, "« onclick » de <p>", "programme"),
        ("<b style='color:red'>a</b>", 1, "« style » de <b>", "mise en forme"),
        ("<div class='x'>\na\n</div>", 1, "« class » de <div>", "mise en forme"),
        ("<a href='/x/' target='_blank'>a</a>", 1, "« target » de <a>", "retirez"),
        ("<img src='x.png' alt='y' onerror='z()'>", 1, "« onerror » de <img>", "programme"),
        ("<span lang='français de Belgique'>a</span>", 1, "« lang » de <span>", "corrigez"),
        ("<a name='x'>a</a>", 1, "<a> sans adresse", "{#son-nom}"),
        ("*a*{: onclick=f() }", 1, "« onclick » de <em>", "programme"),
        ("a\n\n*b*\n{: style='color:red' }", 3, "« style » de <p>", "mise en forme"),
        ("## a {.x}", 1, "« class » de <h2>", "mise en forme"),
        ("![a](b.png){width=50%}", 1, "« width » de <img>", "mise en forme"),
        ("a {: .x } b", 1, "« {: .x } » ne se rapporte à rien", "\\{: .x }"),
        ("a\nb {#x} c", 2, "« {#x} » ne se rapporte à rien", "\\{#x}"),
        # identifiers
        ("## a {#x}\n\n## b {#x}", 3, "l’ancre « x » existe déjà", "un autre nom"),
        ("<div id='contenu'>\na\n</div>", 1, "l’ancre « contenu » existe déjà", "un autre nom"),
        ("## a {#fn:1}", 1, "l’ancre « fn:1 » existe déjà", "un autre nom"),
        # links
        ("a\n\nb\n[c](javascript:x)", 4, "javascript:x", "https://"),
        ("<a href='JAVA&#115;cript&colon;x'>a</a>", 1, "n’est pas l’adresse", "https://"),
        ("[a][b]\n\n[b]: vbscript:x", 1, "vbscript:x", "https://"),
        ("<javascript:x>", 1, "javascript:x", "https://"),
        ("![a](data:image/svg+xml,x)", 1, "data:", "https://"),
        ("[a]()", 1, "sans adresse", "où il mène"),
        ("![a]()", 1, "une image sans fichier", "photo.jpg"),
        ("![a](mailto:a@b.be)", 1, "n’est pas une image", "photo.jpg"),
        ("[a](info@example.org)", 1, "info@example.org", "mailto:info@example.org"),
        ("| a |\n|---|\n| b |\n| [c](htps://x.be) |", 4, "htps://x.be", "https://x.be"),
        ("a[^1]\n\n[^1]: b\n    [c](www.x.be)", 4, "www.x.be", "https://www.x.be"),
        # characters that nobody sees
        ("a\n\nun mot\u202eb", 3, "après « mot »", "effacez"),
        ("a\n\nun\x0cdeux", 3, "un saut de page", "retour à la ligne"),
        ("`a\vb`", 1, "un saut de ligne de Word", "remplacez-le"),
        ("![a\vb](c.png)", 1, "un saut de ligne de Word", "remplacez-le"),
    ],
)  # fmt: skip
def test_what_is_refused_is_one_mistake_on_its_line(markdown: str, line: int, text: str, remedy: str) -> None:
    found = converted(markdown, 10)
    (problem,) = found.problems
    assert problem.line == line + 9
    assert text in problem.text
    assert remedy in problem.remedy
    check_markup(found.html)


def test_the_same_mistake_on_several_lines_is_said_once() -> None:
    (problem,) = converted("<center>a</center>\n\nb\n\n<center>c</center>").problems
    assert problem.text.endswith("(et ligne 5)")


def test_headings_keep_clear_of_the_identifiers_of_the_page() -> None:
    text = converted("## Contenu\n\n<div id='a'>b</div>\n\n## A")
    assert 'id="contenu_1"' in text.html
    assert 'id="a_1"' in text.html


def test_the_identifiers_that_pages_have_are_kept_clear() -> None:
    theme = Path(ROOT, "theme", "templates")
    pages = [
        theme / "base.html",
        *(theme / "partials" / f"{name}.html" for name in ("header", "footer", "text")),
    ]
    found = {
        name
        for page in pages
        for name in re.findall(r'(?:\sid=|fold\.fold\("\w+", )"([\w-]+)"', page.read_text(encoding="utf-8"))
    }
    assert found == RESERVED


TAGS = st.sampled_from(
    [f"<{name}>" for name in sorted(ELEMENTS | INSTEAD.keys())]
    + [f"</{name}>" for name in sorted(ELEMENTS | INSTEAD.keys())]
    + ["<a href='javascript:x'>", '<a href="/x/">', "<img src=x onerror=y>", "<p style='x'>", "<b onclick=x>", "<svg onload=x>",
       "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!x>", "<", ">", '"', "'", "`", "*", "_", "[", "](", ")", "![", "\\", "&lt;",
       "<td><", "</td", "\n", "\n\n", "    ", "> ", "- ", "1. ", "| a |\n|---|\n", "mot ", "# ", "```\n", "{: .x }", "{#a}", "[^1]",
       "\n[^1]: ", "javascript:", "&colon;", "<script>alert(1)</script>", "\v", "\n: "]
)  # fmt: skip


@given(st.lists(TAGS, max_size=25).map("".join))
def test_whatever_is_typed_nothing_but_the_closed_set_reaches_pages_and_feeds(markdown: str) -> None:
    text = converted(markdown)
    check_markup(text.html)
    check_markup(rewrite(text, lambda _: None, lambda _: None))
    check_markup(portable(text, "https://essai.example/x/", lambda _: None, lambda _: None).html)


@given(st.text(alphabet="<>/!?-=\"'& \nabiprst[]()*`_#:{}.|\\", max_size=60))
def test_whatever_signs_are_typed_the_page_holds_together(markdown: str) -> None:
    check_markup(converted(markdown).html)


SCHEMES = st.sampled_from(
    ["javascript:alert(1)", "vbscript:x", "data:text/html,x", "JaVaScRiPt:x", "file:///x"]
)
PLACES = st.sampled_from(
    ["[a]({})", "[a](<{}>)", "![a]({})", "<{}>", "[a][b]\n\n[b]: {}", "<a href='{}'>a</a>", '<a href="{}">a</a>', "<a href={}>a</a>",
     "<img src='{}' alt='a'>", "- [a]({})", "> <div>\n> [a]({})\n> </div>", "| [a]({}) |\n|---|", "[^1]\n\n[^1]: [a]({})",
     "<details><summary><a href='{}'>a</a></summary></details>", "[![a]({})](/x/)", "[a]({} 'titre')"]
)  # fmt: skip


@given(SCHEMES, PLACES, st.randoms(use_true_random=False))
def test_no_forbidden_address_reaches_pages_and_feeds(
    address: str, place: str, chance: random.Random
) -> None:
    disguised = "".join(
        chance.choice(
            [letter, letter, letter.upper(), f"&#{ord(letter)};", f"%{ord(letter):02x}", f"\\{letter}"]
        )
        + chance.choice(["", "", "", "", "\t", "&Tab;", "\x01", "\u200b", " "])
        for letter in address
    )
    text = converted(place.replace("{}", disguised))
    check_markup(text.html)
    check_markup(portable(text, "https://essai.example/x/", lambda _: None, lambda _: None).html)


def check_markup(markup: str) -> None:
    """Find nothing in a page's HTML but the closed set and what the site itself adds."""
    for element in _elements(markup):
        assert element.tag in ELEMENTS | {"pre", "h1"}, element.tag
        ours = {"class", "id", "style", "href", "title", "src", "alt"}
        allowed = EVERYWHERE.keys() | ATTRIBUTES.get(element.tag, {}).keys() | ours
        assert allowed >= set(element.keys()), element.keys()
        style = element.get("style")
        assert style is None or re.fullmatch("text-align:(left|right|center)", style)
        address = element.get("href") or element.get("src")
        if address:
            assert address_problem(address) is None or address.startswith(("#fn", "https://essai.example"))


def _elements(markup: str) -> Iterator[html.HtmlElement]:
    root = html.fragment_fromstring(markup, create_parent="main")
    for element in root.iterdescendants():
        assert isinstance(element.tag, str), "a comment"
        yield element
