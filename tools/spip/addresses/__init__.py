"""The addresses that SPIP answered to, and who answers for each of them now.

In: the records, where each object is on the new site. Out: the old addresses of each page, those that lead
elsewhere, those that are gone, and those that only the report can list (`settling`); `old_site` reads links.
"""
