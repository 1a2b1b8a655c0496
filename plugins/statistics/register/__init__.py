"""The activity register: the one confidential source of the site.

In: coded records and the vocabulary. Out: a `Register`, or what is wrong with it, never a value of it.
"""
