# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret is printed, logged, returned or left in a file, by any module or the role, in success or failure."""

from __future__ import annotations

import base64
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.faults.scenarios import SEED
from tests.faults.wire import closed_port
from tests.playbooks.cases import CASES
from tests.playbooks.running import MODULES, PROJECT, READERS, Ansible, PlaybookRun
from tests.simulator.process import Control

# Characters that JSON escapes differently when a server repeats the request.
SECRETS = {
    "key_secret": 'Canary"Vault7Kq2Xw\\+/é',
    "wrong_secret": "Canary'Wrong5Tn8Rb",
    "given_token": "Canary-Given3Hv6Lp",
    "new_password": 'Canary"First9Gd4Mz\\é',
    "changed_password": "Canary'Second2Js7Qy",
    "config_password": 'Canary"Config6Wf3Bt',
    "role_password": 'Canary"Roles8Cx5Nu\\',
    "weak_password": "Weak4Pd9",
}
# The part of each secret that is the same in every quoting.
_MARKS = {re.findall(r"[A-Z][a-z]+\d[A-Za-z\d]+", secret)[0] for secret in SECRETS.values()}
KEY_ID = "canary"
_KEY = {"key_id": KEY_ID, "key_secret": "{{ key_secret }}"}
_CAROL = {"credentials": [{"username": "carol", "password": "{{ role_password }}"}], "phone_numbers": []}
_PHONE = {"endpoints": [{"name": "phone", "credential_username": "carol"}]}
_ROLE = {"name": "role", "host_name": "role", "setup": "inbound_registered", **_CAROL, **_PHONE}


def _user(username: str, password: str) -> dict[str, str]:
    return {"username": username, "password": f"{{{{ {password} }}}}"}


def _list(**more: Any) -> dict[str, Any]:
    return {"name": "new", "credentials": [_user("alice", "new_password"), _user("bob", "changed_password")], **more}


def _made(**more: Any) -> dict[str, Any]:
    return {"name": "made", "credentials": [_user("dave", "config_password")], **more}


OPTIONS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    **{name: [{}] for name in READERS},
    # The first case of each module creates an object.
    **{case.module: [case.options] for case in reversed(CASES)},
    "sinch_acl": [{"name": "new", "ip_ranges": ["203.0.113.9"]}],
    "sinch_call_export": [{"dest": "calls.csv"}],
    "sinch_country_permission": [{"countries": ["GB"]}],
    "sinch_credential_list": [_list(), _list(update_password="always")],
    "sinch_phone_number": [{"trunk": "main", "phone_numbers": ["+12025550101"]}],
    "sinch_project": [{"project_ids": ["another-project"]}],
    "sinch_sip_audit": [{"credential_lists": [_list()], "json_dest": "audit.json", "html_dest": "audit.html"}],
    "sinch_sip_config": [{"credential_lists": [_made()]}, {"credential_lists": [_made(update_password="always")]}],
    "sinch_sip_endpoint": [{"trunk": "main", "name": "new", "address": "203.0.113.9"}],
    "sinch_sip_trunk": [{"name": "new", "host_name": "new"}],
}
"""Tasks of every module, with every secret option."""

FAILURES: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "refused by the API": ({}, {"kind": "status", "status": 400}),
    "writes refused": ({}, {"kind": "status", "status": 409}),
    "server error": ({}, {"kind": "status", "status": 500}),
    "too many requests": ({}, {"kind": "status", "status": 429}),
    "a proxy's page": ({}, {"kind": "html"}),
    "not JSON": ({}, {"kind": "not_json"}),
    "wrong types": ({}, {"kind": "wrong_types"}),
    "reset": ({}, {"kind": "reset"}),
    "cut short": ({}, {"kind": "truncated"}),
    "redirect": ({}, {"kind": "status", "status": 307, "headers": {"Location": "http://localhost:9/elsewhere"}}),
    "token refused": ({}, {"kind": "refuse_token"}),
    "wrong key": ({"key_secret": "{{ wrong_secret }}"}, {}),
    "wrong token": ({"access_token": "{{ given_token }}", "key_id": "", "key_secret": ""}, {}),
    "wrong key, basic": ({"key_secret": "{{ wrong_secret }}", "auth_method": "basic"}, {}),
    "refused by the API, basic": ({"auth_method": "basic"}, {"kind": "status", "status": 400}),
    "key and token": ({"access_token": "{{ given_token }}"}, {}),
    "option refused": ({"timeout": "soon"}, {}),
    "option unknown": ({"key_secrets": "{{ wrong_secret }}", "acces_token": "{{ given_token }}"}, {}),
    "option of another type": ({"key_secret": ["{{ wrong_secret }}"]}, {}),
    "no server": ({"api_url": "{{ nowhere }}", "auth_url": "{{ nowhere }}"}, {}),
}
"""The classes of failure: connection options, and a fault of the API."""
# The first one also with modules as processes of their own.
_REDUCED = ("writes refused", "option unknown", "wrong key", "refused by the API, basic", "key and token")


@pytest.fixture
def guarded(control: Control, ansible: Ansible) -> Control:
    """Return the control client of a simulator that repeats requests in its errors; runs keep a log."""
    control.settings(keys={KEY_ID: SECRETS["key_secret"]}, echo_secrets=True, basic_rate=None)
    control.seed(PROJECT, **SEED)
    temporary = ansible.home / "tmp"
    temporary.mkdir()
    ansible.environ.update(ANSIBLE_LOG_PATH=str(ansible.home / "ansible.log"), TMPDIR=str(temporary))
    del ansible.environ["SINCH_KEY_ID"], ansible.environ["SINCH_KEY_SECRET"]
    return control


def _tasks(connection: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    tasks = [(f"sinch.sip.{name}", options) for name, every in OPTIONS.items() for options in every]
    return [{name: {**options, **_KEY, "max_retries": 0, **connection}} for name, options in tasks]


def _run(ansible: Ansible, plays: Sequence[Mapping[str, Any]]) -> PlaybookRun:
    with closed_port() as port:
        values = {**SECRETS, "nowhere": f"http://127.0.0.1:{port}"}
        # Secrets come from a file, as from a vault: the text of a playbook is not secret.
        ansible.write("secrets.json", values)
        return ansible.plays([{"vars_files": ["secrets.json"], **play} for play in plays], "-vvvvv", "--diff")


def _role_play(connection: Mapping[str, Any], setup: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    defaults = {"group/sinch.sip.sinch": {**_KEY, "max_retries": 0, **connection}}
    return {"roles": ["sinch.sip.trunk"], "vars": {"trunk_setups": [setup or _ROLE]}, "module_defaults": defaults}


def _assert_no_secret(control: Control, ansible: Ansible, run: PlaybookRun) -> None:
    """Search the output, the log, the results and all other files except the file of the secrets."""
    headers = {entry["authorization"] or "" for entry in control.requests()}
    sent = {header.partition(" ")[2] for header in headers} - {""}
    pairs = {base64.b64encode(f"{KEY_ID}:{secret}".encode()).decode() for secret in SECRETS.values()}
    marks = _MARKS | sent | pairs
    texts = {"the output": run.output}
    cache = ansible.home / "cache" / "ansible-sinch-sip"
    for path in ansible.home.rglob("*"):
        if path.is_file() and path.name != "secrets.json":
            texts[str(path)] = path.read_bytes().decode(errors="replace")
    assert {str(ansible.home / "ansible.log"), str(ansible.home / "results.jsonl")} <= texts.keys()
    found = [(place, mark) for place, text in texts.items() for mark in marks if mark in text]
    # The cache holds the token and no other secret, and only its owner can read it.
    kept = [(place, mark) for place, mark in found if Path(place).parent == cache and mark in sent - pairs]
    assert [one for one in found if one not in kept] == []
    for place, _mark in kept:
        assert stat.S_IMODE(Path(place).stat().st_mode) == 0o600
        assert stat.S_IMODE(cache.stat().st_mode) == 0o700


def test_every_module_is_here() -> None:
    assert OPTIONS.keys() == {*MODULES}


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("auth_method", ["oauth2", pytest.param("basic", marks=pytest.mark.exhaustive)])
def test_success(auth_method: str, guarded: Control, ansible: Ansible) -> None:
    connection = {"auth_method": auth_method}
    run = _run(ansible, [{"tasks": _tasks(connection)}, _role_play(connection)]).succeeded()
    lists = {one["name"]: one["credentials"] for one in guarded.state(PROJECT)["credentialLists"]}
    written = {user["password"] for users in lists.values() for user in users}
    assert {SECRETS[f"{one}_password"] for one in ("new", "changed", "config", "role")} <= written
    _assert_no_secret(guarded, ansible, run)


def _ways_to_fail() -> Iterator[Any]:
    """Yield every class of failure, with modules in Ansible's worker (1) and as processes of their own (0)."""
    for failure in FAILURES:
        for way in ("1", "0"):
            reduced = failure in _REDUCED[: None if way == "1" else 1]
            yield pytest.param(failure, way, marks=() if reduced else pytest.mark.exhaustive)


@pytest.mark.parametrize(("failure", "way"), [*_ways_to_fail()])
def test_failure(failure: str, way: str, guarded: Control, ansible: Ansible) -> None:
    ansible.environ["SINCH_DIRECT"] = way
    connection, fault = FAILURES[failure]
    writes_only = failure == "writes refused"
    for method in ("POST", "PUT") if writes_only else (None,):
        if fault:
            guarded.fault(**{"path": "^/v1/", "method": method, **fault})
    tasks = [{**task, "ignore_errors": True} for task in _tasks(connection)]
    run = _run(ansible, [{"tasks": tasks}, _role_play(connection)])
    failed = {result.task for result in run.results if result.status == "failed"}
    # The play of the role comes last, and ignores no error.
    assert run.returncode != 0
    succeed = {name for name in MODULES if writes_only and name in [*READERS, "sinch_call_export"]}
    # The export is not JSON.
    succeed |= {"sinch_call_export"} if failure == "not JSON" else set()
    assert {f"sinch.sip.{name}" for name in MODULES if name not in succeed} <= failed
    if fault.get("kind") == "status" and fault["status"] in (400, 409, 500):
        assert "repeats the request" in run.output
    _assert_no_secret(guarded, ansible, run)


@pytest.mark.usefixtures("both_ways")
def test_refused_password(guarded: Control, ansible: Ansible) -> None:
    """No refusal shows the password, neither the collection's own nor that of an API that repeats the request."""
    for method in ("POST", "PUT"):
        guarded.fault("status", path="^/v1/", method=method, status=409)
    users = [{"username": "alice", "password": "{{ weak_password }}"}]
    data = {"name": "new", "credentials": users}
    written = [("sinch_credential_list", options) for options in (data, _list())]
    written += [("sinch_sip_config", {"credential_lists": [one]}) for one in (data, _made())]
    tasks = [{f"sinch.sip.{name}": {**options, **_KEY}, "ignore_errors": True} for name, options in written]
    role = _role_play({}, {**_ROLE, "credentials": [{**users[0], "username": "carol"}]})
    run = _run(ansible, [{"tasks": tasks}, role])
    assert run.returncode != 0
    errors = [result.error() for result in run.results[: len(tasks)]]
    assert ["repeats the request" in error for error in errors] == [False, True, False, True]
    _assert_no_secret(guarded, ansible, run)
