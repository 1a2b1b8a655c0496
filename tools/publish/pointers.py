"""What decides which release visitors see, behind one interface: a symbolic link, or one small `.htaccess`.

`symlink`  `courant` leads to the live release; the host's document root is set
           to it once. A local folder works the same way.
`htaccess` where the document root cannot be a link, the target is the document
           root itself, and its `.htaccess` sends every request into the live
           release. It is replaced by one rename, so a request sees the old
           or the new one. The release's own `.htaccess` is read after it, and
           has its own rules. What else stands in the document root stays
           reachable: the host's statistics, the files that prove whose domain
           it is, certificates' challenges.

Visitors see the live release only, at its own addresses: `releases/.htaccess`
answers 404 to a request that did not come through the root's rule, however it
spells the folder's name. It has to stand there, and not in the root, because Apache
compares addresses only after cleaning them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from tools.publish.errors import HostError
from tools.publish.host import RELEASES, EntryKind, Host

if TYPE_CHECKING:
    from collections.abc import Collection

LINK = "courant"
HTACCESS = ".htaccess"
FIRST_LINE = "# publication: "

ENTERED = "CVTS_ENTREE"
"""Set by the root's rule; each inner redirect of Apache's puts `REDIRECT_` before the name."""
MOST_REDIRECTS = 6
"""More inner redirects than a release's own rules make of one request, error pages included."""

CLOSED = (
    "# Écrit par « invoke publish » : seul ce qui passe par le .htaccess du dossier parent entre ici.\n"
    '<If "'
    + " && ".join(f"-z reqenv('{'REDIRECT_' * depth}{ENTERED}')" for depth in range(1, MOST_REDIRECTS + 1))
    + '">\nRewriteEngine Off\nRedirect 404 /\n</If>\n'
).encode()
"""What `releases/.htaccess` holds."""


def root_rules(release: str) -> str:
    """Return the document root's `.htaccess`, which sends visitors into one release."""
    inside = f"%{{CONTEXT_DOCUMENT_ROOT}}/{RELEASES}/{release}/$1"
    return f"""\
{FIRST_LINE}{release}
# Écrit par « invoke publish », qui le remplace à chaque publication : ne pas modifier.
RewriteEngine On
# Ce que l’hébergeur a mis à côté du site, et que le site n’a pas, reste où il était.
RewriteCond {inside} !-f
RewriteRule ^(\\.well-known/.*)$ - [L]
RewriteCond %{{REQUEST_FILENAME}} -f [OR]
RewriteCond %{{REQUEST_FILENAME}} -d
RewriteCond {inside} !-f
RewriteCond {inside} !-d
RewriteRule ^(?!{RELEASES}(?:/|$))((?:[^./][^/]*/)*[^./][^/]*/?)$ - [L]
# Tout le reste est le site.
RewriteRule ^(?!{RELEASES}/{release}/)(.*)$ /{RELEASES}/{release}/$1 [E={ENTERED}:1,L]
"""


class Pointer(Protocol):
    """One way to point to the live release."""

    name: str

    def live(self, host: Host, ids: Collection[str]) -> str | None:
        """Return the live release, or None when nothing was ever published.

        Raises:
            HostError: something that is not ours stands in its place.
        """

    def switch(self, host: Host, release: str) -> None:
        """Make a release live, at once."""

    def document_root(self, live: str) -> str:
        """Return the folder that the web server serves while `live` is live, from the target's own."""


class Symlink:
    """See `Pointer`."""

    name = "symlink"

    def live(self, host: Host, ids: Collection[str]) -> str | None:
        """Read the link."""
        kind = host.entries("").get(LINK)
        if kind is None:
            return None
        target = host.read_link(LINK) if kind is EntryKind.LINK else None
        release = (target or "").removeprefix(f"{RELEASES}/")
        if release not in ids or target != f"{RELEASES}/{release}":
            raise _foreign(LINK)
        return release

    def switch(self, host: Host, release: str) -> None:
        """Replace the link."""
        host.replace_link(LINK, f"{RELEASES}/{release}")

    def document_root(self, live: str) -> str:
        """Return the release's folder."""
        return f"{RELEASES}/{live}"


class Htaccess:
    """See `Pointer`."""

    name = "htaccess"

    def live(self, host: Host, ids: Collection[str]) -> str | None:
        """Read the file's first line."""
        kind = host.entries("").get(HTACCESS)
        if kind is None:
            return None
        data = (host.read(HTACCESS) or b"") if kind is EntryKind.FILE else b""
        match = re.match(rf"{FIRST_LINE}(\S+)\n", data.decode("utf-8", "replace"))
        if not match or match[1] not in ids:
            raise _foreign(HTACCESS)
        return match[1]

    def switch(self, host: Host, release: str) -> None:
        """Replace the file; close the releases after it: an older rule does not say that it was passed."""
        host.write(HTACCESS, root_rules(release).encode())
        if host.read(f"{RELEASES}/{HTACCESS}") != CLOSED:
            host.write(f"{RELEASES}/{HTACCESS}", CLOSED)

    def document_root(self, live: str) -> str:  # noqa: ARG002  the same whatever is live
        """Return the target's own folder."""
        return ""


POINTERS: dict[str, Pointer] = {pointer.name: pointer for pointer in (Symlink(), Htaccess())}


def _foreign(name: str) -> HostError:
    return HostError(
        f"chez l’hébergeur, « {name} » ne désigne aucune de nos publications → "
        f"supprimez « {name} » là-bas, puis relancez : le site reparaîtra avec la nouvelle publication"
    )
