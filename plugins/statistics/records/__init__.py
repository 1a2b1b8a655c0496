"""The activity register: the one confidential source of the site.

In: coded records, sealed or coded from printed reports, and the vocabulary. Out: a `Register`, or what
is wrong with it, never a value of it. From left to right: `classification` → `register` (checked rows) →
`spreadsheets`, `rows` (what volunteers fill in) → `sealing` (bytes), `keys`, `entries` (sealed files) →
`clear` (what must not be there) → `at_hand` (what the build and the commands read).
"""
