"""The message: parts, headers and bytes that every mail program and list understands."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.newsletter.conftest import parsed, part
from tools.newsletter.facts import LetterFacts
from tools.newsletter.message import Letter, pack_letter

LETTER = Letter("2024-06", "Lettre de juin", dt.date(2024, 6, 12), "Bonjour.\n", "<p>Bonjour.</p>\n")
FACTS = LetterFacts("https://essai.example", "Essai", "lettre@essai.example", "abonnes@essai.example")
LONGEST_LINE = 998
"""RFC 5322, 2.1.1, without the line's end."""

TEXTS = {
    "ascii": "Bonjour.\n",
    "accents": "Été, œuvre, « où » ?\n",
    "beyond the BMP": "Santé 🖤\n",
    "one very long line": "mot " * 2_000 + "\n",
    "one very long word": "é" * 3_000 + "\n",
    "lines that a mail program would mangle": "From moi\n.\n--=_cvts_lettre_=\n-- \n\ttab \n",
    "no final newline": "fin",
}
SUBJECTS = {
    "quotes": 'La « lettre », dite "publique", et l\'autre',
    "accents": "Été : l’œuvre à Liège, un 1er août",
    "long": "Une très longue phrase de titre, " * 12 + "fin",
    "one long word": "anticonstitutionnellement" * 50,
    "one long accented word": "é" * 400,
    "punctuation of headers": 'Re: <a@b.example>, (c); [d] "e" é',
    "emoji": "🖤 Santé",
}


@pytest.mark.parametrize(("text", "html"), list(product(TEXTS, TEXTS)))
def test_the_content_types_are_the_same_whatever_the_text(text: str, html: str) -> None:
    eml = pack_letter(replace(LETTER, text=TEXTS[text], html=f"<p>{TEXTS[html]}</p>"), FACTS)
    message = parsed(eml)
    assert message.get_content_type() == "multipart/alternative"
    shape = [
        (item.get_content_type(), item.get_content_charset(), item["Content-Transfer-Encoding"])
        for item in message.iter_parts()
    ]
    assert shape == [("text/plain", "utf-8", "quoted-printable"), ("text/html", "utf-8", "quoted-printable")]
    assert part(eml, "plain").rstrip("\n") == TEXTS[text].rstrip("\n")
    assert part(eml, "html").rstrip("\n") == f"<p>{TEXTS[html]}</p>"
    assert max(map(len, eml.split(b"\r\n"))) <= LONGEST_LINE
    assert eml.isascii()
    assert b"\n" not in eml.replace(b"\r\n", b"")


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_hostile_title_arrives_whole_and_is_encoded(name: str) -> None:
    eml = pack_letter(replace(LETTER, subject=SUBJECTS[name]), FACTS)
    assert parsed(eml)["Subject"] == SUBJECTS[name]
    head = eml.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(map(len, head.split(b"\r\n"))) <= LONGEST_LINE


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" "),
        min_size=1,
        max_size=300,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
def test_any_title_arrives_whole(title: str) -> None:
    eml = pack_letter(replace(LETTER, subject=title), FACTS)
    assert parsed(eml)["Subject"] == title
    assert max(map(len, eml.split(b"\r\n"))) <= LONGEST_LINE


def test_the_headers_come_from_the_content() -> None:
    message = parsed(pack_letter(LETTER, replace(FACTS, name="Comité d’essai, « Mons »")))
    assert message["From"].addresses[0].display_name == "Comité d’essai, « Mons »"
    assert message["From"].addresses[0].addr_spec == "lettre@essai.example"
    assert message["To"] == "abonnes@essai.example"
    assert message["Date"].datetime.isoformat() == "2024-06-12T09:00:00+02:00"
    assert message["Message-ID"].startswith("<lettre-2024-06.")
    assert message["Message-ID"].endswith("@essai.example>")


def test_the_hour_follows_winter_time() -> None:
    assert "+0100" in str(parsed(pack_letter(replace(LETTER, day=dt.date(2024, 12, 1)), FACTS))["Date"])


def test_a_corrected_letter_has_another_number() -> None:
    numbers = {
        parsed(pack_letter(letter, FACTS))["Message-ID"]
        for letter in (LETTER, replace(LETTER, text="Bonsoir.\n"), replace(LETTER, html="<p>Bonsoir.</p>"))
    }
    assert len(numbers) == 3
