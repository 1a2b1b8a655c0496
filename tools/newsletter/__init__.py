"""What goes out by hand: the letter (`invoke letter`) and the text for Facebook (`invoke share`).

In: the content folder. Out: the draft of the next issue, then an .eml file at each run; the text in the
terminal. Nothing is sent: the list's own software does that.

    drafts     what is new since the last issue → content/lettres/2024-06.md
    rendering  the build renders the issue → HTML with absolute links and inlined styles
    plain_text the same in plain text
    message    both → one .eml file, the same bytes at each run
    command    puts them together
    share      title, summary and address of one page
"""
