"""What a PDF makes of memory is bounded whatever its objects are, and wherever it says that they begin."""

from __future__ import annotations

import io
import time

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.media.pdf_reading import open_pdf
from plugins.media.pdf_weight import MOST, weigh, weigh_all, weight_of
from plugins.media.unusable import UnusableFileError
from tests.equipment.files import pdf


def written(*objects: bytes, moved: dict[int, int] | None = None, more: bytes = b"") -> bytes:
    """Return a PDF of these objects, after a catalogue and a page; `moved` tells a false place of some."""
    own = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources 4 0 R>>",
    )
    out, places = b"%PDF-1.7\n" + more, []
    for number, item in enumerate((*own, *objects), 1):
        places.append((moved or {}).get(number, len(out)))
        out += b"%d 0 obj %s endobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    end = b"trailer <</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, len(out))
    return out + head + table + end


MANY = MOST + 9
HIDING = {
    "a text": (b"(", b")"),
    "a comment": (b"%", b"\n"),
    "a stream": (b"1 0 obj <<>> stream\n", b"\nendstream"),
}


@pytest.mark.parametrize("item", [b"1 ", b"/A", b"[]", b"()", b"<<>>", b"<>", b"true "])
def test_a_list_of_anything_is_refused_before_it_is_read(item: bytes) -> None:
    with pytest.raises(UnusableFileError, match="trop d’objets"):
        open_pdf(written(b"[" + item * MANY + b"]"))


@pytest.mark.parametrize("where", HIDING)
def test_objects_that_begin_where_nothing_is_counted_are_counted(where: str) -> None:
    before, after = HIDING[where]
    hidden = before + b"4 0 obj [" + b"[]" * MANY + b"] endobj" + after
    data = written(b"<<>>", moved={4: len(b"%PDF-1.7\n" + before)}, more=hidden)
    with pytest.raises(UnusableFileError, match="trop d’objets"):
        open_pdf(data)


def test_what_begins_no_object_by_its_words_is_counted_where_the_table_names_it() -> None:
    hidden = b"1 0 obj <<>> stream\n4 0 xyz [" + b"[]" * MANY + b"]\nendstream"
    data = written(b"<<>>", moved={4: hidden.index(b"4 0 xyz") + len(b"%PDF-1.7\n")}, more=hidden)
    weight = weigh(data)
    assert weight.total < 200
    assert weight_of(data, weight, [data.index(b"4 0 xyz")]) > MOST


def test_an_object_that_is_not_where_the_table_says_is_looked_for_everywhere_and_counted() -> None:
    hidden = b"1 0 obj <<>> stream\n\n4 0 obj [" + b"[]" * MANY + b"] endobj\nendstream"
    with pytest.raises(UnusableFileError, match="trop d’objets"):
        open_pdf(written(b"<<>>", moved={4: 3}, more=hidden))


def test_a_table_inside_a_stream_hides_nothing() -> None:
    table = b"trailer <</X [" + b"[]" * MANY + b"]>>"
    data = written(b"<<>> stream\n" + table + b"\nendstream")
    place = data.index(table)
    assert weigh(data).total < 200
    assert weigh(data[: data.rindex(b"startxref")] + b"startxref %d" % place).total > MOST


def test_pictures_count_for_nothing() -> None:
    noise = bytes(range(256)) * 20_000
    data = written(b"<</Length %d>> stream\n%s\nendstream" % (len(noise), noise))
    assert weigh(data).total < 200
    open_pdf(data)


def test_an_ordinary_file_is_believed() -> None:
    data = pdf(30)
    reader = pypdf.PdfReader(io.BytesIO(data))
    places = list(reader.xref[0].values())
    weight = weigh(data)
    assert weight_of(data, weight, places) == weight.total < 2000


@given(
    st.lists(
        st.sampled_from(
            [
                b"(",
                b")",
                b"\\",
                b"[",
                b"]",
                b"<<",
                b">>",
                b"%",
                b"\n",
                b"stream\n",
                b"endstream",
                b"/A ",
                b"1 0 R ",
                b"1 0 obj ",
            ]
        ),
        max_size=40,
    ).map(b"".join)
)
def test_nothing_is_counted_twice_and_counting_always_ends(data: bytes) -> None:
    weight = weigh(data)
    assert weight.total <= weigh_all(data) + data.count(b"stream")
    assert weight.starts == sorted(weight.starts)
    assert all(start < end for start, end in zip(weight.starts, weight.ends, strict=True))


@pytest.mark.parametrize("piece", [b"1", b" ", b"1 ", b"(", b"%", b"\\", b"1 obj ", b"<", b"stream"])
def test_a_long_run_of_anything_is_weighed_in_a_moment(piece: bytes) -> None:
    started = time.process_time()
    weigh(b"(" + piece * (1_000_000 // len(piece)))
    assert time.process_time() - started < 5
