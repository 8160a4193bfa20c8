# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cases of the truth test of check mode. A new case is one entry."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from tests.playbooks.seeds import FIRST, RANGE, SECOND, THIRD, acl, credential_list, static_endpoint, user
from tests.playbooks.seeds import registered_endpoint as registered
from tests.playbooks.truth import Case, IdOf

_OFFICE = {**RANGE, "description": "office"}
_LAB = {"ipAddress": "198.51.100.0", "range": 24, "description": None}
_SHOWN_OFFICE = {"cidr": "203.0.113.10/32", "description": "office"}
_SHOWN_LAB = {"cidr": "198.51.100.0/24", "description": ""}
_FORWARD = "+12025550123"
_PBX, _NET = "203.0.113.10", "198.51.100.0/24"
_SHOWN = {"ip_ranges": [_SHOWN_LAB, _SHOWN_OFFICE]}
_ABSENT = {"state": "absent"}
_FORCED = {**_ABSENT, "force": True}
_NAMED = {"name": "main"}

_A, _B = IdOf("accessControlLists", "a"), IdOf("accessControlLists", "b")
MAIN = IdOf("trunks", "main")
PBX = IdOf("accessControlLists", "pbx")
PHONES = IdOf("credentialLists", "phones")
SPAM = IdOf("callBlockingRules", "spam")


def _case(
    module: str,
    target: Mapping[str, str],
    name: str,
    options: Mapping[str, Any],
    expect: Mapping[str, Any] | None,
    seed: Mapping[str, Any] | None = None,
    **more: Any,
) -> Case:
    """Return a case. Options that identify no object get those of ``target``; host names are those of the case."""
    known = {} if {"id", *target} & options.keys() else target
    trunks = [{"hostName": f"{name}-{one['name']}", **one} for one in (seed or {}).get("trunks", ())]
    return Case(name, f"sinch_{module}", {**known, **options}, expect, {**(seed or {}), "trunks": trunks}, **more)


_trunk = partial(_case, "sip_trunk", {"name": "main"})
_acl = partial(_case, "acl", {"name": "pbx"})
_country = partial(_case, "country_permission", {})
_list = partial(_case, "credential_list", {"name": "phones"})
_endpoint = partial(_case, "sip_endpoint", {"trunk": "main"})
_number = partial(_case, "phone_number", {})
_rule = partial(_case, "call_blocking_rule", {"name": "spam"})


def _host(name: str) -> dict[str, str]:
    return {"host_name": name, "domain": f"{name}.pstn.sinch.com"}


def _range(cidr: str, description: str = "") -> dict[str, str]:
    return {"cidr": cidr, "description": description}


def _main(**fields: Any) -> dict[str, Any]:
    return {"trunks": [{"name": "main", **fields}]}


def _linked(*acls: str) -> dict[str, Any]:
    return {"accessControlLists": [acl(name) for name in ("a", "b", "c")], **_main(acls=list(acls))}


def _pbx(*ranges: dict[str, Any]) -> dict[str, Any]:
    return {"accessControlLists": [acl("pbx", *ranges or [_OFFICE])]}


def _registering(**endpoint: Any) -> dict[str, Any]:
    """Return a project with a trunk that devices can register with, and an endpoint that does."""
    return {**_TWO_LISTS, **_main(credentialLists=["phones"], endpoints=[registered(**endpoint)])}


def _numbers(*assigned: str) -> dict[str, Any]:
    trunks = [{"name": "main", "phoneNumbers": list(assigned)}, {"name": "spare"}]
    return {"trunks": trunks, "phoneNumbers": [one for one in (FIRST, SECOND) if one not in assigned]}


def _users(*usernames: str) -> dict[str, Any]:
    return {"credentials": [{"username": one} for one in usernames]}


_PHONES = {"credentialLists": [credential_list("phones", "alice", "bob")]}
_TWO_LISTS = {"credentialLists": [*_PHONES["credentialLists"], credential_list("others", "carol")]}
_PBX_FIELDS: dict[str, Any] = {"priority": 2, "port": 5080, "transport": "TCP"}
_STATIC = _main(endpoints=[static_endpoint(**_PBX_FIELDS), static_endpoint("second", **_PBX_FIELDS)])
_AT_PBX = {"address": "203.0.113.20", "port": 5080, "transport": "TCP"}
_TLS = {"port": 5061, "transport": "TLS", "priority": 3, "enabled": False}
_UNREGISTERED = {"is_registered": False, "credential_username": None}
_DESK = {"name": "desk", "credential_username": "alice"}
_LAST = {"priority": 7, "enabled": False}
_MOVED = {"address": "203.0.113.30", "port": 5070}
_DEFAULTS = {"port": 5060, "transport": "UDP", "priority": 1, "enabled": True, **_UNREGISTERED}
_BOB, _BOTH_USERS, _THREE_USERS = _users("bob"), _users("alice", "bob"), _users("alice", "bob", "carol")
_ADDED = {"credentials": [user("carol")], "purge_credentials": False}
_RESET_ALICE = {"credentials": [user("alice", "Another-pass-2"), {"username": "bob"}]}
_RESET = {"credentials": [user("alice", "Another-pass-2"), user("bob")]}
_OTHERS, _LINKS = {"credential_lists": ["others"]}, {"credential_lists": ["phones"], "acls": ["pbx"]}
_ENABLED, _WILDCARD = {"iso_code": "GB", "enabled": True}, {"iso_code": "*", "enabled": True}
_TO_MAIN, _ONE, _TWO = {"trunk": "main"}, {"phone_numbers": FIRST}, {"phone_numbers": [FIRST, SECOND]}
_ON_MAIN, _SPARE = {**_TO_MAIN, "phone_number": FIRST}, IdOf("trunks", "spare")
_OUTWARD = {"direction": "OUTBOUND", "callee_country": "GB"}
_SPAM_OPTIONS = {"direction": "INBOUND", "caller_match": "+4470"}
_ALL_ALLOWED = {"countryPermissions": {"*": True}}
_SPAM = {"callBlockingRules": [{"name": "spam", "direction": "INBOUND", "callerMatch": "+4470"}]}
_FORWARDING = {"enable_call_forward": True, "call_forward_number": _FORWARD}
_NOT_FORWARDING = {"enable_call_forward": False, "call_forward_number": None}
_FORWARDED = _main(enableCallForward=True, callForwardNumber=_FORWARD)

_ADDRESS = {
    "street_number": "1600",
    "street_info": "MAIN ST",
    "city": "WASHINGTON",
    "state": "DC",
    "postal_code": "20500",
}
_HELP = {"phone_number": FIRST, "display_name": "Acme", "address": _ADDRESS}
_SEEDED = {
    "phoneNumbers": [FIRST],
    "emergencyAddresses": {
        FIRST: {
            "streetNumber": "1600",
            "streetInfo": "MAIN ST",
            "city": "WASHINGTON",
            "state": "DC",
            "postalCode": "20500",
        }
    },
}


CASES = [
    _trunk("trunk-create", {"host_name": "Trunk-Create"}, {**_NAMED, **_host("trunk-create"), **_NOT_FORWARDING}),
    _trunk(
        "trunk-create-whole",
        {"host_name": "trunk-create-whole", "enable_caller_name": True, **_FORWARDING, "acls": ["b", _A]},
        {"enable_caller_name": True, "call_forward_number": _FORWARD, "acls": ["a", "b"]},
        {"accessControlLists": [acl("a"), acl("b")]},
        writes=2,
    ),
    _trunk("trunk-update", {"enable_caller_name": True}, {"enable_caller_name": True, **_FORWARDING}, _FORWARDED),
    _trunk("trunk-update-clears", {**_NOT_FORWARDING, "call_forward_number": ""}, _NOT_FORWARDING, _FORWARDED),
    _trunk("trunk-update-host-name", {"host_name": "trunk-update-moved"}, _host("trunk-update-moved"), _main()),
    _trunk("trunk-rename", {"id": MAIN, "name": "new"}, {"name": "new", "host_name": "trunk-rename-main"}, _main()),
    _trunk("trunk-unchanged", {"host_name": "TRUNK-unchanged-main", **_FORWARDING}, _NAMED, _FORWARDED, writes=0),
    _trunk("trunk-delete", _ABSENT, {**_NAMED, "host_name": "trunk-delete-main", "acls": []}, _main()),
    _trunk("trunk-delete-by-id", {"id": MAIN, **_ABSENT}, _NAMED, _main()),
    _trunk("trunk-delete-forced", _FORCED, {**_NAMED, "acls": ["a", "b"]}, _linked("b", "a"), writes=3),
    _trunk("trunk-delete-absent", _ABSENT, None, writes=0),
    _trunk("trunk-link", {"acls": ["a", "b"]}, {"acls": ["a", "b"]}, _linked()),
    _trunk("trunk-link-exchanged", {"acls": ["c", _B]}, {"acls": ["b", "c"]}, _linked("a", "b"), writes=2),
    _trunk("trunk-link-and-update", {"id": MAIN, "name": "new", "acls": ["a"]}, {"acls": ["a"]}, _linked(), writes=2),
    _trunk("trunk-link-unchanged", {"acls": ["b", "a"]}, {"acls": ["a", "b"]}, _linked("a", "b"), writes=0),
    _trunk("trunk-unlink-all", {"acls": []}, {"acls": []}, _linked("a", "b"), writes=2),
    _trunk("trunk-lists-exchanged", _OTHERS, _OTHERS, {**_TWO_LISTS, **_main(credentialLists=["phones"])}, writes=2),
    _trunk(
        "trunk-all-links",
        {"host_name": "trunk-all-links", **_LINKS, "credential_lists": [PHONES]},
        _LINKS,
        {**_PHONES, **_pbx()},
        writes=3,
    ),
    _trunk(
        "trunk-delete-with-everything",
        _FORCED,
        {**_NAMED, **_LINKS},
        {
            **_pbx(),
            **_PHONES,
            **_main(
                acls=["pbx"], credentialLists=["phones"], endpoints=[static_endpoint()], phoneNumbers=[FIRST, SECOND]
            ),
        },
        writes=6,
    ),
    _acl(
        "acl-create",
        {"ip_ranges": [_PBX]},
        {"name": "pbx", "enabled": True, "ip_ranges": [{**_SHOWN_OFFICE, "description": ""}], "trunks": []},
    ),
    _acl("acl-create-whole", {"enabled": False, "ip_ranges": [_SHOWN_OFFICE, _NET]}, {"enabled": False, **_SHOWN}),
    _acl("acl-create-wide", {"ip_ranges": ["20.0.0.0/8"], "allow_wide": True}, {"ip_ranges": [_range("20.0.0.0/8")]}),
    _acl("acl-range-added", {"ip_ranges": [_NET, _PBX]}, _SHOWN, _pbx()),
    _acl("acl-range-removed", {"ip_ranges": [_NET]}, {"ip_ranges": [_SHOWN_LAB]}, _pbx(_OFFICE, _LAB)),
    _acl(
        "acl-range-described", {"ip_ranges": [_range(_PBX, "hq")]}, {"ip_ranges": [_range(f"{_PBX}/32", "hq")]}, _pbx()
    ),
    _acl(
        "acl-ranges-in-another-order", {"ip_ranges": [_NET, _PBX, f"{_PBX}/32"]}, _SHOWN, _pbx(_OFFICE, _LAB), writes=0
    ),
    _acl("acl-ranges-only-added", {"ip_ranges": [_NET], "purge_ip_ranges": False}, _SHOWN, _pbx()),
    _acl(
        "acl-ranges-already-added",
        {"ip_ranges": [_PBX], "purge_ip_ranges": False},
        _SHOWN,
        _pbx(_OFFICE, _LAB),
        writes=0,
    ),
    _acl(
        "acl-wide-range-kept",
        {"ip_ranges": ["10.0.0.0/8", _SHOWN_OFFICE]},
        {"ip_ranges": [_range("10.0.0.0/8"), _SHOWN_OFFICE]},
        _pbx({"ipAddress": "10.0.0.0", "range": 8}),
    ),
    _acl("acl-rename", {"id": PBX, "name": "renamed"}, {"name": "renamed"}, _pbx()),
    _acl("acl-disable", {"enabled": False}, {"enabled": False, "ip_ranges": [_SHOWN_OFFICE]}, _pbx()),
    _acl("acl-unchanged", {"id": PBX}, {"name": "pbx"}, _pbx(), writes=0),
    _acl("acl-delete", _ABSENT, {"name": "pbx"}, _pbx()),
    _acl("acl-delete-forced", {"name": "a", **_FORCED}, {"name": "a"}, _linked("a", "b"), writes=2),
    _acl("acl-delete-absent", _ABSENT, None, writes=0),
    _country("country-enable", {"countries": ["GB", "US", "de"]}, _ENABLED, writes=2),
    _country("country-disable", {"countries": "US", "state": "disabled"}, {"iso_code": "US", "enabled": False}),
    _country("country-exclusive", {"countries": "GB,FR", "exclusive": True}, _ENABLED, _ALL_ALLOWED, writes=5),
    _country(
        "country-exclusive-unchanged", {"countries": ["CA", "US"], "exclusive": True}, {"iso_code": "CA"}, writes=0
    ),
    _country("country-wildcard", {"countries": ["*"], "allow_wide": True}, _WILDCARD),
    _country("country-wildcard-kept", {"iso_code": "*"}, _WILDCARD, _ALL_ALLOWED, writes=0),
    _list("list-create", {"credentials": [user("bob"), user()]}, {"name": "phones", **_BOTH_USERS}),
    _list(
        "list-user-added",
        {"credentials": [*_BOB["credentials"], user("carol"), {"username": "alice"}]},
        _THREE_USERS,
        _PHONES,
    ),
    _list("list-user-removed", _BOB, _BOB, _PHONES),
    _list(
        "list-user-exchanged",
        {"id": PHONES, "credentials": [user("carol"), user("bob")]},
        _users("bob", "carol"),
        _PHONES,
        writes=2,
    ),
    _list("list-users-only-added", _ADDED, _THREE_USERS, _PHONES),
    _list("list-emptied", {"credentials": []}, {"credentials": []}, _PHONES, writes=2),
    _list("list-rename", {"id": PHONES, "name": "new"}, {"name": "new", **_BOTH_USERS}, _PHONES),
    _list(
        "list-rename-and-user-added",
        {"id": PHONES, "name": "new", **_ADDED},
        {"name": "new", **_THREE_USERS},
        _PHONES,
        writes=2,
    ),
    _list("list-password-kept", _RESET, {"name": "phones"}, _PHONES, writes=0),
    _list("list-password-always-set", {**_RESET_ALICE, "update_password": "always"}, _BOTH_USERS, _PHONES, again=1),
    _list("list-delete", _ABSENT, {"name": "phones", **_BOTH_USERS}, _PHONES),
    _list("list-delete-forced", {"id": PHONES, **_FORCED}, {"name": "phones"}, _registering(), writes=3),
    _list("list-delete-absent", _ABSENT, None, writes=0),
    _endpoint(
        "endpoint-create",
        {"name": "pbx", "address": "203.0.113.20"},
        {"name": "pbx", "trunk": "main", "address": "203.0.113.20", **_DEFAULTS},
        _main(),
    ),
    _endpoint(
        "endpoint-create-whole",
        {"trunk": MAIN, "name": "pbx", "address": "PBX.Example.com.", **_TLS},
        {"address": "pbx.example.com", **_TLS},
        _main(),
    ),
    _endpoint(
        "endpoint-create-registered",
        {"name": "mobile", "credential_username": "bob"},
        {"name": "mobile", "credential_username": "bob", "is_registered": True, "address": None},
        _registering(),
    ),
    _endpoint("endpoint-update", {"name": "pbx", **_LAST}, {**_LAST, **_AT_PBX}, _STATIC),
    _endpoint(
        "endpoint-rename",
        {"trunk": "main", "id": IdOf("endpoints", "pbx"), "name": "renamed"},
        {"name": "renamed", "address": "203.0.113.20"},
        _STATIC,
    ),
    _endpoint("endpoint-made-static", {"name": "desk", **_MOVED}, {**_MOVED, **_UNREGISTERED}, _registering()),
    _endpoint(
        "endpoint-made-registered",
        _DESK,
        {"address": None, "is_registered": True, "credential_username": "alice"},
        _registering(isRegistered=False, credentialUsername=None, address="203.0.113.30"),
    ),
    _endpoint(
        "endpoint-unchanged",
        {"trunk": MAIN, "name": "pbx", "address": "203.0.113.20", "transport": "TCP"},
        {"name": "pbx"},
        _STATIC,
        writes=0,
    ),
    _endpoint("endpoint-registered-unchanged", _DESK, {"name": "desk"}, _registering(), writes=0),
    _endpoint("endpoint-delete", {"name": "pbx", **_ABSENT}, {"name": "pbx", "trunk": "main"}, _STATIC),
    _endpoint("endpoint-delete-absent", {"name": "other", **_ABSENT}, None, _STATIC, writes=0),
    _endpoint("endpoint-delete-without-trunk", {"trunk": "gone", "name": "other", **_ABSENT}, None, writes=0),
    Case("emergency-set", "sinch_emergency_address", _HELP, {"phone_number": FIRST}, {"phoneNumbers": [FIRST]}),
    Case("emergency-unchanged", "sinch_emergency_address", _HELP, {"phone_number": FIRST}, _SEEDED, writes=0),
    Case(
        "emergency-corrected",
        "sinch_emergency_address",
        {**_HELP, "address": {**_ADDRESS, "street_info": "Elm Street"}, "accept_correction": True},
        {"address": {**_ADDRESS, "street_info": "ELM ST", "location": None, "postal_code_plus_four": None}},
        _SEEDED,
    ),
    Case(
        "emergency-absent",
        "sinch_emergency_address",
        {"phone_number": FIRST, **_ABSENT},
        {"phone_number": FIRST},
        _SEEDED,
    ),
    _number(
        "number-assign",
        {**_TO_MAIN, **_TWO},
        {**_ON_MAIN, "country_code": "US"},
        _numbers(),
        writes=2,
    ),
    _number("number-move", {**_ONE, "trunk": _SPARE, "move": True}, {**_ON_MAIN, "trunk": "spare"}, _numbers(FIRST)),
    _number(
        "number-unchanged",
        {**_TO_MAIN, "phone_numbers": f"{SECOND}, {FIRST}"},
        {**_TO_MAIN, "phone_number": SECOND},
        _numbers(FIRST, SECOND),
        writes=0,
    ),
    _number("number-unassign", {**_TWO, **_ABSENT}, {**_ON_MAIN, "trunk": None, "sip_trunk_id": None}, _numbers(FIRST)),
    _number("number-unassign-from-another", {**_ONE, "trunk": "spare", **_ABSENT}, _ON_MAIN, _numbers(FIRST), writes=0),
    _rule(
        "rule-create",
        {"direction": "INBOUND", "caller_country": "no", "caller_match": "0044"},
        {"direction": "INBOUND", "caller_country": "NO", "caller_match": "0044", "callee_match": None},
    ),
    _rule("rule-update", {**_OUTWARD, "caller_match": ""}, {**_OUTWARD, "caller_match": None}, _SPAM),
    _rule("rule-rename", {"id": SPAM, "name": "junk"}, {"name": "junk"}, _SPAM),
    _rule("rule-unchanged", {**_SPAM_OPTIONS, "callee_country": ""}, {"name": "spam"}, _SPAM, writes=0),
    _rule("rule-delete", {"id": SPAM, **_ABSENT}, {"caller_match": "+4470"}, _SPAM),
    _rule("rule-delete-absent", _ABSENT, None, writes=0),
]

_STATIC_OPTIONS = {"name": "pbx", "address": "203.0.113.20", "transport": "TCP"}
_DEVICE = {"name": "phone", "credential_username": "alice"}
_ALICE = {"credentials": [user()]}
SETUPS: list[dict[str, Any]] = [
    {"name": "acl", "setup": "outbound_acl", "allow_from": ["203.0.113.10", {"cidr": "198.51.100.0/24"}]},
    {"name": "digest", "setup": "outbound_digest", **_ALICE},
    {"name": "static", "setup": "inbound_static", "endpoints": [_STATIC_OPTIONS], "phone_numbers": [FIRST]},
    {"name": "registered", "setup": "inbound_registered", **_ALICE, "endpoints": [_DEVICE], "phone_numbers": [SECOND]},
    {
        "name": "both",
        "setup": "bidirectional",
        "allow_from": ["203.0.113.10"],
        **_ALICE,
        "endpoints": [_STATIC_OPTIONS, _DEVICE],
        "phone_numbers": [THIRD],
    },
]
"""A trunk of the role in each setup."""
