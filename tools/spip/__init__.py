"""Moves a SPIP site here (`invoke import`): from a copy of its database and its `IMG/` to pages.

In: a dump, the folder of its documents. Out: a folder with `content/`, a report and a journal. `dumps` reads
any form of dump into `records`; `markup` turns SPIP's texts into Markdown; the rest makes the pages of them.
"""
