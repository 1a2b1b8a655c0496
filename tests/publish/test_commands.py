"""`invoke publish`, `rollback` and `releases`, from the Markdown of a tiny site to a local folder."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.equipment.inline import ASSOCIATION, VALID, page
from tools.build import ROOT
from tools.publish import commands, health, releases
from tools.publish.settings import Settings, parse_target
from tools.publish.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

CONF = f"""\
import sys
sys.path.insert(0, {str(ROOT)!r})
from pelicanconf import *
THEME = {str(ROOT / "tests" / "equipment" / "tiny_theme")!r}
MENU = FOOTER = ()
"""
COMPLETE = ASSOCIATION.replace(
    'courriel = ""',
    'courriel = "a@essai.example"\ntelephone = "+32 2 000 00 00"\nadresse_postale = "Rue, Ville"',
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a project's folder with a tiny site, and no setting at all."""
    for name, text in VALID.items():
        (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / name).write_text(text, encoding="utf-8")
    (tmp_path / "theme").symlink_to(ROOT / "tests" / "equipment" / "tiny_theme")
    (tmp_path / "publishconf.py").write_text(CONF, encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1717200000")
    for name in ("CVTS_CIBLE", "CVTS_ADRESSE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_a_fresh_clone_publishes_into_a_folder(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.publish(root) == 0
    said = capsys.readouterr().out
    assert (
        "À savoir avant de publier pour de bon : content/association.toml est à compléter : contact.courriel"
        in said
    )
    assert "Actualités : 1 ajout · Bistrots : 1 ajout" in said
    assert "En ligne : publication 0001-" in said
    assert "Un colloque" in (root / "publication/courant/actualites/colloque/index.html").read_text(
        encoding="utf-8"
    )


def test_publishing_again_changes_nothing_and_says_so(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands.publish(root)
    before = {path: path.lstat().st_mtime_ns for path in (root / "publication").rglob("*")}
    capsys.readouterr()
    assert commands.publish(root) == 0
    assert "Aucun changement\nEn ligne : publication 0001-" in capsys.readouterr().out
    assert {path: path.lstat().st_mtime_ns for path in (root / "publication").rglob("*")} == before


def test_a_dry_run_names_the_pages_and_the_bytes_and_writes_nothing(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.publish(root)
    (root / "content/actualites/2024-02-02-suite.md").write_text(
        page("La suite", date="2024-02-02"), encoding="utf-8"
    )
    before = sorted((root / "publication").rglob("*"))
    capsys.readouterr()
    assert commands.publish(root, dry_run=True) == 0
    said = capsys.readouterr().out
    assert "À publier sur local:publication : Actualités : 1 ajout" in said
    assert "o à envoyer)" in said
    assert "  + /actualites/suite/\n" in said
    assert sorted((root / "publication").rglob("*")) == before


def test_a_first_dry_run_does_not_even_make_the_folder(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.publish(root, dry_run=True) == 0
    assert "En ligne : rien n’a encore été publié." in capsys.readouterr().out
    assert not (root / "publication").exists()


def test_a_problem_in_the_content_is_refused_and_what_is_live_is_said(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.publish(root)
    (root / "content/pages/contact.md").write_text("pas de champs", encoding="utf-8")
    assert commands.publish(root) == 1
    said = capsys.readouterr().err
    assert "content/pages/contact.md:1: " in said
    assert "En ligne : publication 0001-" in said


def test_a_rollback_is_said_and_the_releases_are_listed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.publish(root, quiet=True)
    (root / "content/actualites/2024-02-02-suite.md").write_text(
        page("La suite", date="2024-02-02"), encoding="utf-8"
    )
    commands.publish(root, quiet=True)
    assert capsys.readouterr().out == "", "quiet says nothing when all is well"
    assert commands.rollback(root) == 0
    said = capsys.readouterr().out
    assert "En ligne : publication 0001-" in said
    assert "envoyés" not in said, "nothing travels"
    assert commands.list_releases(root) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[:4] for line in lines] == ["0002", "0001", "0000"]
    assert "← en ligne" in lines[1]
    assert commands.rollback(root, "0002") == 0
    assert commands.rollback(root, "7") == 1
    assert "choisissez parmi" in capsys.readouterr().err


def test_a_real_host_gets_neither_empty_facts_nor_unsaved_sources(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal comes before anything is connected to."""
    monkeypatch.setenv("CVTS_CIBLE", "ftps:127.0.0.1:1:/www")
    assert commands.publish(root) == 1
    said = capsys.readouterr().err
    assert "est à compléter : contact.courriel" in said
    assert "n’est pas suivi par git" in said
    (root / "content/association.toml").write_text(COMPLETE, encoding="utf-8")
    assert commands.publish(root) == 1
    assert "association.toml" not in capsys.readouterr().err
    assert commands.publish(root, force=True) == 4, "forced, it goes on to the host, which does not answer"
    assert "En ligne : ce qui y était ; cette commande n’y a rien changé." in capsys.readouterr().err


def test_an_address_that_leads_nowhere_yet_can_be_left_out(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CVTS_ADRESSE", "aucune")
    assert commands.publish(root) == 0
    monkeypatch.setenv("CVTS_ADRESSE", "http://127.0.0.1:1")
    monkeypatch.setattr(health, "PAUSES", ())
    assert commands.publish(root) == 6, "what is live cannot be seen, and there is nothing to go back to"
    (root / "content/actualites/2024-02-02-suite.md").write_text(
        page("La suite", date="2024-02-02"), encoding="utf-8"
    )
    assert commands.publish(root) == 5
    assert (root / "publication/courant").readlink().name.startswith("0001-")


def test_a_dry_run_says_what_the_host_can_do_and_only_counts_many_pages(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "MOST_PAGES", 2)
    assert commands.publish(root, dry_run=True) == 0
    said = capsys.readouterr().out
    assert "Cet hôte : dossier de cette machine, liens symboliques, renommage atomique, " in said
    assert re.search(r"  … \d+ pages en tout\n", said)
    assert "  + /" not in said, "the first time, there would be hundreds"
    commands.publish(root)
    for number in range(3):
        (root / f"content/actualites/2024-02-0{number + 1}-suite-{number}.md").write_text(
            page(f"La suite {number}", date=f"2024-02-0{number + 1}"), encoding="utf-8"
        )
    capsys.readouterr()
    commands.publish(root, dry_run=True)
    assert capsys.readouterr().out.count("  + /") == 2


def test_the_site_is_not_taken_away_without_a_question(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.publish(root)
    for answer, code in ((None, 1), ("n", 1), ("oui", 0)):
        monkeypatch.setattr(Terminal, "confirms", lambda _, __, answer=answer: answer == "oui")
        assert commands.rollback(root, "0" if answer else releases.FIRST) == code
    assert "En ligne : publication 0000-" in capsys.readouterr().out
    commands.publish(root)
    assert commands.rollback(root, "0000", force=True) == 0


def test_a_check_that_was_left_out_is_said_with_its_reason(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CVTS_ADRESSE", "aucune")
    assert commands.publish(root) == 0
    assert "Pas vérifié sur le web : CVTS_ADRESSE vaut « aucune »." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("switching", "sentence"),
    [((), "ce qui y était ; cette commande n’y a rien changé."), (("0002-b", "0001-a"), "0001-a ou 0002-b")],
)
def test_a_host_that_cannot_be_asked_is_not_said_to_show_what_nobody_knows(
    tmp_path: Path, switching: tuple[str, ...], sentence: str
) -> None:
    settings = Settings(parse_target("ftps:127.0.0.1:1:/www"))
    assert f"En ligne : {sentence}" in commands.live_sentence(settings, tmp_path, switching)


def test_a_target_is_prepared_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.prepare_target(root) == 0
    assert "La cible est prête." in capsys.readouterr().out
    assert (root / "publication/courant/index.html").exists(), (
        "the host's document root exists from the start"
    )
    assert commands.prepare_target(root) == 1
    (root / "ailleurs").mkdir()
    (root / "ailleurs/lettre.txt").write_text("à quelqu’un")
    (root / ".env").write_text("CVTS_CIBLE=local:ailleurs\n")
    assert commands.prepare_target(root) == 1
    assert "n’est pas vide (lettre.txt) → " in capsys.readouterr().err
    assert commands.publish(root) == 1
    assert [path.name for path in (root / "ailleurs").iterdir()] == ["lettre.txt"]


def test_a_setting_that_cannot_be_understood_ends_with_two(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / ".env").write_text("CVTS_CIBLE=ftp:ailleurs\n")
    assert commands.publish(root) == 2
    assert "n’est pas une cible → " in capsys.readouterr().err


def test_git_ignores_the_settings_of_one_machine() -> None:
    ignored = subprocess.run(
        ["git", "-C", str(ROOT), "check-ignore", ".env"], capture_output=True, check=False
    )
    assert ignored.returncode == 0
