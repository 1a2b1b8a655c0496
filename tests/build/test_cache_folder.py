"""Whoever can write into the cache decides what is published: it is believed only where it is ours alone."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
from typing import TYPE_CHECKING

from tests.equipment.inline import Site
from tools.build.cache_folder import trusted

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_it_is_closed_to_other_accounts(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o777)
    assert trusted(folder, tmp_path / "aside") == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_that_of_another_account_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    other = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: other)
    assert trusted(folder, tmp_path / "aside") == tmp_path / "aside"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "elsewhere")
    assert trusted(tmp_path / "cache", tmp_path / "aside") == tmp_path / "aside"


def test_one_that_came_with_a_proposal_changes_nothing_of_the_site(tmp_path: Path) -> None:
    site = Site(tmp_path)
    assert site.build().ok
    planted_entries = 0
    for entry in (tmp_path / "cache").rglob("*"):
        data = entry.read_bytes() if entry.is_file() else b""
        if "Nous écrire".encode() in data[32:]:
            planted = data[32:].replace("Nous écrire".encode(), b"Nous payer")
            planted_entries += 1
            entry.write_bytes(hashlib.sha256(planted).digest() + planted)
    for command in (["init", "-q"], ["add", "-f", "cache"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    site.add(
        {
            "pages/autre.md": site.root.joinpath("content/pages/contact.md")
            .read_text()
            .replace("Contact", "Autre")
        }
    )
    assert site.build().ok
    assert planted_entries
    assert "Nous écrire" in site.read("contact/index.html")
