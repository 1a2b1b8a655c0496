"""Shows what is published: page, charts, downloads, PDF.

In: a `Publication` and the printed figures. Out: views in French, SVG drawings, files.
"""
