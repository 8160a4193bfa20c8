# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An update changes what it was asked to change, and keeps everything else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.playbooks.cases import FIRST, PASSWORD
from tests.playbooks.running import PROJECT, Ansible
from tests.simulator.process import Control

FUTURE = {"futureField": {"deep": [1, None]}, "futureFlag": False}
SEED: dict[str, Any] = {
    "accessControlLists": [
        {
            "name": "pbx",
            "enabled": True,
            "ipRanges": [
                {"ipAddress": "203.0.113.10", "range": 32, "description": "office"},
                {"ipAddress": "198.51.100.0", "range": 24, "description": "lab"},
            ],
        }
    ],
    "credentialLists": [{"name": "phones", "credentials": [{"username": "alice", "password": PASSWORD}]}],
    "trunks": [
        {
            "name": "main",
            "hostName": "main",
            "enabled": False,
            "enableCallForward": True,
            "callForwardNumber": "+12025550123",
            "acls": ["pbx"],
            "credentialLists": ["phones"],
            "endpoints": [{"name": "pbx", "priority": 3, "address": "203.0.113.20", "port": 5080, "enabled": False}],
            "phoneNumbers": [FIRST],
        }
    ],
    "callBlockingRules": [{"name": "spam", "direction": "INBOUND", "callerCountry": "GB", "callerMatch": "+4470"}],
}


def _differences(before: Any, after: Any, path: str = "") -> dict[str, Any]:
    """Return the new values of what differs, by path; times of changes are left out."""
    if isinstance(before, dict) and isinstance(after, dict):
        assert before.keys() == after.keys()
        pairs = [(key, before[key], after[key]) for key in before if key != "updateTime"]
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = [(str(index), *pair) for index, pair in enumerate(zip(before, after, strict=True))]
    else:
        return {} if before == after else {path: after}
    found: dict[str, Any] = {}
    for key, old, new in pairs:
        found.update(_differences(old, new, f"{path}/{key}"))
    return found


@pytest.mark.parametrize(
    ("module", "options", "expected"),
    [
        ("sinch_sip_trunk", {"name": "main", "enable_caller_name": True}, {"/trunks/0/enableCallerName": True}),
        ("sinch_acl", {"name": "pbx", "enabled": False}, {"/accessControlLists/0/enabled": False}),
        (
            "sinch_acl",
            {"name": "pbx", "ip_ranges": [{"cidr": "203.0.113.10", "description": "hq"}, "198.51.100.0/24"]},
            {"/accessControlLists/0/ipRanges/0/description": "hq"},
        ),
        ("sinch_credential_list", {"name": "phones", "credentials": [{"username": "alice"}]}, {}),
        (
            "sinch_sip_endpoint",
            {"trunk": "main", "name": "pbx", "priority": 1},
            {"/trunks/0/endpoints/0/priority": 1},
        ),
        (
            "sinch_call_blocking_rule",
            {"name": "spam", "caller_match": "+4471"},
            {"/callBlockingRules/0/callerMatch": "+4471"},
        ),
        ("sinch_country_permission", {"countries": "GB"}, {"/countryPermissions/GB": True}),
    ],
    ids=str,
)
@pytest.mark.usefixtures("dialect")
@pytest.mark.parametrize("strict", [False, True], ids=["", "strict"])
def test_everything_else_is_kept(
    module: str,
    options: Mapping[str, Any],
    expected: Mapping[str, Any],
    strict: bool,
    control: Control,
    ansible: Ansible,
) -> None:
    """Known fields, unknown ones and those of parts survive; a strict API is sent no read-only field."""
    kinds = ("accessControlLists", "ipRanges", "credentialLists", "trunks", "endpoints", "callBlockingRules")
    control.settings(extra_fields=dict.fromkeys(kinds, FUTURE), strict_read_only=strict)
    control.seed(PROJECT, **SEED)
    before = control.state(PROJECT)
    ansible.module(module, options).succeeded()
    assert _differences(before, control.state(PROJECT)) == expected


def test_rename_of_a_credential_list_keeps_users(control: Control, ansible: Ansible) -> None:
    """Only the name of a list can be replaced; its users and their passwords stay."""
    control.settings(extra_fields={"credentialLists": FUTURE}, strict_read_only=True)
    (list_id,) = control.seed(PROJECT, **SEED)["credentialLists"]
    before = control.state(PROJECT)
    ansible.module("sinch_credential_list", {"id": list_id, "name": "renamed"}).succeeded()
    assert _differences(before, control.state(PROJECT)) == {"/credentialLists/0/name": "renamed"}


def test_passwords(control: Control, ansible: Ansible) -> None:
    """A password is set for a new user, kept for one that is there, and set again only where that is asked for."""
    control.seed(PROJECT, **SEED)

    def passwords() -> dict[str, str]:
        (found,) = control.state(PROJECT)["credentialLists"]
        return {one["username"]: one["password"] for one in found["credentials"]}

    users = [{"username": "alice", "password": "Another-pass-2"}, {"username": "bob", "password": "Bobs-password-1"}]
    ansible.module("sinch_credential_list", {"name": "phones", "credentials": users}).succeeded()
    assert passwords() == {"alice": PASSWORD, "bob": "Bobs-password-1"}
    options = {"name": "phones", "credentials": [users[0], {"username": "bob"}], "update_password": "always"}
    ansible.module("sinch_credential_list", options).succeeded()
    assert passwords() == {"alice": "Another-pass-2", "bob": "Bobs-password-1"}


def test_links_are_exchanged_without_a_gap(control: Control, ansible: Ansible) -> None:
    """The new is linked before the old is unlinked, so that calls are never cut off."""
    control.seed(PROJECT, **SEED)
    control.seed(PROJECT, accessControlLists=[{**SEED["accessControlLists"][0], "name": "new"}])
    ansible.module("sinch_sip_trunk", {"name": "main", "acls": ["new"]}).succeeded()
    assert [entry["method"] for entry in control.writes()] == ["POST", "DELETE"]


def test_trunk_is_taken_down_in_order(control: Control, ansible: Ansible) -> None:
    """With force, what hangs on a trunk goes first, and what others may use stays."""
    control.seed(PROJECT, **SEED)
    ansible.module("sinch_sip_trunk", {"name": "main", "state": "absent", "force": True}).succeeded()
    state = control.state(PROJECT)
    assert state["trunks"] == []
    assert [one["name"] for one in state["accessControlLists"]] == ["pbx"]
    assert [one["name"] for one in state["credentialLists"]] == ["phones"]
    assert [one["sipTrunkId"] for one in state["phoneNumbers"]] == [None]
    assert control.writes()[-1]["path"].split("/")[-2] == "trunks"


def test_update_that_is_not_taken_over(control: Control, ansible: Ansible) -> None:
    """An address that is still allowed after all is an error that says so, and what the API has stays known."""
    control.settings(guesses={"put_removes_ranges": False})
    control.seed(PROJECT, **SEED)
    message = ansible.module("sinch_acl", {"name": "pbx", "ip_ranges": ["203.0.113.10"]}).error()
    assert "ACL 'pbx'" in message
    assert "(ip_ranges)" in message
    (acl,) = control.state(PROJECT)["accessControlLists"]
    assert len(acl["ipRanges"]) == 2


def test_old_answer_of_an_update(control: Control, ansible: Ansible) -> None:
    """An answer that shows an object as it was is not believed: it is read again, and is what was asked for."""
    control.seed(PROJECT, **SEED)
    (before,) = control.state(PROJECT)["callBlockingRules"]
    control.fault("altered", method="PUT", path="/callBlockingRules/", body={"callerMatch": before["callerMatch"]})
    result = ansible.module("sinch_call_blocking_rule", {"name": "spam", "caller_match": "+4471"}).succeeded()
    assert result["call_blocking_rule"]["caller_match"] == "+4471"
