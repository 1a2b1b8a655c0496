"""What the association says of itself: a value that would give a broken site is refused on its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.core.facts import load_facts

if TYPE_CHECKING:
    from pathlib import Path


def problems_of(content: Path, association: str) -> list[str]:
    (content / "association.toml").write_text(association, encoding="utf-8")
    (content / "vocabulaire.toml").write_text("", encoding="utf-8")
    return [str(problem) for problem in load_facts(content).problems if "association" in problem.path]


@pytest.mark.parametrize(
    "address",
    [
        "https://exemple.be/asso",
        "https://exemple.be/asso/",
        "https://exemple.be?x",
        "exemple.be",
        "ftp://exemple.be",
        "https://",
        "https://moi@exemple.be",
        "https://exemple.be #x",
    ],
)
def test_an_address_that_is_not_a_whole_site_s_is_refused_on_its_line(address: str, tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, f'[site]\nnom = "x"\nadresse = "{address}"\n')
    assert problem.startswith(f"{tmp_path.name}/association.toml:3: « adresse » n’est pas")
    assert "sans dossier derrière" in problem


@pytest.mark.parametrize(
    "address", ["", "https://exemple.be", "https://www.exemple.be/", "http://exemple.be:8080"]
)
def test_the_address_of_a_whole_site_is_accepted(address: str, tmp_path: Path) -> None:
    assert not problems_of(tmp_path, f'[site]\nadresse = "{address}"\n')


def test_who_answers_for_https_is_one_of_three(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, '[hebergeur]\nnom = "x"\nhttps = "oui"\n')
    assert "association.toml:3: « https » a une valeur inconnue → choisissez parmi : apache" in problem
    for value in ("apache", "mandataire", "non"):
        assert not problems_of(tmp_path, f'[hebergeur]\nhttps = "{value}"\n')


@pytest.mark.parametrize("text", ['site = "x"\n', "hebergeur = 3\n", '[[site]]\nadresse = "x"\n'])
def test_a_table_that_is_something_else_is_no_crash(text: str, tmp_path: Path) -> None:
    problems_of(tmp_path, text)
