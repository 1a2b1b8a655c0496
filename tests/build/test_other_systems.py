"""What other systems lack: the build does without and writes the same bytes; what cannot work says so in one line."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.equipment.inline import snapshot
from tools.build import ROOT
from tools.publish.errors import HostError
from tools.publish.local import LocalHost

if TYPE_CHECKING:
    from pathlib import Path


AS_ON_WINDOWS = """
import asyncssh, invoke, platformdirs  # they go by the system's name
import builtins, io, os, signal, sys
real = io.open
def translating(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, *rest):
    if "b" not in mode:
        encoding = "cp1252" if encoding in (None, "locale") else encoding
        newline = "\\r\\n" if newline is None and mode != "r" else newline
    return real(file, mode, buffering, encoding, errors, newline, *rest)
builtins.open = io.open = translating
for name in ("fcntl", "resource", "termios", "pty", "pwd", "grp"):
    sys.modules[name] = None
for name in ("fork", "killpg", "geteuid", "getuid", "sched_getaffinity", "O_NOFOLLOW", "O_CLOEXEC"):
    delattr(os, name)
os.process_cpu_count = os.cpu_count  # as there, from Python 3.13 on
for name in ("SIGSTOP", "SIGCONT", "SIGKILL"):
    delattr(signal, name)
"""
BUILD = """
import sys
from pathlib import Path
from tests.equipment.inline import REAL_THEME, Site, page
site = Site(Path(sys.argv[1]))
site.add({f"actualites/{n}.md": page(f"Essai {n}", "## Un\\n\\nDeux", date="2024-01-01") for n in range(100, 140)})
report = site.build(PRECOMPRESS=True)
assert report.ok, report.problems
"""


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", program, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def test_the_build_writes_the_same_bytes_without_what_windows_lacks(tmp_path: Path) -> None:
    """No fork, lock or signal; a text file gets other line ends and another encoding unless told otherwise."""
    results = []
    for name, program in (("here", BUILD), ("there", AS_ON_WINDOWS + BUILD)):
        made = run(program, str(tmp_path / name))
        assert made.returncode == 0, made.stderr
        results.append(snapshot(tmp_path / name / "output"))
    assert len(results[0]) > 50
    assert results[0] == results[1]


def test_every_command_starts_without_what_windows_lacks() -> None:
    modules = (
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        for path in sorted((ROOT / "tools").rglob("*.py"))
        if not path.is_relative_to(ROOT / "tools" / "bench")
    )
    made = run(f"{AS_ON_WINDOWS}\nimport {', '.join(modules)}")
    assert made.returncode == 0, made.stderr


@pytest.mark.parametrize(
    ("command", "code", "remedy"),
    [
        ("from tools.preview import session; session.serve(Path(sys.argv[1]), 8000)", 1, "« invoke build »"),
        ("from tools.publish import commands; sys.exit(commands.publish(Path(sys.argv[1])))", 2, "sftp:"),
    ],
    ids=["serve", "publish"],
)
def test_a_command_that_needs_what_windows_lacks_says_so_in_one_line(
    command: str, code: int, remedy: str, tmp_path: Path
) -> None:
    made = run(f"{AS_ON_WINDOWS}\nfrom pathlib import Path\n{command}", str(tmp_path))
    assert (made.returncode, made.stdout) == (code, "")
    assert made.stderr.count("\n") == 1
    assert " → " in made.stderr
    assert remedy in made.stderr


def test_on_a_disk_without_locks_a_local_publication_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with pytest.raises(HostError, match="→"), LocalHost(tmp_path).lock():
        pass


def test_every_text_is_written_with_the_same_line_ends_everywhere() -> None:
    for path in [*(ROOT / "plugins").rglob("*.py"), *(ROOT / "tools").rglob("*.py")]:
        if path.is_relative_to(ROOT / "tools" / "bench"):  # measured on one machine
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _writes_text(node):
                assert any(given.arg == "newline" for given in node.keywords), f"{path}:{node.lineno}"


def _writes_text(call: ast.Call) -> bool:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    modes = [given.value for given in call.args if isinstance(given, ast.Constant)]
    return name == "write_text" or (name == "open" and bool({"w", "x", "a"} & set(modes)))


def test_git_gives_the_same_bytes_to_who_asks_it_for_windows_line_ends(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    (origin / "content").mkdir(parents=True)
    shutil.copy(ROOT / ".gitattributes", origin)
    files = {
        "content/2024.json": b'{"a": 1}\n',
        "content/a.csv": b"a,b\n1,2\n",
        "content/a.md": b"Un\n",
        "content/a.toml": b"a = 1\n",
        "content/a.age": b"age-encryption.org/v1\r\nrandom\n",
    }
    for name, data in files.items():
        (origin / name).write_bytes(data)
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.autocrlf=true"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], cwd=origin, check=True, capture_output=True)
    subprocess.run([*git, "clone", "-q", origin, tmp_path / "copy"], check=True, capture_output=True)
    assert {name: (tmp_path / "copy" / name).read_bytes() for name in files} == files
