"""Where the activity register is kept."""

from __future__ import annotations

import os
from pathlib import Path

LOCATION_VARIABLE = "CVTS_REGISTRE"
"""Environment variable: the register's folder, for an association that keeps it out of the repository."""


def register_folder(content: Path) -> Path:
    """Return where the register is: the environment variable's folder, else `activites/registre`."""
    elsewhere = os.environ.get(LOCATION_VARIABLE, "")
    return Path(elsewhere) if elsewhere else content / "activites" / "registre"
