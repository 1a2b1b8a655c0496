"""Chooses what is shown of a closed period.

In: a register and the vocabulary. Out: a `Publication`, the only form in which counts leave this room.
"""
