# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options that are misspelt or of the wrong type are refused without showing a secret, whatever the verbosity.

Unit tests have more such options. ``tests/faults/test_secrets_everywhere.py`` tests success and other failures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from tests.playbooks.running import LOCAL, PROJECT, Ansible, PlaybookRun
from tests.simulator.process import Control

KEY_SECRET = "Canary-key-secret-1"
PASSWORD = "Canary-password-1"
KEY = {"key_id": "canary", "key_secret": KEY_SECRET}
_MISSPELT = {"username": "alice", "pasword": PASSWORD}
_MISSPELT_LIST = [{"name": "phones", "credentials": [_MISSPELT]}]
_USER = {"username": "alice", "password": PASSWORD}


class Unusable(NamedTuple):
    """A task with an unusable option, and how the message describes the option."""

    module: str
    options: Mapping[str, Any]
    message: str


def _users(credentials: Any, message: str, name: Any = "phones") -> Unusable:
    return Unusable("sinch_credential_list", {"name": name, **KEY, "credentials": credentials}, message)


def _config(message: str, **options: Any) -> Unusable:
    return Unusable("sinch_sip_config", {**KEY, **options}, message)


def _trunk(credential_lists: Any, message: str) -> Unusable:
    return Unusable("sinch_sip_trunk", {**KEY, "name": "main", "credential_lists": credential_lists}, message)


_NO_OPTION, _A_LIST = "there is no such option", "is a list, not text"
_HIDDEN = "(a name that is not shown)"
_NO_MAPPING = "credentials[1]: is not a mapping"
_NO_PASSWORD = f"credentials[1]: pasword: {_NO_OPTION}; there are password, username"
UNUSABLE: Mapping[str, Unusable] = {
    "users as lists": _users([["alice", PASSWORD]], _NO_MAPPING),
    "users as a mapping": _users({"alice": PASSWORD}, "credentials: is not a list"),
    "users by name": _users([{"alice": PASSWORD}], _NO_PASSWORD.replace("pasword", "alice")),
    "a misspelt password": _users([_MISSPELT], _NO_PASSWORD),
    "a password as a list": _users([{**_USER, "password": [PASSWORD]}], f"credentials[1]: password: {_A_LIST}"),
    "a name as a list": _users([_USER], f"name: {_A_LIST}", name=[PASSWORD]),
    "a password for an option's name": _users([{PASSWORD: None}], _NO_PASSWORD.replace("pasword", _HIDDEN)),
    "lists as lists": _config("credential_lists[1]: is not a mapping", credential_lists=[[_USER]]),
    "a misspelt password of a list": _config(f"credential_lists[1]: {_NO_PASSWORD}", credential_lists=_MISSPELT_LIST),
    "users where none are": _config(
        f"acls[1]: credentials: {_NO_OPTION}", acls=[{"name": "phones", "credentials": [_USER]}]
    ),
    "a list in place of its name": _trunk([{"credentials": [_USER]}], "credential_lists[1]: is a mapping, not text"),
    "lists in place of their names": _trunk({"phones": _USER}, "credential_lists: is a mapping; give a list"),
    "a misspelt key": Unusable("sinch_acl", {"name": "pbx", "key_secrets": KEY_SECRET}, f"key_secrets: {_NO_OPTION}"),
    "a misspelt token": Unusable("sinch_acl_info", {"acces_token": PASSWORD}, f"acces_token: {_NO_OPTION}"),
    "a key as a list": Unusable("sinch_acl_info", {**KEY, "key_secret": [KEY_SECRET]}, f"key_secret: {_A_LIST}"),
}


def _assert_no_secret(ansible: Ansible, run: PlaybookRun) -> None:
    """Search the output, the log, the results and all other files except the playbook and the token cache."""
    texts = {"the output": run.output}
    for path in ansible.home.rglob("*"):
        if path.is_file() and path.name != "playbook.yml" and "ansible-sinch-sip" not in path.parts:
            texts[path.name] = path.read_bytes().decode(errors="replace")
    assert {"ansible.log", "results.jsonl"} <= texts.keys()
    secrets = (KEY_SECRET, PASSWORD)
    assert [(place, secret) for place, text in texts.items() for secret in secrets if secret in text] == []


@pytest.fixture
def guarded(control: Control, ansible: Ansible) -> None:
    """Set up a simulator that repeats requests in its errors, and runs that keep a log and return invocations."""
    control.settings(keys={"canary": KEY_SECRET}, echo_secrets=True)
    control.seed(PROJECT, trunks=[{"name": "main", "hostName": "main"}])
    ansible.environ.update(ANSIBLE_LOG_PATH=str(ansible.home / "ansible.log"), ANSIBLE_INJECT_INVOCATION="1")


pytestmark = [pytest.mark.compat, pytest.mark.usefixtures("both_ways", "guarded")]


@pytest.mark.parametrize("verbosity", [(), ("-vvvvv",)], ids=["quiet", "verbose"])
def test_unusable_options(verbosity: tuple[str, ...], ansible: Ansible) -> None:
    """The message names the option, and shows no value."""
    tasks = [{"name": name, f"sinch.sip.{one.module}": one.options} for name, one in UNUSABLE.items()]
    run = ansible.playbook(tasks, *verbosity, "--diff", ignore_errors=True).succeeded()
    for name, one in UNUSABLE.items():
        assert one.message in run[name].error()
        assert "invocation" in run[name].data
    _assert_no_secret(ansible, run)


@pytest.mark.parametrize("name", ["users as lists", "a misspelt password of a list", "a misspelt key"])
def test_unusable_options_ad_hoc(name: str, ansible: Ansible) -> None:
    """``ansible -m`` shows no secret either; the secrets come from a file of variables."""
    ansible.environ["ANSIBLE_LOAD_CALLBACK_PLUGINS"] = "1"
    ansible.inventory({"localhost": {}}, **LOCAL)
    ansible.write("playbook.yml", {"key": KEY_SECRET, "password": PASSWORD})
    one = UNUSABLE[name]
    typed = json.dumps(one.options).replace(KEY_SECRET, "{{ key }}").replace(PASSWORD, "{{ password }}")
    arguments = ("localhost", "-m", f"sinch.sip.{one.module}", "-a", typed, "-e", "@playbook.yml", "-vvv")
    run = ansible.run("ansible", *arguments)
    run.refused()
    assert one.message in run.results[0].error()
    _assert_no_secret(ansible, run)


@pytest.mark.parametrize("written", ["!!binary Q2FuYXJ5LXBhc3N3b3JkLTE=", f"!!set {{{PASSWORD}}}"])
def test_password_that_no_json_has(written: str, ansible: Ansible) -> None:
    """A password of a type that JSON does not have is refused without being shown."""
    ansible.inventory({"localhost": {}}, **LOCAL)
    options = f"{{name: phones, credentials: [{{username: alice, password: {written}}}]}}"
    task = f"[{{sinch.sip.sinch_credential_list: {options}}}]"
    ansible.write("playbook.yml", f"[{{hosts: all, gather_facts: false, tasks: {task}}}]")
    run = ansible.run("ansible-playbook", "playbook.yml", "-vvvvv")
    assert [result.status for result in run.results] == ["failed"]
    _assert_no_secret(ansible, run)
