"""`invoke registre`: the bureau's keys, the model to fill in, adding rows, reading them.

In: rows of a file or answers in the terminal, and the keys. Out: sealed entries in the content folder.
What is not sealed stays in memory: nothing here writes a row anywhere in clear.
"""
