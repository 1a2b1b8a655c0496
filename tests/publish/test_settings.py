"""Where to publish: the environment, then `.env`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.publish.errors import SettingsError
from tools.publish.settings import PublishTarget, Settings, parse_target, read_settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("local:publication", PublishTarget("local", "publication")),
        ("local:/srv/un site", PublishTarget("local", "/srv/un site")),
        (
            "ssh:cvts@hote.example:/home/cvts/site",
            PublishTarget("ssh", "/home/cvts/site", "hote.example", "cvts"),
        ),
        ("sftp:cvts@hote.example:2222:/site/", PublishTarget("sftp", "/site", "hote.example", "cvts", 2222)),
        ("ftps:hote:/www", PublishTarget("ftps", "/www", "hote")),
        ("ftps:web@cvts.example@hote:/www", PublishTarget("ftps", "/www", "hote", "web@cvts.example")),
        ("ftps:cvts@hote:/", PublishTarget("ftps", "/", "hote", "cvts")),
        ("ssh:cvts@[2001:db8::1]:/site", PublishTarget("ssh", "/site", "2001:db8::1", "cvts")),
    ],
)
def test_the_four_forms_are_understood(text: str, target: PublishTarget) -> None:
    assert parse_target(text) == target


@pytest.mark.parametrize(
    "text",
    [
        "",
        "local:",
        "ssh:hote",
        "ssh:hote:site",
        "ssh:hote:/",
        "ftp:hote:/www",
        "ssh:-oProxyCommand=x:/a",
        "sftp:h:/a/../b",
        "ssh:-v:/a",
        "ssh:a@-v:/a",
        "ssh:h:/a\nb",
        "sftp:u@a..b:/x",
        "sftp:u@.b:/x",
        f"ftps:u@{'a' * 64}.example:/x",
        "ftps:u@hote:65536:/x",
    ],
)
def test_anything_else_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(SettingsError, match="n’est pas une cible → écrivez local:DOSSIER"):
        parse_target(text)


def test_a_fresh_clone_publishes_into_a_folder(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}) == Settings(PublishTarget("local", "publication"))


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text('# ici\nCVTS_CIBLE="local:a"\nCVTS_ADRESSE = https://essai.example/\n\n')
    assert read_settings(tmp_path, {}) == Settings(PublishTarget("local", "a"), "https://essai.example")
    assert read_settings(tmp_path, {"CVTS_CIBLE": "local:b"}).target.path == "b"
    assert read_settings(tmp_path, {"CVTS_CIBLE": ""}).target.path == "a", (
        "a forge's missing secret is an empty one"
    )


@pytest.mark.parametrize("line", ["CVTS_CYBLE=local:a", "bonjour", "CVTS_ADRESSE=essai.example"])
def test_a_line_that_means_nothing_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(f"{line}\n")
    with pytest.raises(SettingsError, match=" → écrivez"):
        read_settings(tmp_path, {})


@pytest.mark.parametrize(
    ("written", "password"),
    [("'a\"b'", 'a"b'), ('pa"ss"', 'pa"ss"'), ("\"#é:@/'", "\"#é:@/'"), ('"', '"'), ("a=b#c", "a=b#c")],
)
def test_a_password_may_hold_anything(tmp_path: Path, written: str, password: str) -> None:
    file = tmp_path / ".env"
    file.write_text(f"CVTS_MOT_DE_PASSE={written}\n", encoding="utf-8")
    file.chmod(0o600)
    assert read_settings(tmp_path, {}).password == password


def test_a_password_is_never_shown() -> None:
    assert "secret" not in repr(Settings(PublishTarget("local", "a"), password="secret"))  # noqa: S106


def test_a_settings_file_may_have_a_mark_and_another_encoding_is_said(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes("\ufeffCVTS_CIBLE=local:été\n".encode())
    assert read_settings(tmp_path, {}).target == PublishTarget("local", "été")
    file.write_bytes("# ici\nCVTS_CIBLE=local:été\n".encode("cp1252"))
    with pytest.raises(SettingsError, match=r"^\.env:2: le fichier n’est pas en UTF-8 →"):
        read_settings(tmp_path, {})
    file.unlink()
    file.mkdir()
    with pytest.raises(SettingsError, match=r"^\.env: un dossier occupe la place du fichier →"):
        read_settings(tmp_path, {})


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_of_secrets_that_others_can_read_is_named(tmp_path: Path, mode: int) -> None:
    file = tmp_path / ".env"
    file.write_text("CVTS_CIBLE=sftp:a@hote:/site\nCVTS_MOT_DE_PASSE=essai\n")
    file.chmod(mode)
    with pytest.raises(SettingsError, match=r"^\.env: d’autres comptes.*chmod 600 \.env") as caught:
        read_settings(tmp_path, {})
    assert "essai" not in str(caught.value)
    file.chmod(0o600)
    assert read_settings(tmp_path, {}).password == "essai"  # noqa: S105  an example


@pytest.mark.parametrize("address", ["https://exemple.be/asso", "exemple.be", "https://exemple.be/?a"])
def test_an_address_below_a_folder_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="n’est pas l’adresse d’un site → "):
        read_settings(tmp_path, {"CVTS_ADRESSE": address})
    assert read_settings(tmp_path, {"CVTS_ADRESSE": "https://exemple.be/"}).address == "https://exemple.be"
