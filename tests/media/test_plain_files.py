"""Tables and calendars are published as they are, if they do nothing and name nobody."""

from __future__ import annotations

import pytest

from plugins.media.publishable import prepare_document
from plugins.media.unusable import UnusableFileError


def calendar(*lines: str) -> bytes:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    ).encode()


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "=cmd|'/c calc'!A1",
        '"=WEBSERVICE(""https://mechant.example"")"',
        "@SUM(1)",
        "+cmd|'/c calc'!A1",
        "-2+3+cmd|' /C calc'!A1",
        " =1+1",
        '"\t=1+1"',
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_formula_in_a_table_is_refused(cell: str, delimiter: str) -> None:
    with pytest.raises(UnusableFileError, match="formule →"):
        prepare_document("a.csv", f"a{delimiter}b\n1{delimiter}{cell}\n".encode(), "")


@pytest.mark.parametrize(
    "cell", ["-5", "+32 (0)2 123 45 67", "-12,5 %", "- une liste", "=", "@", "a@b.example", "1+1=2"]
)
def test_numbers_and_words_in_a_table_are_published(cell: str) -> None:
    data = f"a;b\n1;{cell}\n".encode()
    assert prepare_document("a.csv", data, "").data == data


@pytest.mark.parametrize(
    "line",
    [
        "ORGANIZER;CN=Camille Dupont:mailto:camille@example.org",
        "organizer:mailto:camille@example.org",
        "ATTEN\r\n DEE:mailto:camille@example.org",
        "CONTACT:Camille Dupont",
        "ATTACH:https://mechant.example/x.exe",
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:TVo=",
        "BEGIN:VALARM\r\nACTION:PROCEDURE\r\nEND:VALARM",
        "BEGIN:VALARM\r\nACTION:EMAIL\r\nEND:VALARM",
    ],
)
def test_a_calendar_that_names_somebody_or_acts_is_refused(line: str) -> None:
    with pytest.raises(UnusableFileError, match=r"calendrier .* →"):
        prepare_document("a.ics", calendar(line), "")


def test_an_ordinary_calendar_is_published() -> None:
    data = calendar(
        "SUMMARY:Permanence", "DESCRIPTION:CONTACT au 02", "BEGIN:VALARM", "ACTION:DISPLAY", "END:VALARM"
    )
    assert prepare_document("a.ics", data, "").data == data
