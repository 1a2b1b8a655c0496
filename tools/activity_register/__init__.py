"""`invoke registre`: the bureau's keys, the model to fill in, adding rows, reading them.

What is not sealed stays in memory: nothing here writes a row anywhere in clear.
"""
