# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cases of the truth test of check mode. A new case is one entry."""

from __future__ import annotations

from typing import Any

from tests.playbooks.truth import Case, IdOf

OFFICE = {"ipAddress": "203.0.113.10", "range": 32, "description": "office"}
LAB = {"ipAddress": "198.51.100.0", "range": 24, "description": None}
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


MAIN = IdOf("trunks", "main")
PBX = IdOf("accessControlLists", "pbx")

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
        {"name": "pbx", "ip_ranges": ["10.0.0.0/8"], "allow_wide": True},
        {"ip_ranges": [{"cidr": "10.0.0.0/8", "description": ""}]},
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

CASES = [*TRUNK_CASES, *ACL_CASES, *COUNTRY_CASES]
