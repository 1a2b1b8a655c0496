"""« Modifier cette page », in the preview only: a form for each Markdown file of a section.

In: a request to an address below `/__modifier__/` (`web`). Out: a page, or JSON; on the disk, a save changes
the edited value and nothing else (`header`). Only `desk` is light: `web` is imported at the first request.
"""
