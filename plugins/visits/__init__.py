"""The monthly counts of visits that `invoke visits` writes.

In: `content/activites/visites/*.csv`. Out: the months, checked, for the page of figures.
"""
