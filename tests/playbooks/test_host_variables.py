# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The variables of a host set the options of the connection, in direct and in ordinary execution."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.playbooks.running import LOCAL, Ansible, PlaybookRun, encrypted
from tests.simulator.process import KEY_ID, KEY_SECRET, Control

pytestmark = pytest.mark.compat

KEY = {"sinch_key_id": KEY_ID, "sinch_key_secret": KEY_SECRET}
ACL = {"name": "office", "ip_ranges": ["203.0.113.10"]}
HOSTS = {
    "acme-production": {"sinch_project_id": "production"},
    "acme-staging": {"sinch_project_id": "{{ inventory_hostname | regex_replace('^acme-', '') }}"},
}


@pytest.fixture(params=["1", "0"], ids=["direct", "ordinary"])
def ansible(request: pytest.FixtureRequest, ansible: Ansible) -> Ansible:
    """Return a runner for each way of execution, with another project and no key in the environment."""
    ansible.environ.update(SINCH_DIRECT=request.param, SINCH_PROJECT_ID="environment")
    del ansible.environ["SINCH_KEY_ID"], ansible.environ["SINCH_KEY_SECRET"]
    return ansible


def _play(ansible: Ansible, *tasks: Mapping[str, Any], **keywords: Any) -> PlaybookRun:
    ansible.write("playbook.yml", [{"hosts": "all", "gather_facts": False, "tasks": tasks, **keywords}])
    return ansible.run("ansible-playbook", "playbook.yml", "-vvv")


def test_ad_hoc(control: Control, ansible: Ansible) -> None:
    """An ad-hoc call works on the project of each host, and shows no key."""
    ansible.inventory(HOSTS, **KEY, **LOCAL)
    run = ansible.run("ansible", "all", "-vvv", "-m", "sinch.sip.sinch_acl", "-a", json.dumps(ACL)).succeeded()
    for project in ("production", "staging"):
        assert [row["name"] for row in control.state(project)["accessControlLists"]] == ["office"]
    assert {entry["path"].split("/")[3] for entry in control.writes()} == {"production", "staging"}
    assert KEY_SECRET not in run.output


def test_order(control: Control, ansible: Ansible) -> None:
    """An option of the task wins over module_defaults, these over a variable, and that over the environment."""
    ansible.inventory({"own": {"sinch_project_id": "variable"}, "none": {"sinch_project_id": " "}}, **KEY, **LOCAL)
    _play(
        ansible,
        {"sinch.sip.sinch_acl": {**ACL, "project_id": "task"}},
        {"sinch.sip.sinch_acl": ACL},
        {"sinch.sip.sinch_credential_list_info": {}},
        module_defaults={"sinch.sip.sinch_acl": {"project_id": "default"}},
    ).succeeded()
    paths = [entry["path"].split("/") for entry in control.requests()]
    asked = {(path[3], path[4]) for path in paths if path[1] == "v1"}
    assert {project for project, kind in asked if kind == "credentialLists"} == {"variable", "environment"}
    assert {project for project, kind in asked if kind == "accessControlLists"} == {"task", "default"}


def test_key_and_token(ansible: Ansible) -> None:
    """A key of a task is not combined with a token of its host, nor a token with a key."""
    ansible.inventory({"host": {"sinch_project_id": "one", "sinch_access_token": "expired"}}, **LOCAL)
    given = {"key_id": KEY_ID, "key_secret": KEY_SECRET}
    _play(ansible, {"sinch.sip.sinch_acl_info": given}).succeeded()
    ansible.inventory({"host": {"sinch_project_id": "one", **KEY}}, **LOCAL)
    run = _play(ansible, {"sinch.sip.sinch_acl_info": {"access_token": "expired"}})
    assert "401" in run.results[0].error()


def test_vault(ansible: Ansible) -> None:
    text = encrypted(KEY_SECRET).replace("\n", "\n  ")
    ansible.write("keys.yml", f"sinch_key_id: {KEY_ID}\nsinch_key_secret: !vault |\n  {text}")
    ansible.inventory({"host": {"sinch_project_id": "one"}}, **LOCAL)
    arguments = ("-vvvvv", *ansible.vault(), "-e", "@keys.yml", "-m", "sinch.sip.sinch_acl_info")
    assert KEY_SECRET not in ansible.run("ansible", "all", *arguments).succeeded().output


@pytest.mark.parametrize("secret", ["Canary-9-{{", "{{ 'Canary-9-' + nothing }}"])
def test_variable_that_cannot_be_rendered(secret: str, control: Control, ansible: Ansible) -> None:
    ansible.inventory({"host": {"sinch_project_id": "one", **KEY, "sinch_key_secret": secret}}, **LOCAL)
    run = _play(ansible, {"sinch.sip.sinch_acl_info": {}})
    assert "sinch_key_secret: this variable of the host cannot be rendered" in run.refused()
    assert "Canary-9" not in run.output
    assert control.requests() == []
