"""What an import leaves in its folder besides the pages: the journal, the report, and the proof of both.

In: the pages and the records. Out: `journal.csv`, `rapport.md`, the inventory that `--verifier` reads, the
files written without touching what somebody edited (`writing`).
"""
