"""What every plugin may use: one build's `Site`, problems, the cache, the output, sections, vocabularies.

In: the content folder's own files of facts. Out: values; only `pelican` and `pelican_log` know Pelican.
It imports no other package of ours.
"""
