"""What the commands share with the terminal: no traceback, no character too many, refusals in French.

`prepare` is called once, by `tasks.py`, before Invoke reads the command line.
"""

from __future__ import annotations

import atexit
import codecs
import os
import re
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from invoke.exceptions import ParseError

from plugins.core.crashes import DETAILS, show_traceback
from plugins.core.disk import file_trouble
from plugins.core.letters import strip_accents

if TYPE_CHECKING:
    from types import TracebackType

ROOT: Final = Path(__file__).resolve().parent.parent
READABLE: Final = "cvts-readable"
"""Our way to write a character that the terminal's encoding lacks; see `codecs.register_error`."""
INTERRUPTED: Final = 130

_SPELLED: Final = {
    "→": "->",
    "←": "<-",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "…": "...",
    "–": "-",
    "—": "-",
    "·": "-",
    "•": "-",
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
    "€": "EUR",
    "°": "o",
    "✓": "ok",
}
_QUOTED: Final = r"""b?(?:'(.*?)'|"(.*?)")"""
_REMEDY: Final = (
    "mettez entre guillemets un texte de plusieurs mots ; invoke --list montre toutes les commandes"
)
SENTENCES: Final = (
    (
        re.compile(rf"'(.*)' did not receive required positional arguments: {_QUOTED}.*"),
        "invoke {0} : il manque « {1} » → invoke --help {0} dit ce qu’il faut écrire",
    ),
    (
        re.compile(rf"No idea what {_QUOTED} is!"),
        f"« {{0}} » n’est ni une commande ni une option → {_REMEDY}",
    ),
    (
        re.compile(r"Flag <Argument: (\S+?)(?: .*)?> needed value and was not given one!"),
        "l’option « {0} » attend une valeur → écrivez-la juste après l’option",
    ),
    (
        re.compile(r"Flag <Argument: (\S+?)(?: .*)?> doesn't take any value!"),
        "l’option « {0} » ne prend pas de valeur → écrivez l’option seule",
    ),
    (
        re.compile(rf"{_QUOTED} is ambiguous when given after an optional-value flag"),
        "« {0} » est aussi le nom d’une commande ou d’une option → écrivez ./{0} pour un fichier",
    ),
)
"""What Invoke refuses, and how it is said in French."""


def prepare() -> None:
    """Make whatever ends a command a French sentence, and the streams accept every character."""
    codecs.register_error(READABLE, _spelled)
    sys.stdin, sys.stdout, sys.stderr = (_open(stream) for stream in (sys.stdin, sys.stdout, sys.stderr))
    sys.excepthook = _end
    atexit.register(_flush)
    # Invoke offers no setting for its messages
    ParseError.__str__ = _said  # type: ignore[method-assign, assignment]


def _open(stream: Any) -> Any:
    """Return a stream that takes every character; one that the shell has closed swallows all."""
    if stream is None:
        return Path(os.devnull).open("r+", encoding="utf-8")  # as long as the process lives
    if hasattr(stream, "reconfigure"):  # else a test's own
        stream.reconfigure(errors="replace" if stream is sys.stdin else READABLE)
    return stream


def _spelled(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for the characters that an encoding lacks: other letters, else a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_plain(letter, error.encoding) for letter in text), error.end


def _plain(letter: str, encoding: str) -> str:
    if letter in _SPELLED:
        return _SPELLED[letter]
    kept = strip_accents(letter)
    try:
        kept.encode(encoding)
    except UnicodeEncodeError:
        return "?"
    return kept or "?"


def _end(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
    """Say in one line why a command ends: Python calls it in the place of printing a traceback."""
    if issubclass(kind, KeyboardInterrupt):
        _leave("Interrompu.", INTERRUPTED)
    if isinstance(error, BrokenPipeError):  # `| head`: whoever reads has enough
        _leave("", 1)
    if isinstance(error, Exception):
        show_traceback(error)
    _say(sentence(error))


def sentence(error: BaseException) -> str:
    """Return why a command ends, and what to do."""
    if isinstance(error, OSError):
        text, remedy = file_trouble(error)
        name = _shown(error.filename)
        return f"{name}: {text} → {remedy}" if name else f"{text} → {remedy}"
    if isinstance(error, EOFError):
        return "une question attend une réponse → lancez la commande dans un terminal"
    if isinstance(error, MemoryError):
        return "la mémoire de la machine est pleine → fermez des programmes, puis relancez la commande"
    if isinstance(error, ModuleNotFoundError) and error.name and error.name.partition(".")[0] not in _OURS:
        return f"le module {error.name} manque → lancez « make build », qui installe ce qu’il faut"
    place = ""
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(ROOT) and ".venv" not in path.parts:
            place = f"{path.relative_to(ROOT).as_posix()}:{frame.lineno}: "
    return f"{place}la commande s’est arrêtée ({type(error).__name__}) → {DETAILS}"


_OURS: Final = frozenset({"plugins", "tools"})


def _shown(name: object) -> str:
    """Return a file's name as one knows it in the project's folder."""
    if not isinstance(name, str | bytes | os.PathLike) or not name:
        return ""
    path = Path(os.fsdecode(name))
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def _say(text: str) -> None:
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:  # nobody can be told
        _leave("", 1)


def _flush() -> None:
    """Write what is still to be shown; a pipe whose reader has left is no mistake, a full disk is."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _leave("", 1)
    except (OSError, ValueError) as error:
        _leave(sentence(error), 1)


def _leave(text: str, code: int) -> NoReturn:
    """End the process now: Python's own end would try to write again, and complain."""
    if text:
        _say(text)
    os._exit(code)


def in_french(message: str) -> str:
    """Return one of Invoke's refusals in French; another text as it is."""
    for pattern, text in SENTENCES:
        found = pattern.fullmatch(" ".join(message.split()))
        if found:
            return text.format(*(group for group in found.groups() if group is not None))
    return message


def _said(error: ParseError) -> str:
    return in_french(str(error.args[0]) if error.args else "")
