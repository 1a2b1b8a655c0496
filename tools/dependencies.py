"""The packages that run besides our code: the licence of each, and the flaws that are known of it."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ADVISORIES: Final = "https://api.osv.dev/"
"""The Open Source Vulnerabilities database, to which PyPA's advisories go."""

_PIN: Final = re.compile(r"^(?P<name>[\w.-]+)==\S+(?: ; [^\\]+?)?(?= \\$)", re.MULTILINE)
_CLASSIFIER: Final = "License :: "
_ABOUT_LICENCE: Final = re.compile(r"licen[cs]e", re.IGNORECASE)


def licences(requirements: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the licence of each package of a file of requirements that is installed here."""
    names = dict.fromkeys(pin["name"] for pin in _PIN.finditer(requirements.read_text(encoding="utf-8")))
    for name in names:
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # one for another system
            continue
        yield name, _licence(package)


def _licence(package: metadata.Distribution) -> str:
    """Return what a package says of its licence, at the first of the places where packages say it."""
    about = package.metadata
    classifiers = [line for line in about.get_all("Classifier") or () if line.startswith(_CLASSIFIER)]
    named = [name for line in classifiers if (name := line.rpartition(" :: ")[2]) != "OSI Approved"]
    fields = (
        *(about.get_all("License-Expression") or ()),
        " ; ".join(named),
        *(about.get_all("License") or ()),
    )
    texts = (file.read_text() for file in package.files or () if _ABOUT_LICENCE.match(file.name))
    return next(filter(None, chain(fields, texts)), "").strip().partition("\n")[0]


def known_flaws(requirements: Path, advisories: str = ADVISORIES) -> int:
    """Print the flaws known of the very versions that a file of requirements pins.

    Return 0 if there are none, 1 if there are some, 2 if the database did not answer.
    """
    pins = [pin[0] for pin in _PIN.finditer(requirements.read_text(encoding="utf-8"))]
    head = ["# /// script", '# requires-python = ">=3.11"', f"# dependencies = {pins!r}", "# ///", ""]
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "packages.py")
        script.write_text("\n".join(head), encoding="utf-8", newline="\n")
        uv = Path(sys.executable).with_name("uv")
        options = ("--preview-features", "audit-command", "--service-url", advisories)
        done = subprocess.run([uv, "audit", *options, "--script", script], check=False)
    if done.returncode > 1:
        print("Les failles connues n’ont pas pu être demandées → recommencez avec un réseau")
    return done.returncode
