"""Closed periods: published once, never changed, withdrawn at most.

In: a register, once; then the snapshots on disk. Out: snapshots, and whether they may be published.
"""
