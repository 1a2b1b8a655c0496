"""The preview (`invoke serve`): an edit shows in the browser by itself, long before the site is built again.

    changes → session ── quick order ──→ live builder (holds the last good site in memory)
                 │   └── build order ──→ new builder (reads everything anew, then takes over)
              stage ←── pages, problems
                 │
              server → the open pages, by server-sent events
                 └── `tools/editing`: « Modifier cette page », loaded when it is first asked for

`session` decides, `ledger` counts, `changes` sees and tells edits, `stage` is what the browsers
see, `builder` and `worker` are the two ends of a builder's pipe, `live` renders
one page of the site that the worker has built.
Nothing heavy is imported here: a builder that waits imports this package too.
"""
