"""Runs the page's own modules in Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

from plugins.search.files import FOLDER
from tools.build import ROOT

if TYPE_CHECKING:
    from pathlib import Path

JS = ROOT / "theme" / "static" / "js"
SCRIPT = ROOT / "tests" / "search" / "searching.mjs"


def ask(scratch: Path, **asked: Any) -> dict[str, Any]:
    """Return what `searching.mjs` answers; the modules are copied to `scratch`, where Node takes them for such."""
    for name in ("search", "vendor"):
        shutil.copytree(JS / name, scratch / name, dirs_exist_ok=True)
    (scratch / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    shutil.copy(SCRIPT, scratch)
    made = subprocess.run(
        ["node", scratch / SCRIPT.name], input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    answers: dict[str, Any] = json.loads(made.stdout)
    return answers


def manifest_of(site: Path) -> str:
    """Return the address of a built site's manifest, from its root."""
    (manifest,) = (site / FOLDER).glob("index.*.json")
    return f"/{FOLDER}/{manifest.name}"
