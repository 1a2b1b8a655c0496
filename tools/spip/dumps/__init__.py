"""Reads a copy of a SPIP site's database, in whatever form a host gives it.

In: one file (`read_dump`). Out: `Records`, or `DumpError`: one French line that says what to do.
`reading` tells the form by the bytes → `sqlite`, `sql` or `xml` give rows → `collecting` keeps what `schema`
allows, its letters repaired by `letters` → `mapping` makes the records of every version alike.
"""

from tools.spip.dumps.errors import DumpError
from tools.spip.dumps.reading import read_dump

__all__ = ["DumpError", "read_dump"]
