"""Finding the links of a text, and noting the day on which one was alive."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.links.extract import links_of, with_check_date

DAY = dt.date(2026, 3, 1)
PAGE = """\
---
titre: "Une charte"
date: 2024-03-01
annee: 2019
lien: https://a.example/charte
---
Voir [la revue](https://b.example/n_(24)/), puis <https://c.example/x?y=1&z=2#p>.
Et [deux](https://a.example/charte "titre") fois ; (http://d.example/fin).
"""


def test_every_address_is_found_once_with_its_line() -> None:
    found = list(links_of("content/x.md", PAGE))
    assert [(item.address, item.line, item.is_field) for item in found] == [
        ("https://a.example/charte", 5, True),
        ("https://b.example/n_(24)/", 7, False),
        ("https://c.example/x?y=1&z=2#p", 7, False),
        ("http://d.example/fin", 8, False),
    ]
    assert {item.year for item in found} == {"2019"}


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://a.example/x.", "https://a.example/x"),
        ("[https://a.example/x](https://a.example/x)", "https://a.example/x"),
        ("**https://a.example/x**", "https://a.example/x"),
        ("« https://a.example/é »", "https://a.example/é"),
        ('lien: "https://a.example/x"', "https://a.example/x"),
        ("[r]: https://a.example/x", "https://a.example/x"),
    ],
)
def test_an_address_ends_where_a_person_would_end_it(text: str, address: str) -> None:
    assert [item.address for item in links_of("x.md", text)] == [address]


def test_the_day_is_noted_below_the_link_and_replaces_the_one_before() -> None:
    once = with_check_date(PAGE, DAY)
    assert "lien: https://a.example/charte\nlien_verifie: 2026-03-01\n---\n" in once
    assert once.replace("lien_verifie: 2026-03-01\n", "") == PAGE
    assert with_check_date(once, dt.date(2026, 4, 1)) == once.replace("2026-03-01", "2026-04-01")


def test_line_endings_are_kept() -> None:
    windows = PAGE.replace("\n", "\r\n")
    assert with_check_date(windows, DAY) == with_check_date(PAGE, DAY).replace("\n", "\r\n")


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    for found in links_of("x.md", text):
        assert found.address.lower().startswith("http")
        assert found.line >= 1
