"""A problem is found again by every build, as long as its cause is there: nothing that is kept hides it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.equipment.inline import Site, page, snapshot
from tools.build import ROOT

if TYPE_CHECKING:
    from pathlib import Path

MISSING = '{{ chiffre("permanences", 1900) }}'


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "tests" / "equipment" / "tiny_theme", tmp_path / "theme")


def _many(site: Site) -> None:
    """Have so many articles that other processes help."""
    site.add(
        {
            f"actualites/2024-01-{day:02}-jour-{day}-{part}.md": page(
                f"Le jour {day} {part}", date=f"2024-01-{day:02}"
            )
            for day in range(1, 29)
            for part in "ab"
        }
    )


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(MISSING, id="on every page"),
        pytest.param(f'{{% if article.slug == "jour-28-b" %}}{MISSING}{{% endif %}}', id="on one page"),
    ],
)
def test_a_figure_that_a_template_misses_is_one_problem_of_every_build(
    site: Site, theme: Path, said: str
) -> None:
    _many(site)
    template = theme / "templates" / "article.html"
    whole = template.read_text()
    assert site.build(THEME=str(theme)).ok
    before = snapshot(site.output)
    template.write_text(whole.replace("{% endblock %}", said + "{% endblock %}", 1))
    first = site.build(THEME=str(theme))
    assert [problem.path for problem in first.problems] == ["theme/templates/article.html"]
    assert site.build(THEME=str(theme)).problems == first.problems
    assert snapshot(site.output) == before
    template.write_text(whole)
    assert site.build(THEME=str(theme)).ok


@pytest.mark.parametrize("start", ["\ufeff\n", "\n\n\n\n", "\ufeff\r\n\r\n"])
def test_a_title_that_changes_below_blank_lines_reaches_its_neighbours(site: Site, start: str) -> None:
    first = page("Premier titre", date="2024-01-01")
    site.add(
        {
            "actualites/un.md": start + first,
            "actualites/deux.md": page("Deuxième", date="2024-02-01"),
        }
    )
    assert site.build().ok, site.build().problems
    site.add({"actualites/un.md": start + first.replace("Premier titre", "Nouveau titre")})
    assert site.build().ok
    warm = snapshot(site.output)
    shutil.rmtree(site.root / "cache")
    shutil.rmtree(site.output)
    assert site.build().ok
    assert warm == snapshot(site.output)


def test_a_syntax_error_in_the_vocabulary_is_one_problem(site: Site) -> None:
    _many(site)
    site.add({"vocabulaire.toml": "[themes.secret\nlibelle = 1\n"})
    (problem,) = site.build().problems
    assert (problem.path, problem.line) == ("content/vocabulaire.toml", 1)


@pytest.mark.parametrize("name", ["vocabulaire.toml", "association.toml"])
def test_a_missing_file_of_facts_is_one_problem(site: Site, name: str) -> None:
    """Without the vocabulary, every theme of every page would be a mistake."""
    _many(site)
    site.add({name: None})
    (problem,) = site.build().problems
    assert (problem.path, problem.text) == (f"content/{name}", "le fichier manque")


def test_a_syntax_error_in_the_facts_is_one_problem(site: Site) -> None:
    site.add({"association.toml": '[site]\nnom = "Association\n'})
    (problem,) = site.build().problems
    assert (problem.path, problem.line) == ("content/association.toml", 2)


def test_a_template_that_leads_to_a_file_elsewhere_is_refused(site: Site, theme: Path) -> None:
    """A build would not see when that file changes."""
    article = theme / "templates" / "article.html"
    article.rename(site.root / "ailleurs.html")
    article.symlink_to(site.root / "ailleurs.html")
    for _ in range(2):
        (problem,) = site.build(THEME=str(theme)).problems
        assert problem.path == "theme/templates/article.html"
