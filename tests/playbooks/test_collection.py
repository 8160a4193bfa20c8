# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The metadata and the documentation of the collection are true."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.playbooks.cases import CASES
from tests.playbooks.running import HOST_MODULES, MODULES, READERS, Ansible, module_source
from tests.simulator.process import ROOT, Control

# Modules that neither manage objects nor only read: one writes files, one only adds projects.
OTHERS = {"sinch_call_export", "sinch_project"}
# The module for a whole project has its own tests.
WHOLE = {"sinch_sip_config"}


@pytest.fixture(scope="module")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """Return the output of ``ansible-doc`` for each module, by the module's short name."""
    home = str(tmp_path_factory.mktemp("home"))
    names = [f"sinch.sip.{name}" for name in MODULES + HOST_MODULES]
    program = Path(sys.executable).with_name("ansible-doc")
    environ = {**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".build" / "tree"), "HOME": home}
    command = [str(program), "--json", "--type", "module", *names]
    done = subprocess.run(command, cwd=home, env=environ, capture_output=True, text=True, check=True)
    return {name.rpartition(".")[2]: about for name, about in json.loads(done.stdout).items()}


def test_action_group_is_the_module_list() -> None:
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    assert runtime["action_groups"] == {"sinch": MODULES}


def test_every_module_can_run_in_the_worker() -> None:
    assert sorted(path.stem for path in (ROOT / "plugins" / "action").glob("*.py")) == MODULES


def test_every_state_module_has_cases() -> None:
    assert {case.module for case in CASES} == {*MODULES} - {*READERS} - OTHERS - WHOLE


@pytest.mark.parametrize("name", MODULES)
def test_attributes(name: str, documentation: Mapping[str, Any]) -> None:
    """Every module that uses the API documents its four attributes, in agreement with its arguments."""
    about = documentation[name]["doc"]
    support = {attribute: what["support"] for attribute, what in about["attributes"].items()}
    assert support == {
        "action_group": "full",
        "check_mode": "partial" if name == "sinch_project" else "full",
        "diff_mode": "N/A" if name in READERS else "none" if name in OTHERS else "full",
        "platform": "full",
    }
    assert about["attributes"]["action_group"]["membership"] == ["sinch.sip.sinch"]
    assert module_source(name).MODULE.arguments["supports_check_mode"] is True


@pytest.mark.parametrize("name", HOST_MODULES)
def test_attributes_of_host_modules(name: str, documentation: Mapping[str, Any]) -> None:
    """A module that does not use the API has neither the action group nor the options of the connection."""
    about = documentation[name]["doc"]
    support = {attribute: what["support"] for attribute, what in about["attributes"].items()}
    assert support == {"check_mode": "full", "diff_mode": "N/A", "platform": "full"}
    assert not {"project_id", "key_id", "access_token", "api_url"} & about["options"].keys()


@pytest.mark.parametrize("name", sorted({*MODULES} - OTHERS - WHOLE))
def test_diff_mode(name: str, control: Control, ansible: Ansible) -> None:
    """Exactly the modules that manage objects return a diff."""
    options: Mapping[str, Any] = {}
    if name not in READERS:
        case = next(case for case in CASES if case.module == name)
        control.seed(case.project, **case.seed)
        _module, options = case.task(control)
    assert ("diff" in ansible.module(name, options).succeeded().data) == (name not in READERS)


@pytest.mark.parametrize("name", MODULES)
def test_options_of_the_connection(name: str, documentation: Mapping[str, Any]) -> None:
    fragment = documentation["sinch_acl_info"]["doc"]["options"]
    shared = {option: about for option, about in fragment.items() if option not in ("id", "name")}
    assert shared.items() <= documentation[name]["doc"]["options"].items()
