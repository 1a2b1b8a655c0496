"""The one way to build the site: serve, build, check, publish and the tests all come here.

    sources are checked → Pelican reads, plugins enrich, the theme renders →
    the written site is checked → the finished folder replaces the previous one

Everything is written into a fresh folder beside the output. Only when no
problem was found does it take the output's place; otherwise the previous
output stays as it was, byte for byte, and the report lists every problem.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import gc
import os
import sys
import time
from typing import TYPE_CHECKING

from plugins.core.cache import Cache, UnconfirmedCache, key_of, machinery
from plugins.core.crashes import disk_problem, show_traceback
from plugins.core.output import Output
from plugins.statistics.freezing.history import commit
from plugins.statistics.records.clear import clear_files
from plugins.statistics.records.keys import read_keys
from tools.build import scratch
from tools.build.cache_folder import trusted
from tools.build.ingredients import Ingredients, gather_ingredients
from tools.build.request import CACHE_FOLDER, ROOT, Report, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ROOT", "Report", "Request", "build", "today"]  # all that most callers need

ATTEMPTS = 5
"""A file that is saved while it is being read starts the build again, but not for ever."""


def build(request: Request) -> Report:
    """Build the site, or leave the previous output untouched and report why not.

    An output that is a symbolic link stays one: the site is replaced where it leads.
    """
    start = time.monotonic()
    request = dataclasses.replace(request, output=request.output.resolve())
    with _without_garbage_collection():
        try:
            report = _build(request)
        except OSError as error:  # before or after the build itself, which says more
            show_traceback(error)
            report = Report((disk_problem(error, request.root),), (), 0, 0)
    return dataclasses.replace(report, seconds=time.monotonic() - start)


@contextlib.contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Leave garbage alone: a build makes much and throws little away, and to look for it takes a tenth.

    What a build leaves is set apart, else Python would look through all of it at once, here and again
    when it ends. Each command builds in a process of its own: nothing is looked for before a later build.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _build(request: Request) -> Report:
    code = machinery(ROOT / "plugins")
    for attempt in range(ATTEMPTS):
        with scratch.scratch_folder(request.output) as folder:
            ingredients = gather_for(request, code)
            kept = trusted(request.cache_folder, folder / "cache")
            cache = Cache(kept)
            output = Output(folder / scratch.SITE, request.output, kept / "outputs")
            previous = None if request.anew else output.intact(ingredients.all)
            if previous is not None:
                report = Report(
                    (),
                    tuple(previous["incomplete"]),
                    previous["pages"],
                    0,
                    tuple(previous["reminders"]),
                    tuple(previous["drafts"]),
                )
                break
            pages = UnconfirmedCache(cache, folder / "pages")
            report = _run(request, ingredients, pages, output)
            disturbed = gather_for(request, code).all != ingredients.all
            if not disturbed:
                pages.confirm()
            elif attempt + 1 < ATTEMPTS:
                continue
            if report.ok:
                output.finish("" if disturbed else ingredients.all, dataclasses.asdict(report))
                scratch.replace_output(request.output, folder)
            break
    cache.prune(time.time())
    return report


def _run(request: Request, ingredients: Ingredients, pages: UnconfirmedCache, output: Output) -> Report:
    from tools.build.run import run  # noqa: PLC0415  Pelican and all: not for a site that has not changed

    return run(request, ingredients, pages, output)


def gather_for(request: Request, code: str) -> Ingredients:
    """Read and hash everything that a build depends on; `code` is the hash of what builds."""
    content, keys = request.content_folder, read_keys()
    # what git tracks and remembers; which key is here
    register = (clear_files(content), commit(content), keys.public_halves(), keys.problem)
    # what a build that postpones work has made is never taken for what another one makes
    values = (request.today, request.pages_first, register)
    folders = (request.theme, ROOT / "tools" / "build")
    return gather_ingredients(content, folders, values, code, _settings(request))


def _settings(request: Request) -> str:
    """Return the hash of the settings: their files, and those that the build was asked for."""
    files = sorted({request.root / "pelicanconf.py", request.root / request.conf})
    asked = sorted((name, repr(value)) for name, value in request.settings.items() if name != CACHE_FOLDER)
    return key_of(repr(asked), *(file.read_bytes() if file.is_file() else b"" for file in files))


def today() -> dt.date:
    """Read the clock, once, for the commands that build now; SOURCE_DATE_EPOCH overrides it.

    Exit 1 and say so where that is no moment: https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC).date()
        except (ValueError, OverflowError, OSError):
            sys.exit(
                f"SOURCE_DATE_EPOCH: « {epoch[:40]} » n’est pas un moment "
                "→ écrivez des secondes depuis 1970, ou retirez cette variable : unset SOURCE_DATE_EPOCH"
            )
    return dt.datetime.now().astimezone().date()
