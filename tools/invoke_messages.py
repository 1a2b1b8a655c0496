"""Says in French what Invoke refuses on the command line: it offers no setting for its messages."""

from __future__ import annotations

import re
from typing import Final

from invoke.exceptions import ParseError

_QUOTED: Final = r"""b?(?:'(.*?)'|"(.*?)")"""
_REMEDY: Final = (
    "mettez entre guillemets un texte de plusieurs mots ; invoke --list montre toutes les commandes"
)
SENTENCES: Final = (
    (
        re.compile(rf"'(.*)' did not receive required positional arguments: {_QUOTED}.*"),
        "invoke {0} : il manque « {1} » → invoke --help {0} dit ce qu’il faut écrire",
    ),
    (
        re.compile(rf"No idea what {_QUOTED} is!"),
        f"« {{0}} » n’est ni une commande ni une option → {_REMEDY}",
    ),
    (
        re.compile(r"Flag <Argument: (\S+?)(?: .*)?> needed value and was not given one!"),
        "l’option « {0} » attend une valeur → écrivez-la juste après l’option",
    ),
    (
        re.compile(r"Flag <Argument: (\S+?)(?: .*)?> doesn't take any value!"),
        "l’option « {0} » ne prend pas de valeur → écrivez l’option seule",
    ),
    (
        re.compile(rf"{_QUOTED} is ambiguous when given after an optional-value flag"),
        "« {0} » est aussi le nom d’une commande ou d’une option → écrivez ./{0} pour un fichier",
    ),
)


def in_french(message: str) -> str:
    """Return one of Invoke's refusals in French; another text as it is."""
    for pattern, text in SENTENCES:
        found = pattern.fullmatch(" ".join(message.split()))
        if found:
            return text.format(*(group for group in found.groups() if group is not None))
    return message


def translate() -> None:
    """Have Invoke print its refusals in French, from here on."""
    ParseError.__str__ = _said  # type: ignore[method-assign, assignment]


def _said(error: ParseError) -> str:
    return in_french(str(error.args[0]) if error.args else "")
