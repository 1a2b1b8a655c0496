"""Drawings: what could act is refused, what programs note is gone, what is drawn stays."""

from __future__ import annotations

import pytest

from plugins.media.svg import read_drawing
from plugins.media.unusable import UnusableFileError

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(body: str = "", attributes: str = "", before: str = "") -> str:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" {attributes}>{body}</svg>'


LOADS = "<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'alert(1)'>]>"

ACTIVE = {
    "attribute of a document type": drawing(before=LOADS),
    "document type after a comment": drawing(before=f"<!-- x -->\n{LOADS}"),
    "plain document type": drawing(before="<!DOCTYPE svg>"),
    "public document type": drawing(
        before='<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://a.be/svg.dtd">'
    ),
    "style sheet": drawing(before='<?xml-stylesheet href="https://a.be/x.css"?>'),
    "script": drawing("<script>alert(1)</script>"),
    "script of another namespace": drawing('<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>'),
    "script without namespace": drawing('<script xmlns="">alert(1)</script>'),
    "HTML": drawing('<p xmlns="http://www.w3.org/1999/xhtml">x</p>'),
    "foreign content": drawing("<foreignObject/>"),
    "foreign content in small letters": drawing("<foreignobject/>"),
    "event": drawing('<path ONCLICK="alert(1)"/>'),
    "link": drawing('<a href="https://a.be"><path d="M0 0"/></a>'),
    "script in a link": drawing(f'<a {XLINK} xlink:href=" javascript:alert(1)"/>'),
    "ping": drawing('<a href="#a" ping="https://a.be"/>'),
    "poster": drawing('<path poster="https://a.be/x.png"/>'),
    "use of another file": drawing('<use href="x.svg#a"/>'),
    "image": drawing('<image href="data:image/png;base64,AAAA"/>'),
    "image of a filter": drawing('<filter><feImage href="#x"/></filter>'),
    "base": drawing(attributes='xml:base="https://a.be/"'),
    "animation": drawing('<a href="#a"><set attributeName="href" to="javascript:alert(1)"/></a>'),
    "animated fill": drawing('<rect><animate attributeName="fill" to="url(https://a.be)"/></rect>'),
    "import": drawing("<style>@import 'x.css';</style>"),
    "import cut by a comment": drawing("<style>@im/**/port url(#a);@import 'x'</style>"),
    "image of a style": drawing('<style>rect { fill: image-set("https://a.be/x.png" 1x) }</style>'),
    "address of a style": drawing("<style>rect { fill: URL( 'https://a.be/x' ) }</style>"),
    "hidden address": drawing("<style>rect { fill: u\\72l(https://a.be/x) }</style>"),
    "expression": drawing('<rect style="width: expression(alert(1))"/>'),
    "address of an attribute": drawing('<rect fill="url(//a.be/x)"/>'),
    "font": drawing("<style>@font-face { font-family: a; src: local(x) }</style>"),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ACTIVE)
def test_a_drawing_that_could_act_is_refused_with_what_to_do(name: str, encoding: str) -> None:
    with pytest.raises(UnusableFileError, match="→ exportez"):
        read_drawing(ACTIVE[name].encode(encoding))


NOTES = drawing(
    '<!-- Camille --><?xpacket camille?><metadata><x xmlns="urn:x">Camille</x></metadata>'
    '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" pagecolor="camille"/>'
    '<title>Un plan</title><style>/* camille */ @media (prefers-color-scheme: dark) { rect { fill: #fff } }</style>'
    '<rect data-name="Camille" inkscape:export-filename="/home/camille/x.png" fill="url(#a)" width="9" height="9"/>'
    '<use xlink:href="#a" style="transform: rotate(4deg); filter:url(\'#b\')"/>',
    f'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" {XLINK} docname="camille.svg"',
    '<?xml version="1.0" encoding="UTF-8"?><!-- Camille -->',
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_programs_note_is_gone_and_what_is_drawn_stays(encoding: str) -> None:
    source = NOTES.replace("UTF-8", "UTF-16") if encoding == "utf-16" else NOTES
    made = read_drawing(source.encode(encoding))
    text = made.data.decode()
    assert "amille" not in text
    for kept in (
        "<title>Un plan</title>",
        "prefers-color-scheme",
        'fill="url(#a)"',
        'xlink:href="#a"',
        "rotate(4deg)",
    ):
        assert kept in text
    assert read_drawing(made.data) == made


def test_a_drawing_without_notes_keeps_its_bytes() -> None:
    data = drawing('<path d="M0 0h40v20z"/><text x="1">Où ça ?</text>').replace(" >", ">").encode()
    assert read_drawing(data).data == data


@pytest.mark.parametrize(
    "data",
    [
        drawing("<g>" * 5000 + "</g>" * 5000).encode(),
        drawing("<g/>" * 400_000).encode(),
        drawing(f"<!--{'x' * 6_000_000}-->").encode(),
        b"\x89PNG\r\n\x1a\n",
        b"\x1f\x8b\x08\x00",
        b"<svg/>",
        drawing("&x;").encode(),
    ],
    ids=["deep", "many", "heavy", "PNG", "gzip", "no namespace", "entity"],
)
def test_what_is_no_usable_drawing_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableFileError, match="→"):
        read_drawing(data)
