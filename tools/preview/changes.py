"""Watches the files: tells which changes are edits, what the preview can do, and finds those unannounced."""

from __future__ import annotations

import importlib.util
import os
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WATCHED = ("content", "theme", "plugins", "tools", "pelicanconf.py")
FACTS = ("content/association.toml", "content/vocabulaire.toml")
MOST = 10
"""Texts that one change may touch to be answered at once; more is a `git pull`, for a whole build."""

MOST_BEHIND = 100
"""The same for all the changes since a build began, which its site must not take back."""

STEP = 10
"""Milliseconds without a further change after which changes are told."""

LONGEST_STEP = 200
"""Milliseconds after which they are told although more keep coming."""

_TEMPORARY = re.compile(
    r"""\..*            # .contact.md.swp, .#contact.md, .goutputstream-XYZ
    | .*~ | \#.*\#      # contact.md~, #contact.md#
    | 4913              # Vim tries whether it may write
    | .*\.(?:swp|swx|swo|tmp|bak|part|crdownload|pyc) | .*___jb_(?:tmp|old)___
    | __pycache__ | node_modules""",
    re.VERBOSE,
)

Stamp = tuple[int, int, int]
"""Modification time (ns), size (bytes) and inode of a file."""


def is_temporary(path: Path, root: Path) -> bool:
    """Tell whether an editor's or Python's own file is meant, or one inside such a folder."""
    parts = path.relative_to(root).parts if path.is_relative_to(root) else (path.name,)
    return any(_TEMPORARY.fullmatch(part) for part in parts)


@dataclass(frozen=True)
class Edit:
    """What a set of changed files asks of the live builder; paths relative to the project, sorted."""

    texts: tuple[str, ...] = ()
    """Markdown files that exist."""
    theme: bool = False
    """Templates, style sheets or scripts."""
    facts: bool = False
    """The association's facts or the vocabulary."""

    @property
    def empty(self) -> bool:
        """Whether only a whole build can answer."""
        return not (self.texts or self.theme or self.facts)


def edit_of(paths: Iterable[str], root: Path, most: int = MOST) -> Edit:
    """Say what can be answered at once among changed files.

    Args:
        paths: relative to `root`, with forward slashes.
        root: the project's folder.
        most: texts; more of them are left to a whole build.
    """
    existing = [path for path in sorted(paths) if (root / path).is_file()]
    texts = tuple(path for path in existing if path.startswith("content/") and path.endswith(".md"))
    return Edit(
        texts=texts if len(texts) <= most else (),
        theme=any(path.startswith("theme/") for path in existing),
        facts=any(path in FACTS for path in existing),
    )


def scan(root: Path) -> dict[str, Stamp]:
    """Return the stamp of every watched file: what changed between two scans was edited, announced or not."""
    stamps = {}
    for name in WATCHED:
        top = root / name
        if top.is_file():
            stamps[name] = _stamp(top.stat())
        for folder, folders, files in os.walk(top):
            folders[:] = [each for each in folders if not _TEMPORARY.fullmatch(each)]
            for file in files:
                path = os.path.join(folder, file)  # noqa: PTH118  10,000 of them
                if _TEMPORARY.fullmatch(file):
                    continue
                try:
                    stamps[os.path.relpath(path, root)] = _stamp(os.stat(path))  # noqa: PTH116
                except OSError:  # gone meanwhile
                    continue
    return stamps


def _stamp(stat: os.stat_result) -> Stamp:
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def differing(before: dict[str, Stamp], after: dict[str, Stamp]) -> frozenset[str]:
    """Return the files that came, went or changed between two scans."""
    return frozenset(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def forget_bytecode(paths: Iterable[str], root: Path) -> None:
    """Remove what Python has compiled of changed modules.

    Python recognises its copies by the second and the size: a second edit
    within one second, of the same length, would run the code of the first.
    """
    for path in paths:
        if path.endswith(".py"):
            Path(importlib.util.cache_from_source(str(root / path))).unlink(missing_ok=True)


def start_watch(root: Path, tell: Callable[[frozenset[str]], object]) -> Callable[[], None]:
    """Watch in threads of its own, and call `tell` with what changed, relative to `root`.

    The watch begins before the first build and is never opened anew: it misses nothing.

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
        debounce=LONGEST_STEP,
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
