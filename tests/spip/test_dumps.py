"""Every form of dump of one site gives the same records, and whatever is damaged is one French line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.equipment.spip_dumps import (
    SECRETS,
    expected,
    rich_site,
    write_sql,
    write_sqlite,
    write_xml,
)
from tools.spip.dumps import read_dump

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SITE = rich_site()
FORMS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "SQLite 3.2": ("3.2", lambda folder: write_sqlite(SITE, folder / "a.sqlite", "3.2")),
    "SQLite 4.4": ("4.4", lambda folder: write_sqlite(SITE, folder / "a.sqlite", "4.4")),
    "phpMyAdmin": ("3.2", lambda folder: write_sql(SITE, folder / "a.sql")),
    "phpMyAdmin, gz": ("4.4", lambda folder: write_sql(SITE, folder / "a.sql.gz", "4.4", prefix="spip_")),
    "mysqldump": ("2.1", lambda folder: write_sql(SITE, folder / "a.sql", "2.1", style="mysqldump")),
    "XML": ("2.1", lambda folder: write_xml(SITE, folder / "a.xml")),
    "XML, gz": ("2.1", lambda folder: write_xml(SITE, folder / "a.xml.gz")),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_site(tmp_path: Path, form: str) -> None:
    version, write = FORMS[form]
    records = read_dump(write(tmp_path))
    assert records == expected(SITE, version)
    assert not [secret for secret in SECRETS if secret in repr(records)]
