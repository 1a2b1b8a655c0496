"""Decides what to do at each change, so that what is shown soon is right at once, and never loses an edit.

One thread decides, and takes events from one queue: files that changed, whole
builds that ended. Every change has a number. A build covers the changes that
were numbered before it began; while there are others, another build follows.
A build also compares the files before and after: what changed without the
watch having said so counts as a change too.

Where nothing was ever built, the first build makes the pages and leaves what no
page shows to a second one, which follows as if a change had been made.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import queue
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.preview import server
from tools.preview.builder import Builder, Built, Rendered
from tools.preview.changes import (
    FACTS,
    MOST,
    MOST_BEHIND,
    differing,
    edit_of,
    forget_bytecode,
    scan,
    start_watch,
)
from tools.preview.ledger import Ledger
from tools.preview.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUILD_DELAY = 0.3
"""Seconds without a change before the whole site is built, where the page itself was already answered."""

UNANSWERED_DELAY = 0.05
"""The same where only the whole build can answer: a move is two changes."""

LONGEST_DELAY = 2.0
"""Seconds after which it is built although changes keep coming."""

HALF_WRITTEN = 0.15
"""Seconds for an editor to finish writing a file, before a mistake in it is shown."""

SHOWING = 0.15
"""Seconds that a whole build leaves to the browser after a quick answer."""

STOPPED = (("", "la construction s’est arrêtée : voyez le terminal"),)


@dataclass(frozen=True)
class Changed:
    """Files that changed, relative to the project."""

    paths: frozenset[str]


@dataclass(frozen=True)
class Finished:
    """A whole build that has ended."""

    builder: Builder
    folder: Path
    start: int
    """The number of the last change that it covers."""
    outcome: Built | None
    changed_meanwhile: frozenset[str]
    """Files that changed during the build, whether the watch said so or not."""
    pages_first: bool = False
    """Whether it left to the next one what no page shows."""


def serve(root: Path, port: int) -> None:
    """Build, serve and keep up to date until the command is interrupted.

    Args:
        root: the project's folder.
        port: the wanted port; the first free one after it is used otherwise.
    """
    if not hasattr(os, "killpg"):  # a builder is a group of processes, which is paused and ended by signals
        sys.exit(
            "L’aperçu ne fonctionne pas sur ce système → lancez-le sous Linux, macOS ou WSL ; "
            "« invoke build » construit le site partout"
        )
    stage = Stage(None)
    try:
        served = server.start(stage, root, port)
    except OSError:
        sys.exit(f"Aucun port libre de {port} à {port + 99} → invoke serve --port 9000")
    session = Session(root, root / ".cache" / "preview" / str(served.server_port), stage)
    stop = start_watch(root, lambda paths: session.events.put(Changed(paths)))
    print(f"Le site est sur http://{server.LOOPBACK}:{served.server_port}/ (Ctrl+C pour arrêter)", flush=True)
    try:
        session.run()
    except KeyboardInterrupt:
        print()
    finally:
        stop()
        session.close()
        served.shutdown()


class Session:
    """The preview of one project, in one thread."""

    def __init__(self, root: Path, folder: Path, stage: Stage) -> None:
        """Build into `folder`, which no other process uses; what an earlier one left is shown first."""
        self.events: queue.SimpleQueue[Changed | Finished] = queue.SimpleQueue()
        self._root = root
        self._stage = stage
        self._ledger = Ledger()
        self._live: Builder | None = None
        self._building: Builder | None = None
        self._spare: Builder | None = Builder(root)
        self._due = 0.0
        self._latest = 0.0
        self._printed: tuple[str, ...] = ()
        self._reminders: tuple[str, ...] = ()
        self._resuming = threading.Timer(0, lambda: None)
        earlier = sorted(folder.glob("[ab]"), key=lambda path: path.stat().st_mtime)
        self._pages_first = not earlier
        if earlier:
            stage.replace(earlier[-1], {})
        # the build goes to the folder that is not served
        order = "ba" if earlier and earlier[-1].name == "a" else "ab"
        self._folders = itertools.cycle([folder / name for name in order])

    def run(self) -> None:
        """Handle events for ever."""
        while True:
            self.step(None)

    def step(self, patience: float | None) -> bool:
        """Handle one event, or begin a build that is due; False when nothing came in `patience` seconds."""
        timeout = patience
        if self._building is None and self._ledger.behind:
            timeout = max(0.0, self._due - time.monotonic())
        try:
            event = self.events.get(timeout=timeout) if timeout != 0 else self.events.get_nowait()
        except queue.Empty:
            if self._building is None and self._ledger.behind:
                self._build()
                return True
            return False
        if isinstance(event, Changed):
            self._changed(event.paths)
        else:
            self._finished(event)
        return True

    def close(self) -> None:
        """End every process."""
        for builder in (self._live, self._building, self._spare):
            if builder:
                builder.close()

    # --- changes

    def _changed(self, paths: frozenset[str]) -> None:
        self._ledger.note(paths)
        now = time.monotonic()
        self._latest = self._latest or now + LONGEST_DELAY
        forget_bytecode(paths, self._root)
        if self._spare and any(path.startswith("tools/") for path in paths):
            self._spare.close()  # it runs what stood there before
            self._spare = Builder(self._root)
        with self._undisturbed():
            rendered = self._render(self._live, paths)
        settled = rendered is not None and all(
            path in rendered.problems or path.startswith("theme/") or path in FACTS for path in paths
        )
        self._due = min(now + (BUILD_DELAY if settled else UNANSWERED_DELAY), self._latest)
        if rendered is None:
            return
        self._stage.lay(rendered.over)
        if any(rendered.problems.values()) and self._half_written():
            return
        self._ledger.answered(rendered.problems)
        self._complain()

    @contextlib.contextmanager
    def _undisturbed(self) -> Iterator[None]:
        """Keep the whole build waiting inside the block, and while the browser then shows the page."""
        building = self._building
        if building is None:
            yield
            return
        building.pause()
        try:
            yield
        finally:
            self._resuming.cancel()
            self._resuming = threading.Timer(SHOWING, building.resume)
            self._resuming.daemon = True
            self._resuming.start()

    def _half_written(self) -> bool:
        """Wait a moment for the rest of a file; True when something came, which is looked at in its turn."""
        try:
            event = self.events.get(timeout=HALF_WRITTEN)
        except queue.Empty:
            return False
        self.events.put(event)
        return isinstance(event, Changed)

    def _render(self, builder: Builder | None, paths: frozenset[str], most: int = MOST) -> Rendered | None:
        """Ask for what can be shown at once (of `most` texts); a builder that fails is given up."""
        edit = edit_of(paths, self._root, most)
        if builder is None or edit.empty:
            return None
        rendered = builder.render(edit.texts, self._stage.open_pages, theme=edit.theme, facts=edit.facts)
        if rendered is None and builder is self._live:
            builder.close()
            self._live = None
        return rendered

    # --- whole builds

    def _build(self) -> None:
        builder, folder, start = self._spare or Builder(self._root), next(self._folders), self._ledger.number
        pages_first, self._pages_first = self._pages_first, False
        self._building, self._spare, self._latest = builder, None, 0.0

        def work() -> None:
            before = scan(self._root)
            outcome = builder.build(self._root, folder, pages_first=pages_first)
            changed_meanwhile = differing(before, scan(self._root))
            self.events.put(Finished(builder, folder, start, outcome, changed_meanwhile, pages_first))

        threading.Thread(target=work, daemon=True).start()

    def _finished(self, event: Finished) -> None:
        self._building = None
        event.builder.resume()  # it may have been paused after its last word
        self._spare = Builder(self._root)
        problems = event.outcome.problems if event.outcome else STOPPED
        ledger = self._ledger
        ledger.built(event.start, problems)
        missed = event.changed_meanwhile - {
            path for path, number in ledger.changes.items() if number > event.start
        }
        if missed:
            ledger.note(missed)
            forget_bytecode(missed, self._root)
        if event.pages_first:
            ledger.note(frozenset())
        if event.outcome:
            self._reminders = event.outcome.reminders
        if event.outcome and not problems:
            self._take_over(event.builder, event.folder, event.outcome)
        else:
            next(self._folders)  # the same folder again: the other one is served
            event.builder.close()
        self._complain()

    def _take_over(self, builder: Builder, folder: Path, outcome: Built) -> None:
        """Serve the new site, and over it the pages that were edited since it was begun."""
        rendered = self._render(builder, frozenset(self._ledger.changes), MOST_BEHIND)
        if rendered:
            self._ledger.answered(rendered.problems)
        self._stage.replace(folder, rendered.over if rendered else {})
        if self._live:
            self._live.close()
        self._live = builder
        time = f"en {outcome.seconds:.1f} s".replace(".", ",")
        # the first pages are not counted: their checks come with the next build
        said = f"{outcome.pages} pages {time}" if outcome.pages else f"Premières pages {time}, le reste suit"
        print(said, flush=True)

    def _complain(self) -> None:
        """Show what is wrong and what is to be read again, in the browser and, once, in the terminal."""
        problems = self._ledger.problems
        shown = (*problems, *self._reminders)
        for line in shown:
            if line not in self._printed:
                print(line, file=sys.stderr, flush=True)
        self._printed = shown
        self._stage.complain(problems, self._reminders)
