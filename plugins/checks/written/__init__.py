"""Checks the written pages: `pages` reads each once, `rules` looks at what was read."""
