"""Files are written whole or not at all, and what a disk refuses has a French name."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plugins.core.disk import file_trouble, refusal, write_whole

if TYPE_CHECKING:
    from tests.equipment.inline import Site


def failing(number: int) -> object:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def test_a_file_is_replaced_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "un" / "fichier.txt"
    write_whole(path, b"un")
    path.chmod(0o640)
    write_whole(path, b"deux")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"deux", 0o640)


def test_a_new_file_takes_no_other_s_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "fichier.txt"
    write_whole(path, b"un", new=True)
    for links in (True, False):
        if not links:
            monkeypatch.setattr(os, "link", failing(errno.EPERM))
        with pytest.raises(FileExistsError):
            write_whole(path, b"deux", new=True)
    write_whole(tmp_path / "autre.txt", b"trois", new=True)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        "fichier.txt": b"un",
        "autre.txt": b"trois",
    }


@pytest.mark.parametrize("step", ["fsync", "link"])
@pytest.mark.parametrize("there", [False, True])
def test_a_full_disk_leaves_what_was_there_and_nothing_else(
    step: str, there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fichier.txt"
    if there:
        path.write_bytes(b"un")
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"deux", new=step == "link")
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"un"] * there


def test_a_full_disk_is_called_a_full_disk() -> None:
    assert file_trouble(OSError(errno.ENOSPC, "x"))[0] == "le disque est plein"
    assert file_trouble(OSError(errno.EROFS, "x"))[0] == "le disque est en lecture seule"
    assert file_trouble(OSError("x")) == file_trouble(OSError(errno.EBADMSG, "x"))
    assert refusal(FileNotFoundError(errno.ENOENT, "x")) is None


@pytest.mark.parametrize("step", ["mkdir", "rename"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_build_on_a_disk_that_refuses_says_so_and_keeps_the_previous_output(
    step: str, number: int, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.output.mkdir()
    (site.output / "index.html").write_bytes(b"avant")
    monkeypatch.setattr(Path, step, failing(number))
    (problem,) = site.build().problems
    assert (problem.text, problem.remedy) == file_trouble(OSError(number, "x"))
    assert [file.read_bytes() for file in site.output.iterdir()] == [b"avant"]


@pytest.mark.parametrize(
    "name", [b"content/actualites/2024-01-01-\xe9t\xe9.md", b"content/ressources/\xe9.png", b"content/\xff"]
)
def test_a_file_whose_name_is_no_text_is_no_crash(name: bytes, site: Site) -> None:
    path = site.root / os.fsdecode(name)
    path.write_text("---\ntitre: x\n---\n\nUn texte.\n", encoding="utf-8")
    for _ in range(2):
        problems = site.build().problems
        assert not any("s’est arrêtée" in str(problem) for problem in problems), problems
        if path.suffix == ".md":
            assert any(problem.text.startswith("le nom du fichier") for problem in problems)


@pytest.mark.parametrize(
    "name", ["manifeste/signataires.csv", "activites/chiffres.csv", "synonymes.toml", "vocabulaire.toml"]
)
def test_a_folder_in_a_file_s_place_is_said(name: str, site: Site) -> None:
    place = site.root / "content" / name
    place.unlink(missing_ok=True)
    place.mkdir(parents=True)
    (problem,) = site.build().problems
    assert problem.path == f"content/{name}"
