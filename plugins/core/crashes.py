"""Turns an exception of the build into one French line: where the code stopped, and at which source or page.

`CVTS_DEBUG=1` shows the traceback too. No line quotes an exception's message, which may hold anything; the
traceback does, unless it passes through code that handles the register.
"""

from __future__ import annotations

import ast
import inspect
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from plugins.core.disk import file_trouble, refusal
from plugins.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from jinja2 import TemplateError

MAINTAINER: Final = "montrez ce message à la personne qui s’occupe du générateur"
DETAILS: Final = f"{MAINTAINER} (CVTS_DEBUG=1 montre le détail)"
SECRET: Final = frozenset({"statistics", "activity_register"})
"""Folders whose code handles rows of the register."""

LONGEST: Final = 250
"""Characters of a path that is looked up: the system knows no longer names, and a text is no path."""


def crash_problem(error: Exception, root: Path, content: Path, site: Path) -> Problem:
    """Name the last place of our own code on the way to the error, and what was in hand.

    Args:
        error: what was raised.
        root: the project's folder.
        content: the folder of the sources.
        site: the folder that is being written.
    """
    show_traceback(error)
    if isinstance(error, OSError) and "cannot load library" in str(error):  # WeasyPrint, through cffi
        text = "la bibliothèque Pango, qui dessine les rapports en PDF, manque sur cette machine"
        return Problem("README.md", 0, text, "installez-la : « What you need » dit comment")
    if isinstance(error, OSError) and refusal(error):
        return disk_problem(error, root)
    place, line = "pelicanconf.py", 0
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(root) and ".venv" not in path.parts:
            place, line = _shown(path, root), frame.lineno or 0
    if isinstance(error, SyntaxError) and error.filename:  # no line of it has run
        place, line = _shown(Path(error.filename), root), error.lineno or 0
    text = f"la construction s’est arrêtée{_at(error, content, site)} ({type(error).__name__})"
    return Problem(place, line, text, DETAILS)


def disk_problem(error: OSError, root: Path) -> Problem:
    """Say what the disk refuses, and of which file if the system names it."""
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes | os.PathLike) else ""
    return Problem(_shown(Path(name), root) if name else f"{root.name}/", 0, *file_trouble(error))


def template_problem(error: TemplateError, root: Path, content: Path, site: Path) -> Problem:
    """Name the template and its line where Jinja stopped, and the page; arguments as for `crash_problem`."""
    show_traceback(error)
    place, line = "theme/templates", 0
    for frame in traceback.extract_tb(error.__traceback__):
        if "theme" in Path(frame.filename).parts and frame.filename.endswith(".html"):
            place, line = _shown(Path(frame.filename), root), frame.lineno or 0
    if getattr(error, "filename", None) and getattr(error, "lineno", None):
        place, line = _shown(Path(str(error.filename)), root), int(error.lineno)  # type: ignore[attr-defined]
    return Problem(
        place, line, f"erreur dans le modèle{_at(error, content, site)} : {error.message}", MAINTAINER
    )


def show_traceback(error: BaseException) -> None:
    """Print the traceback on the error stream of the process, where CVTS_DEBUG asks for it."""
    if not os.environ.get("CVTS_DEBUG"):
        return
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following and following not in chain:
        chain.insert(0, following)
        following = following.__cause__ or following.__context__
    frames = [frame for link in chain for frame in traceback.extract_tb(link.__traceback__)]
    secret = any(SECRET & set(Path(frame.filename).parts) for frame in frames)
    for link in chain:
        message = "(message tu : il pourrait citer le registre)" if secret else str(link)
        lines = [*traceback.format_tb(link.__traceback__), f"{type(link).__name__}: {message}\n"]
        print("".join(lines), file=sys.__stderr__)  # the build silences the other one


def _at(error: BaseException, content: Path, site: Path) -> str:
    """Return " à " and the source or page that the innermost call was given, or the innermost loop had."""
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        for name, value in _in_hand(frame, line):
            if frame.f_code.co_name == "write_file" and name == "name":  # not written yet
                return f" à la page /{value}"
            # static: an attribute may be code, which must not run now
            own = (inspect.getattr_static(value, attribute, None) for attribute in ("source_path", "path"))
            for place in (*own, value):
                if isinstance(place, str | Path) and Path(place).suffix and len(str(place)) < LONGEST:
                    if (content / place).is_file():
                        return f" à {content.name}/{_shown(content / place, content)}"
                    if (site / place).is_file():
                        return f" à la page /{_shown(site / place, site)}"
    return ""


def _in_hand(frame: FrameType, line: int) -> Iterator[tuple[str, Any]]:
    """Yield the variables of the loops around the line, then the call's arguments, keywords first."""
    names, _, keywords, values = inspect.getargvalues(frame)
    for name in _loop_variables(frame.f_code.co_filename, line):
        yield name, values.get(name)
    yield from values.get(keywords or "", {}).items()
    for name in names:
        yield name, values.get(name)


def _loop_variables(file: str, line: int) -> Iterator[str]:
    try:
        tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError):  # a template, or code that is no file
        return
    loops = (ast.For, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    around = [node for node in ast.walk(tree) if isinstance(node, loops) and _holds(node, line)]
    for loop in reversed(around):  # the tree is walked from the outside in
        targets = [loop.target] if isinstance(loop, ast.For) else [each.target for each in loop.generators]
        for target in targets:
            yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def _holds(node: ast.For | ast.expr, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
