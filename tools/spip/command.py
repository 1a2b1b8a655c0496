"""`invoke import`: its two runs, what it refuses, and `--verifier`."""

from __future__ import annotations

import logging
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.core.disk import file_trouble, write_whole
from tools import progress
from tools.report import count, fail
from tools.spip.addresses.settling import addresses_of
from tools.spip.choices.choices import FILE_NAME, read_choices
from tools.spip.choices.table import keyword_titles, rubrique_titles, table_text
from tools.spip.dumps import DumpError, read_dump
from tools.spip.importing import import_site
from tools.spip.pages.existing import read_existing
from tools.spip.results.inventory import FILE_NAME as INVENTORY
from tools.spip.results.inventory import Inventory, inventory_of, read_inventory
from tools.spip.results.journal import DRAFT, LEFT, PUBLISHED, REDIRECTED
from tools.spip.results.verification import verify
from tools.spip.results.writing import CONTENT, write_files, written_before

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from tools.spip.importing import Imported
    from tools.spip.records import Records
    from tools.spip.results.writing import Written

_USAGE = "écrivez : invoke import COPIE --img IMG --vers DOSSIER"
_UNHEARD = logging.NullHandler()
"""What pypdf says of a broken PDF, in English: the report says it in French."""
_SHOWN = 20
"""Faults of a proof that the terminal lists."""


def run(
    root: Path,
    today: dt.date,
    dumps: Sequence[str],
    *,
    img: str,
    vers: str,
    publish_doubts: bool = False,
) -> None:
    """Write `table.toml`, or once it is there the pages, the report and the journal.

    Args:
        root: the project's folder.
        today: what is dated later waits.
        dumps: the words of the command line: one dump.
        img: the folder of the documents.
        vers: the folder of the import.
        publish_doubts: publish the pages that somebody should look at.
    """
    logging.getLogger("pypdf").addHandler(_UNHEARD)
    dump = _one_dump(root, dumps)
    folder = _folder(root, vers)
    if not img:
        fail(f"il manque --img, le dossier IMG du site SPIP → {_USAGE}", code=2)
    images = Path(img)
    if not images.is_dir():
        fail(f"le dossier « {img} » n’existe pas → donnez avec --img le dossier IMG du site SPIP", code=2)
    records = _read(dump)
    content = root / "content"
    existing, problems = read_existing(content, today, written_before(folder, CONTENT))
    if problems:
        fail("", problems)
    table = folder / FILE_NAME
    try:
        if not table.exists():
            write_whole(table, table_text(records, existing.vocabularies).encode(), new=True)
            print(f"{table} est écrit → relisez chaque ligne, corrigez-la, puis relancez la même commande")
            return
        choices, problems = read_choices(
            table, rubrique_titles(records), keyword_titles(records), existing.vocabularies
        )
        if problems:
            fail(f"{count(len(problems), 'problème')} : rien n’a été écrit.", problems)
        with progress.bars(content):
            made = import_site(records, choices, existing, images, today, publish_doubts=publish_doubts)
            written = write_files(folder, made.files)
    except OSError as error:
        text, remedy = file_trouble(error)
        fail(f"{error.filename or folder} : {text} → {remedy}", code=2)
    _tell(folder, made, written)


def check(root: Path, dumps: Sequence[str], folder: Path) -> None:
    """Prove that a folder holds all that its dump held; exit 1 if something is missing.

    Args:
        root: the project's folder.
        dumps: a dump to read again, or none: then the folder's own inventory is believed.
        folder: that of the import.
    """
    if not folder.is_dir():
        fail(f"le dossier « {folder} » n’existe pas → donnez celui de --vers", code=2)
    if dumps:
        records = _read(_one_dump(root, dumps))
        inventory = inventory_of(records, addresses_of(records))
    else:
        inventory = _kept_inventory(folder)
    proofs = verify(folder, inventory)
    for proof in proofs:
        print(f"{'oui' if not proof.faults else 'NON'} : {proof.claim} ({proof.number})")
        for fault in proof.faults[:_SHOWN]:
            print(f"  {fault}", file=sys.stderr)
        if len(proof.faults) > _SHOWN:
            print(f"  … et {len(proof.faults) - _SHOWN} autres", file=sys.stderr)
    if any(proof.faults for proof in proofs):
        sys.exit(1)


def _kept_inventory(folder: Path) -> Inventory:
    try:
        return read_inventory((folder / INVENTORY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        fail(
            f"{folder / INVENTORY} manque ou est abîmé → relancez l’import, ou donnez aussi la copie", code=2
        )


def _one_dump(root: Path, dumps: Sequence[str]) -> Path:
    if len(dumps) != 1:
        fail(f"il faut une copie de la base de SPIP → {_USAGE}", code=2)
    dump = Path(dumps[0])
    if dump.resolve().is_relative_to(root.resolve()):
        fail(
            f"{dump} est dans le dossier du site, où git le prendrait avec les mots de passe qu’il contient "
            "→ déplacez-le ailleurs",
            code=2,
        )
    return dump


def _folder(root: Path, vers: str) -> Path:
    if not vers:
        fail(f"il manque --vers → {_USAGE}", code=2)
    folder = Path(vers)
    content = (root / "content").resolve()
    if folder.resolve().is_relative_to(content) or content.is_relative_to(folder.resolve()):
        fail(
            f"« {vers} » toucherait à content/ → donnez un autre dossier, par exemple ../demenagement", code=2
        )
    if folder.exists() and not folder.is_dir():
        fail(f"« {vers} » est un fichier → donnez un dossier, qui peut ne pas exister encore", code=2)
    return folder


def _read(dump: Path) -> Records:
    try:
        return read_dump(dump)
    except DumpError as error:
        fail(str(error), code=2)


def _tell(folder: Path, made: Imported, written: Written) -> None:
    counts = Counter(row.result for row in made.rows)
    print(
        f"{counts[PUBLISHED]} publiés, {counts[DRAFT]} en brouillon, {counts[REDIRECTED]} redirigés, "
        f"{counts[LEFT]} laissés → lisez {folder / 'rapport.md'}"
    )
    for path in written.beside:
        print(f"{path} a été modifié depuis : sa nouvelle version est dans {folder / 'nouveau' / path}")
    for path in written.kept:
        print(f"{path} a été modifié et ne fait plus partie de l’import : supprimez-le s’il ne sert plus")
    for path in written.untouched:
        print(f"{path} a été modifié aussi : rien n’y est écrit")
