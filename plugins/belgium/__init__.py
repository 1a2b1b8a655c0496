"""Belgium as the site knows it: its outline, its communes, and where on the map they lie.

Data and pure functions that several plugins share; `data/README.md` says where
the data come from. This package is no plugin itself.
"""
