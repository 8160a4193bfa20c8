# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two concurrent runs on one project leave no duplicate, or report an error that names both objects."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from tests.faults.processes import ModuleProcess
from tests.faults.scenarios import SCENARIOS, SEED, Job, Scenario
from tests.playbooks.running import PROJECT, Ansible, Result
from tests.playbooks.seeds import PASSWORD
from tests.playbooks.truth import essence
from tests.simulator.process import Control

# Long enough for two processes to start.
_HEAD_START_S = 1.5
_WRITES = [one for one in SCENARIOS if one.request not in ("token", "list", "get", "set")]

_REDUCED = {one.name for one in _WRITES if one.request == "create" and one.job.module != "sinch_sip_config"}

_LINKS = {"acls": ["new acl"], "credential_lists": ["new list"]}
_ENDPOINT = {"name": "new endpoint", "credential_username": "bob"}
WHOLE = Job(
    "sinch_sip_config",
    {
        "acls": [{"name": "new acl", "ip_ranges": ["203.0.113.9"]}],
        "credential_lists": [{"name": "new list", "credentials": [{"username": "bob", "password": PASSWORD}]}],
        "trunks": [
            {"name": "new trunk", "host_name": "new-trunk", **_LINKS, "endpoints": [_ENDPOINT]},
            {"name": "main", "acls": ["office"], "endpoints": [{"name": "new endpoint", "address": "203.0.113.9"}]},
        ],
        "call_blocking_rules": [{"name": "new rule", "direction": "INBOUND"}],
        "country_permissions": {"enabled": ["GB"]},
    },
)
"""Data with a new object of every kind."""


def _together(control: Control, ansible: Ansible, *jobs: Job) -> list[Result]:
    """Run tasks that all read the project before any of them writes."""
    control.fault("slow", method="GET", times=len(jobs), delay_s=_HEAD_START_S, path="^/v1/")
    processes = [ModuleProcess(ansible, job) for job in jobs]
    results = [process.result() for process in processes]
    methods = [entry["method"] for entry in control.requests() if entry["project"]]
    assert [*methods[: len(jobs)]] == ["GET"] * len(jobs)
    control.clear_faults()
    return results


def _groups(control: Control) -> list[Any]:
    state = control.state(PROJECT)
    kinds = ("trunks", "accessControlLists", "credentialLists", "callBlockingRules")
    return [*(state[kind] for kind in kinds), *(trunk["endpoints"] for trunk in state["trunks"])]


def _twice(control: Control) -> list[str]:
    """Return the names that several objects of the same kind and parent have."""
    counts = [Counter(one["name"] for one in group) for group in _groups(control)]
    return [name for count in counts for name, number in count.items() if number > 1]


def _ids(control: Control, name: str) -> list[str]:
    return [one["id"] for group in _groups(control) for one in group if one["name"] == name]


def _judge(control: Control, results: list[Result]) -> None:
    """Fail if duplicates exist whose IDs no error names."""
    errors = [result.error() for result in results if result.status == "failed"]
    for name in _twice(control):
        ids = _ids(control, name)
        assert any(all(one in message for one in ids) for message in errors), (name, ids, errors)


@pytest.mark.parametrize(
    "scenario",
    [pytest.param(one, id=one.name, marks=() if one.name in _REDUCED else pytest.mark.exhaustive) for one in _WRITES],
)
def test_same_task_twice(scenario: Scenario, control: Control, ansible: Ansible) -> None:
    control.seed(PROJECT, **SEED)
    ansible.module(scenario.job.module, scenario.job.options).succeeded()
    goal = essence(control)
    control.reset()
    control.seed(PROJECT, **SEED)

    results = _together(control, ansible, scenario.job, scenario.job)
    assert any(result.status == "ok" for result in results)
    _judge(control, results)
    assert _twice(control) == []
    ansible.module(scenario.job.module, scenario.job.options).succeeded()
    assert essence(control) == goal


def test_whole_project_twice(control: Control, ansible: Ansible) -> None:
    """Two runs for a whole project report duplicates with their IDs, or the next run succeeds."""
    control.seed(PROJECT, **SEED)
    results = _together(control, ansible, WHOLE, WHOLE)
    _judge(control, results)
    if not _twice(control):
        assert ansible.module(WHOLE.module, WHOLE.options).succeeded()
        assert not ansible.module(WHOLE.module, WHOLE.options).succeeded().changed


def test_module_and_whole_project(control: Control, ansible: Ansible) -> None:
    """A single module and a run for the whole project report duplicates."""
    control.seed(PROJECT, **SEED)
    acl = Job("sinch_acl", {"name": "new acl", "ip_ranges": ["203.0.113.9"]})
    results = _together(control, ansible, acl, WHOLE)
    _judge(control, results)
    for name in _twice(control):
        message = next(result.error() for result in results if result.status == "failed")
        assert re.search(rf"{name}.*at the same time", message)


def test_different_tasks(control: Control, ansible: Ansible) -> None:
    control.seed(PROJECT, **SEED)
    changes = ({"name": "main", "acls": ["lab", "office"]}, {"name": "spare", "enable_caller_name": True})
    jobs = [Job("sinch_sip_trunk", change) for change in changes]
    assert [result.succeeded().changed for result in _together(control, ansible, *jobs)] == [True, True]
    for job in jobs:
        assert not ansible.module(job.module, job.options).succeeded().changed
