"""`invoke registre --cle`: makes or keeps a key, adds its public half, seals all to the keys of today.

A private key is written once, into its own file, and never printed: a terminal's screen may be copied,
recorded or left open. An existing one is never overwritten. Interrupted anywhere, the command completes
what is left when it runs again: the key is kept before it is used, each file is replaced at once, and
an entry says (inside) to which keys it was sealed.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pyrage

from plugins.statistics.records.entries import FOLDER, entries, finish_interrupted, replace_entry
from plugins.statistics.records.keys import (
    KEY_VARIABLE,
    RECIPIENTS,
    public_half,
    read_keys,
    read_recipients,
    shown_key_file,
)
from plugins.statistics.records.register import shown_register_file
from plugins.statistics.records.sealing import ClosedReason, fingerprint, seal, unseal
from tools.activity_register.questions import ask_choice
from tools.report import count, fail

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.statistics.records.keys import Keys, Recipients

INTRODUCTION = """\
# Qui peut lire le registre : une clé publique par ligne (« invoke registre --cle » l’ajoute).
# Derrière « # », le rôle de la personne qui détient la clé privée, sans son nom.
"""
ROLE = "  # rôle à compléter"


def run(root: Path) -> None:
    """Make or keep the user's key, and seal every entry that it opens to all present keys."""
    folder = root / "content" / FOLDER
    file = folder / RECIPIENTS
    recipients = read_recipients(file, shown_register_file(file))
    keys = read_keys()
    problems = (*recipients.problems, *((keys.problem,) if keys.problem else ()))
    if problems:
        fail("", problems)
    if finish_interrupted(folder):
        print("Un ajout avait été interrompu après avoir été scellé en entier : ne le refaites pas.")
    _ensure_key(root, keys, recipients, file)
    _seal_again(folder)


def _ensure_key(root: Path, keys: Keys, recipients: Recipients, file: Path) -> None:
    """Make sure that the user has a key and that `destinataires.txt` lists it."""
    own = [key for key in keys.public_halves() if key in recipients.keys]
    if not keys.identities:
        _add_line(file, _make(root, keys))
        _print_advice(keys, file)
    elif own and sys.stdin.isatty() and keys.file:
        print(f"Vous avez déjà une clé, dans {shown_key_file(keys.file)}.")
        wanted = ask_choice(
            "Que voulez-vous faire ?",
            (
                "la garder, et sceller à nouveau si les destinataires ont changé",
                "la remplacer par une nouvelle",
            ),
        )
        if wanted == 1:
            text = file.read_text(encoding="utf-8-sig")
            replace_entry(file, text.replace(own[0], _make(root, keys)).encode())
            _print_advice(keys, file)
    elif own:
        print("Vous avez déjà une clé : elle reste.")
    elif not recipients.keys:
        _add_line(file, keys.public_halves()[0])
        print(f"Votre clé est gardée ; sa moitié publique est ajoutée à {shown_register_file(file)}.")
    elif not sys.stdin.isatty():
        fail(
            f"votre clé n’est pas dans {shown_register_file(file)} → relancez dans un terminal,"
            " qui vous demandera s’il faut l’y mettre",
            code=2,
        )
    elif (
        ask_choice("Votre clé n’est pas dans la liste des destinataires.", ("l’y ajouter", "ne rien changer"))
        == 0
    ):
        _add_line(file, keys.public_halves()[0])
    else:
        fail("rien n’a été modifié.")


def _make(root: Path, keys: Keys) -> str:
    """Write a new private key before those that are there, and return its public half."""
    path = keys.file
    if path is None:
        fail(f"{KEY_VARIABLE}: cette variable contient une clé → écrivez-y l’adresse d’un fichier")
    if path.resolve().is_relative_to(root.resolve()):
        fail(
            f"{shown_key_file(path)}: une clé privée ne se garde pas dans le dossier du site"
            f" → changez {KEY_VARIABLE}"
        )
    made = str(pyrage.x25519.Identity.generate())
    public = public_half(made)
    former = path.read_text(encoding="utf-8") if path.exists() else ""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.nouvelle")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8", newline="\n") as stream:  # noqa: PTH123  a descriptor
        stream.write(f"# registre du CVTS, clé publique : {public}\n{made}\n{former}")
        stream.flush()
        os.fsync(descriptor)
    beside.replace(path)
    return public


def _print_advice(keys: Keys, file: Path) -> None:
    assert keys.file is not None  # noqa: S101  made by `_make`
    print(
        f"Votre clé privée est dans {shown_key_file(keys.file)}.\n"
        "Elle ouvre le registre, et rien ne la remplace :\n"
        "ouvrez ce fichier, recopiez sur papier la ligne AGE-SECRET-KEY-…, et gardez ce papier en lieu sûr.\n"
        "Ne l’envoyez à personne, ne la mettez ni dans git ni dans un nuage.\n"
        f"Sa moitié publique est dans {shown_register_file(file)} : écrivez-y votre rôle, "
        "puis confiez ce fichier à git."
    )


def _add_line(file: Path, public: str) -> None:
    text = file.read_text(encoding="utf-8-sig") if file.exists() else INTRODUCTION
    replace_entry(file, f"{text.rstrip()}\n{public}{ROLE}\n".encode())


def _seal_again(folder: Path) -> None:
    """Seal every entry that the keys at hand open to the present recipients, if it is not yet."""
    file = folder / RECIPIENTS
    recipients = read_recipients(file, shown_register_file(file)).keys
    identities = read_keys().identities
    again = locked = damaged = 0
    for entry in entries(folder):
        found = unseal(entry.read_bytes(), identities)
        if isinstance(found, ClosedReason):
            locked += found is ClosedReason.NO_KEY
            damaged += found is not ClosedReason.NO_KEY
            if found is not ClosedReason.NO_KEY:
                print(f"{shown_register_file(entry)}: {found.value}", file=sys.stderr)
        elif found.recipients != fingerprint(recipients):
            replace_entry(entry, seal(found.table, recipients))
            again += 1
    print(
        f"{count(again, 'entrée')} scellée{'s' * (again > 1)} à nouveau pour {count(len(recipients), 'clé')}."
    )
    if locked:
        print(
            f"{count(locked, 'entrée')} que votre clé n’ouvre pas : une personne dont la clé les ouvre"
            " lance à son tour invoke registre --cle."
        )
    if len(recipients) == 1:
        print("Une seule clé ouvre le registre : si elle se perd, il est perdu. Ajoutez-en une deuxième.")
    if damaged:
        sys.exit(1)
