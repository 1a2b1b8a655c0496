"""The rewriting of a page: images and document links change, nothing else does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.media.images import Picture, PictureSource, Variant
from plugins.media.markup import Download, rewrite
from tests.equipment.texts import converted

PICTURE = Picture(
    800,
    500,
    (
        PictureSource("image/avif", (Variant("x-1-360.avif", 360), Variant("x-1-800.avif", 800))),
        PictureSource("image/jpeg", (Variant("x-1-360.jpg", 360), Variant("x-1-800.jpg", 800))),
    ),
)
DOCUMENT = Download("/documents/charte.pdf", "application/pdf", "PDF, 3 pages")


def rewritten(markdown: str) -> str:
    return rewrite(
        converted(markdown),
        lambda image: PICTURE if image.address == "x.jpg" else None,
        lambda link: DOCUMENT if link.address == "charte.pdf" else None,
    )


def test_an_image_gets_its_formats_its_size_and_keeps_its_text() -> None:
    html = rewritten('Voici <img alt="Une &quot;photo&quot;" src="x.jpg" lang="nl">.')
    assert html.startswith(
        '<p>Voici <picture><source type="image/avif" srcset="/media/x-1-360.avif 360w, /media/x-1-800.avif 800w"'
    )
    assert 'alt="Une &quot;photo&quot;"' in html
    for attribute in (
        'src="/media/x-1-800.jpg"',
        'width="800"',
        'height="500"',
        'loading="lazy"',
        'decoding="async"',
        'lang="nl"',
        "sizes=",
    ):
        assert attribute in html
    assert html.endswith("</picture>.</p>")


@pytest.mark.parametrize(
    "markdown",
    [
        '![Une photo](x.jpg "Mons & Charleroi")',
        '<p>\n<img alt="Une photo" src="x.jpg" title="Mons &amp; Charleroi"></p>',
    ],
)
def test_a_paragraph_that_is_one_titled_image_becomes_a_figure(markdown: str) -> None:
    html = rewritten(f"Avant.\n\n{markdown}\n\nAprès.")
    assert html.startswith("<p>Avant.</p>\n<figure><picture>")
    assert html.endswith("<figcaption>Mons &amp; Charleroi</figcaption></figure>\n<p>Après.</p>")
    assert "title=" not in html


def test_a_figure_keeps_the_language_of_its_paragraph() -> None:
    assert rewritten('<p lang="nl"><img src="x.jpg" title="T"></p>').startswith('<figure lang="nl"><p')


def test_a_titled_image_beside_words_stays_in_its_paragraph() -> None:
    html = rewritten('![Une photo](x.jpg "Mons") et des mots')
    assert html.startswith("<p><picture>")
    assert 'title="Mons"' in html


def test_a_document_says_what_it_is_inside_its_link() -> None:
    link = '<a href="charte.pdf">La <em>charte</em></a>'
    html = rewritten(f"{link}, [encore](charte.pdf), puis [le reste](/x/)")
    facts = '<span class="document-facts"> (PDF, 3 pages)</span></a>'
    assert html == (
        f'<p><a href="/documents/charte.pdf" type="application/pdf">La <em>charte</em>{facts}, '
        f'<a href="/documents/charte.pdf" type="application/pdf">encore{facts}, puis <a href="/x/">le reste</a></p>'
    )


def test_an_image_inside_code_is_text() -> None:
    markdown = '```\n<img src="x.jpg">\n```\n\n`![x](x.jpg)`'
    assert rewritten(markdown) == converted(markdown).html


PIECES = st.lists(
    st.one_of(
        st.text(alphabet="ab é«»'\"&;!?-–*_`[]()<>|#~\n", max_size=12),
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<br>",
                '<a href="/x/">',
                "</a>",
                "<!-- c -->",
                '<img src="/y.png" alt="y">',
                "![y](/y.png)",
                "[x](/x/)",
                "<code>",
                "&nbsp;",
                "<b title='é'>",
                "</b>",
            ]
        ),
    ),
    max_size=15,
)


@given(PIECES, PIECES)
def test_all_around_an_image_stays_byte_for_byte(before: list[str], after: list[str]) -> None:
    text = converted(f"{''.join(before)}\n\n![x](x.jpg)\n\n{''.join(after)}")
    html = rewrite(text, lambda image: PICTURE if image.address == "x.jpg" else None, lambda _: None)
    pieces, done = [], 0
    for image in text.images:
        if image.address == "x.jpg":
            pieces.append(re.escape(text.html[done : image.start]) + "<picture>.*</picture>")
            done = image.end
    assert re.fullmatch("".join(pieces) + re.escape(text.html[done:]), html, re.DOTALL)


@given(PIECES)
def test_a_page_without_anything_of_ours_is_untouched(pieces: list[str]) -> None:
    assert rewritten("".join(pieces)) == converted("".join(pieces)).html
