"""The register's reader: what it takes, what it refuses, and that it never repeats a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.core.vocabularies import Term, Vocabulary
from plugins.statistics.records.classification import Period, parse_period, read_classifications
from plugins.statistics.records.register import COLUMNS, Register, personal_data
from tests.statistics.registers import read_folder

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.core.problems import Problem

HEADER = ",".join(COLUMNS)
GOOD = "2024,demande-avis,theme-a,secteur-a,nord"


def _terms(*entries: str, **details: object) -> Vocabulary:
    return {name: Term(name, name, details) for name in entries}


VOCABULARIES = {
    "activites": _terms("demande-avis", "formation-donnee"),
    "themes": _terms("theme-a", "theme-b", famille="f") | _terms("theme-vieux", au=2020),
    "familles": _terms("f"),
    "familles_de_secteur": _terms("g"),
    "secteurs": _terms("secteur-a", famille="g") | _terms("secteur-b", zeros=["theme-a"]),
    "regions": _terms("nord", "sud"),
}


def _read(tmp_path: Path, content: str | bytes) -> tuple[Register, tuple[Problem, ...]]:
    file = tmp_path / "registre.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_folder(tmp_path, VOCABULARIES)


def test_records_are_counted_whatever_their_order(tmp_path: Path) -> None:
    other = "2024,formation-donnee,theme-b,secteur-b,sud"
    register, problems = _read(tmp_path, f"{HEADER}\n{GOOD}\n{other}\n{GOOD}\n")
    assert not problems
    assert len(register) == 3
    assert register == _read(tmp_path, f"{HEADER}\r\n{other}\r\n{GOOD}\r\n{GOOD}\r\n")[0]
    assert register.blocks() == (
        ("demande-avis", Period(2024, 2024)),
        ("formation-donnee", Period(2024, 2024)),
    )


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("2024,demande-avis,theme-a,secteur-a", "4 cellules au lieu de 5"),
        (f"{GOOD},de trop", "6 cellules au lieu de 5"),
        (GOOD.replace(",", ";"), "séparateur"),
        ("2024,demande-avis,,secteur-a,nord", "colonne theme : cellule vide"),
        ("2024,demande-avis,secret-inconnu,secteur-a,nord", "colonne theme : valeur hors du vocabulaire"),
        ("2024,Demande-avis,theme-a,secteur-a,nord", "colonne type : valeur hors"),
        ("mars 2024,demande-avis,theme-a,secteur-a,nord", "colonne periode"),
        ("2024-2021,demande-avis,theme-a,secteur-a,nord", "colonne periode"),
        ("2021,demande-avis,theme-vieux,secteur-a,nord", "n’a pas cours"),
        ("2024,demande-avis,theme-a,secteur-b,nord", "impossibles ensemble"),
        ('2024,demande-avis,"theme-a,secteur-a,nord', "mal formés"),
        ("2024,demande-avis,85073003328,secteur-a,nord", "colonne theme : ressemble à un numéro national"),
        (
            "2024,demande-avis,theme-a,marie 85.07.30-033.28,nord",
            "colonne secteur : ressemble à un numéro national",
        ),
        (
            "2024,demande-avis,theme-a,0470 12 34 56,nord",
            "colonne secteur : ressemble à un numéro de téléphone",
        ),
        (
            "2024,demande-avis,theme-a,secteur-a,+32 2 513 12 34",
            "colonne region : ressemble à un numéro de téléphone",
        ),
        (
            "prenom.nom@exemple.be,demande-avis,theme-a,secteur-a,nord",
            "colonne periode : ressemble à une adresse",
        ),
    ],
)
def test_a_bad_line_is_refused_with_its_place_and_without_its_value(
    tmp_path: Path, line: str, says: str
) -> None:
    register, problems = _read(tmp_path, f"{HEADER}\n{GOOD}\n{line}\n")
    assert len(register) == 1
    assert any(says in problem.text for problem in problems)
    assert {problem.line for problem in problems} == {3}
    for value in (
        "secret-inconnu",
        "85073003328",
        "033.28",
        "0470",
        "513",
        "prenom",
        "mars",
        "marie",
        "de trop",
    ):
        assert value not in "".join(map(str, problems))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (f"{HEADER}\n{GOOD}\n2024,demande-avis,thème\n".encode("latin-1"), "UTF-8"),
        (f"{HEADER}\n{GOOD}\n".encode("utf-16"), "UTF-8"),
        (f"{HEADER},commentaire\n{GOOD},x\n", "en-tête"),
        (f"{HEADER.replace(',', ';')}\n", "séparées par des points-virgules"),
        (f"{GOOD}\n", "en-tête"),
        ("", "en-tête"),
        (f"{HEADER}\n{GOOD}\x00\n", "texte"),
    ],
)
def test_a_file_that_is_no_register_is_refused(tmp_path: Path, content: str | bytes, says: str) -> None:
    register, problems = _read(tmp_path, content)
    assert len(register) == 0
    assert says in problems[0].text


def test_overlapping_periods_of_one_kind_are_refused(tmp_path: Path) -> None:
    block = GOOD.replace("2024", "2023-2024")
    _, (problem,) = _read(tmp_path, f"{HEADER}\n{GOOD}\n{GOOD}\n{block}\n")
    assert problem.line == 4
    assert f"recouvre celle de la ligne {problem.path}:2" in problem.text
    assert "202" not in problem.text
    _, problems = _read(tmp_path, f"{HEADER}\n{GOOD}\n{block.replace('demande-avis', 'formation-donnee')}\n")
    assert not problems


def test_every_file_and_every_problem_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEADER}\n{GOOD}\nx\n")
    (tmp_path / "b.csv").write_text(f"{HEADER}\n{GOOD}\n2024,,,,\n")
    register, problems = read_folder(tmp_path, VOCABULARIES)
    assert len(register) == 2
    assert len(problems) == 5


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{HEADER}\n{GOOD}\n",
        f"\ufeff\ufeff{HEADER}\r\n{GOOD}\r\n\r\n",
        f"{HEADER}\r{GOOD}\r",
        f"{HEADER}\n\n{GOOD}\n,,,,\n\n",
        f"{HEADER}\n{GOOD.replace(',', ' , ')}\n",
    ],
)
def test_what_spreadsheets_add_does_no_harm(tmp_path: Path, text: str) -> None:
    register, problems = _read(tmp_path, text)
    assert (len(register), problems) == (1, ())


def test_a_mistake_of_every_line_is_told_once_without_a_value(tmp_path: Path) -> None:
    rows = "".join(f"26/02/20{number},demande-avis,theme-a,secteur-a,nord\n" for number in range(10, 40))
    _, (problem,) = _read(tmp_path, f"{HEADER}\n{GOOD}\n{rows}")
    assert problem.line == 3
    assert "29 autres lignes ont la même faute" in problem.text
    assert "26" not in str(problem)


def test_no_folder_is_an_empty_register(tmp_path: Path) -> None:
    assert len(read_folder(tmp_path / "nulle-part", VOCABULARIES)[0]) == 0


@pytest.mark.parametrize(
    "cell", ["2019-2020", "2024", "secret-professionnel", "article 458", "26.02.2024", "0123.456.789"]
)
def test_the_backstop_leaves_ordinary_cells_alone(cell: str) -> None:
    assert personal_data(cell) is None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024", Period(2024, 2024)),
        ("2021-2023", Period(2021, 2023)),
        ("2023-2021", None),
        ("24", None),
        ("1900-2100", Period(1900, 2100)),
        ("0000-9999", None),
        ("1899", None),
        ("2101", None),
        ("٢٠٢٤", None),
    ],
)
def test_periods(text: str, period: Period | None) -> None:
    assert parse_period(text) == period


def test_an_ambiguous_structural_zero_is_a_problem() -> None:
    shared = VOCABULARIES | {
        "regions": _terms("nord", "secteur-a"),
        "themes": _terms("theme-a", zeros=["secteur-a", "region:secteur-a", "inconnu"]),
        "secteurs": _terms("secteur-a"),
    }
    classifications, problems = read_classifications(shared)
    assert len(problems) == 2
    assert classifications.zeros == {frozenset({("theme", "theme-a"), ("region", "secteur-a")})}
