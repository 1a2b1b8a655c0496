"""Finds what is wrong: in what editors wrote (`sources`), in the pages that visitors will get (`written`).

In: the files of the content folder; the written site. Out: problems, each with its file, line and remedy.
"""
