"""Checks the Markdown files of the content folder.

In: their bytes (`check`). Out: a `Source` for each, with its problems. One module for each kind of question:
the front matter (`fields`), one value of it (`values`), names and twins (`folder`), mentions (`references`).
"""
