"""Counts the site's visits from Apache's access logs, month by month, and keeps nothing of the visitors.

In: the logs of the server, in any order. Out: one file of counts per month in the content folder.

A visit is what SPIP, which ran the previous site, counts as one, so that the
series of the printed reports continues: the pages seen from one IP address until
more than 30 minutes of silence. Robots, feeds, style sheets, images and documents
are no page. A visit belongs to the day, in the log's own time zone, of its first page.

`log_lines` (bytes → lines) → `requests` (what counts) → `sessions` (visits) → `months` (counts) →
`command` (files, messages). Addresses stay in memory until the visits are counted; no file and no
message holds one. The form of the written files is `plugins/visits/months.py`.
"""
