# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The GitHub workflows run the sessions of noxfile.py: all of them, on every version."""

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

WORKFLOWS = sorted((noxfile.ROOT / ".github" / "workflows").glob("*.yml"))
RUN_SESSIONS = "./.github/actions/nox"


def jobs(workflow: Path) -> dict[str, dict[str, Any]]:
    """The jobs of a workflow."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    return loaded


def cells(job: dict[str, Any]) -> list[dict[str, str]]:
    """Each combination of values for which a job runs."""
    matrix = dict(job.get("strategy", {}).get("matrix", {}))
    included: list[dict[str, str]] = matrix.pop("include", [])
    products = [dict(zip(matrix, values, strict=True)) for values in itertools.product(*matrix.values())]
    return included + (products if matrix or not included else [])


def filled(template: str, cell: dict[str, str]) -> list[str]:
    """The words of an input, with the matrix's values in place; other expressions are none of its words."""
    text = re.sub(r"\$\{\{ matrix\.(\w+) }}", lambda found: cell[found[1]], template)
    return text.split()


def sessions_run(workflow: Path) -> Iterator[tuple[str, str]]:
    """Each session that a workflow runs, with the Python that nox itself runs on; '' where the action's default is."""
    for job in jobs(workflow).values():
        for step, cell in itertools.product(job.get("steps", []), cells(job)):
            if step.get("uses") == RUN_SESSIONS:
                python = filled(step["with"].get("python", ""), cell)
                yield from ((name, python[-1] if python else "") for name in filled(step["with"]["sessions"], cell))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.stem)
def test_sessions_exist(workflow: Path) -> None:
    """A workflow names no session that nox does not know."""
    named = {name for name, _python in sessions_run(workflow)}
    assert named
    assert named <= nox.registry.get().keys()


def test_nothing_is_left_out() -> None:
    """What make test runs by default, CI runs too."""
    named = {name for name, _python in sessions_run(noxfile.ROOT / ".github/workflows/ci.yml")}
    assert named.issuperset(nox.options.sessions or ())


def test_ansible_core_matrix() -> None:
    """CI runs each ansible-core on each Python that noxfile.py lists for it, and on no other."""
    ran = set(sessions_run(noxfile.ROOT / ".github/workflows/ci.yml"))
    for kind in ("sanity", "compat"):
        wanted = {(f"{kind}-{core}", python) for core, pythons in noxfile.CORES.items() for python in pythons}
        assert {(name, python) for name, python in ran if name.startswith(f"{kind}-")} == wanted


def test_module_python_matrix() -> None:
    """CI tests the modules on each Python that they are for, with nox on one that the usual ansible-core runs on."""
    every = sessions_run(noxfile.ROOT / ".github/workflows/ci.yml")
    ran = {(name, python) for name, python in every if name.startswith("python-")}
    assert {name for name, _python in ran} == {f"python-{python}" for python in noxfile.MODULE_PYTHONS}
    assert {python for _name, python in ran} <= {*noxfile.CORES[noxfile.USUAL_CORES[0]]}


def test_default_python() -> None:
    """The Python that sessions run on where a workflow names none is one of the usual ansible-core's."""
    action = yaml.safe_load((noxfile.ROOT / ".github/actions/nox/action.yml").read_text(encoding="utf-8"))
    assert action["inputs"]["python"]["default"] in noxfile.CORES[noxfile.USUAL_CORES[0]]


def test_only_the_publishing_job_sees_the_key() -> None:
    """The key of Galaxy is in no job but the one that publishes, which an environment guards."""
    every = ((workflow.stem, name, str(job)) for workflow in WORKFLOWS for name, job in jobs(workflow).items())
    assert [(workflow, name) for workflow, name, job in every if "secrets." in job] == [("release", "galaxy")]
    assert jobs(noxfile.ROOT / ".github/workflows/release.yml")["galaxy"]["environment"] == "galaxy"
