"""What counts as an edit, and what can be answered at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.preview.changes import MOST, Edit, differing, edit_of, forget_bytecode, is_temporary, scan


@pytest.mark.parametrize(
    "name",
    [
        "content/pages/.contact.md.swp",
        "content/pages/4913",
        "content/pages/contact.md~",
        "content/pages/.#contact.md",
        "content/pages/#contact.md#",
        "content/pages/contact.md.tmp",
        "content/pages/contact.md___jb_tmp___",
        "content/.goutputstream-A1B2C3",
        "plugins/checks/__pycache__/reader.cpython-311.pyc",
        ".git/index.lock",
    ],
)
def test_what_editors_and_tools_write_for_themselves_is_no_edit(name: str) -> None:
    assert is_temporary(Path("/projet", name), Path("/projet"))


@pytest.mark.parametrize(
    "name",
    ["content/pages/contact.md", "theme/templates/base.html", "pelicanconf.py", "content/photo.tmp.jpg"],
)
def test_the_project_s_own_files_are_edits_wherever_the_project_lies(name: str) -> None:
    assert not is_temporary(Path("/home/x/.projets~", name), Path("/home/x/.projets~"))


def test_a_text_a_template_and_the_vocabulary_are_answered_at_once_and_the_rest_is_built(
    tmp_path: Path,
) -> None:
    names = [
        "content/pages/a.md",
        "content/vocabulaire.toml",
        "theme/static/css/base.css",
        "content/photo.jpg",
        "pelicanconf.py",
        "plugins/x.py",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert edit_of(names, tmp_path) == Edit(("content/pages/a.md",), theme=True, facts=True)
    assert edit_of(names[3:], tmp_path).empty
    assert edit_of(["content/pages/deleted.md", "theme/templates/deleted.html"], tmp_path).empty


def test_a_flood_of_texts_is_for_a_whole_build(tmp_path: Path) -> None:
    names = [f"content/{number}.md" for number in range(MOST + 1)]
    (tmp_path / "content").mkdir()
    for name in names:
        (tmp_path / name).touch()
    assert edit_of(names, tmp_path).empty


def test_two_scans_show_what_came_went_and_changed_also_when_the_clock_did_not_move(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    folder.mkdir()
    for name in ("same.md", "gone.md", "edited.md", "replaced.md", ".swap.swp"):
        (folder / name).write_text("a")
    (tmp_path / "pelicanconf.py").write_text("A = 1")
    before = scan(tmp_path)
    (folder / "gone.md").unlink()
    (folder / "come.md").write_text("a")
    (folder / "edited.md").write_text("ab")
    (folder / ".swap.swp").write_text("abc")
    stat = (folder / "replaced.md").stat()
    (folder / "other").write_text("b")
    (folder / "other").replace(folder / "replaced.md")
    os.utime(folder / "replaced.md", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    (tmp_path / "pelicanconf.py").write_text("A = 12")
    changed = {
        "content/gone.md",
        "content/come.md",
        "content/edited.md",
        "content/replaced.md",
        "pelicanconf.py",
    }
    assert differing(before, scan(tmp_path)) == changed


def test_a_module_edited_twice_in_a_second_never_runs_as_it_was(tmp_path: Path) -> None:
    """Python tells its compiled copies by the second and the size."""
    module = tmp_path / "plugins" / "answer.py"
    module.parent.mkdir()
    run = [sys.executable, "-c", "import sys; sys.path.insert(0, 'plugins'); import answer; print(answer.IT)"]
    found = []
    for value in (1, 2):
        module.write_text(f"IT = {value}\n")
        os.utime(module, (1_700_000_000, 1_700_000_000))
        forget_bytecode(["plugins/answer.py", "content/pages/a.md"], tmp_path)
        found.append(
            subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.strip()
        )
    assert found == ["1", "2"]
