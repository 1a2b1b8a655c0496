"""Locks of files and folders that the kernel frees with the process that holds them."""

from __future__ import annotations

import errno
import os


def take(descriptor: int) -> bool:
    """Lock an open file or folder until it is closed; False when another process has it.

    Raises:
        OSError: this system (Windows) or this disk has no such locks.
    """
    try:
        import fcntl  # noqa: PLC0415  not on every system
    except ImportError:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
