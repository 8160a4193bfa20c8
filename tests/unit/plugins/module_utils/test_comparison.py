# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A project held against data: every difference is told, and only what is not clear is refused."""

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
PHONES = {"id": "C1", "name": "phones", "credentials": [{"username": "alice"}]}
MAIN = {"id": "T1", "name": "main", "hostName": "main"}
SPARE = {"id": "T2", "name": "spare", "hostName": "spare"}
DESK = {"id": "E1", "name": "desk", "isRegistered": True, "credentialUsername": "alice", "priority": 1, "enabled": True}
NUMBER = "+12025550101"
SPARE_TRUNK = {"name": "spare", "host_name": "spare"}
SAME: dict[str, Any] = {
    "acls": [{"name": "office", "ip_ranges": ["203.0.113.10"]}],
    "credential_lists": [{"name": "phones", "credentials": [{"username": "alice"}]}],
    "trunks": [
        {
            "name": "main",
            "host_name": "main",
            "acls": ["office"],
            "credential_lists": ["phones"],
            "endpoints": [{"name": "desk", "credential_username": "alice"}],
            "phone_numbers": [NUMBER],
        },
        SPARE_TRUNK,
    ],
    "country_permissions": {"enabled": ["US"], "exclusive": True},
}


def _snapshot(*acls: dict[str, Any]) -> Snapshot:
    return Snapshot(
        objects={
            ("acl", ""): [OFFICE, *acls],
            ("credential_list", ""): [PHONES],
            ("sip_trunk", ""): [MAIN, SPARE],
            ("sip_endpoint", "T1"): [DESK],
            ("sip_endpoint", "T2"): [],
            ("phone_number", ""): [{"id": "N1", "phoneNumber": NUMBER, "sipTrunkId": "T1"}],
            ("country_permission", ""): [{"isoCode": code, "enabled": code == "US"} for code in ("*", "GB", "US")],
            ("call_blocking_rule", ""): [],
        },
        links={
            ("acls", "T1"): ["A1"],
            ("acls", "T2"): [],
            ("credential_lists", "T1"): ["C1"],
            ("credential_lists", "T2"): [],
        },
        users={("acls", "A1"): {"T1": "main"}, ("credential_lists", "C1"): {"T1": "main"}},
    )


def _plan(data: dict[str, Any], *acls: dict[str, Any]) -> Plan:
    validated = ArgumentSpecValidator(CONFIG_OPTIONS).validate(data)
    assert validated.error_messages == []
    return Comparison(validated.validated_parameters).plan(_snapshot(*acls))


def _found(data: dict[str, Any], *acls: dict[str, Any]) -> list[str]:
    return [one.sentence() for one in differences(plan_entries(_plan(data, *acls)))]


def _trunks(*others: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Return the data with other trunks beside the one that all hangs on, and with something of that changed."""
    return {**SAME, "trunks": [{**SAME["trunks"][0], **changed}, *(others or [SPARE_TRUNK])]}


def test_no_difference() -> None:
    """A project that is as the data says has none."""
    assert _found(SAME) == []


def test_everything_is_compared() -> None:
    """All that the data does not have is a difference, however much it is; countries are where it means to list all."""
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
        (
            {**SAME, "acls": [{"name": "office", "ip_ranges": ["203.0.113.10", "198.0.0.0/8"]}]},
            "differs: ACL office (ip_ranges: 198.0.0.0/8 only in the file)",
        ),
        (
            {**SAME, "country_permissions": {"enabled": ["US", "*"]}},
            "only in the file: country permission *",
        ),
        (
            {
                **SAME,
                "credential_lists": [{"name": "phones", "credentials": [{"username": "alice"}, {"username": "b"}]}],
            },
            "differs: credential list phones (credentials: b only in the file)",
        ),
        (_trunks(endpoints=[]), "only in the project: SIP endpoint desk of main"),
        (_trunks(SPARE_TRUNK, {"name": "new"}), "only in the file: SIP trunk new"),
        (
            _trunks({"name": "spare"}, host_name="spare"),
            "differs: SIP trunk main (host_name: main in the project, spare in the file)",
        ),
        (
            _trunks({**SPARE_TRUNK, "phone_numbers": [NUMBER]}, phone_numbers=[]),
            f"differs: phone number {NUMBER} of main (trunk: main in the project, spare in the file)",
        ),
    ],
    ids=["wide range", "every country", "new user", "endpoint", "lacks host name", "host name of another", "number"],
)
def test_what_only_stands_in_the_way_of_writing(data: dict[str, Any], found: str) -> None:
    """What a run would refuse to write is a difference as any other."""
    assert _found(data) == [found]


def test_exchange() -> None:
    """Host names that two trunks have the other way around are two differences, though no order leads there."""
    assert len(_found(_trunks({"name": "spare", "host_name": "main"}, host_name="spare"))) == 2


def test_passwords_do_not_matter() -> None:
    """No password is compared, planned or required, not even where they are to be set always."""
    users = [{"username": "alice", "password": PASSWORD}, {"username": "new", "password": PASSWORD}]
    data = {**SAME, "credential_lists": [{"name": "phones", "update_password": "always", "credentials": users}]}
    assert _found(data) == ["differs: credential list phones (credentials: new only in the file)"]
    assert PASSWORD not in str([(change.values, change.after) for change in _plan(data).changes])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({**SAME, "acls": [*SAME["acls"], *SAME["acls"]]}, "asked for twice"),
        ({**SAME, "acls": [{"name": "twin"}]}, "2 ACLs are named 'twin'"),
        ({**SAME, "acls": [{"id": "A9"}]}, "no ACL of the project has the ID 'A9'"),
        (_trunks({"name": "other", "host_name": "main"}, host_name="main"), "'main' is asked for twice"),
        ({**SAME, "acls": [{"name": "office", "ip_ranges": ["nonsense"]}]}, "'nonsense' is not an IPv4 range"),
        (_trunks(phone_numbers=["12"]), "'12'"),
    ],
    ids=["twice", "ambiguous", "unknown ID", "host name twice", "nonsense", "no number"],
)
def test_what_is_not_clear_is_refused(data: dict[str, Any], problem: str) -> None:
    """Data that contradicts itself, that cannot be read, or does not tell what is meant is an error."""
    with pytest.raises(PlanError) as refused:
        _plan(data, {**OFFICE, "id": "A2", "name": "twin"}, {**OFFICE, "id": "A3", "name": "twin"})
    assert problem in str(refused.value)
