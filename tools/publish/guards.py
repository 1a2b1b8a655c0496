"""The reasons not to publish, as pure functions: each yields refusals with problem and remedy."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plugins.statistics.freezing.snapshots import SNAPSHOTS, WITHDRAWN, reopened
from tools.publish import manifest, plan
from tools.publish.errors import GuardError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

REQUIRED_FILES = ("404.html", "index.html", "robots.txt", "sitemap.xml")
REQUIRED_FACTS = ("site.adresse", "contact.courriel", "contact.telephone", "contact.adresse_postale")
MOST_LOST = 0.20
"""Share of the pages that a publication may lose without being asked twice."""
SPARE = 1.10
"""Room asked of the host, relative to what is sent: folders and names take some too."""


@dataclass(frozen=True)
class Refusal:
    """One reason not to publish, in French."""

    text: str
    remedy: str
    forceable: bool = False

    def __str__(self) -> str:
        """Return `problème → remède`."""
        return f"{self.text} → {self.remedy}"


@dataclass(frozen=True)
class GitState:
    """The state of the sources in git."""

    tracked: bool
    """Whether they are in a git repository with at least one commit."""
    changed: tuple[str, ...] = ()
    """Paths that differ from the last commit."""
    pushed: bool = True
    """Whether a remote branch has the last commit."""


def refuse(refusals: Iterable[Refusal], *, force: bool) -> None:
    """Stop a publication.

    Raises:
        GuardError: a refusal stands, unless it may be forced and is.
    """
    text = "\n".join(str(refusal) for refusal in refusals if not (force and refusal.forceable))
    if text:
        raise GuardError(text)


def check_build(build: manifest.Manifest) -> Iterator[Refusal]:
    """Refuse an empty or incomplete site, and names that some host or visitor could not read."""
    missing = [name for name in REQUIRED_FILES if name not in build.files]
    if missing:
        yield Refusal(
            f"le site construit est vide ou incomplet : il manque {', '.join(missing)}",
            "relancez invoke build et lisez ses messages",
        )
    for path, file in sorted(build.files.items()):
        if file.size < 0:
            yield Refusal(f"{path} est un lien ou un fichier spécial", "retirez-le du thème ou du contenu")
        elif file.size == 0 and path.endswith((".html", ".css", ".js", ".xml")):
            yield Refusal(f"{path} est vide", "relancez invoke build et lisez ses messages")
        if not _readable(path):
            yield Refusal(
                f"le nom de fichier {path!r} n’est pas lisible partout",
                "renommez-le en lettres minuscules, chiffres et traits d’union",
            )
        if path == manifest.NAME:
            yield Refusal(
                f"le site contient déjà {path}, le nom de notre liste de fichiers", "renommez ce fichier"
            )
    yield from _collisions(build.files)


def _readable(path: str) -> bool:
    """Whether a name can stand in a line of a manifest and of every protocol, and be stored anywhere."""
    return (
        path.isprintable()
        and "\\" not in path
        and unicodedata.normalize("NFC", path) == path
        and all(
            len(part.encode("utf-8", "replace")) <= 255 and part == part.strip() for part in path.split("/")
        )
    )


def _collisions(files: Mapping[str, object]) -> Iterator[Refusal]:
    seen: dict[str, str] = {}
    names = {
        "/".join(parts[:end])
        for path in files
        for parts in [path.split("/")]
        for end in range(1, len(parts) + 1)
    }
    for name in sorted(names):
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in seen:
            yield Refusal(
                f"{seen[folded]} et {name} ne diffèrent que par les majuscules", "renommez l’un des deux"
            )
        seen.setdefault(folded, name)


def check_loss(live: manifest.Manifest, build: manifest.Manifest) -> Iterator[Refusal]:
    """Refuse a site that lost many of the pages that are live."""
    if plan.lost_share(live, build) > MOST_LOST:
        live_pages, new_pages = plan.pages(live.own), plan.pages(build.own)
        yield Refusal(
            f"le site passerait de {live_pages} à {new_pages} pages : plus de 20 % disparaîtraient",
            "vérifiez le contenu ; si c’est voulu, ajoutez --force",
            forceable=True,
        )


def check_closed_periods(known: Mapping[str, Collection[str]], build: Mapping[str, str]) -> Iterator[Refusal]:
    """Refuse, whatever is asked, other numbers for a closed period than the host has ever published."""
    for period in reopened(known, build):
        yield Refusal(
            f"les statistiques de {period} ont déjà été publiées, et ce site en changerait",
            f"remettez content/{SNAPSHOTS}/{period}.json tel qu’il était, ou retirez la période pour "
            f"toujours : invoke freeze {period} --retirer",
        )


def check_withdrawn_periods(
    known: Mapping[str, Collection[str]], release: Mapping[str, str]
) -> Iterator[Refusal]:
    """Refuse to put a release back that shows what was withdrawn since."""
    for period, mark in sorted(release.items()):
        if WITHDRAWN in known.get(period, ()) and mark != WITHDRAWN:
            yield Refusal(
                f"les statistiques de {period} ont été retirées depuis cette publication",
                "choisissez une publication plus récente, ou corrigez le contenu et publiez",
            )


def check_git(sources: GitState) -> Iterator[Refusal]:
    """Refuse what others could not find again: uncommitted or unpushed sources."""
    if not sources.tracked:
        yield Refusal(
            "ce dossier n’est pas suivi par git",
            "publiez depuis un clone du dépôt, ou ajoutez --force",
            forceable=True,
        )
        return
    closed = [path for path in sources.changed if f"/{SNAPSHOTS}/" in path]
    if closed:
        yield Refusal(
            f"une période arrêtée n’est pas enregistrée dans git : {', '.join(closed)}",
            "faites un commit : git se souvient alors qu’elle a été publiée",
        )
    elif sources.changed:
        yield Refusal(
            f"des modifications ne sont pas enregistrées dans git : {', '.join(sources.changed[:5])}"
            + (" …" if len(sources.changed) > 5 else ""),
            "faites un commit, ou ajoutez --force",
            forceable=True,
        )
    if not sources.pushed:
        yield Refusal(
            "le dernier commit n’est pas sur le serveur git : les autres ne l’ont pas",
            "faites git push, ou ajoutez --force",
            forceable=True,
        )


def check_facts(association: Mapping[str, Any]) -> Iterator[Refusal]:
    """Refuse a site without the association's address, e-mail or telephone."""
    places = {name: name.split(".") for name in REQUIRED_FACTS}
    empty = [name for name, (table, key) in places.items() if not association.get(table, {}).get(key)]
    if empty:
        yield Refusal(
            f"content/association.toml est à compléter : {', '.join(empty)}",
            "écrivez ces valeurs entre les guillemets",
        )


def check_room(free: int | None, needed: int) -> Iterator[Refusal]:
    """Refuse when the host says that it has less room than the publication takes (both in bytes)."""
    if free is not None and free < needed * SPARE:
        yield Refusal(
            f"le disque de l’hôte est plein : il reste {megabytes(free)} et il faut {megabytes(needed)}",
            "libérez de la place chez l’hébergeur",
        )


def check_readable(closed: Sequence[str]) -> Iterator[Refusal]:
    """Refuse paths on the host that the web server may not read."""
    if closed:
        names = ", ".join(closed[:3]) + (" …" if len(closed) > 3 else "")
        yield Refusal(
            f"l’hôte réserve ce qu’il reçoit à votre compte ({names}) : le serveur web ne le lirait pas",
            "demandez à l’hébergeur que vos fichiers soient lisibles par tous (umask 022)",
            forceable=True,
        )


def megabytes(size: int) -> str:
    """Return a number of bytes as one reads it in French."""
    if size < 1000:
        return f"{size} o"
    unit, power = ("ko", 1e3) if size < 1e6 else ("Mo", 1e6) if size < 1e9 else ("Go", 1e9)
    return f"{size / power:.1f} {unit}".replace(".", ",")
