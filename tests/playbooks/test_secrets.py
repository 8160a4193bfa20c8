# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret is in any output, whatever the verbosity, whatever happens."""

from __future__ import annotations

import json
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


_MISSPELT = {"username": "alice", "pasword": PASSWORDS[0]}
_USER = {"username": "alice", "password": PASSWORDS[0]}
_NAMED = {"name": "phones", **KEY}
# The options of a task, by what is wrong with them, and what the message names.
UNUSABLE: Mapping[str, tuple[str, Mapping[str, Any], str]] = {
    "users as lists": (
        "sinch_credential_list",
        {**_NAMED, "credentials": [["alice", PASSWORDS[0]]]},
        "credentials[1]: is not a mapping",
    ),
    "users as a mapping": (
        "sinch_credential_list",
        {**_NAMED, "credentials": {"alice": PASSWORDS[0]}},
        "credentials: is not a list",
    ),
    "users by name": (
        "sinch_credential_list",
        {**_NAMED, "credentials": [{"alice": PASSWORDS[0]}]},
        "credentials[1]: alice: there is no such option; there are password, username",
    ),
    "users as text": (
        "sinch_credential_list",
        {**_NAMED, "credentials": f"username=alice password={PASSWORDS[0]}"},
        "credentials: is not a list",
    ),
    "a user as text": (
        "sinch_credential_list",
        {**_NAMED, "credentials": [f"alice:{PASSWORDS[0]}"]},
        "credentials[1]: is not a mapping",
    ),
    "a misspelt password": (
        "sinch_credential_list",
        {**_NAMED, "credentials": [_MISSPELT]},
        "credentials[1]: pasword: there is no such option; there are password, username",
    ),
    "a password as a list": (
        "sinch_credential_list",
        {**_NAMED, "credentials": [{"username": "alice", "password": [PASSWORDS[0]]}]},
        "credentials[1]: password: is a list, not text",
    ),
    "a password as a mapping": (
        "sinch_credential_list",
        {**_NAMED, "credentials": [{"username": "alice", "password": {PASSWORDS[0]: None}}]},
        "credentials[1]: password: is a mapping, not text",
    ),
    "a user name as a mapping": (
        "sinch_credential_list",
        {**_NAMED, "credentials": [{"username": {"alice": PASSWORDS[0]}}]},
        "credentials[1]: username: is a mapping, not text",
    ),
    "a name as a list": (
        "sinch_credential_list",
        {**KEY, "name": [PASSWORDS[0]], "credentials": [_USER]},
        "name: is a list, not text",
    ),
    "a password for an option's name": (
        "sinch_credential_list",
        {**_NAMED, "credentials": [{PASSWORDS[0]: None}]},
        "credentials[1]: (a name that is not shown): there is no such option",
    ),
    "lists as lists": (
        "sinch_sip_config",
        {**KEY, "credential_lists": [[{"name": "phones", "credentials": [_USER]}]]},
        "credential_lists[1]: is not a mapping",
    ),
    "lists by name": (
        "sinch_sip_config",
        {**KEY, "credential_lists": {"phones": [_USER]}},
        "credential_lists: is not a list",
    ),
    "users of a list as lists": (
        "sinch_sip_config",
        {**KEY, "credential_lists": [{"name": "phones", "credentials": [["alice", PASSWORDS[0]]]}]},
        "credential_lists[1]: credentials[1]: is not a mapping",
    ),
    "a misspelt password of a list": (
        "sinch_sip_config",
        {**KEY, "credential_lists": [{"name": "phones", "credentials": [_MISSPELT]}]},
        "credential_lists[1]: credentials[1]: pasword: there is no such option",
    ),
    "users where none are": (
        "sinch_sip_config",
        {**KEY, "acls": [{"name": "phones", "credentials": [_USER]}]},
        "acls[1]: credentials: there is no such option",
    ),
    "a list in place of its name": (
        "sinch_sip_trunk",
        {**KEY, "name": "main", "credential_lists": [{"name": "phones", "credentials": [_USER]}]},
        "credential_lists[1]: is a mapping, not text",
    ),
    "lists in place of their names": (
        "sinch_sip_trunk",
        {**KEY, "name": "main", "credential_lists": {"phones": {"alice": PASSWORDS[0]}}},
        "credential_lists: is a mapping; give a list",
    ),
    "a misspelt key": (
        "sinch_acl",
        {"name": "office", "key_secrets": KEY_SECRET},
        "key_secrets: there is no such option",
    ),
    "a misspelt token": ("sinch_acl_info", {"acces_token": PASSWORDS[0]}, "acces_token: there is no such option"),
    "a key as a list": ("sinch_acl_info", {**KEY, "key_secret": [KEY_SECRET]}, "key_secret: is a list, not text"),
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


@pytest.mark.compat
@pytest.mark.usefixtures("both_ways", "guarded")
@pytest.mark.parametrize("verbosity", [(), ("-vvvvv",)], ids=["quiet", "verbose"])
def test_unusable_options(verbosity: tuple[str, ...], ansible: Ansible) -> None:
    """Nor are they when options are misspelt or of a shape that Ansible refuses: the message has names, no values."""
    tasks = [
        {"name": name, f"sinch.sip.{module}": options, "ignore_errors": True}
        for name, (module, options, _message) in UNUSABLE.items()
    ]
    ansible.environ["ANSIBLE_INJECT_INVOCATION"] = "1"
    run = ansible.playbook(tasks, *verbosity, "--diff").succeeded()
    for name, (_module, _options, message) in UNUSABLE.items():
        assert message in run[name].error()
        assert "invocation" in run[name].data
    _assert_no_secret(ansible, run.output, KEY_SECRET, *PASSWORDS)


@pytest.mark.compat
@pytest.mark.usefixtures("both_ways", "guarded")
@pytest.mark.parametrize("name", ["users as lists", "a misspelt password of a list", "a misspelt key"])
def test_unusable_options_ad_hoc(name: str, ansible: Ansible) -> None:
    """``ansible -m`` is no different; what is on the command line itself is no secret."""
    ansible.playbook([]).succeeded()
    ansible.environ.update(ANSIBLE_LOAD_CALLBACK_PLUGINS="1", ANSIBLE_INJECT_INVOCATION="1")
    module, options, message = UNUSABLE[name]
    (ansible.home / "playbook.yml").write_text(
        json.dumps({"key": KEY_SECRET, "password": PASSWORDS[0]}), encoding="utf-8"
    )
    typed = json.dumps(options).replace(KEY_SECRET, "{{ key }}").replace(PASSWORDS[0], "{{ password }}")
    arguments = ("localhost", "-m", f"sinch.sip.{module}", "-a", typed, "-e", "@playbook.yml", "-vvv")
    run = ansible.run("ansible", *arguments)
    assert run.returncode != 0
    assert message in run.results[0].error()
    _assert_no_secret(ansible, run.output, KEY_SECRET, *PASSWORDS)


@pytest.mark.compat
@pytest.mark.usefixtures("both_ways", "guarded")
@pytest.mark.parametrize("written", ["!!binary Q2FuYXJ5LXBhc3N3b3JkLTE=", f"!!set {{{PASSWORDS[0]}}}"])
def test_password_that_no_json_has(written: str, ansible: Ansible) -> None:
    """Nor are they where YAML makes something of them that no module can be given."""
    ansible.playbook([]).succeeded()
    text = f"""
- hosts: all
  gather_facts: false
  tasks:
    - sinch.sip.sinch_credential_list:
        name: phones
        credentials:
          - username: alice
            password: {written}
"""
    (ansible.home / "playbook.yml").write_text(text, encoding="utf-8")
    run = ansible.run("ansible-playbook", "playbook.yml", "-vvvvv")
    assert [result.status for result in run.results] == ["failed"]
    _assert_no_secret(ansible, run.output, *PASSWORDS)
