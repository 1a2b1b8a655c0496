"""How much memory a process of its own takes, in megabytes: Python itself and its libraries included."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
# getrusage would tell of the parent's peak too, which a child inherits until it starts its own program
_REPORT: Final = "; print(open('/proc/self/status').read())"
_PEAK: Final = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


def memory_of(call: str, *arguments: str) -> tuple[str, int]:
    """Run one call of `tests.equipment.mutations` with texts; return what it printed, and the peak."""
    code = f"import sys; from tests.equipment.mutations import *; {call}{_REPORT}"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    said, _, status = done.stdout.partition("Name:\t")
    peak = _PEAK.search(status)
    if not peak:
        raise RuntimeError(status)
    return said.strip(), int(peak[1]) // 1000
