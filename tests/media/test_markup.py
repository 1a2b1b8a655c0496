"""The rewriting of a page: images and document links change, nothing else does."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from plugins.media.images import Picture, Source, Variant
from plugins.media.markup import Link, rewrite

PICTURE = Picture(
    800,
    500,
    (
        Source("image/avif", (Variant("x-1-360.avif", 360), Variant("x-1-800.avif", 800))),
        Source("image/jpeg", (Variant("x-1-360.jpg", 360), Variant("x-1-800.jpg", 800))),
    ),
)
LINK = Link("/documents/charte.pdf", "application/pdf", "PDF, 3 pages")


def rewritten(html: str) -> str:
    return rewrite(
        html,
        lambda source: PICTURE if source == "x.jpg" else None,
        lambda target: LINK if target == "charte.pdf" else None,
    )


def test_an_image_gets_its_formats_its_size_and_keeps_its_text() -> None:
    html = rewritten('<p>Voici <img alt="Une &quot;photo&quot;" src="x.jpg" class="large">.</p>')
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
        'class="large"',
        "sizes=",
    ):
        assert attribute in html
    assert html.endswith("</picture>.</p>")


def test_a_paragraph_that_is_one_titled_image_becomes_a_figure() -> None:
    html = rewritten('<p>\n<img alt="Une photo" src="x.jpg" title="Mons &amp; Charleroi"></p>')
    assert html.startswith("<figure><picture>")
    assert html.endswith("<figcaption>Mons &amp; Charleroi</figcaption></figure>")
    assert "title=" not in html


def test_a_document_says_what_it_is_inside_its_link() -> None:
    html = rewritten('<a href="charte.pdf" download>La <em>charte</em></a>, puis <a href="/x/">le reste</a>')
    assert html == (
        '<a href="/documents/charte.pdf" type="application/pdf">La <em>charte</em>'
        '<span class="document-facts"> (PDF, 3 pages)</span></a>, puis <a href="/x/">le reste</a>'
    )


def test_an_image_inside_code_or_a_comment_is_text() -> None:
    html = '<pre><code>&lt;img src="x.jpg"&gt;</code></pre><!-- <img src="x.jpg"> -->'
    assert rewritten(html) == html


PIECES = st.lists(
    st.one_of(
        st.text(alphabet="ab é«»'\"&;!?-–\n", max_size=12).map(lambda text: text.replace("&", "&amp;")),
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<br>",
                '<a href="/x/">',
                "</a>",
                "<!-- c -->",
                '<img src="/y.png" alt="y">',
                "<code>",
                "</code>",
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
    start, end = "".join(before), "".join(after)
    html = rewritten(f'{start}<hr><img alt="x" src="x.jpg"><hr>{end}')
    pattern = re.escape(start) + r"<hr><picture>(?:(?!<hr>).)*</picture><hr>" + re.escape(end)
    assert re.fullmatch(pattern, html, re.DOTALL)


@given(PIECES)
def test_a_page_without_anything_of_ours_is_untouched(pieces: list[str]) -> None:
    assert rewritten("".join(pieces)) == "".join(pieces)
