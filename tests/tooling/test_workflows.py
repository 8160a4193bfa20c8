# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The GitHub workflows run all sessions of noxfile.py, on all versions."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nox.registry
import pytest
import yaml

import noxfile
from tests.session_tools import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
RUN_SESSIONS = "./.github/actions/nox"


def jobs(workflow: Path) -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    return loaded


def cells(job: dict[str, Any]) -> list[dict[str, str]]:
    """Return the combinations of values that a job runs for."""
    matrix = dict(job.get("strategy", {}).get("matrix", {}))
    included: list[dict[str, str]] = matrix.pop("include", [])
    products = [dict(zip(matrix, values, strict=True)) for values in itertools.product(*matrix.values())]
    return included + (products if matrix or not included else [])


def filled(template: str, cell: dict[str, str]) -> list[str]:
    """Return the words of an input, with the values of the matrix filled in."""
    text = re.sub(r"\$\{\{ matrix\.(\w+) }}", lambda found: cell[found[1]], template)
    return text.split()


def sessions_run(workflow: Path) -> Iterator[tuple[str, str]]:
    """Yield the sessions that a workflow runs, each with the Python of nox, "" for the default of the action."""
    for job in jobs(workflow).values():
        for step, cell in itertools.product(job.get("steps", []), cells(job)):
            if step.get("uses") == RUN_SESSIONS:
                python = filled(step["with"].get("python", ""), cell)
                yield from ((name, python[-1] if python else "") for name in filled(step["with"]["sessions"], cell))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.stem)
def test_sessions_exist(workflow: Path) -> None:
    named = {name for name, _python in sessions_run(workflow)}
    assert named
    assert named <= nox.registry.get().keys()


def test_nothing_is_left_out() -> None:
    """CI runs the sessions that make test and make test-more run."""
    named = {name for name, _python in sessions_run(ROOT / ".github/workflows/ci.yml")}
    assert named.issuperset([*noxfile.STAGES["test"], *noxfile.STAGES["test-more"]])


def test_ansible_core_matrix() -> None:
    """CI runs each ansible-core on exactly the Pythons that noxfile.py lists for it."""
    ran = set(sessions_run(ROOT / ".github/workflows/ci.yml"))
    for kind in noxfile.PER_CORE:
        wanted = {(f"{kind}-{core}", python) for core, pythons in noxfile.CORES.items() for python in pythons}
        assert {(name, python) for name, python in ran if name.startswith(f"{kind}-")} == wanted


def test_module_python_matrix() -> None:
    """CI tests the modules on each of their Pythons; nox runs on a Python of the usual ansible-core."""
    every = sessions_run(ROOT / ".github/workflows/ci.yml")
    ran = {(name, python) for name, python in every if name.startswith("python-")}
    assert {name for name, _python in ran} == {f"python-{python}" for python in noxfile.MODULE_PYTHONS}
    assert {python for _name, python in ran} <= {*noxfile.CORES[noxfile.USUAL_CORES[0]]}


def test_default_python() -> None:
    """The default Python of sessions is one of the usual ansible-core."""
    action = yaml.safe_load((ROOT / ".github/actions/nox/action.yml").read_text(encoding="utf-8"))
    assert action["inputs"]["python"]["default"] in noxfile.CORES[noxfile.USUAL_CORES[0]]


def test_only_the_publishing_job_sees_the_key() -> None:
    """Only the job that publishes has the key of Galaxy, guarded by an environment."""
    every = ((workflow.stem, name, str(job)) for workflow in WORKFLOWS for name, job in jobs(workflow).items())
    assert [(workflow, name) for workflow, name, job in every if "secrets." in job] == [("release", "galaxy")]
    assert jobs(ROOT / ".github/workflows/release.yml")["galaxy"]["environment"] == "galaxy"
