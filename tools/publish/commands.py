"""What `invoke publish`, `rollback` and `releases` do; each returns its exit code (see `errors`)."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import subprocess
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from plugins.core.facts import load_facts
from plugins.core.folders import files_below
from plugins.host.htaccess import Hosted
from plugins.host.nginx import TO_COMPLETE, server_block
from tools import build, report
from tools.old_addresses import redirects_of
from tools.publish import guards, manifest, plan, preparation, releases
from tools.publish.errors import GuardError, NotPreparedError, PublishError
from tools.publish.host import RELEASES
from tools.publish.pointers import LINK
from tools.publish.run import PublicationRun, RunResult, connected
from tools.publish.settings import NAMES, NO_ADDRESS, Settings, read_settings
from tools.publish.terminal import Terminal
from tools.publish.uploading import Build

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tools.publish.host import Host

INTERRUPTED = 130
MOST_PAGES = 30
"""Pages that a dry run names, none the first time; beyond, the counts say more."""
SOURCES = ("content", "theme", "plugins", "tools", "pelicanconf.py", "publishconf.py")
"""What decides the bytes of the site."""


def publish(root: Path, *, dry_run: bool = False, force: bool = False, quiet: bool = False) -> int:
    """Build the site and publish it; with `dry_run`, only say what would change."""
    terminal = Terminal(quiet)
    runs: list[PublicationRun] = []

    def work(settings: Settings) -> None:
        with report.built_aside(build.today(), root=root, conf="publishconf.py") as (made, folder):
            report.show_drafts(made)
            _require_no_problem(made)
            facts = load_facts(root / "content")
            site = Build(folder, manifest.read_folder(folder), facts.address)
            _require_guards(settings, site, facts.association, git_state(root), terminal, force=force)
            if dry_run:
                _print_plan(settings, root, site, terminal)
            else:
                runs.append(PublicationRun(settings, root, terminal, force))
                result = runs[0].publish(site)
                words = _in_words(result.changes, "envoyés" if result.changes else "")
                _print_result(result, words, terminal, settings)

    return _exit_code(root, terminal, work, runs)


def prepare_target(root: Path, pointer: str = "") -> int:
    """Prepare an empty target, once."""
    terminal = Terminal()

    def work(settings: Settings) -> None:
        with connected(settings, root) as host:
            chosen = preparation.initialise(host, settings.target, pointer)
            terminal.say(f"Cet hôte : {host.capabilities()}.")
        place = f"{settings.target.path}/courant" if chosen == "symlink" else settings.target.path
        terminal.say(f"La cible est prête. Chez l’hébergeur, la racine du site doit être : {place}")

    return _exit_code(root, terminal, work)


def _require_no_problem(made: build.Report) -> None:
    if made.problems:
        report.show_problems(made.problems)
        count = report.count(len(made.problems), "problème")
        raise GuardError(f"{count} dans le contenu → corrigez, puis relancez")


def show_nginx(root: Path) -> int:
    """Print what a host whose server is nginx has to know; the host is not asked for anything."""
    terminal = Terminal()

    def work(settings: Settings) -> None:
        today = build.today()
        with report.built_aside(today, root=root, conf="publishconf.py") as (made, folder):
            _require_no_problem(made)
            facts = load_facts(root / "content")
            files = frozenset(files_below(folder))
            hosted = Hosted(
                files,
                forms=any(
                    b"<form" in (folder / name).read_bytes() for name in files if name.endswith(".html")
                ),
                host=urlsplit(facts.address).hostname or "",
                https=facts.https,
            )
            remote = settings.target.kind != "local"
            served = f"{settings.target.path}/{LINK}" if remote else TO_COMPLETE
            block = server_block(hosted, redirects_of(root / "content", folder, today), served)
            for line in block.splitlines():
                terminal.say(line)

    return _exit_code(root, terminal, work)


def rollback(root: Path, to: str = "", *, force: bool = False) -> int:
    """Put an earlier release back; ask first when it is the waiting page, for it takes the site away."""
    terminal = Terminal()
    runs: list[PublicationRun] = []

    def work(settings: Settings) -> None:
        if to and not to.partition("-")[0].strip("0") and not force:
            question = "Remettre la page d’attente : tout le site disparaît du web. Continuer ?"
            if not terminal.confirms(question):
                raise GuardError(
                    "la page d’attente remplacerait tout le site → confirmez dans un terminal, ou --force"
                )
        address = load_facts(root / "content").address
        runs.append(PublicationRun(settings, root, terminal))
        result = runs[0].rollback(to, address)
        _print_result(result, _in_words(result.changes, ""), terminal, settings)

    return _exit_code(root, terminal, work, runs)


def list_releases(root: Path) -> int:
    """List the releases that the host keeps."""
    terminal = Terminal()

    def work(settings: Settings) -> None:
        with connected(settings, root) as host:
            state = releases.read_state(host)
            for release in reversed(state.ids):
                terminal.say(_line(host, state, release))
            if not state.ids:
                terminal.say("Aucune publication pour l’instant.")

    return _exit_code(root, terminal, work)


def _line(host: Host, state: releases.HostState, release: str) -> str:
    pages = report.count(plan.pages(releases.read_manifest(host, release).own), "page")
    since = host.modified(f"{RELEASES}/{release}/{manifest.NAME}")
    # the host's clock and our time zone: for people only, nothing is decided by it
    day = f"{dt.datetime.fromtimestamp(since).astimezone():%d/%m/%Y %H:%M}" if since is not None else "?"
    return f"{release}  {day}  {pages}{'  ← en ligne' if release == state.live else ''}"


def _exit_code(
    root: Path, terminal: Terminal, work: Callable[[Settings], None], runs: Sequence[PublicationRun] = ()
) -> int:
    """Do the work and return the exit code; print what went wrong and what is live then.

    `runs` holds the run that the work has begun, if it has.
    """
    settings = None
    try:
        settings = read_settings(root, os.environ)
        with _out_of_the_environment(NAMES):
            work(settings)
    except PublishError as error:
        terminal.warn(str(error))
        code = error.code
    except KeyboardInterrupt:
        terminal.warn("Interrompu.")
        code = INTERRUPTED
    else:
        return 0
    if settings:
        switching = {release for run in runs for release in run.switching}
        terminal.warn(live_sentence(settings, root, switching))
    return code


@contextlib.contextmanager
def _out_of_the_environment(names: Iterable[str]) -> Iterator[None]:
    """Take variables away for a while: what builds, and whatever it starts, has no need of the secrets."""
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


def live_sentence(settings: Settings, root: Path, switching: Collection[str] = ()) -> str:
    """Return a sentence on what is live; `switching` names the releases between which a switch had begun."""
    try:
        with connected(settings, root) as host:
            live = releases.read_state(host).live
    except NotPreparedError:
        return "En ligne : rien de nos publications, la cible n’est pas prête."
    except PublishError:
        if switching:
            either = " ou ".join(sorted(switching))
            return f"En ligne : {either}, complète dans les deux cas ; l’hôte ne le dit pas maintenant."
        return "En ligne : ce qui y était ; cette commande n’y a rien changé."
    return f"En ligne : publication {live}." if live else "En ligne : rien n’a encore été publié."


def _require_guards(
    settings: Settings,
    site: Build,
    association: Mapping[str, Any],
    sources: guards.GitState,
    terminal: Terminal,
    *,
    force: bool,
) -> None:
    """Refuse what must not be published; a local target, for trying out, only reports some of it."""
    strict = list(guards.check_build(site.manifest))
    lenient = [*guards.check_facts(association), *guards.check_git(sources)]
    if settings.target.kind == "local":
        for refusal in lenient:
            terminal.say(f"À savoir avant de publier pour de bon : {refusal.text}")
        lenient = []
    guards.refuse((*strict, *lenient), force=force)


def _print_plan(settings: Settings, root: Path, site: Build, terminal: Terminal) -> None:
    live, manifests = None, manifest.EMPTY
    known: dict[str, set[str]] = {}
    with connected(settings, root) as host:
        terminal.say(f"Cet hôte : {host.capabilities()}.")
        if settings.target.kind != "local" or host.entries(""):
            state = releases.read_state(host)
            live, manifests = state.live, state.manifest
            known = releases.every_closed_period(host, state.ids)
    for refusal in guards.check_closed_periods(known, site.closed_periods):
        terminal.say(f"Sera refusé : {refusal}")
    changes = plan.compare(manifests, site.manifest)
    for refusal in guards.check_loss(manifests, site.manifest):
        terminal.say(f"Sera refusé sans --force : {refusal.text}")
    terminal.say(f"À publier sur {settings.target} : {_in_words(changes, 'à envoyer')}")
    pages = [
        f"  {sign} /{path.removesuffix('index.html')}"
        for sign, paths in (("+", changes.added), ("~", changes.changed), ("-", changes.removed))
        for path in paths
        if path.endswith(".html")
    ]
    named = pages[: MOST_PAGES if live else 0]
    for line in named:
        terminal.say(line)
    if len(pages) > len(named):
        terminal.say(f"  … {report.count(len(pages), 'page')} en tout")
    terminal.say(f"En ligne : publication {live}." if live else "En ligne : rien n’a encore été publié.")


def _in_words(changes: plan.Changes, bytes_are: str) -> str:
    words = plan.summary(changes)
    return f"{words} ({guards.megabytes(changes.size)} {bytes_are})" if changes and bytes_are else words


def _print_result(result: RunResult, words: str, terminal: Terminal, settings: Settings) -> None:
    terminal.say(words if result.changes else words.capitalize())
    if result.health:
        terminal.say(f"Vérifié sur le web : {report.count(result.health.addresses, 'adresse')}.")
        for loss in result.health.losses:
            terminal.warn(f"Chez cet hébergeur, {loss}")
    elif settings.address == NO_ADDRESS:
        terminal.say(f"Pas vérifié sur le web : CVTS_ADRESSE vaut « {NO_ADDRESS} ».")
    elif settings.target.kind != "local":
        terminal.say("Pas vérifié sur le web : aucune adresse n’est indiquée.")
    for line in result.left:
        terminal.warn(f"À savoir : {line}")
    before = f" (avant : {result.previous})" if result.previous not in {None, result.live} else ""
    terminal.say(f"En ligne : publication {result.live}{before}.")


def git_state(root: Path) -> guards.GitState:
    """Return the state of the sources of a clone."""
    if _git(root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        return guards.GitState(tracked=False)
    present = [name for name in SOURCES if (root / name).exists()]
    status = _git(root, "status", "--porcelain", "-z", "--no-renames", "--", *present) or ""
    remote = _git(root, "branch", "--remotes", "--contains", "HEAD")
    return guards.GitState(
        tracked=True,
        changed=tuple(sorted(line[3:] for line in status.split("\0") if line)),
        pushed=bool(remote and remote.strip()),
    )


def _git(root: Path, *arguments: str) -> str | None:
    try:
        made = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return made.stdout.decode("utf-8", "replace") if made.returncode == 0 else None
