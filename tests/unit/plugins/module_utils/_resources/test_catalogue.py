# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules of the catalogue: what an edit must not add, what it is warned of, and what it brings with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import RESOURCES, owners_of
from ansible_collections.sinch.sip.plugins.module_utils._resources.declaration import Edit

OVERRIDE = frozenset({"allow_wide"})


def _edit(kind: str, before: Mapping[str, Any] | None, given: Mapping[str, Any], overrides: Any = frozenset()) -> Edit:
    """Return an edit of an object, whose values are given as users write them; None is for a new one."""
    resource = RESOURCES[kind]

    def parsed(values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: resource.field(name).value.parse(value) for name, value in values.items()}

    there = None if before is None else {**resource.values_of({}), **parsed(before)}
    return Edit(there, {**(there or resource.values_of({})), **parsed(given)}, parsed(given), overrides)


def _told(rules: Any, edit: Edit) -> list[str]:
    """Return the options that rules complain about, each with its text."""
    return [": ".join(found) for found in (rule(edit) for rule in rules) if found]


FORWARD = {"enable_call_forward": True}
WIDE, WIDEST = "10.0.0.0/15", "10.0.0.0/16"


@pytest.mark.parametrize(
    ("kind", "before", "given", "told"),
    [
        ("sip_trunk", None, FORWARD, "call_forward_number: is required"),
        ("sip_trunk", None, {**FORWARD, "call_forward_number": "+12025550123"}, ""),
        ("sip_trunk", None, {"call_forward_number": ""}, ""),
        ("sip_trunk", FORWARD, {"name": "x"}, ""),
        (
            "sip_trunk",
            {**FORWARD, "call_forward_number": "+1202555"},
            {"call_forward_number": ""},
            "call_forward_number",
        ),
        ("acl", None, {"ip_ranges": []}, "ip_ranges: [] leaves no range"),
        ("acl", {"ip_ranges": []}, {"enabled": False}, ""),
        ("acl", {"ip_ranges": ["203.0.113.1"]}, {"ip_ranges": []}, "ip_ranges: [] leaves no range"),
        ("acl", None, {"ip_ranges": [WIDE]}, "ip_ranges: '10.0.0.0/15' lets 131,072 addresses place calls"),
        ("acl", None, {"ip_ranges": [WIDEST]}, ""),
        ("acl", {"ip_ranges": [WIDE]}, {"ip_ranges": [WIDE, "203.0.113.1"]}, ""),
        ("country_permission", {"iso_code": "*"}, {"enabled": True}, ": '*' lets every country be dialled"),
        ("country_permission", {"iso_code": "US"}, {"enabled": True}, ""),
        ("country_permission", {"iso_code": "*", "enabled": True}, {"enabled": True}, ""),
        ("country_permission", {"iso_code": "*", "enabled": True}, {"enabled": False}, ""),
        ("sip_endpoint", None, {"name": "x"}, "address: an endpoint needs either"),
        ("sip_endpoint", None, {"address": "203.0.113.1"}, ""),
        ("sip_endpoint", None, {"credential_username": "bob"}, ""),
        ("sip_endpoint", {}, {"priority": 2}, ""),
        ("sip_endpoint", {"address": "203.0.113.1"}, {"address": ""}, "address: an endpoint needs either"),
        (
            "sip_endpoint",
            None,
            {"address": "203.0.113.1", "credential_username": "bob"},
            "address: address '203.0.113.1' contradict credential_username 'bob'",
        ),
        (
            "sip_endpoint",
            None,
            {"address": "203.0.113.1", "port": 5080, "credential_username": "bob"},
            "address: address and port '203.0.113.1' and 5080 contradict",
        ),
        ("sip_endpoint", {"credential_username": "bob"}, {"port": 5080}, "port: port 5080 contradict"),
        ("sip_endpoint", {"address": "203.0.113.1", "credential_username": "bob"}, {"priority": 2}, ""),
    ],
)
def test_rules(kind: str, before: Any, given: dict[str, Any], told: str) -> None:
    """A rule is about what an edit adds, never about what is there."""
    found = _told(RESOURCES[kind].rules, _edit(kind, before, given))
    assert len(found) == bool(told)
    assert not told or found[0].startswith(told)


@pytest.mark.parametrize(
    ("kind", "before", "given"),
    [
        ("acl", None, {"ip_ranges": [WIDE]}),
        ("country_permission", {"iso_code": "*"}, {"enabled": True}),
    ],
)
def test_overridden(kind: str, before: Any, given: dict[str, Any]) -> None:
    assert _told(RESOURCES[kind].rules, _edit(kind, before, given, OVERRIDE)) == []


@pytest.mark.parametrize(
    ("before", "cidrs", "told"),
    [
        (None, ["10.1.0.0/16", "203.0.113.1", "224.0.0.1"], "10.1.0.0/16 (private), 224.0.0.1/32 (multicast)"),
        (None, ["203.0.113.1"], ""),
        ({"ip_ranges": ["10.1.0.0/16"]}, ["10.1.0.0/16"], ""),
    ],
)
def test_special_ranges(before: Any, cidrs: list[str], told: str) -> None:
    (found,) = _told(RESOURCES["acl"].cautions, _edit("acl", before, {"ip_ranges": cidrs})) or [""]
    assert bool(found) is bool(told)
    assert told in found


STATIC = {"is_registered": False, "credential_username": ""}


@pytest.mark.parametrize(
    ("before", "given", "implied"),
    [
        ({}, {"priority": 2}, {}),
        ({}, {"address": "203.0.113.1"}, {**STATIC, "port": 5060}),
        ({}, {"address": "203.0.113.1", "port": 5080}, STATIC),
        ({"port": 5070}, {"address": "203.0.113.1"}, STATIC),
        ({}, {"credential_username": "bob"}, {"is_registered": True, "address": "", "port": None}),
        ({}, {"credential_username": "bob", "address": "203.0.113.1"}, {}),
        ({}, {"credential_username": "bob", "port": 5080}, {}),
        ({"address": "203.0.113.1"}, {"priority": 2}, {"port": 5060}),
        ({"address": "203.0.113.1", "credential_username": "bob"}, {"priority": 2}, {}),
    ],
)
def test_way_of_reaching_an_endpoint(before: Any, given: dict[str, Any], implied: dict[str, Any]) -> None:
    """An endpoint is static or registered; a static one without a port gets the usual port (ref)."""
    assert RESOURCES["sip_endpoint"].implied(_edit("sip_endpoint", before, given)) == implied


def test_defaults_of_new_objects() -> None:
    expected: dict[str, dict[str, Any]] = {
        "acl": {"enabled": True},
        "credential_list": {},
        "sip_trunk": {
            "enable_caller_name": False,
            "enable_call_forward": False,
            "top_level_domain": "pstn.sinch.com",
            "calls_per_second": 1,
        },
        "sip_endpoint": {"port": 5060, "transport": "UDP", "priority": 1, "enabled": True},
        "phone_number": {},
        "country_permission": {"enabled": False},
        "call_blocking_rule": {},
    }
    for kind, defaults in expected.items():
        assert {one.name: one.default for one in RESOURCES[kind].fields if one.default is not None} == defaults


def test_bounds_and_marks() -> None:
    """What is required, unique, set by other fields, and written by requests of its own."""
    kinds = ("acl", "credential_list", "sip_trunk", "sip_endpoint", "phone_number", "call_blocking_rule")
    fields = {(kind, one.name): one for kind in kinds for one in RESOURCES[kind].fields}
    names = [("acl", "name"), ("acl", "ip_ranges"), ("credential_list", "name"), ("credential_list", "credentials")]
    names += [("sip_trunk", "name"), ("sip_trunk", "host_name"), ("sip_endpoint", "name")]
    names += [("call_blocking_rule", "name"), ("call_blocking_rule", "direction")]
    assert [key for key, one in fields.items() if one.required] == names
    assert [key for key, one in fields.items() if one.unique] == [("sip_trunk", "host_name")]
    assert [key for key, one in fields.items() if one.internal] == [
        ("sip_endpoint", "is_registered"),
        ("phone_number", "sip_trunk_id"),
    ]
    assert [key for key, one in fields.items() if one.subresource] == [("credential_list", "credentials")]
    assert [kind for kind in kinds if RESOURCES[kind].listed_only] == ["call_blocking_rule"]
    assert all(RESOURCES[kind].paged for kind in kinds)
    assert not RESOURCES["country_permission"].paged
    for name, refused in (("port", (0, 65536)), ("priority", (0, 2**31))):
        value = fields["sip_endpoint", name].value
        assert [value.refusal(one) is not None for one in (refused[0], 1, refused[1] - 1, refused[1])] == [
            True,
            False,
            False,
            True,
        ]


def test_owners() -> None:
    assert [(owner.kind, relation.option) for owner, relation in owners_of("sip_trunk")] == [
        ("sip_endpoint", "trunk"),
        ("phone_number", "trunk"),
    ]
    assert [owner.kind for owner, _relation in owners_of("credential_list")] == ["sip_trunk", "sip_endpoint"]
