"""The pages of an import: what becomes of each object, and the text of every page, read as the build will.

In: records, choices, the folder `IMG/`, what `content/` holds already. Out: `Plan` (`site_plan`), then a
`Page` for each planned one (`conversion`), with the reasons why it is a draft and the documents that it uses.
"""
