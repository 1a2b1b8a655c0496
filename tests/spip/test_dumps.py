"""Every form of dump of one site gives the same records, and whatever is damaged is one French line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.equipment.spip_dumps import SECRETS, expected, rich_site, write_sqlite
from tools.spip.dumps import read_dump

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("version", ["3.2", "4.4"])
def test_a_sqlite_backup_gives_the_site(tmp_path: Path, version: str) -> None:
    records = read_dump(write_sqlite(rich_site(), tmp_path / "site.sqlite", version))
    assert records == expected(rich_site(), version)
    assert not [secret for secret in SECRETS if secret in repr(records)]
