# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cases of the truth test of check mode. A new case is one entry."""

from __future__ import annotations

from typing import Any

from tests.playbooks.truth import Case, IdOf

OFFICE = {"ipAddress": "203.0.113.10", "range": 32, "description": "office"}
LAB = {"ipAddress": "198.51.100.0", "range": 24, "description": None}
PASSWORD = "Correct-horse-1"
SHOWN_OFFICE = {"cidr": "203.0.113.10/32", "description": "office"}
SHOWN_LAB = {"cidr": "198.51.100.0/24", "description": ""}


def _acl(name: str = "pbx", *ranges: dict[str, Any], enabled: bool = True) -> dict[str, Any]:
    return {"name": name, "enabled": enabled, "ipRanges": list(ranges) or [OFFICE]}


def _one_acl(*ranges: dict[str, Any]) -> dict[str, Any]:
    return {"accessControlLists": [_acl("pbx", *ranges)]}


def _trunk(host_name: str, **more: Any) -> dict[str, Any]:
    return {"trunks": [{"name": "main", "hostName": host_name, **more}]}


def _linked(host_name: str, *linked: str) -> dict[str, Any]:
    acls = [_acl(name) for name in ("a", "b", "c")]
    return {"accessControlLists": acls, "trunks": [{"name": "main", "hostName": host_name, "acls": list(linked)}]}


def _user(username: str, password: str = PASSWORD) -> dict[str, Any]:
    return {"username": username, "password": password}


def _list(name: str = "phones", *usernames: str) -> dict[str, Any]:
    return {"name": name, "credentials": [_user(one) for one in usernames or ("alice", "bob")]}


def _registering(host_name: str, **endpoint: Any) -> dict[str, Any]:
    """Return a project with a trunk that devices can register with, and an endpoint that does."""
    device = {"name": "desk", "priority": 1, "isRegistered": True, "credentialUsername": "alice", **endpoint}
    return {
        "credentialLists": [_list(), _list("others", "carol")],
        **_trunk(host_name, credentialLists=["phones"], endpoints=[device]),
    }


def _endpoint(host_name: str, **more: Any) -> dict[str, Any]:
    static = {"name": "pbx", "priority": 2, "address": "203.0.113.20", "port": 5080, "transport": "TCP", **more}
    return _trunk(host_name, endpoints=[static, {**static, "name": "second"}])


def _numbers(host_name: str, *assigned: str) -> dict[str, Any]:
    spare = {"name": "spare", "hostName": f"{host_name}-spare"}
    main = {"name": "main", "hostName": host_name, "phoneNumbers": list(assigned)}
    return {"trunks": [main, spare], "phoneNumbers": [one for one in (FIRST, SECOND) if one not in assigned]}


def _rule(**more: Any) -> dict[str, Any]:
    return {"callBlockingRules": [{"name": "spam", "direction": "INBOUND", "callerMatch": "+4470", **more}]}


FIRST, SECOND = "+12025550101", "+442079460102"
MAIN = IdOf("trunks", "main")
PBX = IdOf("accessControlLists", "pbx")
PHONES = IdOf("credentialLists", "phones")
SPAM = IdOf("callBlockingRules", "spam")

TRUNK_CASES = [
    Case(
        "trunk-create",
        "sinch_sip_trunk",
        {"name": "main", "host_name": "Trunk-Create"},
        {
            "name": "main",
            "host_name": "trunk-create",
            "domain": "trunk-create.pstn.sinch.com",
            "enable_call_forward": False,
            "call_forward_number": None,
        },
    ),
    Case(
        "trunk-create-whole",
        "sinch_sip_trunk",
        {
            "name": "main",
            "host_name": "trunk-create-whole",
            "enable_caller_name": True,
            "enable_call_forward": True,
            "call_forward_number": "+12025550123",
            "acls": ["b", IdOf("accessControlLists", "a")],
        },
        {"enable_caller_name": True, "call_forward_number": "+12025550123", "acls": ["a", "b"]},
        {"accessControlLists": [_acl("a"), _acl("b")]},
        writes=2,
    ),
    Case(
        "trunk-update",
        "sinch_sip_trunk",
        {"name": "main", "enable_caller_name": True},
        {"enable_caller_name": True, "enable_call_forward": True, "call_forward_number": "+12025550123"},
        _trunk("trunk-update", enableCallForward=True, callForwardNumber="+12025550123"),
    ),
    Case(
        "trunk-update-clears",
        "sinch_sip_trunk",
        {"name": "main", "enable_call_forward": False, "call_forward_number": ""},
        {"enable_call_forward": False, "call_forward_number": None},
        _trunk("trunk-update-clears", enableCallForward=True, callForwardNumber="+12025550123"),
    ),
    Case(
        "trunk-update-host-name",
        "sinch_sip_trunk",
        {"name": "main", "host_name": "trunk-update-moved"},
        {"host_name": "trunk-update-moved", "domain": "trunk-update-moved.pstn.sinch.com"},
        _trunk("trunk-update-host-name"),
    ),
    Case(
        "trunk-rename",
        "sinch_sip_trunk",
        {"id": MAIN, "name": "renamed"},
        {"name": "renamed", "host_name": "trunk-rename"},
        _trunk("trunk-rename"),
    ),
    Case(
        "trunk-unchanged",
        "sinch_sip_trunk",
        {"name": "main", "host_name": "TRUNK-unchanged", "call_forward_number": "+12025550123"},
        {"name": "main"},
        _trunk("trunk-unchanged", callForwardNumber="+12025550123"),
        writes=0,
    ),
    Case(
        "trunk-delete",
        "sinch_sip_trunk",
        {"name": "main", "state": "absent"},
        {"name": "main", "host_name": "trunk-delete", "acls": []},
        _trunk("trunk-delete"),
    ),
    Case(
        "trunk-delete-by-id",
        "sinch_sip_trunk",
        {"id": MAIN, "state": "absent"},
        {"name": "main"},
        _trunk("trunk-delete-by-id"),
    ),
    Case(
        "trunk-delete-forced",
        "sinch_sip_trunk",
        {"name": "main", "state": "absent", "force": True},
        {"name": "main", "acls": ["a", "b"]},
        _linked("trunk-delete-forced", "b", "a"),
        writes=3,
    ),
    Case("trunk-delete-absent", "sinch_sip_trunk", {"name": "main", "state": "absent"}, None, writes=0),
    Case(
        "trunk-link",
        "sinch_sip_trunk",
        {"name": "main", "acls": ["a", "b"]},
        {"acls": ["a", "b"]},
        _linked("trunk-link"),
    ),
    Case(
        "trunk-link-exchanged",
        "sinch_sip_trunk",
        {"name": "main", "acls": ["c", IdOf("accessControlLists", "b")]},
        {"acls": ["b", "c"]},
        _linked("trunk-link-exchanged", "a", "b"),
        writes=2,
    ),
    Case(
        "trunk-link-and-update",
        "sinch_sip_trunk",
        {"id": MAIN, "name": "renamed", "acls": ["a"]},
        {"name": "renamed", "acls": ["a"]},
        _linked("trunk-link-and-update"),
        writes=2,
    ),
    Case(
        "trunk-link-unchanged",
        "sinch_sip_trunk",
        {"name": "main", "acls": ["b", "a"]},
        {"acls": ["a", "b"]},
        _linked("trunk-link-unchanged", "a", "b"),
        writes=0,
    ),
    Case(
        "trunk-unlink-all",
        "sinch_sip_trunk",
        {"name": "main", "acls": []},
        {"acls": []},
        _linked("trunk-unlink-all", "a", "b"),
        writes=2,
    ),
]

ACL_CASES = [
    Case(
        "acl-create",
        "sinch_acl",
        {"name": "pbx", "ip_ranges": ["203.0.113.10"]},
        {"name": "pbx", "enabled": True, "ip_ranges": [{"cidr": "203.0.113.10/32", "description": ""}], "trunks": []},
    ),
    Case(
        "acl-create-whole",
        "sinch_acl",
        {"name": "pbx", "enabled": False, "ip_ranges": [SHOWN_OFFICE, "198.51.100.0/24"]},
        {"enabled": False, "ip_ranges": [SHOWN_LAB, SHOWN_OFFICE]},
    ),
    Case(
        "acl-create-wide",
        "sinch_acl",
        {"name": "pbx", "ip_ranges": ["20.0.0.0/8"], "allow_wide": True},
        {"ip_ranges": [{"cidr": "20.0.0.0/8", "description": ""}]},
    ),
    Case(
        "acl-range-added",
        "sinch_acl",
        {"name": "pbx", "ip_ranges": ["198.51.100.0/24", "203.0.113.10"]},
        {"ip_ranges": [SHOWN_LAB, SHOWN_OFFICE]},
        _one_acl(),
    ),
    Case(
        "acl-range-removed",
        "sinch_acl",
        {"name": "pbx", "ip_ranges": ["198.51.100.0/24"]},
        {"ip_ranges": [SHOWN_LAB]},
        _one_acl(OFFICE, LAB),
    ),
    Case(
        "acl-range-described",
        "sinch_acl",
        {"name": "pbx", "ip_ranges": [{"cidr": "203.0.113.10", "description": "head office"}]},
        {"ip_ranges": [{"cidr": "203.0.113.10/32", "description": "head office"}]},
        _one_acl(),
    ),
    Case(
        "acl-ranges-in-another-order",
        "sinch_acl",
        {"name": "pbx", "ip_ranges": ["198.51.100.0/24", "203.0.113.10", "203.0.113.10/32"]},
        {"ip_ranges": [SHOWN_LAB, SHOWN_OFFICE]},
        _one_acl(OFFICE, LAB),
        writes=0,
    ),
    Case(
        "acl-ranges-only-added",
        "sinch_acl",
        {"name": "pbx", "ip_ranges": ["198.51.100.0/24"], "purge_ip_ranges": False},
        {"ip_ranges": [SHOWN_LAB, SHOWN_OFFICE]},
        _one_acl(),
    ),
    Case(
        "acl-ranges-already-added",
        "sinch_acl",
        {"name": "pbx", "ip_ranges": ["203.0.113.10"], "purge_ip_ranges": False},
        {"ip_ranges": [SHOWN_LAB, SHOWN_OFFICE]},
        _one_acl(OFFICE, LAB),
        writes=0,
    ),
    Case(
        "acl-wide-range-kept",
        "sinch_acl",
        {"name": "pbx", "ip_ranges": ["10.0.0.0/8", SHOWN_OFFICE]},
        {"ip_ranges": [{"cidr": "10.0.0.0/8", "description": ""}, SHOWN_OFFICE]},
        _one_acl({"ipAddress": "10.0.0.0", "range": 8}),
    ),
    Case("acl-rename", "sinch_acl", {"id": PBX, "name": "renamed"}, {"name": "renamed"}, _one_acl()),
    Case(
        "acl-disable",
        "sinch_acl",
        {"name": "pbx", "enabled": False},
        {"enabled": False, "ip_ranges": [SHOWN_OFFICE]},
        _one_acl(),
    ),
    Case("acl-unchanged", "sinch_acl", {"id": PBX}, {"name": "pbx"}, _one_acl(), writes=0),
    Case("acl-delete", "sinch_acl", {"name": "pbx", "state": "absent"}, {"name": "pbx"}, _one_acl()),
    Case(
        "acl-delete-forced",
        "sinch_acl",
        {"name": "a", "state": "absent", "force": True},
        {"name": "a"},
        _linked("acl-delete-forced", "a", "b"),
        writes=2,
    ),
    Case("acl-delete-absent", "sinch_acl", {"name": "pbx", "state": "absent"}, None, writes=0),
]

COUNTRY_CASES = [
    Case(
        "country-enable",
        "sinch_country_permission",
        {"countries": ["GB", "US", "de"]},
        {"iso_code": "GB", "enabled": True},
        writes=2,
    ),
    Case(
        "country-disable",
        "sinch_country_permission",
        {"countries": "US", "state": "disabled"},
        {"iso_code": "US", "enabled": False},
    ),
    Case(
        "country-exclusive",
        "sinch_country_permission",
        {"countries": "GB,FR", "exclusive": True},
        {"iso_code": "GB", "enabled": True},
        {"countryPermissions": {"*": True}},
        writes=5,
    ),
    Case(
        "country-exclusive-unchanged",
        "sinch_country_permission",
        {"countries": ["CA", "US"], "exclusive": True},
        {"iso_code": "CA", "enabled": True},
        writes=0,
    ),
    Case(
        "country-wildcard",
        "sinch_country_permission",
        {"countries": ["*"], "allow_wide": True},
        {"iso_code": "*", "enabled": True},
    ),
    Case(
        "country-wildcard-kept",
        "sinch_country_permission",
        {"iso_code": "*"},
        {"iso_code": "*", "enabled": True},
        {"countryPermissions": {"*": True}},
        writes=0,
    ),
]

CREDENTIAL_LIST_CASES = [
    Case(
        "list-create",
        "sinch_credential_list",
        {"name": "phones", "credentials": [_user("bob"), _user("alice")]},
        {"name": "phones", "credentials": [{"username": "alice"}, {"username": "bob"}]},
    ),
    Case(
        "list-user-added",
        "sinch_credential_list",
        {"name": "phones", "credentials": [{"username": "bob"}, _user("carol"), {"username": "alice"}]},
        {"credentials": [{"username": "alice"}, {"username": "bob"}, {"username": "carol"}]},
        {"credentialLists": [_list()]},
    ),
    Case(
        "list-user-removed",
        "sinch_credential_list",
        {"name": "phones", "credentials": [{"username": "bob"}]},
        {"credentials": [{"username": "bob"}]},
        {"credentialLists": [_list()]},
    ),
    Case(
        "list-user-exchanged",
        "sinch_credential_list",
        {"id": PHONES, "credentials": [_user("carol"), _user("bob")]},
        {"credentials": [{"username": "bob"}, {"username": "carol"}]},
        {"credentialLists": [_list()]},
        writes=2,
    ),
    Case(
        "list-users-only-added",
        "sinch_credential_list",
        {"name": "phones", "credentials": [_user("carol")], "purge_credentials": False},
        {"credentials": [{"username": "alice"}, {"username": "bob"}, {"username": "carol"}]},
        {"credentialLists": [_list()]},
    ),
    Case(
        "list-emptied",
        "sinch_credential_list",
        {"name": "phones", "credentials": []},
        {"credentials": []},
        {"credentialLists": [_list()]},
        writes=2,
    ),
    Case(
        "list-rename",
        "sinch_credential_list",
        {"id": PHONES, "name": "renamed"},
        {"name": "renamed", "credentials": [{"username": "alice"}, {"username": "bob"}]},
        {"credentialLists": [_list()]},
    ),
    Case(
        "list-rename-and-user-added",
        "sinch_credential_list",
        {"id": PHONES, "name": "renamed", "credentials": [_user("carol")], "purge_credentials": False},
        {"name": "renamed", "credentials": [{"username": "alice"}, {"username": "bob"}, {"username": "carol"}]},
        {"credentialLists": [_list()]},
        writes=2,
    ),
    Case(
        "list-password-kept",
        "sinch_credential_list",
        {"name": "phones", "credentials": [_user("alice", "Another-pass-2"), _user("bob")]},
        {"name": "phones"},
        {"credentialLists": [_list()]},
        writes=0,
    ),
    Case(
        "list-password-always-set",
        "sinch_credential_list",
        {
            "name": "phones",
            "credentials": [_user("alice", "Another-pass-2"), {"username": "bob"}],
            "update_password": "always",
        },
        {"credentials": [{"username": "alice"}, {"username": "bob"}]},
        {"credentialLists": [_list()]},
        again=1,
    ),
    Case(
        "list-delete",
        "sinch_credential_list",
        {"name": "phones", "state": "absent"},
        {"name": "phones", "credentials": [{"username": "alice"}, {"username": "bob"}]},
        {"credentialLists": [_list()]},
    ),
    Case(
        "list-delete-forced",
        "sinch_credential_list",
        {"id": PHONES, "state": "absent", "force": True},
        {"name": "phones"},
        _registering("list-delete-forced"),
        writes=3,
    ),
    Case("list-delete-absent", "sinch_credential_list", {"name": "phones", "state": "absent"}, None, writes=0),
    Case(
        "trunk-credential-lists-exchanged",
        "sinch_sip_trunk",
        {"name": "main", "credential_lists": ["others"]},
        {"credential_lists": ["others"]},
        {
            "credentialLists": [_list(), _list("others", "carol")],
            **_trunk("trunk-credential-lists-exchanged", credentialLists=["phones"]),
        },
        writes=2,
    ),
    Case(
        "trunk-all-links",
        "sinch_sip_trunk",
        {"name": "main", "host_name": "trunk-all-links", "credential_lists": [PHONES], "acls": ["pbx"]},
        {"credential_lists": ["phones"], "acls": ["pbx"]},
        {"credentialLists": [_list()], **_one_acl()},
        writes=3,
    ),
]

ENDPOINT_CASES = [
    Case(
        "endpoint-create",
        "sinch_sip_endpoint",
        {"trunk": "main", "name": "pbx", "address": "203.0.113.20"},
        {
            "name": "pbx",
            "trunk": "main",
            "address": "203.0.113.20",
            "port": 5060,
            "transport": "UDP",
            "priority": 1,
            "enabled": True,
            "is_registered": False,
            "credential_username": None,
        },
        _trunk("endpoint-create"),
    ),
    Case(
        "endpoint-create-whole",
        "sinch_sip_endpoint",
        {
            "trunk": MAIN,
            "name": "pbx",
            "address": "PBX.Example.com.",
            "port": 5061,
            "transport": "TLS",
            "priority": 3,
            "enabled": False,
        },
        {"address": "pbx.example.com", "port": 5061, "transport": "TLS", "priority": 3, "enabled": False},
        _trunk("endpoint-create-whole"),
    ),
    Case(
        "endpoint-create-registered",
        "sinch_sip_endpoint",
        {"trunk": "main", "name": "mobile", "credential_username": "bob"},
        {"name": "mobile", "credential_username": "bob", "is_registered": True, "address": None},
        _registering("endpoint-create-registered"),
    ),
    Case(
        "endpoint-update",
        "sinch_sip_endpoint",
        {"trunk": "main", "name": "pbx", "priority": 7, "enabled": False},
        {"priority": 7, "enabled": False, "address": "203.0.113.20", "port": 5080, "transport": "TCP"},
        _endpoint("endpoint-update"),
    ),
    Case(
        "endpoint-rename",
        "sinch_sip_endpoint",
        {"trunk": "main", "id": IdOf("endpoints", "pbx"), "name": "renamed"},
        {"name": "renamed", "address": "203.0.113.20"},
        _endpoint("endpoint-rename"),
    ),
    Case(
        "endpoint-made-static",
        "sinch_sip_endpoint",
        {"trunk": "main", "name": "desk", "address": "203.0.113.30", "port": 5070},
        {"address": "203.0.113.30", "port": 5070, "is_registered": False, "credential_username": None},
        _registering("endpoint-made-static"),
    ),
    Case(
        "endpoint-made-registered",
        "sinch_sip_endpoint",
        {"trunk": "main", "name": "desk", "credential_username": "alice"},
        {"address": None, "is_registered": True, "credential_username": "alice"},
        _registering("endpoint-made-registered", isRegistered=False, credentialUsername=None, address="203.0.113.30"),
    ),
    Case(
        "endpoint-unchanged",
        "sinch_sip_endpoint",
        {"trunk": MAIN, "name": "pbx", "address": "203.0.113.20", "transport": "TCP"},
        {"name": "pbx"},
        _endpoint("endpoint-unchanged"),
        writes=0,
    ),
    Case(
        "endpoint-registered-unchanged",
        "sinch_sip_endpoint",
        {"trunk": "main", "name": "desk", "credential_username": "alice"},
        {"name": "desk"},
        _registering("endpoint-registered-unchanged"),
        writes=0,
    ),
    Case(
        "endpoint-delete",
        "sinch_sip_endpoint",
        {"trunk": "main", "name": "pbx", "state": "absent"},
        {"name": "pbx", "trunk": "main"},
        _endpoint("endpoint-delete"),
    ),
    Case(
        "endpoint-delete-absent",
        "sinch_sip_endpoint",
        {"trunk": "main", "name": "other", "state": "absent"},
        None,
        _endpoint("endpoint-delete-absent"),
        writes=0,
    ),
    Case(
        "endpoint-delete-without-trunk",
        "sinch_sip_endpoint",
        {"trunk": "gone", "name": "other", "state": "absent"},
        None,
        writes=0,
    ),
]

NUMBER_CASES = [
    Case(
        "number-assign",
        "sinch_phone_number",
        {"trunk": "main", "phone_numbers": [FIRST, SECOND]},
        {"phone_number": FIRST, "trunk": "main", "country_code": "US"},
        _numbers("number-assign"),
        writes=2,
        doubted=True,
    ),
    Case(
        "number-move",
        "sinch_phone_number",
        {"trunk": IdOf("trunks", "spare"), "phone_numbers": FIRST, "move": True},
        {"phone_number": FIRST, "trunk": "spare"},
        _numbers("number-move", FIRST),
    ),
    Case(
        "number-unchanged",
        "sinch_phone_number",
        {"trunk": "main", "phone_numbers": f"{SECOND}, {FIRST}"},
        {"phone_number": SECOND, "trunk": "main"},
        _numbers("number-unchanged", FIRST, SECOND),
        writes=0,
    ),
    Case(
        "number-unassign",
        "sinch_phone_number",
        {"phone_numbers": [FIRST, SECOND], "state": "absent"},
        {"phone_number": FIRST, "trunk": None, "sip_trunk_id": None},
        _numbers("number-unassign", FIRST),
    ),
    Case(
        "number-unassign-from-another",
        "sinch_phone_number",
        {"trunk": "spare", "phone_numbers": [FIRST], "state": "absent"},
        {"phone_number": FIRST, "trunk": "main"},
        _numbers("number-unassign-from-another", FIRST),
        writes=0,
    ),
]

RULE_CASES = [
    Case(
        "rule-create",
        "sinch_call_blocking_rule",
        {"name": "spam", "direction": "INBOUND", "caller_country": "no", "caller_match": "0044"},
        {"direction": "INBOUND", "caller_country": "NO", "caller_match": "0044", "callee_match": None},
    ),
    Case(
        "rule-update",
        "sinch_call_blocking_rule",
        {"name": "spam", "direction": "OUTBOUND", "callee_country": "GB", "caller_match": ""},
        {"direction": "OUTBOUND", "callee_country": "GB", "caller_match": None},
        _rule(),
    ),
    Case("rule-rename", "sinch_call_blocking_rule", {"id": SPAM, "name": "junk"}, {"name": "junk"}, _rule()),
    Case(
        "rule-unchanged",
        "sinch_call_blocking_rule",
        {"name": "spam", "direction": "INBOUND", "caller_match": "+4470", "callee_country": ""},
        {"name": "spam"},
        _rule(),
        writes=0,
    ),
    Case(
        "rule-delete", "sinch_call_blocking_rule", {"id": SPAM, "state": "absent"}, {"caller_match": "+4470"}, _rule()
    ),
    Case("rule-delete-absent", "sinch_call_blocking_rule", {"name": "spam", "state": "absent"}, None, writes=0),
]

EVERYTHING = Case(
    "trunk-delete-with-everything",
    "sinch_sip_trunk",
    {"name": "main", "state": "absent", "force": True},
    {"name": "main", "acls": ["pbx"], "credential_lists": ["phones"]},
    {
        "accessControlLists": [_acl()],
        "credentialLists": [_list()],
        "trunks": [
            {
                "name": "main",
                "hostName": "trunk-delete-with-everything",
                "acls": ["pbx"],
                "credentialLists": ["phones"],
                "endpoints": [{"name": "pbx", "priority": 1, "address": "203.0.113.20"}],
                "phoneNumbers": [FIRST, SECOND],
            }
        ],
    },
    writes=6,
)

CASES = [
    *TRUNK_CASES,
    *ACL_CASES,
    *COUNTRY_CASES,
    *CREDENTIAL_LIST_CASES,
    *ENDPOINT_CASES,
    *NUMBER_CASES,
    *RULE_CASES,
    EVERYTHING,
]

THIRD = "+12025550103"
_STATIC = {"name": "pbx", "address": "203.0.113.20", "transport": "TCP"}
_DEVICE = {"name": "phone", "credential_username": "alice"}
_USERS = [{"username": "alice", "password": PASSWORD}]
SETUPS: list[dict[str, Any]] = [
    {"name": "acl", "setup": "outbound_acl", "allow_from": ["203.0.113.10", {"cidr": "198.51.100.0/24"}]},
    {"name": "digest", "setup": "outbound_digest", "credentials": _USERS},
    {"name": "static", "setup": "inbound_static", "endpoints": [_STATIC], "phone_numbers": [FIRST]},
    {
        "name": "registered",
        "setup": "inbound_registered",
        "credentials": _USERS,
        "endpoints": [_DEVICE],
        "phone_numbers": [SECOND],
    },
    {
        "name": "both",
        "setup": "bidirectional",
        "allow_from": ["203.0.113.10"],
        "credentials": _USERS,
        "endpoints": [_STATIC, _DEVICE],
        "phone_numbers": [THIRD],
    },
]
"""A trunk of the role in each setup."""
