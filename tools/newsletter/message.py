"""Packs a letter as an e-mail message: plain text and HTML, the same bytes for the same letter."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from tools.newsletter.facts import LetterFacts

HOUR: Final = dt.time(9, tzinfo=ZoneInfo("Europe/Brussels"))
"""The hour of every letter: its front matter has a day only."""
NOBODY: Final = "a-completer@lettre.invalid"
"""Stands where an address is missing: no mail can ever reach it (RFC 6761)."""
BOUNDARY: Final = "=_cvts_lettre_="
"""Quoted-printable never writes “=_”: the boundary cannot stand in a part."""


@dataclass(frozen=True)
class Letter:
    """What is sent."""

    name: str
    """Of the issue, as in its address: `2024-06`."""
    subject: str
    day: dt.date
    text: str
    html: str


def pack_letter(letter: Letter, facts: LetterFacts) -> bytes:
    """Return the message as it goes over the wire (RFC 5322, lines end in CRLF)."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(facts.name, addr_spec=facts.sender or NOBODY)
    message["To"] = Address(addr_spec=facts.recipient or NOBODY)
    message["Subject"] = letter.subject
    message["Date"] = dt.datetime.combine(letter.day, HOUR)
    host = facts.host or NOBODY.partition("@")[2]
    message["Message-ID"] = f"<lettre-{letter.name}.{_digest(letter)}@{host}>"
    message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", charset="utf-8", cte="quoted-printable")
    message.set_boundary(BOUNDARY)
    return message.as_bytes()


def _digest(letter: Letter) -> str:
    """Tell a corrected letter from the first one: mail programs drop a second message of the same number."""
    content = f"{letter.subject}\0{letter.text}\0{letter.html}"
    return hashlib.sha256(content.encode()).hexdigest()[:16]
