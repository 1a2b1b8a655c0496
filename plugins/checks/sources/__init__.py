"""Checks the Markdown files before anything else reads them: one module for each kind of question."""
