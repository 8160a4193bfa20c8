# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret is in any output, whatever the verbosity, whatever happens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.playbooks.running import PROJECT, Ansible
from tests.simulator.process import Control

KEY_SECRET = "Canary-key-secret-1"
PASSWORDS = ("Canary-password-1", "Canary-password-2")
KEY = {"key_id": "canary", "key_secret": KEY_SECRET}
ROLE = {
    "name": "role",
    "host_name": "role",
    "setup": "inbound_registered",
    "credentials": [{"username": "alice", "password": PASSWORDS[0]}],
    "endpoints": [{"name": "phone", "credential_username": "alice"}],
    "phone_numbers": [],
}


def _credentials(*passwords: str, **more: Any) -> Mapping[str, Any]:
    users = [{"username": f"user-{number}", "password": one} for number, one in enumerate(passwords)]
    return {"name": "phones", "credentials": users, **KEY, **more}


def _assert_no_secret(ansible: Ansible, output: str, *secrets: str) -> None:
    """Search what was printed, logged and returned, and every file left behind but those that are meant to hold it."""
    kept = {ansible.home / name for name in ("playbook.yml",)}
    texts = {"the output": output}
    for path in ansible.home.rglob("*"):
        if path.is_file() and path not in kept and "ansible-sinch-sip" not in path.parts:
            texts[str(path)] = path.read_bytes().decode(errors="replace")
    assert {str(ansible.home / "ansible.log"), str(ansible.home / "results.jsonl")} <= texts.keys()
    assert [(place, secret) for place, text in texts.items() for secret in secrets if secret in text] == []


@pytest.fixture
def guarded(control: Control, ansible: Ansible) -> Control:
    """Return the control client of a simulator that repeats what it was sent in every error, and logs as runs do."""
    control.settings(keys={"canary": KEY_SECRET}, echo_secrets=True)
    control.seed(PROJECT, trunks=[{"name": "main", "hostName": "main"}])
    ansible.environ["ANSIBLE_LOG_PATH"] = str(ansible.home / "ansible.log")
    return control


def _tokens(control: Control) -> set[str]:
    """Return the tokens that requests came with."""
    headers = [entry["authorization"] or "" for entry in control.requests()]
    return {header.removeprefix("Bearer ") for header in headers if header.startswith("Bearer ")}


@pytest.mark.usefixtures("both_ways")
def test_success(guarded: Control, ansible: Ansible) -> None:
    """Key, token and passwords are nowhere, with the highest verbosity and diffs, in modules and the role."""
    plays: list[Mapping[str, Any]] = [
        {
            "tasks": [
                {"sinch.sip.sinch_credential_list": _credentials(PASSWORDS[0])},
                {"sinch.sip.sinch_credential_list": _credentials(*PASSWORDS, update_password="always")},
                {"sinch.sip.sinch_sip_trunk": {"name": "main", "credential_lists": ["phones"], **KEY}},
                {"sinch.sip.sinch_credential_list_info": KEY},
            ]
        },
        {
            "roles": ["sinch.sip.trunk"],
            "vars": {"trunk_setups": [ROLE]},
            "module_defaults": {"group/sinch.sip.sinch": KEY},
        },
    ]
    run = ansible.plays(plays, "-vvvvv", "--diff").succeeded()
    assert guarded.state(PROJECT)["credentialLists"][0]["credentials"][1]["password"] == PASSWORDS[1]
    tokens = _tokens(guarded)
    assert tokens
    _assert_no_secret(ansible, run.output, KEY_SECRET, *PASSWORDS, *tokens)


@pytest.mark.usefixtures("both_ways")
def test_failure(guarded: Control, ansible: Ansible) -> None:
    """Nor are they when the API's errors repeat what they were sent, when the key is wrong, or values are refused."""
    guarded.fault("status", method="POST", path="/credentialLists", status=400)
    guarded.fault("status", method="PUT", path="/countryPermissions", status=500)
    weak, wrong, token = "Weak-c1", "Canary-wrong-secret-1", "Canary-token-1"
    tasks: list[Mapping[str, Any]] = [
        {"sinch.sip.sinch_credential_list": _credentials(*PASSWORDS)},
        {"sinch.sip.sinch_credential_list": _credentials(weak)},
        {"sinch.sip.sinch_country_permission": {"countries": ["GB"], **KEY}},
        {"sinch.sip.sinch_acl_info": {**KEY, "key_secret": wrong}},
        {"sinch.sip.sinch_acl_info": {"access_token": token, "key_id": "", "key_secret": ""}},
        {"sinch.sip.sinch_acl_info": {**KEY, "auth_method": "basic", "project_id": "no such"}},
        {"sinch.sip.sinch_acl_info": {**KEY, "timeout": "soon"}},
    ]
    for name in ("SINCH_KEY_ID", "SINCH_KEY_SECRET"):
        del ansible.environ[name]
    run = ansible.playbook([{**task, "ignore_errors": True} for task in tasks], "-vvvvv", "--diff").succeeded()
    assert [result.status for result in run.results] == ["failed"] * len(tasks)
    assert "repeats the request" in run.results[0].error()
    _assert_no_secret(ansible, run.output, KEY_SECRET, *PASSWORDS, weak, wrong, token, *_tokens(guarded))
