"""What `invoke import` writes: every object, word and old address of a dump, in pages that the build accepts."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from plugins.addresses.keys import address_key
from plugins.addresses.redirects import rules_in_order
from plugins.checks.sources.check import read_sources
from tasks import BIN
from tests.equipment.inline import snapshot
from tests.equipment.old_addresses import rule_for
from tests.equipment.spip_dumps import SECRETS, rich_site, write_img, write_sql, write_sqlite, write_xml
from tools.build import ROOT, Request, build
from tools.old_addresses import redirects_of
from tools.spip import command
from tools.spip.pages.items import texts_of
from tools.spip.records import Article, Document, Key, Site
from tools.spip.results import writing
from tools.spip.results.inventory import Inventory, read_inventory
from tools.spip.results.verification import verify
from tools.spip.words import words_in, words_of_page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.equipment.real_site import RealSite
    from tools.spip.records import Records

TODAY = dt.date(2026, 1, 1)
WRITERS = {
    "2.1": (write_xml, "site.xml"),
    "3.2": (write_sql, "site.sql.gz"),
    "4.4": (write_sqlite, "site.sqlite"),
}


@dataclass(frozen=True)
class Move:
    """A dump, its documents and the folder of its import."""

    dump: Path
    img: Path
    folder: Path

    def run(self, **options: bool) -> None:
        """Run the command once."""
        command.run(ROOT, TODAY, [str(self.dump)], img=str(self.img), vers=str(self.folder), **options)

    @property
    def rows(self) -> dict[str, dict[str, str]]:
        """Return the journal by object: `article 12`."""
        text = (self.folder / "journal.csv").read_text(encoding="utf-8")
        return {f"{row['objet']} {row['id']}": row for row in csv.DictReader(io.StringIO(text))}

    @property
    def report(self) -> str:
        return (self.folder / "rapport.md").read_text(encoding="utf-8")

    def page(self, name: str) -> str:
        """Return the file of an object's page."""
        return (self.folder / "content" / self.rows[name]["page"]).read_text(encoding="utf-8")


def prepared(folder: Path, version: str = "4.4", **records: object) -> Move:
    """Write a dump of the rich site in the form of its version, some of its records replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    site = rich_site()
    if records:
        site = replace(site, records=replace(site.records, **records))
    write, name = WRITERS[version]
    return Move(write(site, folder / name), write_img(folder), folder / "demenagement")


def moved(folder: Path, version: str = "4.4", **records: object) -> Move:
    """Run both runs, with the proposed table."""
    move = prepared(folder, version, **records)
    move.run()
    move.run()
    return move


@pytest.fixture(scope="module", params=WRITERS)
def move(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Move:
    return moved(tmp_path_factory.mktemp("spip"), request.param)


def refused(move: Move, capsys: pytest.CaptureFixture[str], code: int = 2) -> str:
    """Return the lines of a run that must end with this code."""
    with pytest.raises(SystemExit) as stopped:
        move.run()
    assert stopped.value.code == code
    return capsys.readouterr().err.strip()


def test_the_first_run_writes_the_table_alone(tmp_path: Path) -> None:
    move = prepared(tmp_path)
    move.run()
    assert [path.name for path in move.folder.iterdir()] == ["table.toml"]
    table = (move.folder / "table.toml").read_text(encoding="utf-8")
    assert "« Ateliers », dans « Vie du groupe »" in table
    assert "[mots.1]\n# « Écoute » (groupe « Thèmes »)" in table


def test_the_three_proofs_hold(move: Move) -> None:
    inventory = read_inventory((move.folder / ".inventaire.json").read_text(encoding="utf-8"))
    assert [proof.faults for proof in verify(move.folder, inventory)] == [(), (), ()]
    assert all(proof.number for proof in verify(move.folder, inventory))


def test_the_words_of_the_records_are_found_without_our_parser(move: Move) -> None:
    """Crudely: everything that is no address, shortcut or number of a title."""
    records, said = rich_site().records, words_of_page(move.report)
    for item in (*records.articles, *records.rubriques, *records.breves):
        key = item.key
        if item.status in ("refuse", "poubelle"):
            continue
        page = (
            words_of_page(move.page(key.name)) if move.rows[key.name]["page"].endswith(".md") else frozenset()
        )
        whole = " ".join(texts_of(item)) + (item.leads_to if isinstance(item, Article) else "")
        text = re.sub(r"->[^]]*|</?(?:quote|code|poesie|(?:doc|img)\d)[^>]*>|&eacute;", " ", whole)
        assert (key.name, set(words_in(text)) - page - said) == (key.name, set())


def test_the_command_proves_it_and_sees_what_is_taken_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    move = moved(tmp_path)
    command.check(ROOT, [], move.folder)
    command.check(ROOT, [str(move.dump)], move.folder)
    page = move.folder / "content" / move.rows["article 16"]["page"]
    page.write_text(page.read_text(encoding="utf-8").replace("guillemet", ""), encoding="utf-8")
    lines = (move.folder / "journal.csv").read_text(encoding="utf-8").splitlines()
    (move.folder / "journal.csv").write_text(
        "\n".join(line for line in lines if not line.startswith("site,1"))
    )
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        command.check(ROOT, [], move.folder)
    assert stopped.value.code == 1
    told = capsys.readouterr()
    assert told.out.count("NON") == 2
    assert "guillemet" in told.err
    assert "site 1 : 0 fois" in told.err


def test_an_address_that_only_begins_another_one_is_not_in_the_report(tmp_path: Path) -> None:
    (tmp_path / "rapport.md").write_text("- `/?Vie-du-groupe` (rubrique 1) : rien\n", encoding="utf-8")
    proof = verify(tmp_path, Inventory((), {}, ("/?Vie", "/?Vie-du-groupe")))[2]
    assert proof.faults == ("/?Vie",)


def test_no_secret_is_written(move: Move) -> None:
    written = b"".join(path.read_bytes() for path in sorted(move.folder.rglob("*")) if path.is_file())
    names = " ".join(str(path.relative_to(move.folder)) for path in move.folder.rglob("*"))
    assert not [secret for secret in SECRETS if secret.encode() in written or secret in names]
    assert b"connect.php" not in b"".join(
        path.read_bytes() for path in (move.folder / "content").rglob("*") if path.is_file()
    )


def test_no_shortcut_is_left_in_a_page(move: Move) -> None:
    for source in read_sources(move.folder / "content", None):
        assert source.document
        text = re.sub(r"(?s)```.*?```|`[^`]*`", "", source.document.body)
        assert not re.search(r"\{\{|->|<(?:doc|img|form)\d|\[\[", text), source.path


def test_statuses_decide(move: Move) -> None:
    results = {name: (row["statut"], row["resultat"]) for name, row in move.rows.items()}
    assert results["article 6"] == ("prop", "brouillon")
    assert results["article 7"] == ("prepa", "brouillon")
    assert results["article 8"] == ("refuse", "laisse")
    assert results["article 9"] == ("poubelle", "laisse")
    assert results["article 16"] == ("publie", "publie")
    assert results["article 10"] == ("publie", "brouillon")  # without a date
    assert results["article 5"] == ("publie", "redirection")
    assert results["rubrique 2"] == ("publie", "redirection")
    assert results["site 1"] == ("publie", "publie")
    assert results["site 2"][1] == results["document 7"][1] == "laisse"
    assert "Texte refusé" not in move.report
    assert "Texte jeté" not in move.report


def test_dates_are_never_invented(move: Move) -> None:
    assert "\ndate: 2009-11-12\n" in move.page("article 11")
    assert "\ndate:" not in move.page("article 10")
    assert "\ndate: 2037-01-01\n" in move.page("article 14")


def test_titles_are_unique_and_a_change_is_reported(move: Move) -> None:
    titles = [str(source.value("titre")).casefold() for source in read_sources(move.folder / "content", None)]
    assert len(titles) == len(set(titles))
    assert "L’été des ateliers (2018)" in move.page("article 13")
    assert "une autre page a le titre « L’été des ateliers »" in move.report


def test_files_that_differ_by_case_stay_two_and_hostile_ones_stay_away(move: Move) -> None:
    names = [path.name for path in (move.folder / "content").rglob("*.pdf")]
    assert len(names) == len({name.casefold() for name in names})
    assert {"charte.pdf", "charte-2.pdf"} <= set(names)
    rows = move.rows
    assert rows["document 5"]["resultat"] == rows["document 4"]["resultat"] == "laisse"
    assert "refusé" in rows["document 5"]["raison"]
    assert "manque" in rows["document 4"]["raison"]


def test_an_image_without_description_makes_a_draft(move: Move) -> None:
    assert "statut: brouillon" in move.page("article 3")
    assert "![à décrire](sans-titre.png)" in move.page("article 3")


def test_a_second_run_gives_the_same_bytes(tmp_path: Path) -> None:
    move = moved(tmp_path)
    first = snapshot(move.folder)
    move.run()
    assert snapshot(move.folder) == first


def test_an_edited_file_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    move = moved(tmp_path)
    path = f"content/{move.rows['article 16']['page']}"
    edited = (move.folder / path).read_text(encoding="utf-8") + "\nRelu.\n"
    (move.folder / path).write_text(edited, encoding="utf-8")
    capsys.readouterr()
    move.run()
    assert (move.folder / path).read_text(encoding="utf-8") == edited
    assert "Relu." not in (move.folder / "nouveau" / path).read_text(encoding="utf-8")
    assert path in capsys.readouterr().out
    first = snapshot(move.folder)
    move.run()
    assert snapshot(move.folder) == first


def test_a_page_that_is_no_longer_made_goes_unless_it_was_edited(tmp_path: Path) -> None:
    move = moved(tmp_path)
    former = [f"content/{move.rows[name]['page']}" for name in ("article 12", "article 13")]
    (move.folder / former[1]).write_text("Modifié.\n", encoding="utf-8")
    table = move.folder / "table.toml"
    table.write_text(re.sub(r'(\[rubriques\.4\][^[]*?section = )"\w+"', r'\1"ignorer"', table.read_text()))
    move.run()
    assert not (move.folder / former[0]).exists()
    assert (move.folder / former[1]).read_text(encoding="utf-8") == "Modifié.\n"
    assert move.rows["article 12"]["resultat"] == "laisse"
    assert "renommé deux fois" in move.report  # the words of what is left stay


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('section = "actualites"', 'section = "actualite"', "« actualite » ne va pas pour « section »"),
        ('type = "loi"', 'type = "lois"', "« lois » ne va pas pour « type »"),
        ('themes = ["divers"]', 'themes = ["autre"]', "« autre » ne va pas pour « themes »"),
        ('themes = ["divers"]', "themes = []", "une ressource a au moins un thème"),
        ('theme = "ignorer"', 'theme = "oui"', "« oui » ne va pas pour « theme »"),
        ("[mots.4]", "[mots.44]", "le mot-clé 44 n’est pas dans la copie de SPIP"),
        ("[rubriques.99]", "[rubriques.98]", "la rubrique 99 (« sans rubrique ») n’est pas dans la table"),
        ('section = "actualites"', 'sections = "actualites"', "« sections » n’est pas compris ici"),
        ('section = "actualites"', "section = actualites", "TOML"),
    ],
)
def test_a_wrong_value_is_one_line_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, said: str
) -> None:
    move = prepared(tmp_path)
    move.run()
    table = move.folder / "table.toml"
    text = table.read_text(encoding="utf-8")
    assert before in text
    table.write_text(text.replace(before, after, 1), encoding="utf-8")
    lines = refused(move, capsys, code=1).splitlines()
    (line,) = [line for line in lines if said in line]
    assert re.match(r"table\.toml(:\d+)?: .+ → .+", line)
    assert [path.name for path in move.folder.iterdir()] == ["table.toml"]


def test_what_cannot_be_meant_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    move = prepared(tmp_path)
    a_file = tmp_path / "fichier"
    a_file.write_text("x", encoding="utf-8")
    inside = ROOT / "content" / "demenagement"
    for wrong in (
        replace(move, img=tmp_path / "absent"),
        replace(move, dump=tmp_path / "absent.sqlite"),
        replace(move, dump=a_file),
        replace(move, dump=ROOT / "README.md"),
        replace(move, folder=a_file),
        replace(move, folder=inside),
        replace(move, folder=ROOT),
    ):
        said = refused(wrong, capsys)
        assert said.count("\n") == 0, said
        assert " → " in said
    assert not inside.exists()
    assert not move.folder.exists()


def articles(records: Records, **changes: Mapping[str, object]) -> tuple[Article, ...]:
    """Return the articles, some of them changed: `a12={"title": "…"}`."""
    return tuple(replace(one, **changes.get(f"a{one.id}", {})) for one in records.articles)


def test_a_title_that_the_site_has_already_makes_a_draft_whose_addresses_lead_there(tmp_path: Path) -> None:
    records = rich_site().records
    move = moved(tmp_path, articles=articles(records, a16={"title": "Les formations"}))
    assert move.rows["article 16"]["resultat"] == "brouillon"
    assert "content/pages/formations.md porte déjà le titre" in move.report
    assert "anciennes_adresses" not in move.page("article 16")
    gone = (move.folder / "content" / "anciennes-adresses.toml").read_text(encoding="utf-8")
    assert '"/formations/"' in gone


def test_what_the_build_refuses_stays_a_draft_even_where_doubts_are_published(tmp_path: Path) -> None:
    records = rich_site().records
    text = "Deux accolades vides {{}} restent telles quelles dans les textes de SPIP, et dans leur résumé."
    move = prepared(tmp_path, articles=articles(records, a16={"text": text}))
    move.run()
    move.run(publish_doubts=True)
    assert move.rows["article 16"]["resultat"] == "brouillon"
    assert "la construction le refuserait" in move.rows["article 16"]["raison"]


def test_a_count_that_no_text_may_say_is_in_the_report_alone(tmp_path: Path) -> None:
    """The build reads drafts too: the passage, the summary, even the title leave the page."""
    records = rich_site().records
    telling = "En 2022, trois demandes d’avis venaient d’un CPAS de Mons"
    changes = {
        "a16": {"text": f"{telling}, et c’est beaucoup.\n\nLe reste demeure."},
        "a13": {"title": "Trois demandes d’un CPAS"},
    }
    move = prepared(tmp_path, articles=articles(records, **changes))
    move.run()
    move.run(publish_doubts=True)
    for name in ("article 16", "article 13"):
        assert move.rows[name]["resultat"] == "brouillon"
        assert "la construction le refuserait" in move.rows[name]["raison"]
        assert "CPAS de Mons" not in move.page(name)
    assert "Le reste demeure." in move.page("article 16")
    assert 'titre: "À revoir : article 13"' in move.page("article 13")
    assert telling in move.report
    assert "Trois demandes d’un CPAS" in move.report
    assert move.rows["article 3"]["resultat"] == "publie"


def test_a_document_that_the_site_does_not_publish_is_put_aside(tmp_path: Path) -> None:
    documents: tuple[Document, ...] = tuple(
        replace(one, file="doc/vieux.doc", extension="doc") if one.id == 2 else one
        for one in rich_site().records.documents
    )
    move = prepared(tmp_path, documents=documents)
    (move.img / "doc").mkdir()
    (move.img / "doc" / "vieux.doc").write_bytes(b"\xd0\xcf\x11\xe0 old")
    move.run()
    move.run()
    assert (move.folder / "a-convertir" / "2-vieux.doc").is_file()
    assert move.rows["article 2"]["resultat"] == "brouillon"


HARD = (
    Article(101, '{{Titre}} "avec" \\ des <b>signes</b> & {plus} : # non', text="Des mots à lire, et encore."),
    Article(102, "2012", text="Un nombre pour titre."),
    Article(103, "2012-05-03 Réunion", date="2012-13-45", text="Une date impossible, et une dans le titre."),
    Article(104, "Qui sommes-nous ?", text="Un titre que le site a déjà."),
    Article(105, "", text=""),
    Article(106, "Contrôle\x0b\u200b tab\tfin", text="Un\x0btexte\u200b avec\ttab \u00ad et \u2028 séparateurs."),
    Article(107, "Boucle", leads_to="art108"),
    Article(108, "Boucle encore", leads_to="107"),
    Article(109, "Liens", text=(
        "[a->https://ancien.invalid/spip.php?article2] [b->/?Ancien] [c->spip.php?rubrique4#x] [d->#bas] [bas<-] "
        "[e->javascript:alert(1)] [f->http://[bad]] [g->art2#nulle] [h->mot1] https://exemple.invalid/a_b_c [i->]"
    )),
    Article(110, "Restes", text="{chiffre:permanences:2023} *étoile* `code` <u>u</u><iframe src='https://x.invalid'></iframe>"),
    Article(111, "日本語", text="En 2022, trois demandes d’avis venaient d’un CPAS de Mons."),
    Article(112, "Les actualités de 2012", text="{{{Un}}}\n\n<h5>Cinq</h5>\n\nUn texte.\n\n{{{Un}}}\n\nEncore."),
    Article(113, "type", 4, text="Un mot qui est une adresse."),
)  # fmt: skip
"""What old sites hold, too; each has a date unless it says another."""


@pytest.mark.parametrize("doubts", [False, True])
def test_the_result_copied_over_the_content_builds(tmp_path: Path, real_site: RealSite, doubts: bool) -> None:
    hard = tuple(
        replace(one, date=one.date or "2012-05-06 10:00:00", status="publie", rubrique=one.rubrique or 1)
        for one in HARD
    )
    move = prepared(tmp_path, articles=(*rich_site().records.articles, *hard))
    move.run()
    move.run(publish_doubts=doubts)
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    shutil.copytree(move.folder / "content", content, dirs_exist_ok=True)
    report = build(
        Request(
            output=tmp_path / "site",
            today=TODAY,
            content=content,
            settings={"CACHE_FOLDER": real_site.copied_cache(tmp_path)},
        )
    )
    assert not report.problems, "\n".join(map(str, report.problems))
    published = [
        row for row in move.rows.values() if row["resultat"] == "publie" and row["page"].endswith(".md")
    ]
    assert len(published) > 8
    inventory = read_inventory((move.folder / ".inventaire.json").read_text(encoding="utf-8"))
    assert [proof.faults for proof in verify(move.folder, inventory)] == [(), (), ()]
    rules = rules_in_order(redirects_of(content, tmp_path / "site", TODAY))
    mute = [address for address in inventory.addresses if not rule_for(address_key(address) or "", rules)]
    assert not [address for address in mute if f"`{address}`" not in move.report]


def test_a_run_after_the_result_was_copied_gives_the_same_pages(tmp_path: Path) -> None:
    move = moved(tmp_path)
    root = tmp_path / "site"
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copytree(move.folder / "content", root / "content", dirs_exist_ok=True)
    first = snapshot(move.folder / "content")
    command.run(root, TODAY, [str(move.dump)], img=str(move.img), vers=str(move.folder))
    assert snapshot(move.folder / "content") == first


def test_a_title_that_the_build_gives_to_a_list_is_changed(tmp_path: Path) -> None:
    records = rich_site().records
    changes = {"a16": {"title": "Les actualités de 2012"}, "a12": {"title": "L'ÉTÉ des ateliers ?"}}
    move = moved(tmp_path, articles=articles(records, **changes))
    assert 'titre: "Les actualités de 2012 (2011)"' in move.page("article 16")
    assert "L'ÉTÉ des ateliers ? (2017)" in move.page("article 12")


def test_two_documents_of_one_file_are_one_file_and_a_bad_site_leaves_the_others(tmp_path: Path) -> None:
    records = rich_site().records
    documents = (*records.documents, Document(11, "pdf/Charte.pdf", "pdf", "La même", mode="document"))
    sites = (*records.sites, Site(3, "Un site perdu", "http://localhost/", 4, "Mots gardés.", "publie"))
    attached = {**records.documents_of, Key("article", 2): (1, 2, 11)}
    move = moved(tmp_path, documents=documents, sites=sites, documents_of=attached)
    assert move.rows["document 11"]["page"] == move.rows["document 2"]["page"] == "actualites/charte.pdf"
    assert move.rows["site 1"]["resultat"] == "publie"
    assert move.rows["site 3"]["resultat"] == "laisse"
    assert "Mots gardés." in move.report


def test_damaged_letters_are_right_and_listed_but_for_what_was_refused(tmp_path: Path) -> None:
    def spoil(table: str, column: str, value: str | int | bytes | None) -> str | int | bytes | None:
        if table == "articles" and column == "texte" and isinstance(value, str) and value.startswith("Texte"):
            return value.encode().decode("cp1252")
        return value

    dump = write_sqlite(rich_site(), tmp_path / "site.sqlite", spoil=spoil)
    move = Move(dump, write_img(tmp_path), tmp_path / "demenagement")
    move.run()
    move.run()
    assert "Texte en préparation." in move.page("article 7")
    assert "Texte en prÃ©paration. → Texte en préparation." in move.report
    assert "refusé." not in move.report.replace("\n", " ").split("Lettres réparées")[1].split("##")[0]


def test_the_command_itself_runs_twice_and_proves(tmp_path: Path) -> None:
    move = prepared(tmp_path)
    first = [str(move.dump), "--img", str(move.img), "--vers", str(move.folder)]
    for words in (first, first, ["--verifier", str(move.folder)]):
        done = subprocess.run(
            [str(BIN / "invoke"), "import", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("oui : ") == 3


def test_braces_of_a_text_that_the_build_would_refuse_make_a_draft(tmp_path: Path) -> None:
    text = f"{'Une phrase assez longue pour faire un résumé. ' * 6}\n\nEnsuite <html>{{{{nom}}}}</html> <code>{{{{x}}}}</code>"
    move = moved(tmp_path, articles=articles(rich_site().records, a16={"text": text}))
    assert "« {{nom}} » resterait tel quel" in move.rows["article 16"]["raison"]
    assert "{{x}} »" not in move.rows["article 16"]["raison"]


def test_an_emphasis_over_two_paragraphs_leaves_no_braces_in_the_summary(tmp_path: Path) -> None:
    text = "{{Un premier alinéa en gras, assez long pour un résumé.\n\nPuis un second, en gras aussi.}}"
    move = moved(tmp_path, articles=articles(rich_site().records, a16={"text": text}))
    assert move.rows["article 16"]["resultat"] == "publie"
    assert "Puis un second, en gras aussi." in move.page("article 16").split("---")[1]


def test_what_an_interrupted_run_wrote_is_not_taken_for_an_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(path: Path, data: bytes) -> None:
        if path.name == "5.md":
            raise KeyboardInterrupt
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    monkeypatch.setattr(writing, "write_whole", interrupted)
    with pytest.raises(KeyboardInterrupt):
        writing.write_files(tmp_path, {f"content/{number}.md": b"avant" for number in range(9)})
    again = writing.write_files(tmp_path, {"content/1.md": b"autre table"})
    assert (again.beside, again.kept) == ((), ())
    assert [path.name for path in (tmp_path / "content").iterdir()] == ["1.md"]
