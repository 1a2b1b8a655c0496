"""The file of those who agreed to be named: who is read, what is refused, and that no message names anybody."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.manifesto.signatories import COLUMNS, Signatory, SignatoryKind, folded, read_signatories

PATH = "content/manifeste/signataires.csv"
HEADER = ",".join(COLUMNS) + "\n"
TODAY = dt.date(2024, 6, 1)
GOOD = HEADER + (
    "personne,Zorglute,Élodie,assistante sociale,Mons,2016,2024-03-01\n"
    "organisation,Collectif Quatrevent,,,,,2024-03-01\n"
    'personne,De Fantoche,Karim,"éducateur, formateur",,2024-02-26,2024-02-26\n'
)


def read(text: str | bytes) -> tuple[tuple[Signatory, ...], list[str]]:
    """Read a file and return its signatories and its problems as an editor sees them."""
    data = text if isinstance(text, bytes) else text.encode()
    found, problems = read_signatories(data, PATH, TODAY)
    return found, [str(problem) for problem in problems]


def line(**cells: str) -> str:
    """Return a file with one line, right but for the cells given."""
    row = {"genre": "personne", "nom": "Zorglute", "prenom": "Élodie", "consentement": "2024-03-01", **cells}
    stream = io.StringIO()
    csv.DictWriter(stream, COLUMNS, lineterminator="\n").writerow(row)
    return HEADER + stream.getvalue()


def test_good_lines_are_read() -> None:
    found, problems = read(GOOD)
    assert problems == []
    assert found == (
        Signatory(SignatoryKind.PERSON, "Zorglute", "Élodie", "assistante sociale", "Mons", "2016"),
        Signatory(SignatoryKind.ORGANISATION, "Collectif Quatrevent"),
        Signatory(SignatoryKind.PERSON, "De Fantoche", "Karim", "éducateur, formateur", "", "2024"),
    )
    assert found[0].full_name == "Élodie Zorglute"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\n\n"),
        GOOD + ",,,,,,\n",
        GOOD.replace("Élodie", "E\u0301lodie"),
        GOOD.replace("Élodie", "  Élodie "),
    ],
    ids=["BOM", "CRLF", "blank lines", "empty row", "NFD", "spaces"],
)
def test_what_programs_do_to_a_file_changes_nothing(text: str) -> None:
    assert read(text) == read(GOOD)


def test_columns_may_stand_in_any_order() -> None:
    rows = [row[::-1] for row in csv.reader(io.StringIO(GOOD))]
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    assert read(stream.getvalue()) == read(GOOD)


@pytest.mark.parametrize("text", ["", "\n\n", HEADER, HEADER + "\n"])
def test_a_file_without_names_names_nobody(text: str) -> None:
    found, problems = read(text)
    assert found == ()
    assert len(problems) == (0 if HEADER in text else 1)


@pytest.mark.parametrize(
    ("text", "expected", "remedy"),
    [
        # --- the consent
        (line(consentement=""), ":2: la date du consentement manque", "retirez la ligne"),
        (line(consentement="oui"), ":2: la colonne « consentement » n’est pas une date AAAA-MM-JJ", "2024-02-26"),
        (line(consentement="01/03/2024"), ":2: la colonne « consentement » n’est pas une date", "2024-02-26"),
        (line(consentement="2024"), ":2: la colonne « consentement » n’est pas une date", "2024-02-26"),
        (line(consentement="20240301"), ":2: la colonne « consentement » n’est pas une date", "2024-02-26"),
        (line(consentement="2024-02-30"), ":2: la colonne « consentement » n’est pas une date", "2024-02-26"),
        (line(consentement="2024-06-02"), ":2: le consentement est dans le futur", "le jour où"),
        (line(consentement="2002-06-02"), ":2: le consentement est plus ancien que le Manifeste", "le jour où"),
        # --- the other cells
        (line(genre="Personne"), ":2: la colonne « genre » ne dit pas", "personne ou organisation"),
        (line(genre=""), ":2: la colonne « genre » ne dit pas", "personne ou organisation"),
        (line(nom=""), ":2: la colonne « nom » est vide", "retirez la ligne"),
        (line(nom="…"), ":2: la colonne « nom » est vide", "retirez la ligne"),
        (line(prenom=""), ":2: la colonne « prenom » est vide", "prénom"),
        (line(genre="organisation"), ":2: une organisation n’a pas de « prenom »", "laissez la case vide"),
        (line(genre="organisation", prenom="", fonction="direction"), ":2: une organisation n’a pas de « fonction »", "vide"),
        (line(signature="hier"), ":2: la colonne « signature » n’est pas une date", "2024"),
        (line(signature="0000"), ":2: la colonne « signature » n’est pas une date", "2024"),
        (line(signature="2025"), ":2: la signature est dans le futur", "signature"),
        (line(signature="1999"), ":2: la signature est plus ancienne", "signature"),
        (line(fonction="moi@example.org"), ":2: la colonne « fonction » contient une adresse e-mail", "retirez-le"),
        (line(commune="Mons, 065 12 34 56"), ":2: la colonne « commune » contient une adresse", "retirez-le"),
        (line(fonction="x" * 121), ":2: la colonne « fonction » dépasse 120", "raccourcissez"),
        (line(fonction="une\nligne"), ":2: la colonne « fonction » tient sur plusieurs lignes", "une seule"),
        (line(nom="Zorg\u200blute"), ":2: la colonne « nom » contient un caractère invisible", "tapez-la"),
        # --- twins
        (GOOD + "personne,ZORGLUTE,Elodie,,Mons,,2024-03-02\n", ":5: la même personne qu’à la ligne 2", "une seule"),
        (GOOD + "personne,Zorglute,Élodie,,,,2024-03-02\n", ":5: la même personne qu’à la ligne 2", "sa commune"),
        (GOOD + "organisation,Collectif Quatre-Vent,,,,,2024-03-02\norganisation,Collectif Quatrevent,,,Liège,,2024-03-02\n", ":6: la même organisation qu’à la ligne 3", "une seule"),
        # --- the file
        (GOOD.replace(",", ";"), ":1: les colonnes sont séparées par des points-virgules", "virgules"),
        (HEADER + "personne;Zorglute;Élodie;;;;2024-03-01\n", ":2: les colonnes sont séparées", "virgules"),
        (GOOD.split("\n", 1)[1], ":1: la première ligne ne nomme pas les colonnes", "genre,nom,prenom"),
        (GOOD.replace("consentement", "accord"), ":1: il manque la colonne « consentement »", "genre,nom,prenom"),
        (GOOD.replace("fonction", "nom", 1), ":1: la colonne « nom » est là deux fois", "retirez-en une"),
        (GOOD.replace("fonction", "telephone", 1), ":1: la colonne n° 4 n’existe pas", "genre, nom, prenom"),
        (HEADER + "personne,Zorglute,Élodie\n", ":2: 3 cases au lieu de 7", "virgules"),
        (HEADER + 'personne,"Zorglute,Élodie,,,,2024-03-01\n', ":2: un guillemet ouvert", "guillemets droits"),
        (GOOD.encode("latin-1"), ":2: le fichier n’est pas en UTF-8", "UTF-8"),
        (GOOD.encode("utf-16"), ":1: le fichier n’est pas en UTF-8", "UTF-8"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_line_and_a_remedy(
    text: str | bytes, expected: str, remedy: str
) -> None:
    _, problems = read(text)
    (problem,) = [problem for problem in problems if f"{PATH}{expected}" in problem]
    assert remedy in problem.split(" → ")[1]


def test_namesakes_of_two_towns_are_two_people() -> None:
    found, problems = read(GOOD + "personne,Zorglute,Élodie,,Namur,,2024-03-02\n")
    assert problems == []
    assert len(found) == 4


def test_a_refused_line_leaves_the_others_and_reports_all_that_is_wrong() -> None:
    found, problems = read(GOOD + "personne,Fantasque,,,,hier,\n")
    assert len(found) == 3
    assert [problem.split(": ")[0] for problem in problems] == [f"{PATH}:5"] * 3


CELLS = st.text(max_size=20) | st.sampled_from(
    ["personne", "organisation", "2024-03-01", "2016", "", "Zorglute", "é", '"', ";", "\n", "\0"]
)
NAMES = st.text(st.sampled_from("abcdéîœKZ-’ "), min_size=6, max_size=20).map(lambda text: f"Xq{text}xq")


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    read(data)


@given(st.lists(st.lists(CELLS, max_size=9), max_size=6), st.booleans())
def test_no_table_makes_it_fail_and_nobody_is_read_without_a_consent(
    rows: list[list[str]], headed: bool
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([list(COLUMNS), *rows] if headed else rows)
    text = stream.getvalue()
    found, problems = read_signatories(text.encode("utf-8", "replace"), PATH, TODAY)
    assert all(problem.path == PATH and problem.line > 0 and problem.remedy for problem in problems)
    if headed:
        dated = [row for row in rows if len(row) == len(COLUMNS) and row[-1].strip()]
        assert len(found) <= len(dated)


@given(name=NAMES, place=st.integers(0, 6), row=st.lists(CELLS, min_size=7, max_size=7), headed=st.booleans())
@example(name="Xqdupontxq", place=0, row=["", "", "", "", "", "", ""], headed=False)
@example(name="Xqdupont;xq", place=0, row=[""] * 7, headed=True)
def test_no_message_repeats_a_word_of_the_file(name: str, place: int, row: list[str], headed: bool) -> None:
    """Wherever the name stands: in a wrong column, in a file without a header, twice."""
    cells = [*row[:place], name, *row[place + 1 :]]
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([list(COLUMNS), cells, cells] if headed else [cells])
    _, problems = read_signatories(stream.getvalue().encode("utf-8", "replace"), PATH, TODAY)
    assert problems
    assert not any("xq" in str(problem).lower() for problem in problems)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Œdipe", "oedipe"), ("Łukasz", "LUKASZ"), ("Jean-Luc", "jean luc"), ("Weiß", "weiss"), ("N’Guyen", "n'guyen")],
)  # fmt: skip
def test_names_fold_to_what_a_reader_would_type(one: str, other: str) -> None:
    assert folded(one) == folded(other)
