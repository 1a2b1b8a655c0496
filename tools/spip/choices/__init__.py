"""`table.toml`, in which a volunteer says where each rubrique goes and which theme each keyword is.

In: the records and the vocabularies. Out: the table with a proposal (`table`), then what was
chosen, or a problem for each line that is wrong (`choices`).
"""
