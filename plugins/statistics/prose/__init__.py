"""Reads what sentences say of the protected activities, where they are written.

In: the sources (texts, front matter, figures, facts, joined documents) and the words of the vocabulary.
Out: what says more than the published tables is refused, what may say so is listed to be read again.
From left to right: `tokens` → `quantities`, `lexicon` → `sentence` → `judgement` (with `known`: what is
published); `statements` → `outline` → `sources`; `rereading`; `on_build` connects them.
"""
