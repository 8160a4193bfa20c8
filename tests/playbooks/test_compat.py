# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One playbook with every state module, on every supported ansible-core."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.playbooks.running import PROJECT, Ansible, PlaybookRun
from tests.playbooks.seeds import FIRST, SECOND, user
from tests.simulator.process import KEY_ID, KEY_SECRET, Control

pytestmark = pytest.mark.compat

_NAMED = {"name": "main", "host_name": "compat"}
_Tasks = Mapping[str, tuple[str, Mapping[str, Any]]]
SETUP: _Tasks = {
    "acl": ("sinch_acl", {"name": "office", "ip_ranges": ["203.0.113.10", {"cidr": "198.51.100.0/24"}]}),
    "list": ("sinch_credential_list", {"name": "phones", "credentials": "{{ users }}"}),
    "trunk": ("sinch_sip_trunk", {**_NAMED, "acls": ["office"], "credential_lists": ["phones"]}),
    "static": ("sinch_sip_endpoint", {"trunk": "main", "name": "pbx", "address": "203.0.113.20", "port": "5080"}),
    "registered": ("sinch_sip_endpoint", {"trunk": "main", "name": "desk", "credential_username": "alice"}),
    "number": ("sinch_phone_number", {"trunk": "main", "phone_numbers": [FIRST, SECOND]}),
    "country": ("sinch_country_permission", {"countries": ["US", "GB"], "exclusive": True}),
    "rule": ("sinch_call_blocking_rule", {"name": "spam", "direction": "INBOUND", "caller_match": "+4470"}),
}
TEARDOWN: _Tasks = {
    "trunk": ("sinch_sip_trunk", {"name": "main", "state": "absent", "force": True}),
    "list": ("sinch_credential_list", {"name": "phones", "state": "absent"}),
    "acl": ("sinch_acl", {"name": "office", "state": "absent"}),
    "rule": ("sinch_call_blocking_rule", {"name": "spam", "state": "absent"}),
}


@pytest.fixture
def by_defaults(ansible: Ansible) -> Ansible:
    """Return a runner of playbooks without the account in the environment; ``module_defaults`` have it."""
    for name in ("SINCH_PROJECT_ID", "SINCH_KEY_ID", "SINCH_KEY_SECRET", "SINCH_API_URL", "SINCH_AUTH_URL"):
        del ansible.environ[name]
    return ansible


def _play(ansible: Ansible, control: Control, tasks: _Tasks, *arguments: str, **keywords: Any) -> PlaybookRun:
    account = {"project_id": PROJECT, "key_id": KEY_ID, "key_secret": KEY_SECRET}
    # As a survey of AWX sends unanswered questions.
    unanswered = {"timeout": "", "access_token": "", "max_retries": "2"}
    connection = {**account, **unanswered, "api_url": control.url, "auth_url": control.url}
    return ansible.playbook(
        [{"name": name, f"sinch.sip.{module}": options, **keywords} for name, (module, options) in tasks.items()],
        "--diff",
        *arguments,
        module_defaults={"group/sinch.sip.sinch": connection},
        vars={"users": [user()]},
    ).succeeded()


def test_whole_setup(control: Control, by_defaults: Ansible) -> None:
    """In an empty project, check mode writes nothing, a run builds, a second run changes nothing, all is deleted."""
    control.seed(PROJECT, phoneNumbers=[FIRST, SECOND])
    empty = control.state(PROJECT)

    control.settings(read_only=True)
    predicted = _play(by_defaults, control, SETUP, "--check")
    control.settings(read_only=False)
    assert control.state(PROJECT) == empty
    assert all(result.changed for result in predicted.results)
    assert [name for name in SETUP if predicted[name].warnings] == ["trunk", "static", "registered", "number"]

    built = _play(by_defaults, control, SETUP)
    assert all(result.changed for result in built.results)
    assert built["trunk"]["sip_trunk"]["acls"] == ["office"]
    assert built["registered"]["sip_endpoint"]["is_registered"] is True
    assert {number["trunk"] for number in built["number"]["phone_numbers"]} == {"main"}
    (trunk,) = control.state(PROJECT)["trunks"]
    assert (len(trunk["endpoints"]), trunk["phoneNumbers"]) == (2, [FIRST, SECOND])
    assert (len(trunk["accessControlListIds"]), len(trunk["credentialListIds"])) == (1, 1)

    control.clear_log()
    again = _play(by_defaults, control, SETUP)
    assert [result.task for result in again.results if result.changed] == []
    assert control.counters() | {"tokens": 0, "writes": 0} == control.counters()

    infos: _Tasks = {name: (f"sinch_{name}_info", {}) for name in ("sip_trunk", "sip_endpoint", "phone_number", "call")}
    listed = _play(by_defaults, control, infos)
    assert [len(listed[name][f"{name}s"]) for name in infos] == [1, 2, 2, 0]

    removed = _play(by_defaults, control, TEARDOWN)
    assert all(result.changed for result in removed.results)
    state = control.state(PROJECT)
    assert [kind for kind in ("trunks", "accessControlLists", "credentialLists") if state[kind]] == []


@pytest.mark.usefixtures("both_ways")
def test_failures_and_secrets(control: Control, by_defaults: Ansible) -> None:
    control.seed(PROJECT, trunks=[{"name": "main", "hostName": "compat"}])
    tasks: _Tasks = {
        "unquoted": ("sinch_country_permission", {"countries": [False]}),
        "unknown": ("sinch_sip_trunk", {"name": "main", "acls": ["none"]}),
        "weak": ("sinch_credential_list", {"name": "new", "credentials": [{"username": "a", "password": "Weak-p1"}]}),
    }
    run = _play(by_defaults, control, tasks, "-vvv", ignore_errors=True)
    assert "False is a boolean" in run["unquoted"].error()
    assert "acls: the project has no ACL" in run["unknown"].error()
    assert "12 characters" in run["weak"].error()
    assert control.writes() == []
    for secret in (KEY_SECRET, "Weak-p1"):
        assert secret not in run.output
