"""The draft of the next issue: what is new since the last one, and what is to come."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.checks.sources.references import mentions_of
from tests.equipment.inline import page
from tests.newsletter.conftest import TODAY, letter
from tools.newsletter import drafts

if TYPE_CHECKING:
    from tests.newsletter.conftest import Letters


TOMORROW = TODAY + dt.timedelta(days=1)


def drafted(letters: Letters, today: dt.date = TODAY) -> list[str]:
    """Draft an issue, write it, and return what it mentions as an editor reads it."""
    sources = letters.sources()
    draft = drafts.draft(sources, drafts.news(sources, today), today)
    letters.add({draft.path: draft.text})
    source = next(source for source in letters.sources() if source.path == draft.path)
    return [f"{mention.day or ''} {mention.key}".strip() for mention, *_ in mentions_of(source)]


def test_the_first_issue_tells_the_newest_five_and_every_date_to_come(letters: Letters) -> None:
    letters.add(
        {
            f"actualites/2024-01-0{day}-vieille.md".replace("vieille", f"vieille-{day}"): page(
                f"Vieille {day}", date=f"2024-01-0{day}"
            )
            for day in range(1, 7)
        }
    )
    assert drafted(letters) == [
        "actualites/rencontre", "actualites/plaidoyer", "actualites/vieille-6", "actualites/vieille-5", "actualites/vieille-4",
        "2024-06-20 bistrots/mons", "2024-07-04 actualites/rencontre",
    ]  # fmt: skip


def test_an_issue_tells_only_what_is_new_since_the_last_and_recalls_the_dates(letters: Letters) -> None:
    letters.add(
        {
            "lettres/2024-06.md": letter(
                "2024-06-02", "sujets: [actualites/rencontre]", "agenda: [2024-06-20 bistrots/mons]"
            )
        }
    )
    letters.add({"actualites/2024-06-02-le-meme-jour.md": page("Le même jour", date="2024-06-02")})
    assert drafted(letters) == [
        "actualites/le-meme-jour",
        "2024-06-20 bistrots/mons",
        "2024-07-04 actualites/rencontre",
    ]
    assert (letters.root / "content/lettres/2024-06-2.md").exists()


def test_what_waits_is_no_news(letters: Letters) -> None:
    letters.add({
        "actualites/2024-06-11-brouillon.md": page("Un brouillon", date="2024-06-11", statut="brouillon", evenement="2024-06-30"),
        "actualites/2024-06-13-demain.md": page("Pour demain", date="2024-06-13"),
    })  # fmt: skip
    assert not {"actualites/brouillon", "actualites/demain", "2024-06-30 actualites/brouillon"} & set(
        drafted(letters)
    )


def test_a_cancelled_date_is_told_only_to_those_who_heard_of_it(letters: Letters) -> None:
    cancelled = page(
        "Mons",
        commune="Mons",
        etat="actif",
        dates="[2024-06-20, 2024-06-27]",
        dates_annulees="[2024-06-20, 2024-06-27]",
    )
    letters.add(
        {
            "bistrots/mons.md": cancelled,
            "lettres/2024-05.md": letter("2024-05-01", "agenda: [2024-06-20 bistrots/mons]"),
        }
    )
    assert [entry for entry in drafted(letters) if "bistrots" in entry] == ["2024-06-20 bistrots/mons"]


def test_an_event_that_moves_is_told_again_and_the_letter_that_announced_it_stands(letters: Letters) -> None:
    letters.add(
        {
            "lettres/2024-05.md": letter(
                "2024-06-03", "sujets: [actualites/rencontre]", "agenda: [2024-07-04 actualites/rencontre]"
            ),
            "actualites/2024-06-02-rencontre.md": page(
                "Une rencontre",
                date="2024-06-02",
                evenement="2024-07-11",
                evenement_initial="2024-07-04",
                mise_a_jour="2024-06-10",
            ),
        }
    )
    assert drafts.news(letters.sources(), TODAY).fresh
    assert "2024-07-11 actualites/rencontre" in drafted(letters)


def test_an_event_that_moved_and_then_was_cancelled_is_told_to_those_who_heard_of_it(
    letters: Letters,
) -> None:
    gone = page(
        "Une rencontre",
        date="2024-06-02",
        evenement="2024-07-11",
        evenement_initial="2024-07-04",
        evenement_annule="oui",
        mise_a_jour="2024-06-10",
    )
    letters.add({"actualites/2024-06-02-rencontre.md": gone})
    day = dt.date(2024, 7, 11)
    assert day not in dict(drafts.news(letters.sources(), TODAY).dates)
    letters.add({"lettres/2024-05.md": letter("2024-06-03", "agenda: [2024-07-04 actualites/rencontre]")})
    assert day in dict(drafts.news(letters.sources(), TODAY).dates)


def test_nothing_is_fresh_once_an_issue_has_told_it(letters: Letters) -> None:
    drafted(letters)
    assert not drafts.news(letters.sources(), TOMORROW).fresh
    letters.add({"actualites/2024-06-13-neuf.md": page("Du neuf", date="2024-06-13")})
    assert drafts.news(letters.sources(), TOMORROW).fresh


def test_what_the_editor_dropped_makes_no_second_issue_on_the_same_day(letters: Letters) -> None:
    letters.add({"lettres/2024-06.md": letter("2024-06-12", "sujets: [actualites/rencontre]")})
    assert not drafts.news(letters.sources(), TODAY).fresh
    assert drafts.news(letters.sources(), TOMORROW).fresh


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    st.dates(dt.date(2024, 6, 2), dt.date(2024, 7, 4)),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=80),
)
def test_a_draft_passes_the_checks_whatever_the_day_and_the_titles(
    letters: Letters, today: dt.date, title: str
) -> None:
    quoted = "titre: '" + title.replace("'", "''") + "x'"
    letters.add(
        {"actualites/2024-06-01-plaidoyer.md": page("X", date="2024-06-01").replace('titre: "X"', quoted)}
    )
    for path in (letters.root / "content").glob("lettres/*.md"):
        path.unlink()
    assert "2024-07-04 actualites/rencontre" in drafted(letters, today)
