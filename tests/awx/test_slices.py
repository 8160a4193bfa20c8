# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many projects in concurrent job slices, with one host for each project."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.awx.jobs import Awx, Job
from tests.awx.rules import sliced
from tests.simulator.process import Control

SLICES = 4
# Slices sort these by name, not by number.
PROJECTS = {f"customer-{number}": f"project-of-{number}" for number in range(1, 41)}


def _inventory(lacking: str = "") -> dict[str, Any]:
    """Return an inventory of AWX with a host for each project; one host may lack its project."""
    variables = {host: {"sinch_project_id": project} for host, project in PROJECTS.items() if host != lacking}
    customers = {"hosts": [*PROJECTS], "vars": {"sinch_config_file": "projects/{{ inventory_hostname }}.yml"}}
    return {"_meta": {"hostvars": variables}, "all": {"children": ["customers"]}, "customers": customers}


def _write_files(awx: Awx) -> None:
    for host in PROJECTS:
        acls = [{"name": "office", "ip_ranges": ["203.0.113.10"]}]
        trunks = [{"name": "office", "host_name": host, "acls": ["office"]}]
        # JSON is YAML.
        content = json.dumps({"acls": acls, "trunks": trunks})
        (awx.project / "projects" / f"{host}.yml").write_text(content, encoding="utf-8")


def _converge(awx: Awx) -> list[Job]:
    inventory = _inventory()

    def launch(number: int) -> Job:
        return awx.launch("converge", inventory, {}, of_slice=(number, SLICES))

    with ThreadPoolExecutor(SLICES) as pool:
        return [job.succeeded() for job in pool.map(launch, range(1, SLICES + 1))]


def test_slices(awx: Awx, control: Control) -> None:
    """Each project is converged once, with one token for each slice; a second run changes nothing."""
    _write_files(awx)
    jobs = _converge(awx)
    tokens: dict[str | None, set[str | None]] = {}
    for entry in control.requests():
        tokens.setdefault(entry["project"], set()).add(entry["authorization"])
    for number, job in enumerate(jobs, 1):
        hosts = sliced([*PROJECTS], number, SLICES)
        assert job.changed == dict.fromkeys(hosts, 1)
        assert job.published["sinch_changes"].keys() == {*hosts}
        # Slices share no home, and so no token; a slice has one token for all its projects.
        assert len(set[str | None]().union(*(tokens[PROJECTS[host]] for host in hosts))) == 1
    assert sorted(host for job in jobs for host in job.changed) == sorted(PROJECTS)
    assert control.counters()["tokens"] == SLICES
    for project in PROJECTS.values():
        # An ACL, a trunk, and a link.
        assert len([entry for entry in control.writes() if entry["project"] == project]) == 3
        state = control.state(project)
        assert [len(state["trunks"]), len(state["accessControlLists"])] == [1, 1]

    control.clear_log()
    again = _converge(awx)
    assert [job.changed for job in again] == [{}] * SLICES
    assert control.writes() == []
    for job in (*jobs, *again):
        job.assert_no_secret()


@pytest.mark.compat
def test_host_without_a_project(awx: Awx, control: Control) -> None:
    """A host without a project does not use that of the credential, which may be another host's."""
    _write_files(awx)
    host = min(PROJECTS)
    awx.credential["project_id"] = PROJECTS["customer-2"]
    job = awx.launch("converge", _inventory(lacking=host), {}, of_slice=(1, len(PROJECTS))).failed()
    assert job.statistics["failures"] == {host: 1}
    assert control.requests() == []
