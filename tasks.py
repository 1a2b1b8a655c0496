"""Every command of the project: `invoke --list` shows them, `make` prepares what they need."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from invoke.tasks import task

from plugins.core.sections import SECTIONS
from tools import command_line
from tools.arguments import WordsTask, whole_number

if TYPE_CHECKING:
    from invoke.context import Context
    from invoke.runners import Promise

ROOT = Path(__file__).resolve().parent
OUTPUT = ROOT / "output"
BIN = Path(sys.executable).parent

command_line.prepare()


@task
def build(_: Context) -> None:
    """Construit le site dans output/, ou dit tout ce qui l’empêche."""
    from tools import build, progress, report

    with progress.bars(ROOT / "content"):
        made = build.build(build.Request(output=OUTPUT, today=build.today()))
    report.show_and_exit(made, f"Le site est dans {OUTPUT.name}/")


@task(help={"contenu": "donne plutôt des conseils sur les textes : sources, liens, dates, lisibilité"})
def check(_: Context, contenu: bool = False) -> None:
    """Vérifie tout sans rien écrire, et dit ce qui reste à compléter."""
    from tools import build
    from tools import check as checking

    checking.run(ROOT, build.today(), contents=contenu)


@task(help={"port": "le port de l’adresse locale (8000, ou le premier libre après)"})
def serve(_: Context, port: str = "8000") -> None:
    """Montre le site sur cette machine, à jour à chaque modification."""
    from tools.preview import session

    session.serve(ROOT, whole_number(port, "--port", 1, 65535))


@task(
    help={
        "section": ", ".join(section.command for section in SECTIONS if section.command),
        "titre": "le titre, entre guillemets",
        "reponse": "pour un bistrot : le fichier du message reçu par « Lancer un bistrot », ou -",
    }
)
def new(_: Context, section: str, titre: str, reponse: str = "") -> None:
    """Crée une page à compléter : invoke new actualite "Titre"."""
    from tools import build, report, scaffold

    try:
        answer = scaffold.read_message(reponse) if reponse else None
        path = scaffold.create(ROOT / "content", section, titre, build.today(), answer)
    except scaffold.ScaffoldError as error:
        report.fail(str(error))
    for remark in answer.remarks if answer else ():
        print(f"à voir : {remark}")
    print(f"{path.relative_to(ROOT)} est prêt à être complété")
    scaffold.open_in_editor(path)


@task(
    help={
        "issue": "refait cette lettre-là, par exemple 2024-06",
        "essai": "même si l’adresse du site n’est pas encore connue",
    }
)
def letter(_: Context, issue: str = "", essai: bool = False) -> None:
    """Prépare la lettre d’information, prête à envoyer."""
    from tools import build
    from tools.newsletter import command

    command.run(ROOT, build.today(), issue, essai=essai)


@task(help={"slug": "la page : le nom de son fichier, ou son adresse"})
def share(_: Context, slug: str) -> None:
    """Écrit le texte à coller sur Facebook pour une page."""
    from tools import build
    from tools.newsletter import share as sharing

    sharing.run(ROOT, slug, build.today())


@task(help={"noter": "écrit la date du jour dans « lien_verifie » des ressources dont le lien fonctionne"})
def links(_: Context, noter: bool = False) -> None:
    """Vérifie les liens vers d’autres sites, avec patience."""
    from tools import build
    from tools.links import command

    sys.exit(command.run(ROOT / "content", build.today(), note=noter))


@task(
    optional=["ajouter"],
    help={
        "cle": "fait une clé, ou scelle à nouveau pour les clés d’aujourd’hui",
        "modele": "écrit un tableau à remplir : FICHIER.ods",
        "ajouter": "scelle les lignes d’un fichier (.ods, .xlsx, .csv) ; sans fichier, pose les questions",
        "lire": "montre le registre dans le terminal, à qui a une clé",
    },
)
def registre(_: Context, cle: bool = False, modele: str = "", ajouter: str = "", lire: bool = False) -> None:
    """Tient le registre scellé des activités."""
    from tools import build
    from tools.activity_register import command

    command.run(ROOT, build.today(), key=cle, model=modele, add=ajouter, read=lire)


@task(
    klass=WordsTask,
    help={
        "periode": "une période close du registre : 2024, ou 2021-2023",
        "retirer": "retire du site, pour toujours, une période arrêtée",
    },
)
def freeze(_: Context, periode: list[str], retirer: bool = False) -> None:
    """Arrête, une fois pour toutes, les statistiques d’une période close."""
    from tools import statistics_commands

    statistics_commands.close_period(ROOT / "content", " ".join(periode), withdrawn=retirer)


@task
def audit(_: Context) -> None:
    """Prouve que les statistiques publiées ne désignent personne."""
    from tools import statistics_commands

    statistics_commands.show_audit(ROOT / "content")


@task(
    klass=WordsTask,
    help={
        "journaux": "les journaux d’Apache, compressés ou non, dans n’importe quel ordre",
        "partial": "compte aussi les mois que les journaux ne couvrent pas en entier",
    },
)
def visits(_: Context, journaux: list[str], partial: bool = False) -> None:
    """Compte les visites du site d’après les journaux du serveur."""
    from tools.visits import command

    command.run([Path(name) for name in journaux], ROOT / "content", partial=partial)


@task(
    name="import",
    klass=WordsTask,
    help={
        "copie": "la copie de la base : .sqlite, .sql, .sql.gz, .xml ou .xml.gz",
        "img": "le dossier IMG de l’ancien site",
        "vers": "le dossier où tout s’écrit, hors de content/",
        "publier-doutes": "publie aussi les pages qu’il faudrait relire",
        "verifier": "prouve que ce dossier n’a rien perdu",
    },
)
def import_spip(
    _: Context,
    copie: list[str],
    img: str = "",
    vers: str = "",
    publier_doutes: bool = False,
    verifier: str = "",
) -> None:
    """Reprend les pages d’un site SPIP : invoke import COPIE --img IMG."""
    from tools import build
    from tools.spip import command

    if verifier:
        command.check(ROOT, copie, Path(verifier))
        return
    command.run(ROOT, build.today(), copie, img=img, vers=vers, publish_doubts=publier_doutes)


@task(
    help={
        "init": "prépare la cible, une fois",
        "pointer": "avec --init : symlink ou htaccess ; sinon, le premier que l’hôte sait remplacer",
        "dry-run": "dit ce qui changerait, sans rien changer",
        "force": "publie malgré une garde : pages perdues, travail non enregistré",
        "quiet": "ne dit que les erreurs, pour cron",
        "nginx": "écrit seulement ce qu’un hébergeur qui a nginx doit savoir",
    }
)
def publish(
    _: Context,
    init: bool = False,
    nginx: bool = False,
    pointer: str = "",
    dry_run: bool = False,
    force: bool = False,
    quiet: bool = False,
) -> None:
    """Met le site en ligne, sans que personne ne le remarque."""
    from tools.publish import commands

    if nginx:
        sys.exit(commands.show_nginx(ROOT))
    if init:
        sys.exit(commands.prepare_target(ROOT, pointer))
    sys.exit(commands.publish(ROOT, dry_run=dry_run, force=force, quiet=quiet))


@task(
    help={
        "to": "la publication à remettre ; par défaut, la précédente",
        "force": "remet même la page d’attente (--to 0) sans poser la question",
    }
)
def rollback(_: Context, to: str = "", force: bool = False) -> None:
    """Remet en ligne une publication précédente."""
    from tools.publish import commands

    sys.exit(commands.rollback(ROOT, to, force=force))


@task
def releases(_: Context) -> None:
    """Liste les publications que l’hébergeur garde."""
    from tools.publish import commands

    sys.exit(commands.list_releases(ROOT))


@task
def lint(context: Context) -> None:
    """Vérifie le code : ruff et mypy."""
    _lint_style(context)
    context.run(f"{BIN}/mypy")


def _start(context: Context, command: str, *, may_fail: bool = False) -> Promise:
    """Run one of our tools beside what follows; who joins it gets what it printed."""
    return cast("Promise", context.run(f"{BIN}/{command}", asynchronous=True, warn=may_fail))


def _lint_style(context: Context) -> None:
    _require_test_packages()
    context.run(f"{BIN}/ruff check .")
    context.run(f"{BIN}/ruff format --check .")


@task(help={"quick": "sans le navigateur ni ce que les tests installent"})
def test(context: Context, quick: bool = False) -> None:
    """Installe ce que demandent les tests, puis les passe tous."""
    from tools import test_prerequisites

    _lint_style(context)
    is_fresh = not any((ROOT / "tests").glob("*/__pycache__"))
    types = _start(context, "mypy")  # beside what waits
    # in a fresh clone, each process of the tests would compile the same thousands of modules
    compiled = _start(context, "python -m pytest --collect-only -q", may_fail=True) if is_fresh else None
    try:
        if not quick:
            test_prerequisites.install()
        if compiled is not None:
            compiled.join()
        selection = "-m 'not browser'" if quick else ""
        workers = 2 * (os.cpu_count() or 1)  # many tests wait: for servers, the browser, the preview
        # worksteal: neighbours stay in one process, which makes what they share once
        context.run(
            f"{BIN}/python -m pytest -n {workers} --dist worksteal {selection}",
            pty=os.name == "posix" and sys.stdout.isatty(),
        )
    finally:
        print(types.join().stdout, end="")


@task(
    help={
        "only": "une seule campagne, par exemple speed ; toutes sinon",
        "sizes": "montre les mesures à ces tailles, par exemple 100,1000, sans rien écrire",
    }
)
def bench(_: Context, only: str = "", sizes: str = "") -> None:
    """Mesure ce que BENCHMARKS.md affirme, et l’y écrit."""
    _require_test_packages()
    from tools import bench

    names = (only,) if only else ()
    if sizes:
        bench.show(names, [whole_number(size, "--sizes", 1, 1_000_000) for size in sizes.split(",")])
    else:
        bench.measure(names)


@task
def deps(context: Context) -> None:
    """Recompile les deux fichiers de versions depuis pyproject.toml."""
    _require_test_packages()
    for arguments in (
        "--output-file requirements.txt",
        "--group test --constraint requirements.txt --output-file requirements-test.txt",
    ):
        context.run(
            f"{BIN}/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header"
            " --no-annotate --no-emit-index-url --no-emit-find-links --only-binary :all: --emit-build-options"
            f" {arguments} pyproject.toml"
        )


@task
def licences(_: Context) -> None:
    """Liste les licences des paquets avec lesquels le site se construit."""
    from tools import dependencies

    for name, licence in dependencies.licences(ROOT / "requirements.txt"):
        print(f"{name:20} {licence}")


@task
def advisories(_: Context) -> None:
    """Demande à osv.dev les failles connues de ces paquets."""
    _require_test_packages()
    from tools import dependencies

    sys.exit(dependencies.known_flaws(ROOT / "requirements.txt"))


def _require_test_packages() -> None:
    """End in one line where .venv holds only what runs: `make serve` installs no more."""
    if importlib.util.find_spec("pytest") is None:
        sys.exit("Les outils des tests manquent dans .venv → lancez « make test », qui les installe")
