"""`invoke registre`, from the key to the reading: what is sealed, who opens it, and what is nowhere in clear."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import shutil
import subprocess
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plugins.statistics.records.sealing import FILE_SIZE
from tests.statistics.sealed import (
    HEADER,
    OTHER,
    ROW,
    TODAY,
    at_hand,
    in_clear,
    key,
    prepare,
    registre,
    tells,
)
from tests.statistics.test_rows import csv_of, ods_of, xlsx_of
from tools.build import ROOT
from tools.statistics_commands import close_period, show_audit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.equipment.inline import Site


@pytest.fixture(name="folder")
def _folder(site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with a key of its own outside, and a folder for temporary files to look into."""
    home = site.root.parent / f"{site.root.name}-home"
    temporary = site.root / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("CVTS_CLE_REGISTRE", str(home / "cles" / "registre.cle"))
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.chdir(site.root)
    return prepare(site)


@pytest.fixture(name="mine")
def _mine(folder: Path) -> Path:
    """Where the key is, or will be."""
    return Path(os.environ["CVTS_CLE_REGISTRE"])


def rows(site: Site, *lines: str, name: str = "a.csv") -> str:
    """Write a file of rows outside the site; return its name."""
    file = site.root.parent / f"{site.root.name}-{name}"
    file.write_text("\n".join([HEADER, *lines, ""]))
    return str(file)


def entries(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.age"))}


def in_terminal(root: Path, answers: str = "", **asked: Any) -> tuple[int, str]:
    """Run the command in a process whose input and output are a terminal; return its exit code and screen."""
    code = f"from tests.statistics.sealed import registre; from pathlib import Path; raise SystemExit(registre(Path({str(root)!r}), **{asked!r}))"
    screen, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        os.close(terminal)
        os.write(screen, answers.encode())
        shown = b""
        while True:
            try:
                part = os.read(screen, 65536)
            except OSError:  # Linux says so when the other side has closed
                break
            if not part:
                break
            shown += part
    os.close(screen)
    return process.returncode, shown.decode()


def test_a_key_is_made_once_outside_the_site_for_its_owner_alone(
    site: Site, folder: Path, mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert registre(site.root, cle=True) == 0
    said = capsys.readouterr().out
    assert mine.stat().st_mode & 0o777 == 0o600
    assert mine.parent.stat().st_mode & 0o777 == 0o700
    assert not tells(said)
    assert "papier" in said
    assert not in_clear(site.root)
    text, listed = mine.read_text(), (folder / "destinataires.txt").read_text()
    assert re.findall(r"^age1\w+", listed, re.MULTILINE) == re.findall(r"age1\w+", text)
    assert registre(site.root, cle=True) == 0
    assert (mine.read_text(), (folder / "destinataires.txt").read_text()) == (text, listed)


def test_a_key_is_not_made_inside_the_site(
    site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CVTS_CLE_REGISTRE", str(site.root / "content" / "cle"))
    assert registre(site.root, cle=True) == 1
    assert "ne se garde pas dans le dossier du site" in capsys.readouterr().err
    assert not (folder / "destinataires.txt").exists()


def test_rows_are_sealed_by_anybody_and_read_with_the_key(
    site: Site, folder: Path, mine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    registre(site.root, cle=True)
    monkeypatch.setenv("CVTS_CLE_REGISTRE", str(site.root / "nulle-part"))
    assert registre(site.root, ajouter=rows(site, ROW, ROW)) == 0
    assert registre(site.root, ajouter=rows(site, *[ROW] * 500)) == 0
    said = capsys.readouterr().out
    assert "2 lignes scellées dans 1 fichier" in said
    assert "Supprimez maintenant le fichier en clair" in said
    sealed = entries(folder)
    assert len(sealed) > 2
    assert {len(data) for data in sealed.values()} == {FILE_SIZE}
    assert all(re.fullmatch(r"[0-9a-f]{32}\.age", name) for name in sealed)
    assert not in_clear(site.root)
    assert not tells(said)
    without, having = at_hand(site.root), at_hand(site.root, mine)
    assert (without.complete, len(without.register), without.problems) == (False, 0, ())
    assert (having.complete, len(having.register), having.problems) == (True, 502, ())


def test_a_wrong_row_seals_nothing(site: Site, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    registre(site.root, cle=True)
    assert registre(site.root, ajouter=rows(site, ROW, ROW.replace("granit", "Marie Jaspe"), ROW)) == 1
    said = capsys.readouterr().err
    assert ":3: cellule E3 (region) : valeur hors du vocabulaire" in said
    assert "Jaspe" not in said
    assert not entries(folder)


def test_nothing_is_sealed_for_nobody(site: Site, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert registre(site.root, ajouter=rows(site, ROW)) == 1
    assert "une personne du bureau lance invoke registre --cle" in capsys.readouterr().err
    assert not entries(folder)


def test_a_new_key_opens_once_a_holder_has_sealed_again_and_a_removed_one_no_more(
    site: Site,
    folder: Path,
    mine: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    registre(site.root, cle=True)
    registre(site.root, ajouter=rows(site, ROW))
    theirs = tmp_path_factory.mktemp("autre") / "registre.cle"
    monkeypatch.setenv("CVTS_CLE_REGISTRE", str(theirs))
    assert registre(site.root, cle=True) == 0
    assert "1 entrée que votre clé n’ouvre pas" in capsys.readouterr().out
    assert not at_hand(site.root, theirs).complete
    monkeypatch.setenv("CVTS_CLE_REGISTRE", str(mine))
    before = entries(folder)
    assert registre(site.root, cle=True) == 0
    assert entries(folder).keys() == before.keys()
    assert entries(folder) != before
    assert at_hand(site.root, theirs).complete
    assert at_hand(site.root, mine).complete
    listed = folder / "destinataires.txt"
    own = re.findall(r"age1\w+", mine.read_text())[0]
    listed.write_text(
        "".join(line for line in listed.read_text().splitlines(keepends=True) if not line.startswith(own))
    )
    monkeypatch.setenv("CVTS_CLE_REGISTRE", str(theirs))
    assert registre(site.root, cle=True) == 0
    assert not at_hand(site.root, mine).complete
    assert at_hand(site.root, theirs).complete
    monkeypatch.setenv("CVTS_CLE_REGISTRE", str(mine))
    assert registre(site.root, cle=True) == 2  # whoever was removed does not come back by chance
    assert own not in listed.read_text()
    assert not in_clear(site.root)


def test_a_key_is_replaced_in_a_terminal_and_the_former_one_is_kept(
    site: Site, folder: Path, mine: Path
) -> None:
    registre(site.root, cle=True)
    registre(site.root, ajouter=rows(site, ROW))
    former = mine.with_name("ancienne")
    shutil.copy2(mine, former)
    code, said = in_terminal(site.root, "2\n", cle=True)
    assert code == 0, said
    assert not tells(said)
    assert former.read_text() in mine.read_text()
    assert mine.stat().st_mode & 0o777 == 0o600
    assert at_hand(site.root, mine).complete
    assert not at_hand(site.root, former).complete
    assert len(re.findall(r"^age1", (folder / "destinataires.txt").read_text(), re.MULTILINE)) == 1
    code, said = in_terminal(site.root, "1\n", cle=True)
    assert code == 0
    assert "0 entrée" in said


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda data: data[:-1], "tronqué"),
        (lambda _: b"periode,type\n", "tronqué"),
        (lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:], "modifié ou abîmé"),
    ],
)
def test_a_damaged_entry_is_named_in_one_line(
    spoil: Callable[[bytes], bytes], says: str, site: Site, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    registre(site.root, cle=True)
    registre(site.root, ajouter=rows(site, ROW))
    (entry,) = folder.glob("*.age")
    entry.write_bytes(spoil(entry.read_bytes()))
    found = at_hand(site.root)
    assert not found.complete
    (problem,) = found.problems
    assert says in problem.text
    assert [problem.text for problem in site.build().problems] == [problem.text]
    code, said = in_terminal(site.root, lire=True)
    assert code == 1
    assert says in said
    assert "Traceback" not in said
    assert registre(site.root, cle=True) == 1


def test_a_copied_entry_does_not_count_twice(site: Site, folder: Path) -> None:
    registre(site.root, cle=True)
    registre(site.root, ajouter=rows(site, ROW))
    (entry,) = folder.glob("*.age")
    shutil.copy2(entry, folder / f"{'0' * 32}.age")
    found = at_hand(site.root)
    assert len(found.register) == 1
    assert "copie" in found.problems[0].text
    assert not found.complete


@pytest.mark.parametrize(
    ("text", "mode", "says"),
    [
        ("AGE-SECRET-KEY-1JASPE\n", 0o600, "ce n’est pas une clé privée entière"),
        ("", 0o600, "ce n’est pas une clé privée entière"),
        (None, 0o644, "d’autres personnes peuvent lire votre clé → réservez-la à votre compte : chmod 600"),
    ],
)
def test_an_unusable_key_is_named_in_one_line_and_never_shown(
    text: str | None, mode: int, says: str, site: Site, folder: Path, mine: Path
) -> None:
    registre(site.root, cle=True)
    registre(site.root, ajouter=rows(site, ROW))
    if text is not None:
        mine.write_text(text)
    mine.chmod(mode)
    for asked in ("cle", "lire"):
        code, said = in_terminal(site.root, "", **{asked: True})
        assert code == 1
        assert says in said
        assert "Traceback" not in said
        assert "JASPE" not in said
        assert not tells(said)


def test_without_key_and_with_a_wrong_one_the_register_is_not_read_and_the_site_is_built(
    site: Site, folder: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registre(site.root, cle=True)
    registre(site.root, ajouter=rows(site, ROW))
    mine.unlink()
    code, said = in_terminal(site.root, lire=True)
    assert (code, "il n’y a pas de clé ici" in said) == (1, True)
    assert site.build().ok
    key(mine)
    code, said = in_terminal(site.root, lire=True)
    assert (code, "votre clé ouvre 0 de ses 1 entrées" in said) == (1, True)
    assert site.build().ok


def test_a_key_that_comes_to_hand_is_used_by_the_next_build_though_nothing_else_changed(
    site: Site, folder: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registre(site.root, cle=True)
    registre(site.root, ajouter=rows(site, ROW))
    (entry,) = folder.glob("*.age")
    entry.write_bytes(entry.read_bytes()[:-1] + b"?")  # only a key tells
    secret = mine.read_text()
    monkeypatch.setenv("CVTS_CLE_REGISTRE", str(mine.with_name("absente")))
    assert site.build().ok
    monkeypatch.setenv("CVTS_CLE_REGISTRE", secret.splitlines()[-1])  # as a forge gives its secrets
    assert "modifié" in site.build().problems[0].text
    monkeypatch.setenv("CVTS_CLE_REGISTRE", str(mine.with_name("absente")))
    assert site.build().ok
    monkeypatch.setenv("CVTS_CLE_REGISTRE", str(mine))
    assert "modifié" in site.build().problems[0].text
    assert not in_clear(site.root)


def test_a_private_key_among_the_public_ones_is_refused(
    site: Site, folder: Path, mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    registre(site.root, cle=True)
    (folder / "destinataires.txt").write_text(mine.read_text())
    assert registre(site.root, ajouter=rows(site, ROW)) == 1
    said = capsys.readouterr().err
    assert "destinataires.txt:2: c’est une clé privée" in said
    assert not tells(said)
    assert any("clé privée" in problem.text for problem in site.build().problems)


def test_the_register_is_read_in_a_terminal_and_nowhere_else(
    site: Site, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    registre(site.root, cle=True)
    registre(site.root, ajouter=rows(site, ROW, ROW, OTHER))
    capsys.readouterr()
    assert registre(site.root, lire=True) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "terminal" in captured.err
    code, said = in_terminal(site.root, lire=True)
    assert code == 0
    assert "2031  Demande d’avis : 2" in said
    assert "2 × quartz, basalte, granit" in said
    assert not in_clear(site.root)


def test_the_five_questions_are_asked_in_a_terminal(
    site: Site, folder: Path, mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    registre(site.root, cle=True)
    assert registre(site.root, ajouter=True) == 2
    assert "terminal" in capsys.readouterr().err
    first, refused, last = "1\n1\n1\n1\n1\n", "1\n1\n1\n2\n1\n", "1\n2\n9\nabc\n1\n1\n2\n"
    code, said = in_terminal(site.root, f"{first}1\n{refused}1\n{last}2\n", ajouter=True)
    assert code == 0, said
    assert "Silex" not in said  # this theme is of another time
    assert "déclarées impossibles ensemble" in said
    assert "2 lignes scellées" in said
    assert sorted(r.kind for r in at_hand(site.root, mine).register.counts) == ["demande-avis", "permanence"]
    code, said = in_terminal(site.root, f"{first}\x04", ajouter=True)
    assert code == 1
    assert "Traceback" not in said
    code, said = in_terminal(site.root, f"{first}3\n", ajouter=True)
    assert code == 1
    assert "rien n’a été scellé" in said
    assert len(entries(folder)) == 1


def test_the_model_goes_back_in_filled(
    site: Site, folder: Path, mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from odfdo import Document  # noqa: PLC0415

    registre(site.root, cle=True)
    site.add({"activites/statistiques-arretees/2029.json": "{}"})
    file = mine.with_name("modele.ods")
    assert registre(site.root, modele=str(file)) == 0
    assert registre(site.root, modele=str(file)) == 1
    assert registre(site.root, modele="modele.xlsx") == 2
    assert registre(site.root, ajouter=str(file)) == 1
    assert "aucune ligne n’est remplie" in capsys.readouterr().err
    book = Document(file)
    assert [table.name for table in book.body.tables] == ["2030", "2031", "2032", "Listes"]
    table = book.body.tables[1]
    assert table.get_row_values(0) == ["Type", "Thème", "Secteur", "Région"]
    table.set_values(
        [
            ["Permanence", "Thème à quartz", "Craie", "Marne"],
            ["Demande d’avis", "Thème à quartz", "Service de basalte", "Région de granit"],
        ],
        "A2",
    )
    book.save(file)
    assert registre(site.root, ajouter=str(file)) == 0
    assert {",".join(map(str, record)) for record in at_hand(site.root, mine).register.counts} == {ROW, OTHER}


@pytest.mark.parametrize("asked", [{}, {"cle": True, "lire": True}, {"modele": "a.ods", "ajouter": True}])
def test_one_thing_is_asked_at_a_time(
    asked: dict[str, Any], site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert registre(site.root, **asked) == 2
    assert "--ajouter" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", "nulle-part.csv"])
def test_a_file_that_cannot_be_read_is_one_line(
    name: str, site: Site, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    registre(site.root, cle=True)
    assert registre(site.root, ajouter=str(site.root / name)) == 1
    assert "ne peut pas être lu" in capsys.readouterr().err


def killed_at(step: int, folder: Path, work: Callable[[], object]) -> bool:
    """Do work in a process that dies at its nth step on the disk below a folder; tell whether it died."""
    child = os.fork()
    if not child:
        left = step

        def die(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            if event in {"open", "os.mkdir", "os.rename", "os.rmdir", "os.remove"} and str(
                arguments[0]
            ).startswith(str(folder)):
                left -= 1
                if left == 0:
                    os._exit(9)

        try:
            sys.addaudithook(die)
            work()
        except BaseException:  # noqa: BLE001  never back into pytest
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def test_an_interrupted_addition_is_whole_or_not_at_all_and_never_twice(
    site: Site, folder: Path, mine: Path
) -> None:
    registre(site.root, cle=True)
    many = rows(site, *[ROW] * 500)
    step, died = 0, True
    while died:
        step += 1
        for entry in folder.glob("*.age"):
            entry.unlink()
        died = killed_at(step, folder, lambda: registre(site.root, ajouter=many))
        assert len(at_hand(site.root, mine).register) in {0, 500}
        assert site.build().ok
        whole = len(at_hand(site.root, mine).register) == 500
        if died:  # the second run adds what is not there, and says what is
            assert registre(site.root, ajouter=many) == int(whole)
        assert len(at_hand(site.root, mine).register) == 500
        assert {path.name for path in folder.iterdir() if path.suffix != ".age"} == {"destinataires.txt"}
        assert not in_clear(site.root)
    assert step > 10


def test_an_interrupted_change_of_keys_loses_nothing_and_completes(
    site: Site, folder: Path, mine: Path
) -> None:
    registre(site.root, cle=True)
    for _ in range(3):
        registre(site.root, ajouter=rows(site, ROW))
    listed = folder / "destinataires.txt"
    former, sealed = listed.read_text(), entries(folder)
    other = mine.with_name("autre")
    public = key(other)
    step, died = 0, True
    while died:
        step += 1
        listed.write_text(f"{former}{public}\n")
        for name, data in sealed.items():
            (folder / name).write_bytes(data)
        died = killed_at(step, folder, lambda: registre(site.root, cle=True))
        assert len(at_hand(site.root, mine).register) == 3
        registre(site.root, cle=True)
        assert len(at_hand(site.root, other).register) == 3
        assert not list(folder.glob(".*"))
    assert step > 10


def test_no_row_is_in_clear_anywhere_after_any_command(
    site: Site,
    folder: Path,
    mine: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1969000000")  # 2032: the period is closed
    registre(site.root, cle=True)
    registre(site.root, ajouter=rows(site, *[ROW] * 20, OTHER))
    for command in (
        lambda: close_period(site.root / "content", "2031", withdrawn=False),
        lambda: show_audit(site.root / "content"),
        site.build,
        lambda: registre(site.root, lire=True),
        lambda: registre(site.root, cle=True),
        lambda: registre(site.root, modele=str(site.root / "m.ods")),
    ):
        with contextlib.suppress(SystemExit):
            command()
        assert not in_clear(site.root)
    names = {path.name for path in site.output.rglob("*")}
    assert "destinataires.txt" not in names
    assert not any(name.endswith(".age") for name in names)
    said = capfd.readouterr()
    assert "2031 est arrêtée une fois pour toutes" in said.out
    assert not tells(said.out + said.err)
    entry = next(folder.glob("*.age"))
    entry.with_suffix(".csv").write_text(ROW)  # the search itself finds what it looks for
    assert in_clear(site.root) == [str(entry.with_suffix(".csv").relative_to(site.root))]


def test_git_refuses_no_file_that_it_ignores_and_the_build_every_one_that_it_tracks(
    site: Site, folder: Path, mine: Path
) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", str(site.root), *arguments], check=True, capture_output=True)

    registre(site.root, cle=True)
    clear = folder / "2031.csv"
    shutil.copy(rows(site, ROW), clear)
    (problem,) = at_hand(site.root).problems  # no git: whatever is there may have come with the others
    assert problem.path.endswith("registre/2031.csv")
    git("init", "-q")
    shutil.copy(ROOT / ".gitignore", site.root)
    git("add", "-A")
    assert not at_hand(site.root).problems
    assert site.build().ok
    for name in (
        "2031.csv",
        "notes.txt",
        "notes.md",
        "tableau.ods",
        "sous/2031.xlsx",
        "code-depuis-les-rapports/2031.csv",
        "code-depuis-les-rapports/2031.ods",
    ):
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(clear.read_bytes())
        git("add", "-f", str(file))
        (problem,) = site.build().problems
        assert problem.path.endswith(name)
        assert f"invoke registre --ajouter {problem.path}" in problem.remedy
        git("rm", "-q", "--cached", str(file))
        assert site.build().ok
    assert registre(site.root, ajouter=str(clear)) == 0
    assert at_hand(site.root, mine).complete


def test_what_was_coded_from_a_printed_report_stays_in_clear_for_its_period_alone(
    site: Site, folder: Path
) -> None:
    site.add(
        {
            "activites/rapports/rapport-2030-2031.md": "---\nperiode: 2030-2031\n---\n",
            "activites/registre/code-depuis-les-rapports/2030-2031.csv": f"{HEADER}\n{ROW}\n{ROW.replace('2031', '2032')}\n",
        }
    )
    found = at_hand(site.root)
    assert [(problem.line, problem.text) for problem in found.problems] == [
        (3, "colonne periode : hors de la période du rapport imprimé")
    ]
    assert len(found.register) == 1


@pytest.mark.parametrize("name", ["activites/2031.csv", "pages/Registre.ods", "actualites/a.xlsx"])
def test_a_table_of_the_register_elsewhere_in_the_content_is_refused(
    name: str, site: Site, folder: Path
) -> None:
    table = [["Type", "Thème", "Secteur", "Région"], ROW.split(",")[1:]]
    make = {
        "csv": lambda: csv_of(table, ";"),
        "ods": lambda: ods_of({"2031": table}),
        "xlsx": lambda: xlsx_of({"2031": table}),
    }
    site.add({name: make[name.rpartition(".")[2]]()})
    (problem,) = site.build().problems
    assert problem.path.endswith(name)
    assert "invoke registre --ajouter" in problem.remedy


def test_the_real_site_has_nothing_to_refuse() -> None:
    found = at_hand(ROOT, ROOT / "nulle-part")
    assert not found.problems
    assert found.complete == (found.sealed == 0)
    assert TODAY.year > 2031
