"""No command shows a traceback for what a user, a disk or a terminal can do: the real commands, in a real process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.equipment.inline import Site
from tools.build import ROOT
from tools.command_line import in_french

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COPIED = ("plugins", "tools", "tasks.py", "pelicanconf.py", "publishconf.py")
HOSTILE = (
    {"PYTHONIOENCODING": "cp1252:strict"},
    {"PYTHONIOENCODING": "ascii:strict", "LANG": "C", "TERM": "dumb", "COLUMNS": "1"},
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a copy of the generator with a tiny content and theme."""
    root = tmp_path_factory.mktemp("projet")
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "tests" / "equipment" / "tiny_theme", root / "theme")
    Site(root)
    yield root
    shutil.rmtree(root)


def as_before(project: Path) -> Path:
    """Take away the pages that a command has made."""
    for path in (project / "content").rglob("2024-06*.md"):
        path.unlink()
    return project


def invoke(root: Path, *words: str | bytes, code: int = 1, **settings: str) -> str:
    """Run a command and return what it prints, on both streams; it must end with the code."""
    ran = subprocess.run(
        [sys.executable, "-m", "invoke", *words],
        cwd=root,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1717200000", "HOME": str(root / "absent"), **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    said = (ran.stdout + ran.stderr).decode("utf-8", "replace")
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    assert ran.returncode == code, said
    return said


MISTAKES: tuple[tuple[tuple[str | bytes, ...], int, str], ...] = (
    (("titre",), 1, "« titre » n’est ni une commande ni une option"),
    (("--help", "titre"), 1, "« titre » n’est ni une commande ni une option"),
    (("build", "--vite"), 1, "« --vite » n’est ni une commande ni une option"),
    (("new",), 1, "invoke new : il manque « section » → invoke --help new"),
    (("new", "actualite", "l'été", "à Mons"), 1, "« à Mons » n’est ni une commande"),
    (("serve", "--port"), 1, "l’option « port » attend une valeur"),
    (("serve", "--port", "abc"), 2, "--port: « abc » ne va pas → écrivez un nombre entier de 1 à 65535"),
    (("serve", "--port", "99999"), 2, "« 99999 » ne va pas"),
    (("serve", "--port", "-1"), 2, "« -1 » ne va pas"),
    (("registre", "--ajouter", "absent.ods"), 1, "aucune clé → une personne du bureau lance"),
    (("registre", "--modele", "absent/modele.txt"), 2, "le modèle est un tableau ODS"),
    (("registre",), 2, "dites ce que vous voulez faire"),
    (("bench", "--sizes", "mille"), 2, "--sizes: « mille » ne va pas"),
    (("bench", "--only", "rien"), 1, "rien"),
    (("share", ""), 1, "aucune page ne s’appelle"),
    (("freeze", "hier"), 1, "« hier » n’est pas une période"),
    (("visits", "absent.log"), 1, "absent.log"),
    (("letter", "--issue", "rien"), 1, "aucune lettre ne s’appelle"),
    (
        ("new", "bistrot", "\udcff".encode("utf-8", "surrogateescape")),
        1,
        "le titre contient un caractère illisible",
    ),
    (("share", b"\xff\xfe"), 1, "aucune page ne s’appelle « ?? »"),
    (("visits", b"\xff.log"), 1, ".log: ce fichier ne s’ouvre pas"),
)


@pytest.mark.parametrize(("words", "code", "said"), MISTAKES, ids=lambda value: str(value)[:40])
def test_what_cannot_be_understood_is_said_in_french(
    words: tuple[str | bytes, ...], code: int, said: str, project: Path
) -> None:
    found = invoke(project, *words, code=code)
    assert said in found
    assert len(found.splitlines()) <= 3


@pytest.mark.parametrize("settings", HOSTILE, ids=("cp1252", "ascii"))
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("new", "actualite", "L’été à → Mons"), 0),
        (("check",), 0),
        (("audit",), 0),
        (("share", "colloque"), 0),
        (("letter", "--essai"), 1),  # the tiny theme has no letter
        (("--list",), 0),
        (("releases",), 1),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_terminal_that_lacks_letters_gets_others(
    words: tuple[str, ...], code: int, settings: dict[str, str], project: Path
) -> None:
    assert invoke(as_before(project), *words, code=code, **settings)


def test_a_reader_who_leaves_and_a_full_disk_behind_the_output(project: Path) -> None:
    """`| head -1`, `> /dev/full`, and streams that the shell has closed."""
    runs = (
        ("{} --list | true", 0, ""),
        ("{} audit > /dev/full", 1, "le disque est plein"),
        ("{} audit >&- 2>&-", 0, ""),
        ("{} build 2>&- <&-", 0, ""),
    )
    for line, code, said in runs:
        ran = subprocess.run(
            ["sh", "-c", line.format(f"{sys.executable} -m invoke")],
            cwd=project,
            capture_output=True,
            check=False,
        )
        assert (ran.returncode, said in ran.stderr.decode()) == (code, True), line
        assert b"Traceback" not in ran.stderr
        assert b"Exception ignored" not in ran.stderr


@pytest.mark.parametrize("epoch", ["abc", "1e9", "99999999999999999999", "-99999999999999"])
def test_a_clock_that_is_no_moment_is_refused(epoch: str, project: Path) -> None:
    assert "SOURCE_DATE_EPOCH" in invoke(project, "build", SOURCE_DATE_EPOCH=epoch)


FULL = """\
import errno, os, sys
sys.path.insert(0, ".")
def refuse(*_):
    raise OSError(errno.ENOSPC, "No space left on device")
os.fsync = refuse
from invoke.main import program
program.run(["invoke", *sys.argv[1:]])
"""


@pytest.mark.parametrize(
    "words", [("new", "ressource", "Une page"), ("letter", "--essai"), ("registre", "--modele", "modele.ods")]
)
def test_a_full_disk_leaves_no_empty_file(words: tuple[str, ...], project: Path) -> None:
    before = sorted(as_before(project).rglob("*"))
    ran = subprocess.run(
        [sys.executable, "-c", FULL, *words],
        cwd=project,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1717200000", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, "le disque est plein → libérez de la place" in ran.stderr) == (1, True), (
        ran.stderr
    )
    assert "Traceback" not in ran.stderr
    found = [path for path in project.rglob("*") if path.is_file() and ".cache" not in path.parts]
    assert [path for path in found if path not in before] == []


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("No idea what 'l\\'été' is!", "« l\\'été » n’est ni"),
        ('No idea what "l\'été" is!', "« l'été » n’est ni"),
        ("'new' did not receive required positional arguments: 'section', 'titre'", "il manque « section »"),
        ("Flag <Argument: port (p)> needed value and was not given one!", "« port » attend une valeur"),
        ("Flag <Argument: quick (q) [bool]> doesn't take any value!", "« quick » ne prend pas de valeur"),
        ("'build' is ambiguous when given after an optional-value flag", "« build » est aussi le nom"),
        ("Autre chose", "Autre chose"),
    ],
)
def test_each_refusal_of_invoke_is_in_french(english: str, french: str) -> None:
    assert french in in_french(english)
