"""What the editing pages answer over HTTP: to an editor, and to whoever else asks."""

from __future__ import annotations

import hashlib
import html
import http.client
import os
import re
import socket
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import pytest

from plugins.core import disk
from tools.editing import web

if TYPE_CHECKING:
    from pathlib import Path

    from tests.editing.conftest import Browser
    from tests.equipment.real_site import RealSite

NEWS = "actualites/2023-11-23-colloque.md"


def digest_of(browser: Browser, file: str) -> str:
    return hashlib.sha256((browser.content / file).read_bytes()).hexdigest()


def state_of(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# --- what an editor does


def test_the_form_shows_the_fields_the_text_and_where_it_begins(browser: Browser) -> None:
    page = browser.form(NEWS)
    assert page.status == 200
    assert "Mise à jour" in page.text
    assert 'value="Un colloque"' in page.text
    assert "Un texte." in page.text
    assert digest_of(browser, NEWS) in page.text


def test_a_page_is_found_by_its_address(browser: Browser) -> None:
    for address, file in (
        ("/actualites/colloque/", NEWS),
        ("/", "pages/accueil.md"),
        ("/404.html", "pages/404.md"),
    ):
        page = browser.get(f"/__modifier__/page?adresse={address}")
        assert f'data-path="{file}"' in page.text
    missing = browser.get("/__modifier__/page?adresse=/agenda.ics")
    assert missing.status == 404
    assert "pas de texte à modifier" in missing.text


def test_a_word_is_corrected_and_nothing_else(browser: Browser) -> None:
    before = (browser.content / NEWS).read_bytes()
    answer = browser.save(NEWS, digest_of(browser, NEWS), titre="Un autre colloque")
    after = (browser.content / NEWS).read_bytes()
    assert answer.status == 200
    assert after == before.replace(b'Un colloque"', b'Un autre colloque"', 1)
    assert answer.json["empreinte"] == digest_of(browser, NEWS)
    assert answer.json["publiable"]
    assert answer.json["problemes"] == []
    assert answer.json["adresse"] == "/actualites/colloque/"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (None, {"date": "hier", "fin": "17:00", "resume": "Trop court.", "titre": None}),
        ("Un\u200bmot, [un lien](#nulle-part), <b>du gras.\n", {"lieu": None}),
    ],
)
def test_a_mistake_is_saved_and_said_in_the_words_of_the_build(
    browser: Browser, text: str | None, fields: dict[str, str | None]
) -> None:
    answer = browser.save(NEWS, digest_of(browser, NEWS), text, **fields)
    said = {problem["message"] for problem in answer.json["problemes"]}
    built = {f"{problem.text} → {problem.remedy}" for problem in browser.site.build().problems}
    assert said
    assert said <= built
    assert not answer.json["publiable"]
    places = {problem["champ"] for problem in answer.json["problemes"]}
    assert places == ({""} if text else set(fields))
    shown = html.unescape(browser.form(NEWS).text)
    assert all(message in shown for message in said)


def test_what_other_pages_and_files_make_wrong_is_said_too(browser: Browser) -> None:
    text = "![Une salle](salle.jpg) et [le programme](programme.pdf)\n"
    answer = browser.save(NEWS, digest_of(browser, NEWS), text, titre="Contact")
    said = [problem["message"] for problem in answer.json["problemes"]]
    assert [problem["champ"] for problem in answer.json["problemes"]] == ["titre", "", ""]
    assert "le même titre que content/pages/contact.md" in said[0]
    assert "le document programme.pdf est introuvable" in said[1]
    assert "l’image salle.jpg est introuvable" in said[2]
    assert not (browser.content / ".cache").exists()


def test_a_mistake_stands_beside_its_field(browser: Browser) -> None:
    law, situation = "ressources/loi.md", "situations/police.md"
    fields = "titre: {}\nresume: Une phrase assez longue pour que personne n’ait à se plaindre d’elle.\n"
    browser.site.add({law: f"---\n{fields.format('Loi')}document: absent.pdf\nlieux: Mons\n---\nUn texte.\n"})
    browser.site.add({situation: f"---\n{fields.format('Si')}ressources:\n  - rien\n---\nUn texte.\n"})
    for file, expected in (
        (law, {"lieux", "document", "date", "type", "themes", "source"}),
        (situation, {"", "ressources", "question", "ordre"}),
    ):
        answer = browser.save(file, digest_of(browser, file), "Un autre texte.\n")
        assert {problem["champ"] for problem in answer.json["problemes"]} == expected


def test_emptied_fields_go_and_required_ones_stay(browser: Browser) -> None:
    browser.save(NEWS, digest_of(browser, NEWS), lieu="Mons", themes=["secret"])
    assert b"themes:\n  - secret\n" in (browser.content / NEWS).read_bytes()
    answer = browser.save(NEWS, digest_of(browser, NEWS), lieu=None, themes=[], titre=None)
    data = (browser.content / NEWS).read_bytes()
    assert b"lieu" not in data
    assert b"themes" not in data
    assert b'titre: ""\n' in data
    assert [problem["champ"] for problem in answer.json["problemes"]] == ["titre"]


def test_an_undo_brings_back_quotes_comments_and_places_but_nothing_of_somebody_else(
    browser: Browser,
) -> None:
    header = "lieu: 'Mons'  # à vérifier\nthemes:\n  - \"divers\"\ntitre: Un colloque\ndate: 2023-11-23"
    text = f"---\n{header}\nresume: Rien.\n---\n\nUn texte.\n"
    browser.site.add({NEWS: text})
    emptied = browser.save(NEWS, digest_of(browser, NEWS), lieu=None, themes=None)
    assert emptied.status == 200
    assert "Mons" not in (browser.content / NEWS).read_text()
    undone = browser.save(NEWS, emptied.json["empreinte"], lieu="Mons", themes=["divers"])
    assert (browser.content / NEWS).read_text() == text
    browser.save(NEWS, undone.json["empreinte"], lieu=None)
    other = (
        (browser.content / NEWS).read_text().replace("titre: Un colloque", "# d’ailleurs\ntitre: Un colloque")
    )
    browser.site.add({NEWS: other})
    browser.save(NEWS, digest_of(browser, NEWS), lieu="Mons")
    assert "# d’ailleurs\n" in (browser.content / NEWS).read_text()


def test_what_is_typed_in_the_whole_file_is_not_undone_by_itself(browser: Browser) -> None:
    text = (browser.content / NEWS).read_text()
    browser.save(NEWS, digest_of(browser, NEWS), titre="Autre")
    commented = "---\n# une remarque\n" + text.removeprefix("---\n")
    asked = {"fichier": NEWS, "empreinte": digest_of(browser, NEWS), "texte": commented, "entier": True}
    assert browser.post("enregistrer", asked).status == 200
    assert (browser.content / NEWS).read_text() == commented
    browser.save(NEWS, digest_of(browser, NEWS), titre="Encore")
    title = re.search("titre: (.*)", text)
    assert title
    browser.save(NEWS, digest_of(browser, NEWS), titre=title[1].strip('"'))
    assert (browser.content / NEWS).read_text() == commented


def test_a_file_that_has_changed_meanwhile_is_not_written(browser: Browser) -> None:
    old = digest_of(browser, NEWS)
    other = (browser.content / NEWS).read_bytes() + b"Une ligne de plus.\r\n"
    (browser.content / NEWS).write_bytes(other)
    answer = browser.save(NEWS, old, "Mon texte.")
    assert answer.status == 409
    assert answer.json["contenu"].encode() == other
    assert answer.json["empreinte"] == hashlib.sha256(other).hexdigest()
    assert (browser.content / NEWS).read_bytes() == other


def test_of_two_saves_at_once_one_is_a_conflict(browser: Browser) -> None:
    old, found = digest_of(browser, NEWS), []
    threads = [
        threading.Thread(target=lambda n=n: found.append(browser.save(NEWS, old, f"Texte {n}.").status))
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200, *[409] * 5]


def test_a_field_without_a_widget_is_shown_as_it_is_and_kept(browser: Browser) -> None:
    data = (
        (browser.content / NEWS)
        .read_bytes()
        .replace(b"---\n", b"---\ninconnu: {a: b}  # ?\nthemes: # deux\n  - secret\n", 1)
    )
    (browser.content / NEWS).write_bytes(data)
    page = browser.form(NEWS).text
    assert "inconnu: {a: b}  # ?" in page
    assert "themes: # deux\n  - secret" in page
    for name in ("inconnu", "themes"):
        answer = browser.save(NEWS, digest_of(browser, NEWS), **{name: ["police"]})
        assert answer.status == 400
        assert name in answer.json["message"]
    assert (browser.content / NEWS).read_bytes() == data


def test_a_header_that_cannot_be_read_is_edited_with_its_text(browser: Browser) -> None:
    (browser.content / NEWS).write_bytes(b'\xef\xbb\xbf---\r\ntitre: "a\r\n---\r\nTexte.\r\n')
    assert "<textarea" in browser.form(NEWS).text
    refused = browser.save(NEWS, digest_of(browser, NEWS), titre="b")
    assert refused.status == 400
    answer = browser.save(NEWS, digest_of(browser, NEWS), '---\ntitre: "a"\n---\nTexte.\n')
    assert answer.status == 200
    assert (browser.content / NEWS).read_bytes() == b'\xef\xbb\xbf---\r\ntitre: "a"\r\n---\r\nTexte.\r\n'


def test_the_whole_file_can_be_asked_for(browser: Browser) -> None:
    (browser.content / NEWS).write_bytes(
        b"---\r\ntitre: a\r\nthemes: # deux\r\n  - secret\r\n---\r\nTexte.\r\n"
    )
    page = browser.get(f"/__modifier__/page?fichier={NEWS}&entier=1").text
    assert "themes: # deux\n  - secret" in page
    assert "data-chosen" in page
    assert 'data-field="titre"' not in page
    asked = {"fichier": NEWS, "empreinte": digest_of(browser, NEWS), "texte": "---\ntitre: b\n---\nTexte.\n"}
    answer = browser.post("enregistrer", {**asked, "entier": True})
    assert answer.status == 200
    assert not answer.json["entier"]
    assert (browser.content / NEWS).read_bytes() == b"---\r\ntitre: b\r\n---\r\nTexte.\r\n"


def test_a_text_below_a_header_does_not_take_the_place_of_a_whole_file(browser: Browser) -> None:
    (browser.content / NEWS).write_bytes(b"---\ntitre: [\n---\nTexte.\n")
    asked = {"fichier": NEWS, "empreinte": digest_of(browser, NEWS), "texte": "Texte.\n", "entier": False}
    assert browser.post("enregistrer", asked).status == 409


@pytest.mark.parametrize("typed", ["Colloque #4", '"Colloque #4"'])
def test_the_quotation_marks_that_the_build_asks_for_are_put_once(browser: Browser, typed: str) -> None:
    data = (browser.content / NEWS).read_bytes().replace(b'"Un colloque"', b"Colloque #3")
    (browser.content / NEWS).write_bytes(data)
    page = browser.form(NEWS).text
    assert 'value="Colloque #3"' in page
    assert "guillemets" in page
    answer = browser.save(NEWS, digest_of(browser, NEWS), titre=typed)
    assert answer.json["publiable"]
    assert (browser.content / NEWS).read_bytes() == data.replace(b"Colloque #3", b'"Colloque #4"')


def test_a_new_page_is_a_draft_made_as_invoke_new_makes_it(browser: Browser) -> None:
    answer = browser.post("nouveau", {"section": "actualite", "titre": "Une fête à Mons"})
    assert answer.status == 200
    made = browser.content / answer.json["fichier"]
    assert b"statut: brouillon" in made.read_bytes()
    assert browser.get(answer.json["formulaire"]).status == 200
    assert "Une fête à Mons" in browser.get("/__modifier__/").text
    again = browser.post("nouveau", {"section": "actualite", "titre": "Une fête à Mons"})
    assert again.status == 400
    assert "existe déjà" in again.json["message"]


def test_the_first_page_lists_drafts_and_what_is_to_be_confirmed(browser: Browser) -> None:
    browser.save(NEWS, digest_of(browser, NEWS), statut="brouillon", a_confirmer=["le jour : le bureau"])
    page = browser.get("/__modifier__/").text
    assert "à confirmer : le jour : le bureau" in page
    assert page.count("Un colloque") >= 3
    found = browser.get("/__modifier__/?titre=COLLOQUE").text
    assert "Un colloque" in found
    assert "pages/contact.md" not in found


def test_what_changed_is_listed_from_git_and_not_without_it(browser: Browser) -> None:
    assert "Changé depuis" not in browser.get("/__modifier__/").text
    git = ["git", "-C", str(browser.site.root), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for order in (["init", "-q"], ["add", "content"], ["commit", "-qm", "a"]):
        subprocess.run([*git, *order], check=True)
    browser.save(NEWS, digest_of(browser, NEWS), "Autre texte.")
    browser.post("nouveau", {"section": "page", "titre": "Toute neuve"})
    changed = browser.get("/__modifier__/").text.partition("Changé depuis")[2]
    assert "Un colloque" in changed
    assert "Toute neuve" in changed
    assert "pages/contact.md" not in changed


@pytest.mark.parametrize(("error", "said"), [(28, "le disque est plein"), (30, "en lecture seule")])
def test_what_the_disk_refuses_is_said(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, error: int, said: str
) -> None:
    def refuse(_: int) -> None:
        raise OSError(error, "refused")

    monkeypatch.setattr(disk.os, "fsync", refuse)
    before = state_of(browser.content)
    for answer in (
        browser.save(NEWS, digest_of(browser, NEWS), "Texte."),
        browser.post("nouveau", {"section": "page", "titre": "Toute neuve"}),
        browser.deposit(NEWS, "notes.txt", b"notes"),
    ):
        assert answer.status == 507
        assert said in answer.json["message"]
    assert state_of(browser.content) == before


# --- what nobody may do


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": None},
        {"Origin": "http://127.0.0.1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Host": "evil.example"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Host": ""},
        {"X-CVTS-Jeton": None},
        {"X-CVTS-Jeton": "x"},
        {"X-CVTS-Jeton": "é"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": None},
        {"Transfer-Encoding": "chunked", "Content-Length": None},
        {"Content-Length": "-1"},
        {"Content-Length": "1e3"},
        {"Content-Length": "99999999999999999999"},
    ],
    ids=str,
)
def test_a_forged_request_changes_nothing(browser: Browser, headers: dict[str, str | None]) -> None:
    before = state_of(browser.content)
    asked = {"fichier": NEWS, "empreinte": digest_of(browser, NEWS), "texte": "Piraté."}
    answer = browser.post("enregistrer", asked, headers)
    assert 400 <= answer.status < 500
    assert answer.headers["Connection"] == "close"
    assert state_of(browser.content) == before


@pytest.mark.parametrize("path", ["/", "/__apercu__", "/__modifier__/", "/__modifier__/page", "/contact/"])
def test_a_post_elsewhere_is_refused(browser: Browser, path: str) -> None:
    assert 400 <= browser.ask("POST", path, b"a", {"Host": browser.host}).status < 500


@pytest.mark.parametrize("action", ["enregistrer", "nouveau", "deposer"])
def test_a_get_changes_nothing(browser: Browser, action: str) -> None:
    before = state_of(browser.content)
    assert browser.get(f"/__modifier__/{action}?section=page&titre=a&fichier={NEWS}").status == 404
    assert state_of(browser.content) == before


@pytest.mark.parametrize("address", ["/__modifier__/", f"/__modifier__/page?fichier={NEWS}"])
@pytest.mark.parametrize(
    "header",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://evil.example"}],
    ids=str,
)
def test_a_page_elsewhere_does_not_get_the_token(
    browser: Browser, address: str, header: dict[str, str]
) -> None:
    answer = browser.ask("GET", address, headers=header)
    assert answer.status == 403
    assert browser.token not in answer.text


def test_a_name_of_another_host_reads_nothing(browser: Browser) -> None:
    assert browser.ask("GET", "/__modifier__/", headers={"Host": "evil.example"}).status == 421


FORBIDDEN = (
    "",
    "LISEZMOI.md",
    "association.toml",
    "vocabulaire.toml",
    "activites/chiffres.csv",
    "activites/registre/2024.md",
    "manifeste/signataires.csv",
    "../secret.md",
    "pages/../../secret.md",
    "pages/../pages/contact.md",
    "pages//contact.md",
    "./pages/contact.md",
    "/etc/passwd",
    "pages/contact.md\0",
    "pages/contact.MD",
    "pages\\contact.md",
    "pages/.contact.md",
    "pages/sous/contact.md",
    "pages/lien.md",
    "lettres/2024-06.md",
    "pages",
    "pages/dossier.md",
)


@pytest.mark.parametrize("file", FORBIDDEN)
def test_only_texts_of_sections_are_read_or_written(browser: Browser, file: str) -> None:
    content = browser.content
    (content.parent / "secret.md").write_text("---\ntitre: secret\n---\nSECRET\n")
    for name in ("activites/registre/2024.md", "pages/.contact.md", "pages/sous/contact.md", "LISEZMOI.md"):
        (content / name).parent.mkdir(exist_ok=True)
        (content / name).write_text("---\ntitre: secret\n---\nSECRET\n")
    (content / "manifeste").mkdir()
    (content / "manifeste" / "signataires.csv").write_text("SECRET")
    (content / "pages" / "dossier.md").mkdir()
    (content / "pages" / "lien.md").symlink_to(content.parent / "secret.md")
    (content / "lettres").symlink_to(content / "pages")
    (content / "pages" / "2024-06.md").write_text("SECRET")
    before = state_of(content.parent)
    digest = hashlib.sha256((content.parent / "secret.md").read_bytes()).hexdigest()
    shown = browser.form(file)
    for answer in (shown, browser.save(file, digest, "Piraté."), browser.deposit(file, "a.txt", b"a")):
        assert answer.status in {400, 403, 404}
        assert "SECRET" not in answer.text
    assert state_of(content.parent) == before


def test_a_new_page_follows_no_link(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "ailleurs").mkdir()
    (browser.content / "situations").symlink_to(tmp_path / "ailleurs")
    assert browser.post("nouveau", {"section": "situation", "titre": "Une"}).status == 403
    assert not os.listdir(tmp_path / "ailleurs")  # noqa: PTH208


@pytest.mark.parametrize(
    "asked",
    [
        [],
        "a",
        {},
        {"fichier": NEWS},
        {"fichier": 1, "empreinte": "a"},
        {"fichier": NEWS, "empreinte": "", "champs": []},
        {"fichier": NEWS, "empreinte": "", "texte": 1},
    ],
    ids=str,
)
def test_an_odd_request_is_refused(browser: Browser, asked: object) -> None:
    answer = browser.post("enregistrer", asked)  # type: ignore[arg-type]
    assert answer.status in {400, 409}
    assert answer.json["message"]


@pytest.mark.parametrize("value", [1, {"a": "b"}, [1], [["a"]], True, "a\nb", "\ud800", ["a\r"]], ids=repr)
def test_an_odd_value_is_refused(browser: Browser, value: object) -> None:
    before = state_of(browser.content)
    answer = browser.save(NEWS, digest_of(browser, NEWS), titre=value)
    assert answer.status in {400, 422}
    assert answer.json["message"]
    assert state_of(browser.content) == before


def test_what_is_no_json_is_refused(browser: Browser) -> None:
    for body in (b"{", b"[" * 100_000, b"\xff"):
        assert browser.post("enregistrer", body, {"Content-Type": "application/json"}).status == 400


def test_too_long_a_body_is_refused_before_it_is_read(browser: Browser) -> None:
    headers = {"Content-Type": "application/json", "Content-Length": str(web.MOST_JSON + 1)}
    answer = browser.post("enregistrer", b"", headers)
    assert answer.status == 413
    assert "Mo" in answer.json["message"]


@pytest.mark.parametrize("stops", [True, False])
def test_a_browser_that_stops_in_the_middle_or_goes_on_for_ever_changes_nothing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, stops: bool
) -> None:
    monkeypatch.setattr(web, "PATIENCE", 0.3)
    before = state_of(browser.content)
    host, port = browser.host.split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(
            f"POST /__modifier__/enregistrer HTTP/1.1\r\nHost: {browser.host}\r\n"
            f"Origin: http://{browser.host}\r\nX-CVTS-Jeton: {browser.token}\r\n"
            'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"fichier"'.encode()
        )
        if stops:
            line.shutdown(socket.SHUT_WR)
        for _ in range(10 if not stops else 0):
            line.sendall(b" ")
            time.sleep(0.05)
        answer = http.client.HTTPResponse(line)
        answer.begin()
        assert answer.status == 408
    assert state_of(browser.content) == before


@pytest.mark.parametrize("header", [{"Host": "["}, {"Host": "127.0.0.1:x["}], ids=str)
def test_half_an_address_is_refused(browser: Browser, header: dict[str, str]) -> None:
    assert browser.ask("GET", "/__modifier__/", headers=header).status == 421


def test_a_file_that_cannot_be_read_is_said(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "refused")

    monkeypatch.setattr(web, "home", refuse)
    answer = browser.get("/__modifier__/")
    assert answer.status == 507
    assert "Le système refuse l’accès" in answer.text
    assert "puis recommencez" in answer.text


def test_the_pages_of_the_form_may_be_framed_by_nobody_and_the_previewed_ones_by_the_form(
    browser: Browser,
) -> None:
    form, page = (browser.get(path).headers["Content-Security-Policy"] for path in ("/__modifier__/", "/"))
    assert "frame-ancestors 'none'" in form
    assert "script-src 'self'" in form
    assert "unsafe" not in form
    assert "frame-ancestors 'self'" in page


def test_beside_its_form_a_page_that_is_not_built_is_awaited_not_missed(browser: Browser) -> None:
    beside = browser.get("/actualites/nouvelle/", Sec_Fetch_Dest="iframe")
    assert beside.status == 404
    assert "elle se montrera ici d’elle-même" in beside.text
    alone = browser.get("/actualites/nouvelle/").text
    assert "elle se montrera ici" not in alone
    # the stream of changes compares with this one: another would load the page again for ever
    assert re.findall("data-etag=.*?>", beside.text) == re.findall("data-etag=.*?>", alone) != []


@pytest.mark.parametrize(
    "name", ["../web.py", "..%2fweb.py", "form.html", "/etc/passwd", "", "form.js/", ".js"]
)
def test_only_our_own_scripts_and_sheets_are_given(browser: Browser, name: str) -> None:
    assert browser.get(f"/__modifier__/fichiers/{name}").status == 404
    assert browser.get(f"/__modifier__/theme/{name}").status == 404


def test_nothing_of_it_is_in_the_site(real_site: RealSite) -> None:
    written = state_of(real_site.output)
    assert written
    assert not [name for name, data in written.items() if b"__modifier__" in data]
