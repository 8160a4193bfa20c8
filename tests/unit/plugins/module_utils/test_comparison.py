# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Comparison of a project with data: every difference is found, and only ambiguous data is refused."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.sinch.sip.plugins.module_utils._comparison import Comparison
from ansible_collections.sinch.sip.plugins.module_utils._drift import differences
from ansible_collections.sinch.sip.plugins.module_utils._errors import PlanError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Plan, Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._plan.report import plan_entries
from ansible_collections.sinch.sip.plugins.module_utils._project_config import CONFIG_OPTIONS

PASSWORD = "Canary-password-1"
OFFICE = {"id": "A1", "name": "office", "enabled": True, "ipRanges": [{"ipAddress": "203.0.113.10", "range": 32}]}
PHONES = {"name": "phones", "credentials": [{"username": "alice"}]}
DESK = {"id": "E1", "name": "desk", "isRegistered": True, "credentialUsername": "alice", "priority": 1, "enabled": True}
NUMBER = "+12025550101"
TRUNKS = {"T1": "main", "T2": "spare"}
SPARE_TRUNK = {"name": "spare", "host_name": "spare"}
USER: dict[str, Any] = {"name": "desk", "credential_username": "alice"}
LINKS = {"acls": ["office"], "credential_lists": ["phones"]}
MAIN_TRUNK = {"name": "main", "host_name": "main", **LINKS, "endpoints": [USER], "phone_numbers": [NUMBER]}
SAME: dict[str, Any] = {
    "acls": [{"name": "office", "ip_ranges": ["203.0.113.10"]}],
    "credential_lists": [PHONES],
    "trunks": [MAIN_TRUNK, SPARE_TRUNK],
    "country_permissions": {"enabled": ["US"], "exclusive": True},
}


def _plan(data: dict[str, Any], *acls: dict[str, Any]) -> Plan:
    """Return the plan for a project that is like SAME, and may have other ACLs as well."""
    snapshot = Snapshot(
        objects={
            ("acl", ""): [OFFICE, *acls],
            ("credential_list", ""): [{"id": "C1", **PHONES}],
            ("sip_trunk", ""): [{"id": id, "name": name, "hostName": name} for id, name in TRUNKS.items()],
            ("sip_endpoint", "T1"): [DESK],
            ("sip_endpoint", "T2"): [],
            ("phone_number", ""): [{"id": "N1", "phoneNumber": NUMBER, "sipTrunkId": "T1"}],
            ("country_permission", ""): [{"isoCode": code, "enabled": code == "US"} for code in ("*", "GB", "US")],
            ("call_blocking_rule", ""): [],
        },
        links={(option, trunk): [] for option in ("acls", "credential_lists") for trunk in TRUNKS}
        | {("acls", "T1"): ["A1"], ("credential_lists", "T1"): ["C1"]},
        users={("acls", "A1"): {"T1": "main"}, ("credential_lists", "C1"): {"T1": "main"}},
    )
    validated = ArgumentSpecValidator(CONFIG_OPTIONS).validate(data)
    assert validated.error_messages == []
    return Comparison(validated.validated_parameters).plan(snapshot)


def _found(data: dict[str, Any]) -> list[str]:
    return [one.sentence() for one in differences(plan_entries(_plan(data)))]


def _trunks(*others: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Return SAME with changes of its main trunk, and with other trunks beside it."""
    return {**SAME, "trunks": [{**MAIN_TRUNK, **changed}, *(others or [SPARE_TRUNK])]}


def test_no_difference() -> None:
    assert _found(SAME) == []


def test_unlisted_objects() -> None:
    """All unlisted objects are differences; unlisted countries are, if the list is exclusive."""
    assert _found({}) == [
        "only in the project: ACL office",
        "only in the project: credential list phones",
        "only in the project: SIP trunk main (SIP endpoints: 1, phone numbers: 1)",
        "only in the project: SIP trunk spare",
    ]
    countries = {**SAME, "country_permissions": {"enabled": ["GB"], "exclusive": True}}
    assert _found(countries) == [
        "only in the file: country permission GB",
        "only in the project: country permission US",
    ]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({**SAME, "acls": [{"name": "office", "ip_ranges": ["203.0.113.10", "198.0.0.0/8"]}]}, "198.0.0.0/8 only in"),
        ({**SAME, "country_permissions": {"enabled": ["US", "*"]}}, "only in the file: country permission *"),
        (_trunks(SPARE_TRUNK, {"name": "new"}), "only in the file: SIP trunk new"),
        (_trunks({"name": "spare"}, host_name="spare"), "host_name: main in the project, spare in the file"),
        (_trunks({**SPARE_TRUNK, "phone_numbers": [NUMBER]}, phone_numbers=[]), "trunk: main in the project, spare in"),
    ],
    ids=["wide range", "every country", "lacks host name", "host name of another", "number"],
)
def test_differences_that_a_run_would_refuse(data: dict[str, Any], found: str) -> None:
    (sentence,) = _found(data)
    assert found in sentence


def test_exchange() -> None:
    """Two trunks that exchange their host names are two differences, although no run could do it."""
    assert len(_found(_trunks({"name": "spare", "host_name": "main"}, host_name="spare"))) == 2


def test_passwords() -> None:
    """Passwords are neither compared, planned nor required."""
    users = [*({"username": name, "password": PASSWORD} for name in ("alice", "new")), {"username": "last"}]
    data = {**SAME, "credential_lists": [{"name": "phones", "update_password": "always", "credentials": users}]}
    assert _found(data) == ["differs: credential list phones (credentials: new, last only in the file)"]
    assert PASSWORD not in str([change.after for change in _plan(data).changes])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({**SAME, "acls": [*SAME["acls"], *SAME["acls"]]}, "asked for twice"),
        ({**SAME, "acls": [{"name": "twin"}]}, "2 ACLs are named 'twin'"),
        (_trunks({"name": "other", "host_name": "main"}, host_name="main"), "'main' is asked for twice"),
        ({**SAME, "acls": [{"name": "office", "ip_ranges": ["nonsense"]}]}, "'nonsense'"),
        (_trunks(phone_numbers=["12"]), "'12'"),
    ],
    ids=["twice", "ambiguous", "host name twice", "nonsense", "no number"],
)
def test_refused(data: dict[str, Any], problem: str) -> None:
    """Contradictory, unreadable and ambiguous data is refused."""
    with pytest.raises(PlanError) as refused:
        _plan(data, *({**OFFICE, "id": one, "name": "twin"} for one in ("A2", "A3")))
    assert problem in str(refused.value)
