"""An activity report as a PDF to print and keep: the report's page, its tables and charts, by WeasyPrint.

PDF/UA-1: tagged, titled, in French, readable by a screen reader. The same content gives the
same bytes: nothing is fetched, no date but the content's is written.
"""

from __future__ import annotations

import contextlib
import os
import re
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.core.cache import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from plugins.statistics.presentation.page import PeriodTables, Table, TableRow

STYLE = Path(__file__).with_name("report.css")
NOT_SHOWN = "Non publié, pour que personne ne soit reconnu"
GROUPED = (
    "Hachuré : des catégories voisines, comptées ensemble. Une par une, certaines seraient trop petites."
)
HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)


def document(
    association: str, title: str, summary: str, body: str, blocks: Iterable[PeriodTables] = ()
) -> str:
    """Return the whole document as HTML: title page, contents, text, protected tables.

    Args:
        association: its name; texts are plain.
        title: of the report.
        summary: of the report.
        body: the HTML of the report's page.
        blocks: what the register says of the report's period.
    """
    body += "".join(map(_block, blocks))
    body = body.replace("<svg ", '<svg font-family="Hyperlegible" ')  # drawings do not see the style sheet
    contents = "".join(
        f'<li><a href="#{identifier}">{re.sub("<[^>]+>", "", words)}</a></li>'
        for identifier, words in HEADING.findall(body)
    )
    return (
        f'<!doctype html><html lang="fr-BE"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="author" content="{escape(association)}"></head><body>'
        f'<header class="cover"><p class="association">{escape(association)}</p>'
        f'<h1>{escape(title)}</h1><p class="summary">{escape(summary)}</p></header>'
        f'<nav class="contents"><h2 class="contents-title">Table des matières</h2><ol>{contents}</ol></nav>'
        f"<main>{body}</main></body></html>"
    )


def _block(block: PeriodTables) -> str:
    """Return the section of one period's protected tables."""
    identifier = f"avis-{block.period}"
    tables = "".join(_table(table) for table in block.tables)
    withheld = f"<p>{NOT_SHOWN} : {escape(' ; '.join(block.not_shown))}.</p>" if block.not_shown else ""
    return (
        f'<section><h2 id="{identifier}">Les avis en tableaux</h2>'
        f"<p>Ces tableaux comptent {escape(block.total)} que le rapport présente par thème.</p>"
        f"{tables}{withheld}</section>"
    )


def _table(table: Table) -> str:
    note = f"<p>{GROUPED}</p>" if table.grouped else ""
    return (
        f"<figure><figcaption>{escape(table.caption)}</figcaption>{table.chart}"
        f'<table><thead><tr><th scope="col">{escape(table.heading)}</th>'
        '<th scope="col">Nombre</th></tr></thead>'
        f"<tbody>{_rows(table.rows)}</tbody></table>{note}</figure>"
    )


def _rows(rows: Iterable[TableRow]) -> str:
    return "".join(
        f'<tr><th scope="row">{escape(row.label)}</th><td>{escape(row.text)}</td></tr>' for row in rows
    )


def printable(body: str, address: str) -> str:
    """Make a page's HTML fit for paper: absolute links (bare text without an address), images as words."""
    body = re.sub(r"<picture>.*?</picture>", lambda match: _words_of(match[0]), body, flags=re.DOTALL)
    body = re.sub(r"<img[^>]*>", lambda match: _words_of(match[0]), body)
    if address:
        return re.sub(r'href="/', f'href="{escape(address)}/', body)
    return re.sub(r'<a href="/[^"]*"[^>]*>(.*?)</a>', r"\1", body, flags=re.DOTALL)


def _words_of(image: str) -> str:
    alternative = re.search(r'alt="([^"]*)"', image)
    return f"[{alternative[1]}]" if alternative else ""


def style_sheet(colours: Mapping[str, str]) -> str:
    """Return the style sheet of the document, in the site's colours for light screens."""
    names = "".join(f"--{name}: {colour};" for name, colour in colours.items())
    return f":root {{{names}}}\n{STYLE.read_text(encoding='utf-8')}"


def render_pdf(html: str, css: str, fonts: Path) -> bytes:
    """Return the PDF of a document.

    Args:
        html: what `document` returns.
        css: what `style_sheet` returns.
        fonts: the folder of the theme's typeface.

    Raises:
        ValueError: the document refers to something that is not in it.
    """
    # a second to load, and a report is rarely made anew
    from weasyprint import CSS, HTML  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # noqa: PLC0415

    fetcher = URLFetcher(allowed_protocols=["file", "data"], fail_on_errors=True)
    configuration = FontConfiguration()
    base = f"{fonts.as_uri()}/"
    style = CSS(
        string=css,
        base_url=base,
        font_config=configuration,
        url_fetcher=fetcher,
    )
    whole = HTML(string=html, base_url=base, url_fetcher=fetcher)
    try:
        with _fixed_clock():
            made: bytes = whole.write_pdf(
                stylesheets=[style], font_config=configuration, pdf_variant="pdf/ua-1"
            )
    except FatalURLFetchingError as error:  # no Exception: it would pass through whoever catches those
        raise ValueError(str(error)) from error
    finally:
        # its copies of the fonts, which else stay until garbage is collected: in a build, for ever
        configuration.__del__()
    return made


@contextlib.contextmanager
def _fixed_clock() -> Iterator[None]:
    """Make fontTools stamp the embedded fonts with a fixed date instead of now."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def key(html: str, css: str, fonts: Path) -> str:
    """Return the cache key of a document's PDF: everything that shapes it."""
    typefaces = [path.read_bytes() for path in sorted(fonts.glob("*.woff2"))]
    code = Path(__file__).read_bytes()
    return key_of("pdf", version("weasyprint"), code, css, html, *typefaces)
