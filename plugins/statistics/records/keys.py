"""The keys of the register: whose public halves records are sealed to, and the private ones at hand.

No message ever repeats a private key, nor what stands in the place of one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.core.problems import Problem

KEY_VARIABLE = "CVTS_CLE_REGISTRE"
"""Environment variable: the private key's file (or the key itself, as a forge's secrets are given)."""

RECIPIENTS = "destinataires.txt"
"""In the register's folder: a public key a line, `#` before a comment."""

SECRET = "AGE-SECRET-KEY-"  # noqa: S105  how every private key begins
_LOOSE = 0o077
"""Rights of others."""


@dataclass(frozen=True)
class Keys:
    """The private keys at hand; none, with the reason, where they cannot be used."""

    file: Path | None
    """Where they are, or would be; None when the environment holds the key itself."""
    identities: tuple[str, ...] = field(default=(), repr=False)
    problem: Problem | None = None
    """Not for a file that does not exist: nobody needs a key to build."""

    def public_halves(self) -> tuple[str, ...]:
        """Return the public key of each private one."""
        return tuple(public_half(identity) for identity in self.identities)


@dataclass(frozen=True)
class Recipients:
    """The public keys that records are sealed to."""

    keys: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def public_half(identity: str) -> str:
    """Return the public key of a private one."""
    import pyrage  # noqa: PLC0415  not for a build without key

    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def key_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the private key is: what the environment says, else in the user's own configuration."""
    named = environment.get(KEY_VARIABLE, "")
    if named:
        return Path(named).expanduser()
    import platformdirs  # noqa: PLC0415

    return platformdirs.user_config_path("cvts", appauthor=False) / "registre.cle"


def read_keys(environment: Mapping[str, str] = os.environ) -> Keys:
    """Return the private keys at hand: every line of the key file that is no comment."""
    named = environment.get(KEY_VARIABLE, "")
    if SECRET in named.upper():
        identities = _identities(named)
        remedy = "recopiez la clé entière, ou écrivez l’adresse de son fichier"
        problem = Problem(KEY_VARIABLE, 0, "ce n’est pas une clé privée entière", remedy)
        return Keys(None, identities or (), None if identities else problem)
    file = key_file(environment)
    place = shown_key_file(file)
    try:
        mode = file.stat().st_mode
        if os.name == "posix" and mode & _LOOSE:
            remedy = f"réservez-la à votre compte : chmod 600 {place}"
            return Keys(file, (), Problem(place, 0, "d’autres personnes peuvent lire votre clé", remedy))
        text = file.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Keys(file)
    except (OSError, UnicodeDecodeError):
        remedy = "remettez le fichier de votre clé, ou recopiez-la de sa copie en papier"
        return Keys(file, (), Problem(place, 0, "la clé ne peut pas être lue", remedy))
    identities = _identities(text)
    if identities is None:
        remedy = "recopiez-la de sa copie en papier : une ligne, qui commence par " + SECRET
        return Keys(file, (), Problem(place, 0, "ce n’est pas une clé privée entière", remedy))
    return Keys(file, identities)


def shown_key_file(file: Path) -> str:
    """Return the key file's name with `~` for the user's folder."""
    try:
        return f"~/{file.relative_to(Path.home()).as_posix()}"
    except (ValueError, RuntimeError):
        return str(file)


def _identities(text: str) -> tuple[str, ...] | None:
    """Return the private keys of a text; None if a line is not one, or there is none."""
    import pyrage  # noqa: PLC0415  not for a build without key

    lines = tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
    try:
        for line in lines:
            pyrage.x25519.Identity.from_str(line)
    except pyrage.IdentityError:
        return None
    return lines or None


def read_recipients(file: Path, name: str) -> Recipients:
    """Return the public keys of `destinataires.txt`, called `name` in messages; none if there is no file."""
    import pyrage  # noqa: PLC0415  not for a site without register

    from plugins.statistics.records.sealing import MOST_RECIPIENTS  # noqa: PLC0415

    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Recipients(())
    except (OSError, UnicodeDecodeError):
        problem = Problem(name, 0, "le fichier n’est pas du texte lisible", "remettez-le tel qu’il était")
        return Recipients((), (problem,))
    keys: dict[str, None] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        key = line.partition("#")[0].strip()
        if SECRET in line.upper():
            remedy = "retirez-la et changez de clé (invoke registre --cle) : celle-ci n’est plus secrète"
            problems.append(Problem(name, number, "c’est une clé privée", remedy))
        elif key:
            try:
                pyrage.x25519.Recipient.from_str(key)
                keys[key] = None
            except pyrage.RecipientError:
                remedy = "écrivez une clé publique par ligne, age1…, et « # » devant un commentaire"
                problems.append(Problem(name, number, "ce n’est pas une clé publique", remedy))
    if len(keys) > MOST_RECIPIENTS:
        problems.append(Problem(name, 0, "trop de clés publiques", f"gardez-en {MOST_RECIPIENTS} au plus"))
    return Recipients(tuple(keys), tuple(problems))
