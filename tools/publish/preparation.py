"""Prepares a target, once: the folder, the first release, the pointer, and last of all our marker."""

from __future__ import annotations

import contextlib
import json
import re
from typing import TYPE_CHECKING

from tools.publish.errors import GuardError, HostError, PublishError
from tools.publish.guards import check_readable
from tools.publish.host import LOCK, RELEASES, EntryKind, Host, make_folders, open_to_visitors
from tools.publish.pointers import HTACCESS, LINK, POINTERS, Htaccess, Pointer, Symlink
from tools.publish.releases import FIRST, MARKER

if TYPE_CHECKING:
    from tools.publish.settings import PublishTarget

VERSION = 1
OF_THE_HOST = re.compile(
    r"\.(?!ht)[^/]*|(cgi|bin|cgi-bin|fcgi-bin)|(web|aw)?stats?(-ssl)?|plesk-stat|usage|logs?|tmp|mail|errors?"
    r"|error_docs|error_log|[45]\d\d\.s?html?|lost\+found|google[0-9a-f]+\.html|BingSiteAuth\.xml"
)
"""Names of what a host puts into a document root, and of proofs of ownership: they may stay there."""
WAITING = """<!doctype html>
<html lang="fr"><meta charset="utf-8"><title>Site en préparation</title><p>Ce site arrive bientôt.</html>
"""


def initialise(host: Host, target: PublishTarget, pointer: str = "") -> str:
    """Make a folder a target and return its pointer: the one that is asked for, else the first that works.

    The pointer is switched twice, as a publication will: a host that cannot replace it shows it now.
    What a failed attempt has made is removed; the marker comes last.

    Raises:
        GuardError: the folder holds something that may not be ours, or no pointer fits the host.
    """
    fitting = [name for name in POINTERS if name == Htaccess.name or host.capabilities().symlinks]
    if pointer and pointer not in fitting:
        problem = f"--pointer {pointer} ne convient pas à {target}"
        raise GuardError(f"{problem} → choisissez {' ou '.join(fitting)}")
    try:
        host.make_base()
    except HostError as error:
        problem = f"le dossier {target} n’existe pas, et ne peut pas être créé d’ici ({error.reason})"
        raise GuardError(
            f"{problem} → créez-le par le panneau de l’hébergeur, ou indiquez-en un autre"
        ) from None
    if MARKER in host.entries(""):
        raise GuardError(f"{target} est déjà préparé → lancez invoke publish")
    _clear(host, target)
    present = host.entries("")
    wanted = [pointer] if pointer else fitting
    for name in wanted:
        try:
            _prepare(host, POINTERS[name])
        except BaseException as error:
            with contextlib.suppress(PublishError):
                for made in host.entries("").keys() - present.keys():
                    host.remove_tree(made)
            if not isinstance(error, HostError) or name == wanted[-1]:
                raise
        else:
            return name
    raise AssertionError(wanted)


def _prepare(host: Host, pointer: Pointer) -> None:
    make_folders(host, RELEASES)
    make_folders(host, f"{RELEASES}/{FIRST}")
    host.write(f"{RELEASES}/{FIRST}/index.html", WAITING.encode())
    for top, files in ((RELEASES, ()), (f"{RELEASES}/{FIRST}", ("index.html",))):
        for refusal in check_readable(open_to_visitors(host, top, files)):
            raise HostError(str(refusal))
    for _ in range(2):
        pointer.switch(host, FIRST)
    if pointer.live(host, [FIRST]) != FIRST:
        raise HostError("l’hôte n’a pas gardé ce qui désigne la publication → demandez à l’hébergeur")
    host.write(MARKER, json.dumps({"pointer": pointer.name, "version": VERSION}).encode())


def _clear(host: Host, target: PublishTarget) -> None:
    """Accept what a host itself puts into a document root, and remove what a killed `--init` has left."""
    present = host.entries("")
    left = []
    if present.get(RELEASES) is EntryKind.FOLDER and host.entries(RELEASES).keys() <= {FIRST, HTACCESS}:
        left = [RELEASES, f"{LINK}.nouveau"]
        for name, pointer in ((LINK, POINTERS[Symlink.name]), (HTACCESS, POINTERS[Htaccess.name])):
            with contextlib.suppress(HostError):
                left += [name] if pointer.live(host, [FIRST]) else []
    known = {LOCK, *left}
    foreign = sorted(name for name in present if name not in known and not OF_THE_HOST.fullmatch(name))
    if foreign:
        names = ", ".join(foreign[:5]) + (" …" if len(foreign) > 5 else "")
        raise GuardError(
            f"le dossier {target} n’est pas vide ({names}) → indiquez un autre dossier, qui sera créé, "
            "ou retirez-en vous-même ce qui ne sert plus"
        )
    for name in left:
        host.remove_tree(name)
