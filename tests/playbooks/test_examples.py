# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples of every module run unchanged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from tests.playbooks.running import MODULES, READERS, Ansible, module_source
from tests.playbooks.seeds import PASSWORD, acl, credential_list
from tests.simulator.process import Control

NUMBERS = ["+12025550123", "+12025550124"]


# The examples of both groups have the same host names, which must be unique across all projects.
CONFIG = [name for name in MODULES if "config" in name]
OTHERS = [name for name in MODULES if name not in CONFIG]


@pytest.mark.parametrize("modules", [CONFIG, OTHERS], ids=["config", "others"])
def test_examples(modules: Sequence[str], control: Control, ansible: Ansible, tmp_path: Path) -> None:
    """The examples of each module run in their order, in a project with the objects that they mention."""
    trunk_ids = {}
    projects = {module: module.replace("_", "-") for module in modules}
    for project in projects.values():
        seeded = control.seed(
            project,
            accessControlLists=[acl("office-pbx", {"ipAddress": "203.0.113.99", "range": 32})],
            credentialLists=[credential_list("phones", "desk-1001")],
            trunks=[
                {"name": "office", "hostName": f"{project}-office", "credentialLists": ["phones"]},
                {"name": "warehouse", "hostName": f"{project}-warehouse"},
            ],
            phoneNumbers=NUMBERS,
            calls=[{"callResult": "FAILED", "pcapId": "capture-1"}],
        )
        trunk_ids[project] = seeded["trunks"][1]
    passwords = ("desk_1001_password", "desk_1001_new_password", "desk_1002_password", "desk_1003_password")
    variables = {**dict.fromkeys(passwords, PASSWORD), "trunk_ids": trunk_ids, "export_folder": str(tmp_path)}
    examples = {module: yaml.safe_load(module_source(module).EXAMPLES) for module in modules}
    plays = [
        {
            "hosts": projects[module],
            "tasks": tasks,
            "vars": {**variables, "trunk_id": "{{ trunk_ids[inventory_hostname] }}"},
            "module_defaults": {"group/sinch.sip.sinch": {"project_id": "{{ inventory_hostname }}"}},
        }
        for module, tasks in examples.items()
    ]
    run = ansible.plays(plays, hosts=[*projects.values()]).succeeded()
    assert len(run.results) == sum(map(len, examples.values()))
    managing = {project for module, project in projects.items() if module not in READERS}
    assert {result.host for result in run.results if result.changed} == managing
