"""`invoke letter` from front matter to bytes, in a tiny house with the real generator."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from lxml import html

from tests.equipment.files import PNG
from tests.equipment.inline import page
from tests.newsletter.conftest import ADDRESS, ASSOCIATION, NEWS, TODAY, letter, parsed, part
from tools import build
from tools.newsletter import command

if TYPE_CHECKING:
    from tests.newsletter.conftest import Letters

ISSUE = "lettres/2024-06.md"
LISTS = (
    "sujets:",
    "  - actualites/rencontre",
    '  - /actualites/plaidoyer/: "Une phrase d\'introduction."',
    "agenda:",
    "  - 2024-06-20 bistrots/mons: Venez comme vous êtes.",
    "  - 2024-07-04 actualites/rencontre",
)
BODY = '## Bonjour !\n\nUn mot **important**, [un lien](/contact/), [ailleurs](https://autre.example/a?b=1&c=2).\n\n![Une photo](photo.png "Légende")\n\n- un\n- deux\n'
FULL = {ISSUE: letter("2024-06-12", *LISTS, body=BODY), "lettres/photo.png": PNG}


def links(eml: bytes) -> list[str]:
    """Return every address of the HTML part, those of images too."""
    return [str(item) for item in html.document_fromstring(part(eml, "html")).xpath("//@href | //@src")]


def test_the_first_run_drafts_an_issue_and_the_next_ones_render_it(
    letters: Letters, capsys: pytest.CaptureFixture[str]
) -> None:
    first = letters.run()
    draft = letters.root / "content" / ISSUE
    assert "content/lettres/2024-06.md est créé" in capsys.readouterr().out
    draft.write_text(
        draft.read_text(encoding="utf-8").replace("Voici", "Chères et chers, voici"), encoding="utf-8"
    )
    second = letters.run(today=dt.date(2024, 6, 13))
    assert "Chères et chers, voici" in part(second, "plain")
    assert "Chères et chers, voici" not in part(first, "plain")
    assert [path.name for path in sorted(draft.parent.iterdir())] == ["2024-06.md"]
    assert ".cache/lettre/2024-06.eml est écrit" in capsys.readouterr().out


def test_a_finished_letter_is_followed_by_a_draft_only_when_something_is_new(
    letters: Letters, capsys: pytest.CaptureFixture[str]
) -> None:
    letters.add(FULL)
    finished = letters.run()
    assert "Rien de neuf" in capsys.readouterr().out
    letters.add({"actualites/2024-06-15-neuf.md": page("Du neuf", date="2024-06-15")})
    assert "Du neuf" in part(letters.run(today=dt.date(2024, 7, 2)), "plain")
    assert (letters.root / "content/lettres/2024-07.md").exists()
    assert letters.run("2024-06") == finished


def test_the_same_content_gives_the_same_bytes_whatever_the_day_and_the_state(letters: Letters) -> None:
    letters.add(FULL)
    first = letters.run()
    assert letters.run() == first
    assert letters.run("2024-06", today=dt.date(2031, 1, 1)) == first
    letters.add({ISSUE: FULL[ISSUE].replace("sujets:", "statut: brouillon\nsujets:")})
    assert letters.run() == first


def test_the_plain_text_has_every_item_in_order_with_its_address(letters: Letters) -> None:
    letters.add(FULL)
    text = re.sub("[\u00a0\u202f]", " ", part(letters.run(), "plain"))
    pieces = (
        "Lettre du 2024-06-12\n====", "Bonjour !\n---", "un lien <https://essai.example/contact/>", "<https://autre.example/a?b=1&c=2>", "[Une photo]", "- un\n- deux",
        "Au sommaire\n---", f"Une rencontre\n{ADDRESS}/actualites/rencontre/", "Un résumé assez long pour Une rencontre",
        f"Un plaidoyer\n{ADDRESS}/actualites/plaidoyer/", "Une phrase d’introduction.",
        "À l’agenda\n---", "jeudi 20 juin 2024", f"Mons\n{ADDRESS}/bistrots/mons/", "Le Café, Mons", "Venez comme vous êtes.",
        "jeudi 4 juillet 2024, à 14 h 30", f"Une rencontre\n{ADDRESS}/actualites/rencontre/", "Rue d’Essai 1",
        f"<{ADDRESS}/lettre/2024-06/>", "Ne plus la recevoir", f"<{ADDRESS}/lettre/>",
    )  # fmt: skip
    place = 0
    for piece in pieces:
        assert piece in text[place:], piece
        place = text.index(piece, place) + len(piece)


def agenda(eml: bytes, kind: str) -> str:
    """Return the words of a letter's dates, without line breaks."""
    text = part(eml, kind)
    words = html.document_fromstring(text).text_content() if kind == "html" else text
    return re.sub(r"\s+", " ", words).partition("À l’agenda ")[2].lstrip("- ")


CHANGED = "actualites/2024-06-02-rencontre.md"
RENCONTRE = {"date": "2024-06-02", "mise_a_jour": "2024-06-10", "lieu": "Rue d’Essai 1"}


@pytest.mark.parametrize("kind", ["plain", "html"])
@pytest.mark.parametrize(
    ("day", "fields", "said"),
    [
        (
            "2024-07-04",
            {"evenement": '"2024-07-04 14:30"', "evenement_annule": "oui"},
            "jeudi 4 juillet 2024, à 14 h 30 (annulé) Une rencontre",
        ),
        (
            "2024-07-11",
            {"evenement": '"2024-07-11 14:30"', "evenement_initial": "2024-07-04", "fin": '"17:00"'},
            "jeudi 11 juillet 2024, de 14 h 30 à 17 h (nouvelle date) Une rencontre",
        ),
        (
            "2024-07-04",  # a letter that went out before the event moved
            {"evenement": '"2024-07-11 14:30"', "evenement_initial": "2024-07-04"},
            "jeudi 4 juillet 2024 (nouvelle date : jeudi 11 juillet 2024, à 14 h 30) Une rencontre",
        ),
        (
            "2024-07-04",
            {"evenement": '"2024-07-04 14:30"', "lieu_initial": "Place d’Essai 2"},
            "jeudi 4 juillet 2024, à 14 h 30 (nouveau lieu) Une rencontre",
        ),
    ],
    ids=["cancelled", "moved", "moved since", "elsewhere"],
)
def test_an_event_that_is_no_longer_as_announced_says_so(
    kind: str, day: str, fields: dict[str, str], said: str, letters: Letters
) -> None:
    letters.add(
        {
            CHANGED: page("Une rencontre", **RENCONTRE, **fields),
            ISSUE: letter("2024-06-12", "agenda:", f"  - {day} actualites/rencontre"),
        }
    )
    words = agenda(letters.run(), kind)
    assert words.startswith(said)
    assert "Rue d’Essai 1" in words
    assert ("D’abord annoncé : jeudi 4 juillet 2024." in words) is (day == "2024-07-11")
    assert ("D’abord annoncé : Place d’Essai 2." in words) is ("lieu_initial" in fields)


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_an_evening_has_its_hours_its_place_once_and_what_became_of_it(kind: str, letters: Letters) -> None:
    mons = page(
        "Mons",
        commune="Mons",
        etat="actif",
        lieu="Le Café, rue Haute 1, 7000 Mons",
        dates='["2024-06-20 19:00-22:00", "2024-06-27 19:00"]',
        dates_annulees="[2024-06-27]",
    )
    lines = ("agenda:", "  - 2024-06-20 bistrots/mons", "  - 2024-06-27 bistrots/mons")
    letters.add({"bistrots/mons.md": mons, ISSUE: letter("2024-06-12", *lines)})
    words = agenda(letters.run(), kind)
    assert words.startswith("jeudi 20 juin 2024, de 19 h à 22 h Mons")
    assert "jeudi 27 juin 2024, à 19 h (annulé) Mons" in words
    assert "Le Café, rue Haute 1, 7000 Mons" in words
    assert "Mons, Mons" not in words


def test_the_html_survives_mail_programs(letters: Letters) -> None:
    letters.add(FULL)
    eml = letters.run()
    page_html = part(eml, "html")
    assert len(eml) < 100_000
    assert max(map(len, eml.split(b"\r\n"))) <= 998
    assert not re.search(
        r"flex|grid|var\(|<script|<link|@import|@font-face|url\(|<picture|<source|srcset|loading=|position:",
        page_html,
    )
    assert page_html.count("<style") == page_html.count("@media (prefers-color-scheme: dark)") == 1
    assert '<!--[if mso]><table role="presentation" width="600"' in page_html
    assert 'content="text/html; charset=utf-8"' in page_html
    tree = html.document_fromstring(page_html)
    assert all(table.get("role") == "presentation" for table in tree.iter("table"))
    assert all(cell.get("style") for cell in tree.iter("td"))
    assert [image.get("alt") for image in tree.iter("img")] == ["Une photo"]
    assert len(page_html.partition("<style")[2].partition("</style>")[0]) < 8192, "Gmail drops longer ones"


def test_links_are_absolute_without_tracking_and_alive_on_the_published_site(letters: Letters) -> None:
    letters.add(FULL)
    addresses = links(letters.run())
    assert len(addresses) > 8
    report = build.build(build.Request(output=letters.root / "output", today=TODAY, root=letters.root))
    assert report.ok, report.problems
    for address in addresses:
        assert re.match(r"https://(essai|autre)\.example/", address)
        assert "utm" not in address
        if address.startswith(ADDRESS):
            path = letters.root / "output" / address.removeprefix(f"{ADDRESS}/")
            assert (path / "index.html" if address.endswith("/") else path).is_file(), address


HOSTILE = {
    "quotes": 'Dire « non », "dire" & <b>penser</b> l\'autre',
    "a long word": "Anticonstitutionnellement" * 20,
    "a long accented word": "É" * 500,
    "many words": "Une phrase qui dure, " * 20 + "et finit",
    "beyond the BMP": "🖤 العربية 中文",
    "a fake header": "Bcc: quelqu-un@autre.example",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_titles_arrive_whole(name: str, letters: Letters) -> None:
    title = HOSTILE[name]
    quoted = "titre: '" + title.replace("'", "''") + "'"
    letters.add({
        "actualites/2024-06-01-plaidoyer.md": page("X", date="2024-06-01").replace('titre: "X"', quoted),
        ISSUE: letter("2024-06-12", "sujets: [actualites/plaidoyer]").replace('titre: "Lettre du 2024-06-12"', quoted.replace("titre: '", "titre: 'Lettre : ")),
    })  # fmt: skip
    eml = letters.run()
    message = parsed(eml)
    assert message["Subject"] == f"Lettre : {title}"
    assert message.keys() == ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]
    assert max(map(len, eml.split(b"\r\n"))) <= 998
    letters_only = "".join(filter(str.isalnum, title))
    for kind in ("plain", "html"):
        assert letters_only in "".join(filter(str.isalnum, re.sub(r"&\w+;", "", part(eml, kind)))), kind
    assert "<b>penser" not in part(eml, "html")


def test_without_the_address_of_the_site_nothing_is_made_unless_for_a_trial(
    letters: Letters, capsys: pytest.CaptureFixture[str]
) -> None:
    letters.add({"association.toml": ASSOCIATION.replace(ADDRESS, "")})
    with pytest.raises(SystemExit):
        letters.run()
    assert "content/association.toml: site.adresse : à compléter" in capsys.readouterr().err
    assert not (letters.root / "content/lettres").exists()
    trial = letters.run(essai=True)
    assert parsed(trial)["Subject"].startswith("[essai] ")
    assert all(address.startswith("http://127.0.0.1:8000/") for address in links(trial))


def test_what_is_missing_is_said_and_the_letter_can_be_looked_at(
    letters: Letters, capsys: pytest.CaptureFixture[str]
) -> None:
    letters.add({**FULL, "association.toml": ASSOCIATION.partition("[lettre]")[0]})
    message = parsed(letters.run())
    assert message["To"].addresses[0].domain == message["From"].addresses[0].domain == "lettre.invalid"
    said = capsys.readouterr().out
    assert "lettre.expediteur : à compléter" in said
    assert "lettre.liste : à compléter" in said


FAULTS = {
    "unreadable facts": ({"association.toml": "[site"}, "content/association.toml: le fichier manque ou n’est pas lisible"),
    "no e-mail address": ({"association.toml": ASSOCIATION.replace("abonnes@", "abonnés@")}, "lettre.liste n’est pas une adresse e-mail"),
    "no web address": ({"association.toml": ASSOCIATION.replace("https://", "www.")}, "site.adresse n’est pas une adresse"),
    "a faulty letter": ({ISSUE: letter("2024-06-12").replace("date:", "dat:")}, "content/lettres/2024-06.md:4: le champ « dat » n’existe pas pour une lettre"),
    "an unknown page": ({ISSUE: letter("2024-06-12", "sujets:", "  - actualites/rencontres")}, "content/lettres/2024-06.md:6: « actualites/rencontres » n’est pas une page du site → écrivez « actualites/rencontre » ?"),
    "a draft": ({ISSUE: letter("2024-06-12", "sujets: [actualites/plaidoyer]"), "actualites/2024-06-01-plaidoyer.md": page("Un plaidoyer", date="2024-06-01", statut="brouillon")}, "content/lettres/2024-06.md:5: « actualites/plaidoyer » n’est pas encore sur le site le jour de la lettre (brouillon)"),
    "a page to come": ({ISSUE: letter("2024-06-01", "sujets: [actualites/rencontre]")}, "(paraîtra le 2024-06-02)"),
    "a date gone by": ({ISSUE: letter("2024-06-21", "agenda:", "  - 2024-06-20 bistrots/mons")}, "content/lettres/2024-06.md:6: le 2024-06-20 est passé le jour de la lettre"),
    "a fault elsewhere": ({ISSUE: letter("2024-06-12"), "pages/essai.md": "Un texte.\n"}, "content/pages/essai.md:1: le fichier ne commence pas par un en-tête"),
    "too much": ({ISSUE: letter("2024-06-12", body="Encore un mot. " * 4_000)}, "Gmail le couperait"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_said_with_its_place_and_no_message_is_written(
    name: str, letters: Letters, capsys: pytest.CaptureFixture[str]
) -> None:
    files, message = FAULTS[name]
    letters.add(files)
    with pytest.raises(SystemExit):
        letters.run("2024-06" if ISSUE in files else "")
    assert message in capsys.readouterr().err.replace("\u00a0", " ")
    assert not list(letters.root.glob(".cache/lettre/*"))


def test_an_unknown_issue_lists_those_there_are(letters: Letters, capsys: pytest.CaptureFixture[str]) -> None:
    letters.add(FULL)
    with pytest.raises(SystemExit):
        letters.run("2023-01")
    assert "choisissez parmi : 2024-06" in capsys.readouterr().err


def test_with_nothing_to_tell_no_draft_is_made(letters: Letters, capsys: pytest.CaptureFixture[str]) -> None:
    letters.add(
        {
            **dict.fromkeys(NEWS),
            "actualites/2023-11-23-colloque.md": None,
            "pages/contact.md": page("Contact"),
        }
    )
    with pytest.raises(SystemExit):
        letters.run()
    assert "Il n’y a rien à annoncer" in capsys.readouterr().err
    assert not (letters.root / "content/lettres").exists()


def test_the_messages_stay_out_of_the_site_and_out_of_git() -> None:
    ignored = (build.ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert command.FOLDER.startswith(".cache/")
    assert {".cache/", "/.cache/", ".cache"} & set(ignored)
