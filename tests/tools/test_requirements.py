"""What is installed: exact and hashed files, one for everybody and one for the tests; the Makefile's two steps."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import io
import re
import shutil
import subprocess
import sys
import tarfile
from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING

import pytest
from invoke.context import MockContext

import tasks
from tools.build import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = ("requirements.txt", "requirements-test.txt")
WHEELS_ALONE = "--only-binary :all:"


def entries(name: str) -> dict[str, set[str]]:
    """Return the hashes of each pin, with its marker; fails on a line of another form."""
    found = {}
    first, _, pins = (ROOT / name).read_text(encoding="utf-8").partition("\n\n")
    assert first == WHEELS_ALONE
    for entry in pins.replace("\\\n", "").splitlines():
        match = re.fullmatch(r"(\S+==\S+(?: ; [^#]+?)?) +((?:--hash=sha256:[0-9a-f]{64} *)+)", entry)
        assert match, entry[:80]
        found[match[1]] = set(match[2].split())
    return found


def test_the_tests_get_what_runs_at_the_same_versions() -> None:
    run, test = map(entries, FILES)
    assert run.items() <= test.items()
    assert not [name for name in run if name.startswith(("pytest", "mypy", "playwright", "hypothesis"))]


@pytest.mark.parametrize("name", FILES)
def test_no_host_is_named(name: str) -> None:
    assert not re.search(
        r"://|index|find-links|\.(?:org|com|net)\b", (ROOT / name).read_text(encoding="utf-8")
    )


def test_a_package_without_a_wheel_is_refused_instead_of_built_with_tools_that_nobody_hashed(
    tmp_path: Path,
) -> None:
    source = tmp_path / "paquet-1.0.tar.gz"
    with tarfile.open(source, "w:gz") as archive:
        for name, text in {
            "setup.py": "open('ran', 'w')",
            "PKG-INFO": "Name: paquet\nVersion: 1.0\n",
        }.items():
            entry = tarfile.TarInfo(f"paquet-1.0/{name}")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    lock = tmp_path / "requirements.txt"
    pin = f"paquet==1.0 --hash=sha256:{hashlib.sha256(source.read_bytes()).hexdigest()}\n"
    lock.write_text(f"{WHEELS_ALONE}\n\n{pin}", encoding="utf-8")
    offline = ("--no-index", "--find-links", tmp_path, "--require-hashes", "--disable-pip-version-check")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", *offline, "-d", tmp_path / "got", "-r", lock],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert "No matching distribution found for paquet==1.0" in done.stderr


def imported() -> Iterator[tuple[str, Path]]:
    """Yield every outside module that what runs imports, at its head or later."""
    files = [*(ROOT / "plugins").rglob("*.py"), *(ROOT / "tools").rglob("*.py"), *ROOT.glob("*.py")]
    for path in files:
        if path.is_relative_to(ROOT / "tools" / "bench"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            yield from ((name.partition(".")[0], path) for name in names)


def test_what_runs_imports_nothing_that_only_the_tests_get() -> None:
    run = {pin.partition("==")[0] for pin in entries("requirements.txt")}
    brought_by = packages_distributions()
    own = {"plugins", "tools", "pelicanconf", "tasks", "", *sys.stdlib_module_names}
    for name, path in imported():
        brought = {re.sub(r"[-_.]+", "-", package).lower() for package in brought_by.get(name, [])}
        assert name in own or brought & run, (name, path)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a folder that `make` can be asked about."""
    for name in ("Makefile", *FILES):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").mkdir()
    return tmp_path


def planned(project: Path, target: str) -> str:
    """Return what `make` would do."""
    made = subprocess.run(["make", "-n", target], cwd=project, capture_output=True, text=True, check=True)
    return made.stdout


def test_a_fresh_machine_gets_the_tests_tools_for_the_tests_alone(project: Path) -> None:
    assert "requirements-test.txt" not in planned(project, "serve") + planned(project, "build")
    assert planned(project, "serve").index("-m venv") < planned(project, "serve").index("invoke serve")
    plan = planned(project, "test")
    assert plan.index("-m venv") < plan.index("-r requirements.txt") < plan.index("-r requirements-test.txt")


def test_serving_then_testing_only_adds_and_testing_then_serving_does_nothing(project: Path) -> None:
    (project / ".venv" / ".ready").touch()
    assert "-m venv" not in planned(project, "test")
    assert "-r requirements-test.txt" in planned(project, "test")
    (project / ".venv" / ".ready-to-test").touch()
    for target in ("serve", "build", "test"):
        assert "pip" not in planned(project, target)


@pytest.mark.parametrize("name", ["lint", "test", "bench", "deps", "advisories"])
def test_without_the_tests_tools_a_command_says_how_to_get_them(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SystemExit, match=r"^Les outils des tests manquent .* → lancez « make test »"):
        getattr(tasks, name)(MockContext())
