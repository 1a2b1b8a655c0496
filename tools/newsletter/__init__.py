"""Makes the letter: `invoke letter` drafts the next issue, then turns it into an e-mail at each run.

    drafts     what is new since the last issue → content/lettres/2024-06.md
    rendering  the build renders the issue → HTML with absolute links and inlined styles
    plain_text the same in plain text
    message    both → one .eml file, the same bytes at each run

`command` puts them together. Nothing is sent: the list's own software does that.
"""
