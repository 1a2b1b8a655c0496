"""Checks the links to other sites: `invoke links`, on demand. A build never does.

In: the Markdown files. Out: what became of each address (alive, moved, dead, unsure), in the terminal;
with --noter, today's date in the `lien_verifie` of the pages whose own link works.
"""
