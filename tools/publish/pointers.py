"""What decides which release visitors see, behind one interface: a symbolic link, or one small `.htaccess`.

`symlink`  `courant` leads to the live release; the host's document root is set
           to it once. A local folder works the same way.
`htaccess` where the document root cannot be a link, the target is the document
           root itself, and its `.htaccess` sends every request into the live
           release. It is replaced by one rename, so a request sees the old
           or the new one. The release's own `.htaccess` is read after it, and
           has its own rules; a request for `/releases/…` itself gets a 404.
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

TEXT = """\
{first_line}{id}
# Écrit par « invoke publish », qui le remplace à chaque publication : ne pas modifier.
RewriteEngine On
<If "%{{THE_REQUEST}} =~ m#^[A-Z]+ /{releases}(/| )#">
Redirect 404 /{releases}
</If>
RewriteRule ^(?!{releases}/{id}/)(.*)$ /{releases}/{id}/$1 [L]
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
        """Replace the file."""
        text = TEXT.format(first_line=FIRST_LINE, id=release, releases=RELEASES)
        host.write(HTACCESS, text.encode())


POINTERS: dict[str, Pointer] = {pointer.name: pointer for pointer in (Symlink(), Htaccess())}


def _foreign(name: str) -> HostError:
    return HostError(
        f"chez l’hébergeur, « {name} » ne désigne aucune de nos publications → "
        f"supprimez « {name} » là-bas, puis relancez : le site reparaîtra avec la nouvelle publication"
    )
