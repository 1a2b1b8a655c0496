"""Reads what sentences say of the protected activities.

In: texts. Out: those that say more than the published tables.
"""
