"""The forge's file: our own commands, on every Python that we promise, with no right that it does not need."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from invoke.collection import Collection

import tasks
from tools.build import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.equipment.real_site import RealSite

TEXT = (ROOT / ".github" / "workflows" / "site.yml").read_text(encoding="utf-8")
WORKFLOW: dict[str, Any] = yaml.load(TEXT, yaml.BaseLoader)  # noqa: S506  the loader that makes nothing but text
JOBS: dict[str, Any] = WORKFLOW["jobs"]


def commands(job: str) -> list[str]:
    return [step["run"] for step in JOBS[job]["steps"] if "run" in step]


def test_it_runs_our_own_commands_and_they_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in [command for job in JOBS for command in commands(job)]:
        program, target = command.split()
        if program == "make":
            assert re.search(rf"^(?:\S+ )*{re.escape(target)}(?: \S+)*:", makefile, re.MULTILINE), command
        else:
            assert program == ".venv/bin/invoke"
            assert target in Collection.from_module(tasks).task_names


def test_lint_types_and_tests_run_from_the_oldest_python_that_we_promise() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pythons = JOBS["tester"]["strategy"]["matrix"]["python"]
    assert project["requires-python"] == f">={pythons[0]}"
    assert pythons == [f"3.{number}" for number in range(11, 11 + len(pythons))]
    assert commands("tester") == ["make test"]


def test_only_what_has_been_checked_and_tested_on_the_main_branch_is_published() -> None:
    assert set(JOBS["publier"]["needs"]) == {"verifier", "tester"}
    assert JOBS["publier"]["if"] == "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'"


def test_known_flaws_of_packages_are_looked_up_and_nothing_waits_for_the_answer() -> None:
    assert commands("alerter") == ["make .venv/.ready-to-test", ".venv/bin/invoke advisories"]
    assert not [name for name, job in JOBS.items() if "alerter" in job.get("needs", ())]


def test_no_text_of_a_proposal_becomes_part_of_a_command() -> None:
    """A title or a branch may hold shell code: no expression stands in what a shell reads."""
    assert set(WORKFLOW["on"]) == {"pull_request", "push", "workflow_dispatch"}  # never pull_request_target
    assert not [command for job in JOBS for command in commands(job) if "${{" in command]


def test_others_code_only_checks_out_and_prepares_and_what_publishes_only_checks_out() -> None:
    for name, job in JOBS.items():
        used = {step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step}
        more = {"actions/setup-python", "actions/cache"} if name != "publier" else set()
        assert used <= {"actions/checkout", *more}


def test_no_job_has_rights_secrets_or_files_that_it_does_not_need() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    for name, job in JOBS.items():
        assert "permissions" not in job
        assert ("secrets." in str(job)) == (name == "publier")
        # a proposal may write into the cache: what is published is made without it
        assert ("actions/cache" in str(job)) == (name in {"verifier", "tester"})
        (checkout,) = [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout")]
        assert checkout["with"]["persist-credentials"] == "false"


def test_actions_are_named_by_commit_and_every_job_ends() -> None:
    for job in JOBS.values():
        assert int(job["timeout-minutes"]) <= 60
        for step in job["steps"]:
            if "uses" in step:
                assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", step["uses"])


def test_secrets_reach_the_step_that_publishes_and_no_other() -> None:
    job = JOBS["publier"]
    assert job["environment"] == "publication"
    assert [step["name"] for step in job["steps"] if "secrets." in str(step)] == ["Publier"]
    assert "env" not in job


def faults(text: str) -> list[object]:
    """Return what a linter that speaks the forge's language, and the published schema, find wrong."""
    script, modules = ROOT / "tests/tools/workflow.cjs", ROOT / "tests/browser/node_modules"
    command = ["node", str(script), str(modules)]
    made = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    found: list[object] = json.loads(made.stdout)
    return found


def test_the_forge_s_own_language_is_spoken() -> None:
    assert faults(TEXT) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("runs-on:", "runs-onn:"),
        ("github.ref ==", "github.reff =="),
        ("needs: [verifier, tester]", "needs: [verifier, testeur]"),
        ("${{ secrets.CVTS_ADRESSE }}", "${{ secrets.CVTS_ADRESSE }"),
        ("timeout-minutes: 30", "timeout-minutes: trente"),
    ],
)
def test_a_mistake_in_that_language_is_found(right: str, wrong: str) -> None:
    assert right in TEXT
    assert faults(TEXT.replace(right, wrong, 1))


def test_the_commands_that_check_and_publish_do_so_in_a_clone(tmp_path: Path, real_site: RealSite) -> None:
    """As the forge runs them, one by one, with a cache; what installs, and the tests themselves, are run elsewhere."""
    clone, target = tmp_path / "clone", tmp_path / "cible"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    (clone / ".venv").symlink_to(sys.prefix)
    shutil.copytree(real_site.cache, clone / ".cache")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "CVTS_CIBLE": f"local:{target}"}
    ours = [command for job in ("verifier", "publier") for command in commands(job) if "invoke" in command]
    assert ours == [".venv/bin/invoke check", ".venv/bin/invoke publish"]
    for command in ours:
        made = subprocess.run(
            shlex.split(command), cwd=clone, env=environment, capture_output=True, text=True, check=False
        )
        assert made.returncode == 0, made.stdout + made.stderr
    assert (target / "courant" / "index.html").exists()
