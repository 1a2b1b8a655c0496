"""Publishes the site without anyone noticing: every visitor gets a complete page of the old or the new site.

In: a finished site and the settings of a target. Out: a release on the host that is live and verified, or
the reason why not, with its exit code.

A release is filled and verified beside the live one, then one rename makes it
live. Read in this order: `settings` (where), `plan` and `guards` (what and
whether, pure), `host` (what a transport can do: `local`, `ssh`, `sftp`,
`ftps`), `pointers` (what makes a release live), `preparation` (once),
`releases`, `uploading`, `run` (the order of the steps), `health` (the check
over the web), `commands` (what invoke calls).

On the host, below the target's folder:

    .cvts-publication          our marker, without which nothing is touched
    .cvts-verrou               the lock        .cvts-journal    what a killed run left
    releases/0007-1f2e3d4c/    one complete site each, with its list of files, publication.txt
    courant                    the live release (or `.htaccess`: see `pointers`)
"""
