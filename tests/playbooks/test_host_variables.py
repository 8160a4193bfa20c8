# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A host is a project: the options of the connection come from its variables, however a module runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.playbooks.running import Ansible, PlaybookRun
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
    """Return what runs modules in one way or the other, with another project and no key in the environment."""
    ansible.environ.update(SINCH_DIRECT=request.param, SINCH_PROJECT_ID="environment")
    del ansible.environ["SINCH_KEY_ID"], ansible.environ["SINCH_KEY_SECRET"]
    return ansible


def _inventory(ansible: Ansible, hosts: Mapping[str, Mapping[str, Any]], **variables: Any) -> None:
    """Write the inventory of the next run."""
    local = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    content = {"all": {"hosts": hosts, "vars": {**local, **variables}}}
    (ansible.home / "inventory.yml").write_text(json.dumps(content), encoding="utf-8")


def _play(ansible: Ansible, tasks: list[dict[str, Any]], **keywords: Any) -> PlaybookRun:
    """Run a play for all hosts of the inventory."""
    content = [{"hosts": "all", "gather_facts": False, "tasks": tasks, **keywords}]
    (ansible.home / "playbook.yml").write_text(json.dumps(content), encoding="utf-8")
    return ansible.run("ansible-playbook", "playbook.yml", "-vvv")


def test_ad_hoc(control: Control, ansible: Ansible) -> None:
    """One call works on the project of each host, and shows no key."""
    _inventory(ansible, HOSTS, **KEY)
    run = ansible.run("ansible", "all", "-vvv", "-m", "sinch.sip.sinch_acl", "-a", json.dumps(ACL)).succeeded()
    for project in ("production", "staging"):
        assert [row["name"] for row in control.state(project)["accessControlLists"]] == ["office"]
    assert {entry["path"].split("/")[3] for entry in control.writes()} == {"production", "staging"}
    assert KEY_SECRET not in run.output


def test_order(control: Control, ansible: Ansible) -> None:
    """An option of the task goes before a default of modules, that before a variable, that before the environment."""
    _inventory(ansible, {"own": {"sinch_project_id": "variable"}, "none": {"sinch_project_id": " "}}, **KEY)
    tasks: list[dict[str, Any]] = [
        {"sinch.sip.sinch_acl": {**ACL, "project_id": "task"}},
        {"sinch.sip.sinch_acl": ACL},
        {"sinch.sip.sinch_credential_list_info": {}},
    ]
    defaults = {"sinch.sip.sinch_acl": {"project_id": "default"}}
    _play(ansible, tasks, module_defaults=defaults).succeeded()
    paths = [entry["path"].split("/") for entry in control.requests()]
    asked = {(path[3], path[4]) for path in paths if path[1] == "v1"}
    assert {one for one in asked if one[1] == "credentialLists"} == {
        ("variable", "credentialLists"),
        ("environment", "credentialLists"),
    }
    assert {project for project, kind in asked if kind == "accessControlLists"} == {"task", "default"}


def test_key_and_token(ansible: Ansible) -> None:
    """A key that a task gives is not mixed up with a token of its host, nor a token with a key."""
    _inventory(ansible, {"host": {"sinch_project_id": "one", "sinch_access_token": "expired"}})
    given = {"key_id": KEY_ID, "key_secret": KEY_SECRET}
    _play(ansible, [{"sinch.sip.sinch_acl_info": given}]).succeeded()
    _inventory(ansible, {"host": {"sinch_project_id": "one", **KEY}})
    run = _play(ansible, [{"sinch.sip.sinch_acl_info": {"access_token": "expired"}}])
    assert "401" in run.results[0].error()


def test_vault(ansible: Ansible) -> None:
    """A key may be in a vault; what is in there is shown nowhere."""
    (ansible.home / "vault").write_text("open sesame", encoding="utf-8")
    vault = ("--vault-password-file", "vault")
    (ansible.home / "secret").write_text(KEY_SECRET, encoding="utf-8")
    encrypted = ansible.run("ansible-vault", "encrypt", *vault, "--output", "-", "secret").succeeded().output
    text = "".join(f"  {line}\n" for line in encrypted[encrypted.index("$ANSIBLE_VAULT") :].splitlines())
    variables = f"sinch_key_id: {KEY_ID}\nsinch_key_secret: !vault |\n{text}"
    _inventory(ansible, {"host": {"sinch_project_id": "one"}})
    (ansible.home / "keys.yml").write_text(variables, encoding="utf-8")
    run = ansible.run("ansible", "all", "-vvvvv", *vault, "-e", "@keys.yml", "-m", "sinch.sip.sinch_acl_info")
    assert KEY_SECRET not in run.succeeded().output


@pytest.mark.parametrize("secret", ["Canary-9-{{", "{{ 'Canary-9-' + nothing }}"])
def test_variable_that_cannot_be_rendered(secret: str, control: Control, ansible: Ansible) -> None:
    """The error names the variable, and does not quote what is in it."""
    _inventory(ansible, {"host": {"sinch_project_id": "one", **KEY, "sinch_key_secret": secret}})
    run = _play(ansible, [{"sinch.sip.sinch_acl_info": {}}])
    assert "sinch_key_secret: this variable of the host cannot be rendered" in " ".join(run.output.split())
    assert "Canary-9" not in run.output
    assert control.requests() == []
