"""What runs around Pelican: one package or module per family of commands (`tasks.py` calls them).

In: the arguments of a command and the project's folder. Out: files, words in the terminal and an exit code.
`report` and `progress` are what the commands share; only `build` and `preview` run Pelican.
"""
