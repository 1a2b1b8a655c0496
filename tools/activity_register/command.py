"""Runs one command of the register; errors of the disk and interruptions become one French line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.core.disk import file_trouble
from plugins.statistics.records.entries import FOLDER, BusyError, alone
from tools.report import fail

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

USAGE = (
    "dites ce que vous voulez faire → "
    "invoke registre --cle, --modele FICHIER.ods, --ajouter [FICHIER] ou --lire"
)


def run(root: Path, today: dt.date, *, key: bool, model: str, add: str | bool, read: bool) -> None:
    """Run the one command that was asked for: exit 1 if it is refused, 2 if it cannot be understood.

    `add` is a file's name, True for the questions in the terminal, or empty.
    """
    if (key, bool(model), bool(add), read).count(True) != 1:
        fail(USAGE, code=2)
    try:
        if read:
            from tools.activity_register import listing  # noqa: PLC0415

            listing.run(root)
        elif model:
            from tools.activity_register import model as models  # noqa: PLC0415

            models.run(root, model, today)
        else:
            _change(root, today, None if key else "" if add is True else str(add))
    except (KeyboardInterrupt, EOFError):
        fail("\nabandonné : rien n’est scellé à moitié.")
    except BusyError:
        fail("quelqu’un d’autre modifie ce registre en ce moment → réessayez dans un instant")
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        text, remedy = file_trouble(error)
        fail(f"{name}{text} → {remedy} : rien n’est scellé à moitié")


def _change(root: Path, today: dt.date, file: str | None) -> None:
    """Add a file's rows (the terminal's if it has no name), or see to the keys if there is none."""
    with alone(root / "content" / FOLDER):
        if file is not None:
            from tools.activity_register import add as adding  # noqa: PLC0415

            adding.run(root, file, today)
        else:
            from tools.activity_register import key  # noqa: PLC0415

            key.run(root)
