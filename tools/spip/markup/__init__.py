"""SPIP's own markup, read into a tree and written as the Markdown that the build accepts.

In: the texts of one object, a `Resolver` that knows what its shortcuts name. Out: `Converted`: Markdown, the
doubts that somebody must look at, the documents and objects that it uses. No word of a text is lost.
"""
