"""What an editor types in a front matter is what the site shows, or one message on its line says why not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.checks.sources.check import check_source
from plugins.core.vocabularies import Term
from plugins.texts.front_matter import FrontMatterError, parse_document
from plugins.texts.reader import pelican_fields
from tests.equipment.inline import page

if TYPE_CHECKING:
    from plugins.texts.sources import Source

SUMMARY = "resume: Un résumé assez long pour cette page, en une seule phrase complète et claire."
FIELDS = {
    "titre": ("pages/essai.md", []),
    "titre_court": ("pages/essai.md", ["titre: Essai"]),
    "lieu": ("actualites/essai.md", ["titre: Essai", "date: 2024", "evenement: 2024-01-01"]),
    "auteur": ("ressources/essai.md", ["titre: Essai", "date: 2024", "type: code", "themes: [divers]", "source: Nous"]),
}  # fmt: skip
"""Texts of one line: where each stands, and what its page needs besides."""
WORDS = {
    "themes": {"divers": Term("divers", "divers", {})},
    "types_de_ressource": {"code": Term("code", "Code", {})},
}
LINE = 3
"""Where `read` puts the field."""


def read(line: str, name: str = "titre") -> Source:
    """Check a page with that line among its fields."""
    path, fields = FIELDS[name]
    text = "\n".join(
        ["---", SUMMARY, line, *fields, 'anciennes_adresses: ["/?Essai"]', "---", "", "Un texte.", ""]
    )
    return check_source(path, text.encode(), "content", WORDS)


def shown(source: Source, name: str = "titre") -> object:
    """Return a field as templates get it."""
    assert source.document
    values = {field: value.value for field, value in source.document.fields.items()}
    field = source.section.field(name)
    assert field
    return pelican_fields(values, source.section).get(field.pelican or name)


def refused(source: Source) -> str:
    """Return the one message, which must be on the field's line and have a remedy."""
    (problem,) = source.problems
    assert (problem.line, bool(problem.remedy)) == (LINE, True), str(problem)
    return f"{problem.text} → {problem.remedy}"


NOT_TEXTS = (
    *("2024", "2024-05-17", "12:30", "1:30:00", "2024-05-17T10:00:00Z", "2024-05-17 10:00", "0123", "1_000", "1e3"),
    *("0x1F", "0o17", "0b11", "+3", "-1", "1.0", ".5", ".inf", "-.inf", ".NaN", "18446744073709551616"),
    *("no", "yes", "on", "off", "y", "N", "true", "False", "null", "Null", "NULL", "=", "<<", "---", "..."),
)  # fmt: skip
"""Texts that YAML reads as numbers, dates, hours, truths, nothing or orders."""


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("text", NOT_TEXTS)
def test_what_yaml_reads_as_something_else_is_the_text_as_typed(text: str, name: str) -> None:
    for line in (f"{name}: {text}", f'{name}: "{text}"', f"{name}: '{text}'", f"{name} : {text} "):
        source = read(line, name)
        assert source.problems == ()
        assert shown(source, name) == text


@pytest.mark.parametrize(
    "text",
    [
        *("Essai :b", "a:b", "l'eau", "d’ici #", "x#3", "« Résister »", 'le mot "juste"', "x, [y] {z}", "50 %", "a & b"),
        *("-3 degrés", "?ou pas", ":deux", "a | b", "a > b", "C:\\Temp\\n", "😀 fête", "~ 100", "!", "e\u0301té"),
    ],
)  # fmt: skip
def test_signs_inside_a_text_need_no_quotation_marks(text: str) -> None:
    if text in ("!", "d’ici #"):  # not inside: at one end
        refused(read(f"titre: {text}"))
        source = read(f'titre: "{text}"')
    else:
        source = read(f"titre: {text}")
    assert source.problems == ()
    assert shown(source) == text


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("Colloque #3 du CVTS", "« #3 du CVTS » ne serait pas lu"),
        ("#3", "« #3 » ne serait pas lu"),
        ("Essai # remarque", "ne serait pas lu"),
        ("Essai : la suite", "guillemets droits"),
        ("- Essai", "guillemets droits"),
        ("? Essai", "guillemets droits"),
        ("@cvts", "guillemets droits"),
        ("`essai`", "guillemets droits"),
        ("%essai", "guillemets droits"),
        ("&a", "guillemets droits"),
        ("&essai Essai", "guillemets droits"),
        ("*essai", "guillemets droits"),
        ("!!", "guillemets droits"),
        ("!!str 3", "guillemets droits"),
        ("!essai 3", "guillemets droits"),
        ("[&a Essai]", "guillemets droits"),
        ("[a, *a", "guillemets droits"),
        ("{a", "guillemets droits"),
        ('"Essai', "guillemets droits"),
        ("'Essai", "guillemets droits"),
        ("'l'eau'", "guillemets droits"),
        ('"Essai" suite', "guillemets droits"),
        ("Essai:", "guillemets droits"),
        ("[Essai]", "une liste là où il faut un texte"),
        ("{Essai: 3}", "une liste là où il faut un texte"),
        ('"C:\\Temp"', "doublez-la"),
        ('"50\\u20ac"', "doublez-la"),
        ("Es\tsai", "tabulation"),
        ("Es\x07sai", "caractère invisible"),
        ("Es\x0bsai", "saut de ligne de Word"),
        ("Es\x85sai", "saut de ligne d’un autre"),
        ('"Es\u2028sai"', "saut de ligne d’un autre"),
    ],
)
def test_what_yaml_would_change_is_refused_on_its_line(typed: str, message: str, name: str) -> None:
    assert message in refused(read(f"{name}: {typed}", name))


@pytest.mark.parametrize("typed", ["~", '""', "''", '"  "', '"~"', "[]", "", "# une remarque", "|", "\u00a0"])
def test_nothing_is_nothing(typed: str) -> None:
    assert "« titre » est vide" in refused(read(f"titre: {typed}"))
    source = read(f"titre_court: {typed}", "titre_court")
    assert source.problems == ()
    assert shown(source, "titre_court") is None


@pytest.mark.parametrize(
    "line",
    [
        *("titre: Essai", "titre :Essai", "titre:Essai", "titre\u00a0: Essai", "titre:\u00a0Essai", "titre\u202f:\u202fEssai"),
        *("titre \u00a0:  Essai\u00a0", "titre: Essai\u202f", "? titre\n: Essai", "titre: >-\n  Essai", "titre:\n  Essai"),
    ],
)  # fmt: skip
def test_spaces_around_the_colon(line: str) -> None:
    source = read(line)
    if re.match(r"titre ?:E", line):
        assert "avec une espace" in refused(source)
    else:
        assert source.problems == ()
        assert shown(source) == "Essai"


@pytest.mark.parametrize("name", ["commune", "contact", "etat", "dates"])
def test_no_break_spaces_at_the_end_of_a_line_are_no_part_of_a_value(name: str) -> None:
    fields = {"commune": "Mons", "etat": "actif", "contact": "a@b.be", "dates": "[2024-01-01]"}
    fields[name] += "\u00a0"
    words = {"etats_de_bistrot": {"actif": Term("actif", "actif", {})}}
    assert check_source("bistrots/mons.md", page("Mons", **fields).encode(), "content", words).problems == ()


SIGNS = st.sampled_from([*"#:-?[]{},&*!|>'\"%@`~=<\\ \u00a0«»’é2no", " #", ": ", " - ", "null"])
TEXTS = st.lists(SIGNS | st.characters(exclude_categories=("Cs",)), max_size=12).map("".join)
ESCAPED = re.compile(r'\\(["\\])')


@given(TEXTS, st.sampled_from(['"', ""]), st.sampled_from(list(FIELDS)))
def test_any_text_is_shown_as_typed_or_refused_with_one_message(text: str, quote: str, name: str) -> None:
    """A text on one line, bare or between straight quotation marks as the guide says."""
    text = text.replace("\n", " ").replace("\r", " ")
    source = read(f"{name}: {quote}{text}{quote}", name)
    if source.problems:
        refused(source)
        return
    value = shown(source, name)
    if quote:
        assert value == (ESCAPED.sub(r"\1", text) if text.strip() not in ("", "~") else None)
    elif value is None:
        assert re.fullmatch(
            r"\s*(~|\[\s*\]|\{\s*\}|''|\"\"|[|>][-+0-9]*|)\s*(# .*|#)?", text
        ) or not text.strip("\"' ~")
    else:
        typed = text.strip(" \u00a0\u202f")
        assert value in (typed, typed[1:-1], typed[1:-1].replace("''", "'"), ESCAPED.sub(r"\1", typed[1:-1]))


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))).filter(lambda text: text.strip(" ~")))
def test_any_title_between_quotation_marks_is_read_back(text: str) -> None:
    """As `invoke new` writes it, and as the guide says how to: with the two signs doubled or preceded."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    source = read(f'titre: "{escaped}"')
    if text.strip():
        assert source.problems == ()
        assert shown(source) == text


DATED = {
    "date": ("actualites/essai.md", r"(19|20)\d\d(-\d\d(-\d\d)?)?"),
    "evenement": ("actualites/essai.md", r"(19|20)\d\d-\d\d-\d\d([T ]\d?\d:\d\d(-\d\d:\d\d)?)?"),
    "mise_a_jour": ("pages/essai.md", r"(19|20)\d\d-\d\d-\d\d"),
}


@pytest.mark.parametrize("name", DATED)
@pytest.mark.parametrize(
    "text", [*NOT_TEXTS, "2024-02", "2024-02-30", "2024-13", "0001-01-01", "2024-05-17 19:00-22:00"]
)
def test_a_date_is_read_as_typed_or_refused(text: str, name: str) -> None:
    path, form = DATED[name]
    other = {"date": "2024"} if path.startswith("actualites") and name != "date" else {}
    data = page("Essai", **{name: text, **other}).encode()
    source = check_source(path, data, "content", WORDS)
    right = (
        re.fullmatch(form, text) and text not in ("2024-02-30", "2024-13") and text != "2024-05-17T10:00:00Z"
    )
    if right:
        assert source.problems == ()
        assert str(source.value(name)) == text
    else:
        (problem,) = source.problems
        assert (problem.line, problem.text.startswith(f"{name} : ")) == (4, True)
        assert "2024-03" in problem.remedy


def test_every_message_names_its_own_line() -> None:
    """Also after values of several lines, and lines that YAML counts otherwise."""
    source = read("titre: >-\n  Un titre\n  en deux lignes\nmise_a_jour: hier\nstatut: fini")
    assert [problem.line for problem in source.problems] == [6, 7]


@pytest.mark.parametrize(
    "nested",
    [
        "a: " + "[" * 900 + "]" * 900,
        "a:\n  " + "- " * 3000,
    ],
)
def test_lists_in_lists_in_lists_are_refused_and_crash_nothing(nested: str) -> None:
    with pytest.raises(FrontMatterError, match="listes dans des listes"):
        parse_document(f"---\n{nested}\n---\n\nUn texte.\n")


def test_aliases_that_multiply_are_refused_at_once() -> None:
    """Thirty lines that mean ten to the thirty words: written out, they would fill any memory."""
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10) if n else 'x'}]" for n in range(30)]
    assert "« & »" in refused(read("\n".join(lines)))


@pytest.mark.parametrize("name", ["titre", "lieu", "auteur"])
def test_letters_that_were_read_in_another_encoding_are_refused_with_the_right_ones(name: str) -> None:
    (problem,) = read(f"{name}: RÃ©union d’Ã©tÃ©", name).problems
    assert (problem.line, "« RÃ©union »" in problem.text) == (LINE, True)
    assert "écrivez « Réunion »" in problem.remedy


def test_a_header_that_goes_on_and_on_is_refused_on_its_line_and_at_once() -> None:
    text = "---\n" + "".join(f"champ{number}: x\n" for number in range(30_000)) + "---\n"
    with pytest.raises(FrontMatterError, match="plus de 500 lignes") as caught:
        parse_document(text)
    assert caught.value.line == 502
    assert len(parse_document("---\n" + "".join(f"c{n}: x\n" for n in range(500)) + "---\n").fields) == 500
