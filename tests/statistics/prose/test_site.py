"""The build refuses what says too much, lists what may, and writes no count that the sources do not say."""

from __future__ import annotations

import io
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar
from lxml import etree, html
from odfdo import Document, Paragraph

from plugins.figures.figures import Figures
from plugins.media.document_text import document_text
from plugins.statistics.freezing.snapshots import SNAPSHOTS, published, read_snapshots
from plugins.statistics.prose.judgement import Judge, Verdict
from plugins.statistics.prose.known import what_is_known
from plugins.statistics.prose.outline import statements_of
from plugins.statistics.prose.sources import of_document
from plugins.statistics.records.classification import read_classifications
from tests.equipment.inline import REAL_THEME, Site, page
from tests.equipment.published import blocks_of
from tests.statistics.prose.judged import LEXICON, VOCABULARIES
from tools.build import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plugins.statistics.prose.statements import Statement
    from tests.equipment.real_site import RealSite

LEAK = "Deux demandes venaient d’une maison de justice."
PERHAPS = "Deux situations concernaient un CPAS."


@pytest.fixture
def real_words(site: Site) -> Site:
    """A tiny site with the real vocabulary, whose texts need its words."""
    words = (ROOT / "content/vocabulaire.toml").read_text(encoding="utf-8")
    code = page(
        "Un code", date="2024-01-01", type="code", themes="[deontologie]", auteur="Elle", source="Ici"
    )
    site.add({"vocabulaire.toml": words, "ressources/code.md": code, "activites/chiffres.csv": None})
    return site


def odt(text: str) -> bytes:
    document = Document("text")
    document.body.append(Paragraph(text))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def places(site: Site) -> list[tuple[str, int]]:
    return [(problem.path, problem.line) for problem in site.build().problems]


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ({"pages/essai.md": page("Essai", f"Un mot.\n\nVoici ce qui est.\n{LEAK}")}, 9),
        ({"pages/essai.md": page("Deux demandes venaient de la police")}, 2),
        (
            {
                "pages/essai.md": page("Essai").replace(
                    "Un résumé assez", "Trois avis pour un CPAS, un résumé assez"
                )
            },
            3,
        ),
        ({"pages/essai.md": page("Essai", "## Demandes d’avis\n\n| CPAS | 3 |\n|---|---|")}, 8),
        ({"pages/essai.md": page("Essai", LEAK, statut="brouillon")}, 7),
    ],
)
def test_a_count_is_refused_with_its_file_and_line_and_never_repeated(
    real_words: Site, files: dict[str, str], line: int
) -> None:
    real_words.add(files)
    report = real_words.build()
    assert (f"content/{next(iter(files))}", line) in [
        (problem.path, problem.line) for problem in report.problems
    ]
    assert not any(word in str(report.problems).lower() for word in ("deux", "trois", "3 "))


def test_a_series_of_the_figures_that_counts_them_is_refused(real_words: Site) -> None:
    words = (ROOT / "content/vocabulaire.toml").read_text(encoding="utf-8")
    real_words.add(
        {
            "vocabulaire.toml": f'{words}\n[series.avis-police]\nlibelle = "Avis à la police"\n',
            "activites/chiffres.csv": "serie,date,valeur,statut,rapport,section,remarque\n"
            "avis-police,2022,2,exact,2021-2023,Les avis,\n",
        }
    )
    assert ("content/activites/chiffres.csv", 2) in places(real_words)


def test_a_joined_document_is_read(real_words: Site) -> None:
    real_words.add({"pages/essai.md": page("Essai", "[Le bilan](bilan.odt)"), "pages/bilan.odt": odt(LEAK)})
    assert ("content/pages/bilan.odt", 0) in places(real_words)


def test_somebody_elses_document_is_only_to_be_read_again(real_words: Site) -> None:
    code = (real_words.root / "content/ressources/code.md").read_text(encoding="utf-8")
    real_words.add(
        {
            "ressources/code.md": code.replace("source:", "document: code.odt\nsource:"),
            "ressources/code.odt": odt(LEAK),
        }
    )
    report = real_words.build()
    assert report.ok, report.problems
    assert [line.startswith("content/ressources/code.odt: ") for line in report.reminders] == [True]


def test_ordinary_life_is_built(real_words: Site) -> None:
    """An event about the secret, an evening in Bruxelles: both stopped the build once."""
    real_words.add(
        {
            "actualites/2024-03-01-journee.md": page(
                "Secret professionnel : une journée",
                "Le 21 mars.",
                date="2024-03-01",
                evenement='"2024-03-21 14:00"',
            ),
            "bistrots/bruxelles.md": page(
                "Bruxelles", commune="Bruxelles", etat="actif", dates="[2024-09-05]"
            ),
        }
    )
    report = real_words.build()
    assert report.ok, report.problems
    assert report.reminders == ()


def test_what_only_may_be_a_count_is_listed_and_answered_once(real_words: Site) -> None:
    real_words.add({"pages/essai.md": page("Essai", PERHAPS)})
    report = real_words.build()
    assert report.ok, report.problems
    (listed,) = report.reminders
    assert listed.startswith("content/pages/essai.md:6: ")
    assert "→ à relire" in listed
    assert real_words.build().reminders == (listed,), "also of a site that has not changed"
    real_words.add({"pages/essai.md": page("Essai", PERHAPS, phrases_relues=f'["{PERHAPS}"]')})
    assert real_words.build().reminders == ()
    other = PERHAPS.replace("Deux", "Trois")
    real_words.add({"pages/essai.md": page("Essai", other, phrases_relues=f'["{PERHAPS}"]')})
    sentence, entry = real_words.build().reminders
    assert "phrases_relues : l’entrée n° 1" in sentence + entry


def test_an_answer_must_reach_the_number_and_the_category(real_words: Site) -> None:
    real_words.add({"pages/essai.md": page("Essai", PERHAPS, phrases_relues='["Deux situations"]')})
    assert len(real_words.build().reminders) == 2


def test_templates_calendars_feeds_and_reports_add_no_count(site: Site, real_site: RealSite) -> None:
    """Whatever they repeat, the sources say it first; so nobody need read what was written."""
    shutil.rmtree(site.root / "content")
    shutil.copytree(ROOT / "content", site.root / "content")
    event = page(
        "Secret professionnel : une journée", date="2024-03-01", evenement='"2024-03-21 14:00"', lieu="Mons"
    )
    site.add({"actualites/2024-03-01-journee.md": event})
    bistrot = site.root / "content/bistrots/bruxelles.md"
    text = bistrot.read_text(encoding="utf-8").replace("\n---", "\ndates: [2024-06-04, 2024-09-05]\n---", 1)
    bistrot.write_text(text.replace("etat: cherche-porteurs", "etat: actif"), encoding="utf-8")
    cache = real_site.copied_cache(site.root / "kept")
    report = site.build(**REAL_THEME, CACHE_FOLDER=cache)  # type: ignore[arg-type]
    assert report.ok, report.problems
    assert report.reminders == (), "the sources say nothing"
    classifications, _ = read_classifications(VOCABULARIES)
    publication = published(read_snapshots(site.root / "content" / SNAPSHOTS, classifications)[0])
    judge = Judge(LEXICON, what_is_known(publication, Figures(), ()))
    said = [(path, statement) for path in sorted(site.output.rglob("*")) for statement in written(path)]
    assert len({path.suffix for path, _ in said}) == len(READ), "each kind of file says something"
    found = {
        (path.relative_to(site.output).as_posix(), statement.written, statement.lead, statement.heading)
        for path, statement in said
        if (one := judge.judge(statement)) and one.verdict is Verdict.REFUSED
    }
    assert found == set()


READ = (".html", ".ics", ".rss", ".atom", ".json", ".pdf")


def written(path: Path) -> Iterator[Statement]:
    """Yield what a written file says to visitors."""
    if path.suffix == ".pdf":
        yield from of_document(document_text(path.name, path.read_bytes()))
        return
    texts: list[object] = []
    if path.suffix == ".html":
        texts = [path.read_text(encoding="utf-8")]
    elif path.suffix == ".ics":
        events = Calendar.from_ical(path.read_bytes()).walk()
        texts = [event.get(name, "") for event in events for name in ("SUMMARY", "DESCRIPTION", "LOCATION")]
    elif path.suffix in (".rss", ".atom"):
        texts = [*etree.fromstring(path.read_bytes()).itertext()]
    elif path.suffix == ".json" and path.parent.name == "feeds":
        items = json.loads(path.read_text(encoding="utf-8"))["items"]
        texts = [text for item in items for text in item.values()]
    for text in texts:
        yield from _of_markup(str(text))


def _of_markup(markup: str) -> Iterator[Statement]:
    if markup.strip():
        body: Any = html.document_fromstring(markup).find("body")
        # the published tables and their charts are what everything else is judged by
        for left_out in body.xpath("//script | //style | //div[@class='chart-figure']"):
            left_out.drop_tree()
        inner = " ".join(html.tostring(body, encoding="unicode").split())
        yield from statements_of(
            blocks_of(f"<div{inner.removeprefix('<body').removesuffix('</body>')}</div>"), ""
        )
