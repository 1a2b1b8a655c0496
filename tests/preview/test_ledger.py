"""No change is forgotten, whatever the order in which edits, answers and builds come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tools.preview.ledger import Ledger

FILES = st.sampled_from(["content/a.md", "content/b.md", "theme/x.html"])
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("change"), FILES),
        st.tuples(st.just("answer"), FILES, st.booleans()),
        st.tuples(st.just("begin"), st.just("")),
        st.tuples(st.just("end"), st.booleans()),
    ),
    max_size=40,
)


@given(EVENTS)
def test_a_build_follows_as_long_as_a_change_is_in_none_that_ended(events: list[tuple[object, ...]]) -> None:
    ledger = Ledger()
    uncovered: set[str] = set()  # changed since the last build began, or in the one that runs
    since: set[str] = set()
    begun: int | None = None
    for kind, *facts in events:
        if kind == "change":
            ledger.note(frozenset({str(facts[0])}))
            since.add(str(facts[0]))
        elif kind == "answer":
            ledger.answered({str(facts[0]): ("faute",) if facts[1] else ()})
        elif kind == "begin" and begun is None:
            begun, uncovered, since = ledger.number, since | uncovered, set()
        elif kind == "end" and begun is not None:
            good = bool(facts[0])
            ledger.built(begun, () if good else (("content/a.md", "faute"),))
            begun = None
            if good:
                uncovered = set()
                assert set(ledger.changes) == since
            assert ledger.behind == bool(since)
    assert (since | uncovered) <= set(ledger.changes)


def test_a_quick_answer_settles_what_the_last_build_said_of_that_file_alone() -> None:
    ledger = Ledger()
    ledger.built(0, (("content/a.md", "a"), ("content/b.md", "b")))
    ledger.note(frozenset({"content/a.md"}))
    ledger.answered({"content/a.md": ()})
    assert ledger.problems == ("b",)


def test_a_build_that_began_before_an_edit_does_not_unsay_what_was_answered_of_it() -> None:
    ledger = Ledger()
    ledger.note(frozenset({"content/a.md"}))
    ledger.answered({"content/a.md": ("faute",)})
    ledger.built(0, ())
    assert ledger.problems == ("faute",)
    assert ledger.behind
    ledger.built(1, ())
    assert ledger.problems == ()
    assert not ledger.behind
