"""The last look: a number beside a protected category that no table contains stops the build."""

from __future__ import annotations

import pytest

from plugins.statistics.presentation.on_site import texts_of
from plugins.statistics.prose.scrape import leaks, manifest, may_say, said_in, statements
from plugins.written_pages import parse
from tests.inline import FIGURES as FIGURES_CSV
from tests.inline import Site, page
from tests.statistics.public import CLASSIFICATIONS, FIGURES, publication

KNOWN = manifest(
    publication({"secret": 12, "police": 3, "logement": 0, "ecole": 4, "sante": 9}), CLASSIFICATIONS, FIGURES
)


def found(body: str) -> list[str]:
    tree = parse(f"<!doctype html><html><body>{body}</body></html>".encode())
    return [leak.label for leak in leaks(statements("index.html", tree), KNOWN)]


@pytest.mark.parametrize(
    "body",
    [
        "<p>En 2023, 3 demandes d’avis venaient d’un CPAS.</p>",
        "<p>Trois demandes d’avis sur le thème Police.</p>",
        "<li>Formations pour les CPAS : 8</li>",
        "<table><caption>Demandes d’avis par thème</caption><tr><th>Police</th><td>3</td></tr></table>",
        "<table><caption>Avis</caption><tr><th>Secret</th><td>13</td></tr></table>",
        "<svg><title>Avis par thème</title><desc>Police : 3 demandes</desc></svg>",
        "<p>Police (demandes d’avis) : 1\u202f003</p>",
        "<p>Une seule demande d’avis venait de la police.</p>",
        "<p>Aucune demande d’avis sur le thème École, pas plus que Logement.</p>",
        "<p>7,5 % des demandes d’avis portaient sur le logement.</p>",
        "<p>En 2023, 3 av\u0131s pour un CPAS ; 3 AV\u0130S pour un CPAS.</p>",
        "<p>La moitié des avis concernaient la santé et le logement.</p>",
    ],
)
def test_a_number_that_no_table_contains_is_found(body: str) -> None:
    assert found(body)


@pytest.mark.parametrize(
    "body",
    [
        "<table><caption>Demandes d’avis par thème</caption><tr><th>Secret</th><td>12</td></tr></table>",
        "<p>28 demandes d’avis, dont 12 sur le thème Secret.</p>",
        "<p>En 2023, 37 permanences, souvent avec des CPAS.</p>",
        "<p>L’article 458 et le CPAS.</p>",
        "<p>Trois petits tours, et une formation.</p>",
        "<p>Police, 3 rue de la Loi.</p>",
    ],
)
def test_what_is_public_passes(body: str) -> None:
    assert found(body) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("feeds/a.rss", "<rss><channel><item><title>3 avis pour un CPAS</title></item></channel></rss>"),
        (
            "feeds/a.rss",
            "<rss><d>&lt;p&gt;En 2023, 3&#160;avis pour un &lt;b&gt;CPAS&lt;/b&gt;.&lt;/p&gt;</d></rss>",
        ),
        ("feeds/a.atom", "<feed><content><![CDATA[<p>3 &#97;vis pour un CPAS.</p>]]></content></feed>"),
        ("feeds/a.json", '{"items": [{"content_html": "<ul>\\n<li>Avis des CPAS\\u00a0: 3</li></ul>"}]}'),
        (
            "feeds/b.atom",
            "<feed><![CDATA[<table><caption>De<b>mandes</b></caption><tr><th>CPAS<td>3</table>]]></feed>",
        ),
        ("agenda/a.ics", "DESCRIPTION:Permanence\\n3 avis po\r\n ur un CP\r\n AS\r\n"),
    ],
)
def test_a_number_in_a_feed_or_a_calendar_is_found(name: str, data: str) -> None:
    said = [
        statement for text in texts_of(name, data.encode()) if may_say(text) for statement in said_in(text)
    ]
    assert [leak.label for leak in leaks(said, KNOWN)] == ["cpas"]


def test_the_build_stops_at_a_leak_and_does_not_repeat_the_number(site: Site) -> None:
    site.add(
        {
            "vocabulaire.toml": '[themes.secret]\nlibelle = "Secret professionnel"\nfamille = "f"\n[familles.f]\nlibelle = "F"\n'
            '[types_de_ressource.code]\nlibelle = "Code"\n[etats_de_bistrot.actif]\nlibelle = "Actif"\n'
            '[secteurs.cpas]\nlibelle = "CPAS"\nfamille = "p"\n[familles_de_secteur.p]\nlibelle = "P"\n'
            '[series.permanences]\nlibelle = "Permanences"\n',
            "activites/chiffres.csv": FIGURES_CSV,
            "pages/essai.md": page("Essai", "Cette année, 3 demandes d’avis venaient d’un CPAS."),
        }
    )
    problems = site.build().problems
    assert [problem.path for problem in problems] == ["content/pages/essai.md"], problems
    assert "cpas" in problems[0].text
    assert "3" not in str(problems[0])
