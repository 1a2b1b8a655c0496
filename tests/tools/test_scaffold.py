"""`invoke new` gives an editor a page that only waits to be filled in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.checks.sources.check import FILE_NAME
from tests.equipment.inline import TODAY, Site
from tools.build import ROOT
from tools.scaffold import COMMANDS, ScaffoldError, create, open_in_editor, read_message, slug_of


@pytest.mark.parametrize("command", COMMANDS)
def test_every_field_is_in_the_file_with_its_explanation(command: str, site: Site) -> None:
    path = create(site.root / "content", command, "L’été : « enfin » !", TODAY)
    text = path.read_text(encoding="utf-8")
    for field in COMMANDS[command].fields:
        assert f"{field.name}:" in text
        assert f"# {field.help}" in text


def test_a_new_page_is_a_draft_that_the_build_accepts_once_filled_in(site: Site) -> None:
    path = create(site.root / "content", "actualite", 'Un titre : avec "guillemets" et \\', TODAY)
    assert path.name == "2024-06-01-un-titre-avec-guillemets-et.md"
    report = site.build()
    assert report.problems == ()
    assert ["le champ « resume » est vide" in line for line in report.drafts] == [True]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("resume:", f"resume: {'Une phrase. ' * 6}"), encoding="utf-8")
    assert site.build().ok
    assert site.build(SHOW_DRAFTS=True).ok
    assert "guillemets" in site.read("actualites/un-titre-avec-guillemets-et/index.html")


def test_an_existing_page_is_never_overwritten(site: Site) -> None:
    create(site.root / "content", "page", "Essai", TODAY)
    with pytest.raises(ScaffoldError, match="existe déjà"):
        create(site.root / "content", "page", "Essai", TODAY)


@pytest.mark.parametrize(
    ("command", "title", "message"),
    [("actualité", "x", "écrivez actualite"), ("page", "!?", "ni lettre ni chiffre")],
)
def test_a_mistake_gets_a_french_message(command: str, title: str, message: str, site: Site) -> None:
    with pytest.raises(ScaffoldError, match=message):
        create(site.root / "content", command, title, TODAY)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("L’été à Mons", "l-ete-a-mons"),
        ("Cœur d'action", "coeur-d-action"),
        ("FEDASIL & G4S : non merci !", "fedasil-g4s-non-merci"),
        ("  20 ans  ", "20-ans"),
    ],
)
def test_a_title_becomes_an_address(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@pytest.mark.parametrize(
    ("typed", "title", "commune"),
    [
        ("Arlon", "Le bistrot du social d’Arlon", '"Arlon"'),
        ("Le Roeulx", "Le bistrot du social du Roeulx", '"Le Roeulx"'),
        ("Brabant wallon", "Le bistrot du social du Brabant wallon", '"Brabant wallon"'),
        ("Le bistrot du social de Écaussinnes", "Le bistrot du social d’Écaussinnes", None),
        ("Le bistrot du social de Huy", "Le bistrot du social de Huy", None),
        ("Le bistrot de la gare", "Le bistrot de la gare", None),
    ],
)
def test_a_bistrot_is_called_after_its_place(site: Site, typed: str, title: str, commune: str | None) -> None:
    text = create(site.root / "content", "bistrot", typed, TODAY).read_text(encoding="utf-8")
    assert f'\ntitre: "{title}"\n' in text
    assert f"\ncommune:{f' {commune}' if commune else ''}\n" in text


def test_a_bistrot_that_nobody_holds_yet_is_a_question(site: Site, tmp_path: Path) -> None:
    message = tmp_path / "message.txt"
    message.write_text("Commune : Arlon\n", encoding="utf-8")
    path = create(site.root / "content", "bistrot", "Arlon", TODAY, read_message(str(message)))
    assert path.name == "arlon.md"
    assert '\ntitre: "Un bistrot du social à Arlon ?"\n' in path.read_text(encoding="utf-8")


@given(st.text(max_size=200))
def test_an_address_is_always_one_that_the_build_accepts(title: str) -> None:
    slug = slug_of(title)
    assert slug == "" or FILE_NAME.fullmatch(slug)
    assert len(slug) <= 60


def test_the_file_opens_in_the_editor_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a b.md"
    path.write_text("x", encoding="utf-8")
    monkeypatch.setenv("EDITOR", f'{sys.executable} -c \'import sys; open(sys.argv[1], "a").write("y")\'')
    open_in_editor(path)
    assert path.read_text(encoding="utf-8") == "xy"
    monkeypatch.delenv("EDITOR")
    open_in_editor(path)


def test_the_command_line_says_what_went_wrong_in_one_line() -> None:
    made = subprocess.run(
        [Path(sys.executable).parent / "invoke", "new", "pages", "Essai"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 1
    assert made.stderr.strip() == "« pages » n’existe pas → écrivez page"


ANSWER = """\
Commune : Liège
Dates : 2026-11-12
Quelques mots de présentation : Une table et de la place.
E-mail du bistrot : liege@example.org
Publier cet e-mail : Non
Votre téléphone : 0470 00 00 00
"""


def test_an_answer_by_email_becomes_a_draft_without_what_is_private(site: Site, tmp_path: Path) -> None:
    message = tmp_path / "message.txt"
    message.write_text(ANSWER, encoding="utf-8")
    path = create(site.root / "content", "bistrot", "Liège", TODAY, read_message(str(message)))
    text = path.read_text(encoding="utf-8")
    assert '\ncommune: "Liège"\n' in text
    assert "\netat: actif\n" in text
    assert '\ndates: ["2026-11-12"]\n' in text
    assert "\nstatut: brouillon\n" in text
    assert "\n# contact:\n" in text
    assert text.endswith("Une table et de la place.\n")
    assert "0470" not in text
    path.write_text(text.replace("resume:", f"resume: {'Une phrase. ' * 6}"), encoding="utf-8")
    assert site.build().ok


@pytest.mark.parametrize(
    ("data", "problem"),
    [(None, "ne peut pas être lu"), (b"\xff\xfe", "UTF-8"), (b"Bonjour", "aucune réponse")],
)
def test_a_message_that_is_none_is_refused(tmp_path: Path, data: bytes | None, problem: str) -> None:
    message = tmp_path / "message.txt"
    if data is not None:
        message.write_bytes(data)
    with pytest.raises(ScaffoldError, match=problem):
        read_message(str(message))


def test_an_answer_makes_nothing_but_a_bistrot(site: Site, tmp_path: Path) -> None:
    message = tmp_path / "message.txt"
    message.write_text(ANSWER, encoding="utf-8")
    with pytest.raises(ScaffoldError, match="invoke new bistrot"):
        create(site.root / "content", "page", "Liège", TODAY, read_message(str(message)))
