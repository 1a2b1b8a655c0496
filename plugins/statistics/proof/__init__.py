"""Proves what any reader can deduce of a publication; trusts nothing that the protection says.

In: what is published, and the vocabulary. Out: the findings (why it must not be published) and the intervals.
"""
