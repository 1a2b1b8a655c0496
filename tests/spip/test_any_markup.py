"""Any text over SPIP's signs: it is read, the build accepts the result, and no word of it is lost."""

from __future__ import annotations

import re
import time
import unicodedata
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html

from tests.equipment.spip_objects import EveryObject
from tests.equipment.texts import converted
from tools.spip.markup.convert import convert, tree_of
from tools.spip.markup.nodes import words_of_line
from tools.spip.markup.spans import as_line
from tools.spip.markup.text_conversion import TextConversion
from tools.spip.markup.values import Part

WORDS = ("été", "loi", "Mons", "secret", "aide", "droit", "Spa", "Namur", "juge", "équipe")
SIGNS = r"""
    { } {{ }} {{{ }}} [ ] -> [[ ]] ]]] <- | || ~ \{ \\ * _ # > ` `` < & &amp; &lt; &nbsp; &eacute; + ! ? : ; , . ( ) /
    = == ''' " - – — • ~~ ^ [^ § o « » 1. 12) <b> </b> <i> </i> <sup> </sup> <br> <div> </div> <p> <ul> </ul> <ol>
    </ol> <li> </li> <table> </table> <tr> <td> </td> <th> <dl> </dl> <dt> <dd> <hr> <quote> </quote> <poesie>
    </poesie> <code> </code> <cadre> </cadre> <math> </math> <html> </html> <h3> </h3> <blockquote> </blockquote>
    <o:p> <script> </script> </iframe> <!-- --> <multi> </multi> [fr] [en] [? <doc7|left> <img8> <img999> <form2>
    [->12] [->999] ->art3#a] ->http://x.be/] ->perdu] www.z.be http://z.be a@z.be |bulle{nl}->u] [<-] <-] {2{ }2}
    {{{** [* *] [| |] [/ /] [( )] <sc> </sc> |<| |^| </a> </span> ↵ ↵↵ ↵| |↵ ↵|{{ }}|↵ ↵-*· ↵-#· ↵-**· ↵-· ↵_· ↵--·
    ↵---- ↹ ↵#· ↵1.· ↵>· ↵+· ↵• ↵–· ↵:· ↵=== <a·href="http://a.be"> [[<a> <td·rowspan="2"> <font·color="red">
    <span·lang="nl"> <iframe·src="http://v.be">
    """.split()  # noqa: SIM905  a list of signs reads better as one string
BLANKS = str.maketrans({"↵": "\n", "↹": "\t", "·": " "})
PIECES = [*WORDS, *WORDS, " ", " ", *(sign.translate(BLANKS) for sign in SIGNS)]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
BORDERS = ("p", "td", "th", "li", "br", "div", "dt", "dd", "caption", "pre", "h2", "h3", "blockquote", "img")


def folded(text: str) -> list[str]:
    """Return the words of a text without case and accents."""
    plain = unicodedata.normalize("NFD", text.lower())
    return re.findall(r"[^\W_]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def shown(markup: str) -> Counter[str]:
    """Return the words of a page, without the numbers and arrows of its notes."""
    root = html.fragment_fromstring(markup or "<p></p>", create_parent="div")
    for mark in root.xpath('//sup[contains(@id, "fnref")] | //a[@class="footnote-backref"]'):
        mark.clear(keep_tail=True)
    for element in root.iter(*BORDERS):
        element.text = f" {element.get('alt') or ''} {element.text or ''}"
        element.tail = f" {element.tail or ''}"
    return Counter(folded(root.text_content()))


def said(markup: str) -> str:
    """Return all that a page says, on hover too."""
    root = html.fragment_fromstring(markup or "<p></p>", create_parent="div")
    hidden = (element.get(name) or "" for element in root.iter() for name in ("title", "alt", "href", "id"))
    return " ".join([root.text_content(), *hidden])


@given(TEXTS, st.booleans())
@example("[[a [[b]] [c->3]]] [[1]->12]", True)
@example("{mixed {{double and} single asterisk}}", True)
@example("|{{a}}|{{b}}|\n|^|<|\n|c|\n", False)
def test_any_text_is_accepted_and_says_every_word(text: str, newline_breaks: bool) -> None:
    result = convert([Part(text)], EveryObject(), newline_breaks=newline_breaks)
    page = converted(result.markdown)
    assert page.problems == ()
    assert not PRIVATE.search(result.markdown)
    found = " ".join(folded(" ".join([said(page.html), *(doubt.words for doubt in result.doubts)])))
    wanted = {" ".join(folded(word)) for word in WORDS}
    assert [word for word in folded(text) if word in wanted and word not in found] == []


@given(TEXTS, st.booleans())
def test_a_page_has_the_words_of_the_tree(text: str, newline_breaks: bool) -> None:
    conversion = TextConversion(EveryObject(), newline_breaks=newline_breaks, anchors=frozenset())
    tree = tree_of(Part(text), conversion)
    blocks = [*tree, *(block for note in conversion.notes.values() for block in note.blocks)]
    words = Counter(word for block in blocks for word in folded(words_of_line(as_line(block))))
    page = converted(convert([Part(text)], EveryObject(), newline_breaks=newline_breaks).markdown)
    assert shown(page.html) == words


@given(st.lists(TEXTS, min_size=2, max_size=3))
def test_the_notes_of_all_parts_have_one_numbering(texts: list[str]) -> None:
    parts = [Part(f"{text}\n\nmot[[note {number}]]") for number, text in enumerate(texts)]
    result = convert(parts, EveryObject(), newline_breaks=True)
    labels = re.findall(r"^\[\^(\d+)\]:", result.markdown, re.MULTILINE)
    assert labels == [str(number) for number in range(1, len(labels) + 1)]
    assert converted(result.markdown).problems == ()


@pytest.mark.parametrize(
    "unit",
    [
        *"{[|]}<`*_~&\\",
        *(
            "-*",
            "[[",
            "{{{",
            "{{ ",
            "<b>",
            "<ul><li>",
            "<quote>",
            "<code>",
            "<!--",
            "[->",
            "[a->b]",
            "[[a]]",
            "<td>",
        ),
        *("<img8>", "{a}", "{2{", "[*a*]", "\n", "\n-*", "\n|a", "|a|\n", "<a href='", "http://a.be "),
    ],
)
def test_a_text_of_one_sign_takes_no_time(unit: str) -> None:
    start = time.process_time()
    convert([Part(unit * (50_000 // len(unit)))], EveryObject(), newline_breaks=True)
    assert time.process_time() - start < 5
