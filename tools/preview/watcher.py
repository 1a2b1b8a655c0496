"""Tells of every changed file, from before the first build to the end: the watch is never opened anew."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import watch

from tools.preview.changes import WATCHED, is_temporary

if TYPE_CHECKING:
    from collections.abc import Callable

STEP = 10
"""Milliseconds without a further change after which changes are told."""

LONGEST = 200
"""Milliseconds after which they are told although more keep coming."""


def start(root: Path, tell: Callable[[frozenset[str]], object]) -> Callable[[], None]:
    """Watch in threads of its own, and call `tell` with what changed, relative to `root`.

    Returns:
        What ends the watch.
    """
    stop = threading.Event()
    folders = [root / name for name in WATCHED if (root / name).is_dir()]
    # Editors put a new file in the place of the old one: a watch on pelicanconf.py itself would
    # end with the old one, hence one on what stands directly in its folder.
    for tops, recursive in ((folders, True), ([root], False)):
        watched = threading.Thread(
            target=_watch, args=(root, tops, tell, stop), kwargs={"recursive": recursive}
        )
        watched.daemon = True
        watched.start()
    return stop.set


def _watch(
    root: Path,
    tops: list[Path],
    tell: Callable[[frozenset[str]], object],
    stop: threading.Event,
    *,
    recursive: bool,
) -> None:
    for changes in watch(
        *tops,
        watch_filter=None,
        step=STEP,
        debounce=LONGEST,
        stop_event=stop,
        recursive=recursive,
        raise_interrupt=False,
    ):
        paths = {Path(name) for _, name in changes}
        if not recursive:
            paths = {path for path in paths if path.is_file() or not path.exists()}
        changed = frozenset(
            path.relative_to(root).as_posix()
            for path in paths
            if path.is_relative_to(root)
            and path.relative_to(root).parts[:1]
            and path.relative_to(root).parts[0] in WATCHED
            and not is_temporary(path, root)
        )
        if changed:
            tell(changed)
