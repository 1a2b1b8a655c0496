"""Damaged files: what an attacker's program tries by the thousand, drawn from a seed.

`campaign` makes each file ready as the site does, and returns what must never be: an
error of another kind than ours, or a published file that acts. Run by the tests and by
`tools/bench/files.py`, in a process that opens no connection.
"""

from __future__ import annotations

import io
import random
import socket
import traceback
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pypdf

from plugins.media.images import EXTENSIONS, render_image
from plugins.media.publishable import prepare_document
from plugins.media.svg import read_drawing
from plugins.media.unusable import UnusableFileError
from tests.equipment import files, hostile
from tests.equipment.files import gradient, photo

if TYPE_CHECKING:
    from collections.abc import Iterator

DRAWING: Final = (
    '<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' viewBox="0 0 40 20"><style>rect { fill: url(#a) }</style><a xlink:href="#b"><rect width="9" fill="url(#a)"/></a></svg>'
)
_MARKUP: Final = (".ncx", ".opf", ".rels", ".svg", ".vml", ".xhtml", ".xml")
_SMALL: Final = 20_000  # bytes: larger ones are about memory
_ACTING_SHARE: Final = 0.3
_TOKENS: Final = (
    *(b"\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"99999999999", b"-1", b"<", b">", b'"', b"&#0;", b"<!DOCTYPE a>"),
    *(b"<script>", b" onload='x'", b"/JS (x)", b"/AA", b"/OpenAction", b"/S/Launch", b"<<", b">>", b"[", b"0 R", b"obj"),
    *(b"url(//a)", b"javascript:", b"<!ENTITY x 'y'>", b"PK\x05\x06", b"stream\n", b"../", b"\xfe\xff", b"\\"),
)  # fmt: skip


def seeds() -> dict[str, bytes]:
    """Return small files of every kind, by name."""
    made: dict[str, bytes] = {"a.svg": DRAWING.encode(), "a.jpg": photo()}
    small = gradient(40, 30)
    for kind in ("avif", "gif", "png", "webp"):
        out = io.BytesIO()
        small.save(out, kind)
        made[f"b.{kind}"] = out.getvalue()
    out = io.BytesIO()
    small.save(out, "png", save_all=True, append_images=[small.rotate(180)])
    made["animated.png"] = out.getvalue()
    plain = {
        "plain/a.docx": hostile.docx("<w:p><w:r><w:t>Un texte</w:t></w:r></w:p>"),
        "plain/a.epub": hostile.epub("<p>Un texte</p>"),
        "plain/a.odt": hostile.odf("<text:p>Un texte</text:p>"),
        "plain/a.xlsx": hostile.xlsx("<v>1</v>"),
        "plain/a.pdf": files.pdf(2),
    }
    return made | hostile.published() | plain


def acting_seeds() -> dict[str, bytes]:
    """Return small files of which each is refused for one danger."""
    return {f"{key}/{name}": data for key, (name, data) in hostile.refused().items() if len(data) < _SMALL}


def mutated(data: bytes, draw: random.Random) -> bytes:
    """Return a file with a few pieces changed; of an archive, most often one of its parts."""
    if data.startswith(b"PK") and draw.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts: dict[str, Any] = {entry: archive.read(entry) for entry in archive.namelist()}
        chosen = draw.choice(sorted(parts))
        parts[chosen] = _changed(parts[chosen], draw)
        return hostile.packed(parts)
    return _changed(data, draw)


def _changed(data: bytes, draw: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.randint(1, 6)):
        place = draw.randrange(len(changed) + 1)
        length = draw.choice((0, 1, 4, 40))
        piece = draw.choice((draw.choice(_TOKENS), draw.randbytes(3), bytes(changed[place - 30 : place])))
        changed[place : place + length] = piece
    return bytes(changed[: draw.randrange(len(changed) + 1)] if draw.random() < 0.05 else changed)


def made_ready(name: str, data: bytes) -> str:
    """Return the markup or the objects of what the site would publish of a file."""
    if name.endswith(".svg"):
        return read_drawing(data).data.decode()
    if name.endswith(EXTENSIONS):
        render_image(data)
        return ""
    published = prepare_document(name, data, "").data
    if not name.endswith(".pdf"):
        with zipfile.ZipFile(io.BytesIO(published)) as parts:
            return "\n".join(parts.read(part).decode() for part in parts.namelist() if part.endswith(_MARKUP))
    reader = pypdf.PdfReader(io.BytesIO(published))
    return "\n".join(repr(reader.get_object(number)) for known in reader.xref.values() for number in known)


def campaign(seed: int, cases: int) -> tuple[int, list[str]]:
    """Return how many damaged files were published, and what went wrong with any."""
    draw, published, wrong = random.Random(seed), 0, []  # noqa: S311
    kinds = (sorted(seeds().items()), sorted(acting_seeds().items()))
    with _no_connections():
        for number in range(cases):
            name, original = draw.choice(kinds[draw.random() < _ACTING_SHARE])
            data = mutated(original, draw)
            try:
                left = hostile.found(made_ready(name.rpartition("/")[2], data), hostile.ACTING)
            except UnusableFileError:
                continue
            except Exception:  # noqa: BLE001  this is what is looked for
                wrong.append(f"{seed}/{number} {name}: {traceback.format_exc(limit=-3)}")
                continue
            published += 1
            if left:
                wrong.append(f"{seed}/{number} {name}: {left}")
    return published, wrong


@contextmanager
def _no_connections() -> Iterator[None]:
    """Make every connection an error of this process."""
    ours = socket.socket.connect

    def refuse(*_: object) -> None:
        msg = "a connection, from a file that is made ready"
        raise AssertionError(msg)

    socket.socket.connect = refuse  # type: ignore[method-assign]
    try:
        yield
    finally:
        socket.socket.connect = ours  # type: ignore[method-assign]


def report(path: str) -> None:
    """Make one file ready and print “published”, or why it is refused."""
    try:
        made_ready(path, Path(path).read_bytes())
    except UnusableFileError as error:
        print(error)  # noqa: T201  read by `peak.memory_of`
    else:
        print("published")  # noqa: T201


def report_campaign(seed: int, cases: int) -> None:
    """Print how many damaged files were published, then what went wrong, each on its lines."""
    published, wrong = campaign(seed, cases)
    print(published, *wrong, sep="\n")  # noqa: T201
