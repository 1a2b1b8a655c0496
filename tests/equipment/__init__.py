"""What the tests and the benchmarks work with: inline sites, the preview, real servers, faults; no test.

In: nothing of a test. Out: context managers and helpers; only `tests/` and `tools/bench` import them.
"""
