# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An update changes only what the task asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.faults.wire import tampered
from tests.playbooks.cases import PHONES
from tests.playbooks.running import PROJECT, Ansible
from tests.playbooks.seeds import FIRST, PASSWORD, RANGE, acl, credential_list, static_endpoint, trunk, user
from tests.playbooks.truth import resolved
from tests.simulator.process import Control
from tests.simulator_tests.client import Api

FUTURE = {"futureField": {"deep": [1, None]}, "futureFlag": False}
_RULE = {"name": "spam", "caller_match": "+4471"}
_DESCRIBED = [{"cidr": "203.0.113.10", "description": "hq"}, "198.51.100.0/24"]
OFFICE = {**RANGE, "description": "office"}
LAB = {"ipAddress": "198.51.100.0", "range": 24, "description": "lab"}
_ENDPOINT = static_endpoint(priority=3, port=5080, enabled=False)
SEED: dict[str, Any] = {
    "accessControlLists": [acl("pbx", OFFICE, LAB)],
    "credentialLists": [credential_list("phones")],
    "trunks": [
        trunk("main", enabled=False, enableCallForward=True, callForwardNumber="+12025550123", phoneNumbers=[FIRST])
        | {"acls": ["pbx"], "credentialLists": ["phones"], "endpoints": [_ENDPOINT]}
    ],
    "callBlockingRules": [{"name": "spam", "direction": "INBOUND", "callerCountry": "GB", "callerMatch": "+4470"}],
}


def _differences(before: Any, after: Any, path: str = "") -> dict[str, Any]:
    """Return the new values of changed fields, by path, without the times of changes."""
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
        ("sinch_acl", {"name": "pbx", "ip_ranges": _DESCRIBED}, {"/accessControlLists/0/ipRanges/0/description": "hq"}),
        ("sinch_credential_list", {"name": "phones", "credentials": [{"username": "alice"}]}, {}),
        ("sinch_credential_list", {"id": PHONES, "name": "renamed"}, {"/credentialLists/0/name": "renamed"}),
        ("sinch_sip_endpoint", {"trunk": "main", "name": "pbx", "priority": 1}, {"/trunks/0/endpoints/0/priority": 1}),
        ("sinch_call_blocking_rule", _RULE, {"/callBlockingRules/0/callerMatch": "+4471"}),
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
    """Known and unknown fields of objects and their parts survive; a strict API is sent no read-only field."""
    kinds = ("accessControlLists", "ipRanges", "credentialLists", "trunks", "endpoints", "callBlockingRules")
    control.settings(extra_fields=dict.fromkeys(kinds, FUTURE), strict_read_only=strict)
    control.seed(PROJECT, **SEED)
    before = control.state(PROJECT)
    ansible.module(module, resolved(options, before)).succeeded()
    assert _differences(before, control.state(PROJECT)) == expected


def test_passwords(control: Control, ansible: Ansible) -> None:
    control.seed(PROJECT, **SEED)

    def passwords() -> dict[str, str]:
        (found,) = control.state(PROJECT)["credentialLists"]
        return {one["username"]: one["password"] for one in found["credentials"]}

    users = [user("alice", "Another-pass-2"), user("bob", "Bobs-password-1")]
    ansible.module("sinch_credential_list", {"name": "phones", "credentials": users}).succeeded()
    assert passwords() == {"alice": PASSWORD, "bob": "Bobs-password-1"}
    options = {"name": "phones", "credentials": [users[0], {"username": "bob"}], "update_password": "always"}
    ansible.module("sinch_credential_list", options).succeeded()
    assert passwords() == {"alice": "Another-pass-2", "bob": "Bobs-password-1"}


def test_update_that_is_not_taken_over(control: Control, ansible: Ansible) -> None:
    """An address that the API goes on to allow is an error that says so."""
    control.settings(guesses={"put_removes_ranges": False})
    control.seed(PROJECT, **SEED)
    control.fault("status", method="DELETE", path="/ipRanges/", status=204, body="")
    options = {"name": "pbx", "ip_ranges": ["203.0.113.10"], "enabled": False}
    message = ansible.module("sinch_acl", options).error()
    assert "ACL 'pbx'" in message
    assert "(ip_ranges)" in message
    (found,) = control.state(PROJECT)["accessControlLists"]
    assert len(found["ipRanges"]) == 2


def _meanwhile(control: Control, method: str, *path: str, body: object = None) -> Callable[[object], None]:
    """Return a function that makes a request as another client."""

    def act(_request: object) -> None:
        with Api(control.url) as api:
            api.ok(method, "/" + "/".join(path), body)

    return act


def test_ranges_that_somebody_else_changes(control: Control, ansible: Ansible) -> None:
    """Adding a range does not restore one that another client removes between the read and the write."""
    control.seed(PROJECT, **SEED)
    (found,) = control.state(PROJECT)["accessControlLists"]
    office, lab = (one["id"] for one in found["ipRanges"])
    remove = _meanwhile(control, "DELETE", "accessControlLists", found["id"], "ipRanges", lab)
    options = {"name": "pbx", "ip_ranges": ["203.0.113.11"], "purge_ip_ranges": False}
    with tampered("POST", "/ipRanges$", 1, remove, lambda _request: None) as met:
        result = ansible.module("sinch_acl", options).succeeded()
    assert met
    (after,) = control.state(PROJECT)["accessControlLists"]
    assert [one["ipAddress"] for one in after["ipRanges"]] == ["203.0.113.10", "203.0.113.11"]
    assert after["ipRanges"][0]["id"] == office
    assert [one["cidr"] for one in result["acl"]["ip_ranges"]] == ["203.0.113.10/32", "203.0.113.11/32"]


def test_object_that_somebody_else_changes(control: Control, ansible: Ansible) -> None:
    """A change that another client makes meanwhile is not overwritten but reported; the next run does the work."""
    control.seed(PROJECT, **SEED)
    (found,) = control.state(PROJECT)["trunks"]
    theirs = {"name": "main", "hostName": "main", "enableCallForward": False, "callForwardNumber": "+12025550199"}
    change = _meanwhile(control, "PUT", "trunks", found["id"], body=theirs)
    options = {"name": "main", "enable_caller_name": True}
    with tampered("GET", f"/trunks/{found['id']}$", 1, change, lambda _request: None) as met:
        message = ansible.module("sinch_sip_trunk", options).error()
    assert met
    assert "changed by somebody else (enable_call_forward, call_forward_number)" in message
    (after,) = control.state(PROJECT)["trunks"]
    assert (after["callForwardNumber"], after["enableCallerName"]) == ("+12025550199", None)
    assert ansible.module("sinch_sip_trunk", options).succeeded()["sip_trunk"]["enable_caller_name"] is True


_GUESSES = ["credential_post_path", "endpoint_trunk_id_optional", "null_refused", "number_unlisted_when_free"]


@pytest.mark.parametrize("guess", [*_GUESSES, "put_removes_ranges"])
@pytest.mark.usefixtures("dialect")
def test_an_api_that_is_otherwise(guess: str, control: Control, ansible: Ansible) -> None:
    """A project is converged and torn down even if a guess about the API is wrong."""
    control.settings(guesses={guess: False})
    control.seed(PROJECT, **SEED)
    users = [{"username": "alice"}, user("bob", "Bobs-password-1")]
    endpoints = [{"name": "new", "address": "203.0.113.30"}, {"name": "pbx", "credential_username": "bob"}]
    data = {
        "acls": [{"name": "pbx", "ip_ranges": ["203.0.113.11"], "enabled": False}],
        "credential_lists": [{"name": "phones", "credentials": users}],
        "trunks": [{"name": "main", "enable_call_forward": False, "call_forward_number": "", "endpoints": endpoints}],
        "call_blocking_rules": [{"name": "spam", "caller_match": "+45"}],
        "purge": ["phone_numbers"],
        "purge_all": True,
    }
    assert ansible.module("sinch_sip_config", data).succeeded().changed
    assert not ansible.module("sinch_sip_config", data).succeeded().changed
    ansible.module("sinch_sip_trunk", {"name": "main", "state": "absent", "force": True}).succeeded()
    assert control.state(PROJECT)["trunks"] == []


def _allowed(control: Control) -> list[str]:
    return [code for code, enabled in control.state(PROJECT)["countryPermissions"].items() if enabled and code != "CA"]


def test_canada_as_part_of_the_entry_of_the_us(control: Control, ansible: Ansible) -> None:
    """If the API has one permission for US and CA, CA means that one, with a warning unless both are listed."""
    control.settings(guesses={"canada_apart": False})
    for check in (True, False):
        result = ansible.module("sinch_country_permission", {"countries": "CA", "state": "disabled"}, check=check)
        (warning,) = result.succeeded().warnings
        assert "countries: 'CA' has no country permission of its own; it is that of 'US'" in warning
        assert [(one["iso_code"], one["enabled"]) for one in result["country_permissions"]] == [("US", False)]
    assert _allowed(control) == []
    both = ansible.module("sinch_country_permission", {"countries": ["CA", "US"]}).succeeded()
    assert (len(both["country_permissions"]), both.warnings, _allowed(control)) == (1, [], ["US"])
    data = {"country_permissions": {"enabled": ["GB", "CA"], "exclusive": True}}
    assert ansible.module("sinch_sip_config", data).succeeded().changed
    assert _allowed(control) == ["GB", "US"]
    assert not ansible.module("sinch_sip_config", data).succeeded().changed
    found = ansible.module("sinch_country_permission_info", {"countries": "CA"}).succeeded()["country_permissions"]
    assert [one["iso_code"] for one in found] == ["US"]


def test_old_answer_of_an_update(control: Control, ansible: Ansible) -> None:
    """If an update is answered with the old values, the object is read again and returned with the new ones."""
    control.seed(PROJECT, **SEED)
    (before,) = control.state(PROJECT)["callBlockingRules"]
    control.fault("altered", method="PUT", path="/callBlockingRules/", body={"callerMatch": before["callerMatch"]})
    result = ansible.module("sinch_call_blocking_rule", _RULE).succeeded()
    assert result["call_blocking_rule"]["caller_match"] == "+4471"
