"""What the disk refuses, in French; and files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from pathlib import Path
from typing import Final

_ROOM: Final = "libérez de la place, puis relancez la commande"
_RIGHTS: Final = "vérifiez ses droits et à qui il appartient, puis relancez la commande"
_REFUSALS: Final = {
    errno.ENOSPC: ("le disque est plein", _ROOM),
    errno.EDQUOT: ("votre espace sur le disque est épuisé", _ROOM),
    errno.EFBIG: ("le disque refuse un fichier aussi grand", _ROOM),
    errno.EROFS: ("le disque est en lecture seule", "travaillez dans un dossier où vous pouvez écrire"),
    errno.EACCES: ("le système refuse l’accès", _RIGHTS),
    errno.EPERM: ("le système refuse l’accès", _RIGHTS),
    errno.EIO: ("le disque ne répond plus comme il faut", "sauvegardez votre travail et vérifiez le disque"),
    errno.EMFILE: ("trop de fichiers sont ouverts", "fermez des programmes, puis relancez la commande"),
    errno.ENFILE: ("trop de fichiers sont ouverts", "fermez des programmes, puis relancez la commande"),
    errno.ENOMEM: ("la mémoire de la machine est pleine", "fermez des programmes, puis relancez la commande"),
    errno.ENAMETOOLONG: ("le nom du fichier est trop long", "choisissez un nom plus court"),
}
_MISPLACED: Final = {
    errno.ENOENT: ("le fichier manque", "vérifiez son nom, ou remettez-le"),
    errno.EISDIR: ("un dossier occupe la place du fichier", "déplacez ou renommez ce dossier"),
    errno.ENOTDIR: ("un fichier occupe la place d’un dossier", "déplacez ou renommez ce fichier"),
    errno.EEXIST: ("un fichier occupe déjà cette place", "déplacez-le ou renommez-le"),
    errno.ELOOP: ("un lien symbolique tourne en rond", "remplacez-le par le fichier lui-même"),
}


def refusal(error: OSError) -> tuple[str, str] | None:
    """Return what the disk or the system refuses and what to do; None for a fault of another kind."""
    return _REFUSALS.get(error.errno or 0)


def file_trouble(error: OSError) -> tuple[str, str]:
    """Return what is wrong with a file or its disk, and what to do."""
    known = refusal(error) or _MISPLACED.get(error.errno or 0)
    return known or ("le fichier ne peut être ni lu ni écrit", _RIGHTS)


def write_whole(path: Path, data: bytes, *, new: bool = False) -> None:
    """Write a file at once or not at all, in a folder that is made if need be.

    Args:
        path: the file; what is there keeps its rights.
        data: its bytes.
        new: never write over a file that is there.

    Raises:
        FileExistsError: the file is to be new, and is not.
        OSError: the disk refuses; what was there is as before.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name[:100]}.{os.getpid()}")
    try:
        with beside.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if new:
            _place_new(beside, path)
        else:
            with contextlib.suppress(OSError):  # there was none
                shutil.copymode(path, beside)
            beside.replace(path)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _place_new(beside: Path, path: Path) -> None:
    """Give a file its name; unlike a rename, a link never takes the place of another one."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        beside.rename(path)
