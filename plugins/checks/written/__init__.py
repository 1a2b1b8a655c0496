"""Checks the written pages, each parsed once: `facts` reads what a page says, `rules` judges it.

In: the folder that was written, and the sources of its pages. Out: problems, each at the line of its source
(`origins`). `pages` keeps the facts between builds; a plugin may have a fact of its own read with them.
"""
