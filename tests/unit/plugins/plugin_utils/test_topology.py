# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The topology of a project: every difference marks its object, and nothing else is marked."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._project_config import config_of
from ansible_collections.sinch.sip.plugins.plugin_utils import _topology
from ansible_collections.sinch.sip.plugins.plugin_utils._topology import Topology, topology

OFFICE = {"name": "office", "enabled": True, "ip_ranges": ["203.0.113.10/32"]}
PHONES = {"name": "phones", "credentials": [{"username": "alice"}]}
PBX = {"name": "pbx", "address": "2001:db8::1", "port": 5060, "transport": "UDP", "priority": 2, "enabled": False}
DESK = {"name": "desk", "credential_username": "alice", "transport": "TCP", "priority": 1, "enabled": True}
NO_OBJECTS: dict[str, Any] = {"acls": [], "credential_lists": [], "endpoints": [], "phone_numbers": []}
SPARE = {"name": "spare", "host_name": "spare", **NO_OBJECTS}
FORWARD = {"enable_call_forward": True, "call_forward_number": "+1999"}
OBJECTS = {"acls": ["office"], "endpoints": [PBX, DESK], "phone_numbers": ["+12"]}
MAIN = {"name": "main", "host_name": "main", **FORWARD, **NO_OBJECTS, **OBJECTS}
RULE = {"name": "no-calls", "direction": "OUTBOUND", "callee_country": "US", "callee_match": "1900"}
COUNTRIES = {"enabled": ["US"], "exclusive": True}
SHARED = {"acls": [OFFICE], "credential_lists": [PHONES], "call_blocking_rules": [RULE]}
PROJECT = {**config_of(Snapshot()), **SHARED, "trunks": [MAIN, SPARE], "country_permissions": COUNTRIES}


def _entry(action: str, kind: str, name: str, known_by: str | None = None, **more: Any) -> dict[str, Any]:
    return {"action": action, "kind": kind, "name": name, "id": known_by, "before": {}, "after": {}, **more}


def _marks(whole: Topology) -> dict[str, list[str]]:
    """Return the marked trunks, objects, links (>), phone numbers (<) and lines (:), sorted, by their marks."""
    found = [(line.text, line.mark) for line in whole.countries]
    things = {id(one): one for some in (whole.unused, *whole.standalone.values()) for one in some}
    for trunk in whole.trunks:
        name = trunk.thing.name
        found.append((f"trunk {name}", trunk.mark))
        found += [(f"{name} > {one.thing.name}", one.mark) for one in trunk.admissions]
        found += [(f"{name} < {line.text}", line.mark) for line in trunk.numbers]
        admitted = (one.thing for one in trunk.admissions)
        things |= {id(one): one for one in (trunk.thing, *trunk.endpoints, *admitted)}
    for thing in things.values():
        found.append((f"{thing.kind} {thing.name}", thing.mark))
        found += [(f"{thing.name}: {line.text}", line.mark) for line in thing.lines]
    return {
        mark: sorted(what for what, one in found if one == mark) for mark in {mark for _what, mark in found if mark}
    }


def test_no_differences() -> None:
    whole = topology(PROJECT, [])
    assert _marks(whole) == {}
    main, spare = whole.trunks
    assert [line.text for line in main.thing.lines] == ["main.pstn.sinch.com", "forwards to +1999 if out of reach"]
    assert [one.thing.name for one in main.admissions] == ["office"]
    assert [line.text for line in main.admissions[0].thing.lines] == ["203.0.113.10/32"]
    assert [line.text for line in main.numbers] == ["+12"]
    desk, pbx = ("desk", ["registers as alice, TCP"]), ("pbx", ["disabled", "[2001:db8::1]:5060, UDP"])
    assert [(one.name, [line.text for line in one.lines]) for one in main.endpoints] == [desk, pbx]
    assert (spare.admissions, spare.endpoints, spare.numbers) == ([], [], [])
    assert [one.name for one in whole.unused] == ["phones"]
    assert [line.text for line in whole.standalone["Call blocking rules"][0].lines] == ["OUTBOUND", "to US 1900"]


def test_kind_without_words_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(_topology._DESCRIBED, "call_blocking_rule")
    (rule,) = topology(PROJECT, []).standalone["Call blocking rules"]
    assert [line.text for line in rule.lines] == ["direction: OUTBOUND", "callee_country: US", "callee_match: 1900"]


def test_every_sort_of_difference() -> None:
    ranges = [{"cidr": cidr, "description": ""} for cidr in ("203.0.113.10/32", "192.0.2.0/24")]
    plan = [
        _entry("update", "acl", "office", "A1", before={"ip_ranges": ranges[:1]}, after={"ip_ranges": ranges[1:]}),
        _entry("create", "acl", "new", after={"enabled": False, "ip_ranges": ranges[:1]}),
        _entry("add", "credential_list", "phones", "C1", after={"credentials": ["bob"]}),
        _entry("link", "sip_trunk", "main", "T1", after={"acls": ["new"], "credential_lists": ["phones"]}),
        _entry("unlink", "sip_trunk", "main", "T1", before={"acls": ["office"]}),
        _entry("update", "sip_endpoint", "pbx", "E1", trunk="main", before={"port": 5060}, after={"port": 5061}),
        _entry("delete", "sip_endpoint", "desk", "E2", trunk="main"),
        _entry("assign", "phone_number", "+12", "+12", before={"trunk": "main"}, after={"trunk": "spare"}),
        _entry("update", "country_permission", "US", "US", before={"enabled": True}, after={"enabled": False}),
        _entry("update", "country_permission", "GB", "GB", before={"enabled": False}, after={"enabled": True}),
        _entry("delete", "call_blocking_rule", "no-calls", "R1"),
    ]
    whole = topology(PROJECT, plan)
    assert _marks(whole) == {
        "only_in_file": [
            *("GB", "acl new", "main > new", "main > phones"),
            *("office: 192.0.2.0/24", "pbx: port: 5061", "phones: bob", "spare < +12"),
        ],
        "only_in_project": [
            *("US", "call_blocking_rule no-calls", "main < +12", "main > office"),
            *("office: 203.0.113.10/32", "pbx: port: 5060", "sip_endpoint desk"),
        ],
        "differs": [
            *("acl office", "credential_list phones", "sip_endpoint pbx", "sip_trunk main"),
            *("trunk main", "trunk spare"),
        ],
    }
    assert whole.unused == []


def test_trunks_that_come_and_go() -> None:
    """A trunk that is only in the file has its future links and endpoints."""
    plan = [
        _entry("create", "sip_trunk", "late", after={"host_name": "late"}),
        _entry("link", "sip_trunk", "late", after={"acls": ["office"]}),
        _entry("create", "sip_endpoint", "pbx", trunk="late", after={**PBX, "name": "pbx"}),
        _entry("delete", "sip_trunk", "spare", "T2"),
    ]
    whole = topology(PROJECT, plan)
    late = whole.trunks[0]
    assert [trunk.mark for trunk in whole.trunks] == ["only_in_file", "", "only_in_project"]
    assert [(one.thing.name, one.mark) for one in late.admissions] == [("office", "only_in_file")]
    assert [(one.name, one.mark) for one in late.endpoints] == [("pbx", "only_in_file")]
    assert [line.text for line in late.thing.lines] == ["late.pstn.sinch.com"]


def test_renamed_objects() -> None:
    """A plan uses the names that objects will have."""
    plan = [
        _entry("update", "acl", "office", "A1", before={"name": "office"}, after={"name": "hq"}),
        _entry("create", "acl", "office", after={"ip_ranges": []}),
        _entry("update", "sip_trunk", "main", "T1", before={"name": "main"}, after={"name": "prime"}),
        _entry("link", "sip_trunk", "prime", "T1", after={"acls": ["office"]}),
        _entry("assign", "phone_number", "+13", "+13", before={"trunk": None}, after={"trunk": "prime"}),
    ]
    whole = topology(PROJECT, plan)
    main = whole.trunks[0]
    admissions = [(one.thing.name, one.thing.later, one.mark) for one in main.admissions]
    assert admissions == [("office", "hq", ""), ("office", "office", "only_in_file")]
    assert [(line.text, line.mark) for line in main.numbers] == [("+12", ""), ("+13", "only_in_file")]


def test_objects_with_one_name() -> None:
    """Objects with the same name are told apart by their IDs."""
    twins = [{**OFFICE, "id": one} for one in ("A1", "A2")]
    trunk = {**SPARE, "acls": ["A2"]}
    whole = topology({**PROJECT, "acls": twins, "trunks": [trunk]}, [_entry("delete", "acl", "office", "A1")])
    assert [(one.thing.id, one.thing.mark) for one in whole.trunks[0].admissions] == [("A2", "")]
    assert [(one.id, one.mark) for one in whole.unused if one.kind == "acl"] == [("A1", "only_in_project")]


def test_project_that_changed_meanwhile() -> None:
    """Differences of missing objects are listed but not drawn."""
    plan = [
        _entry("delete", "acl", "ghost", "A9"),
        _entry("update", "sip_trunk", "ghost", "T9", before={"host_name": "a"}, after={"host_name": "b"}),
        _entry("delete", "sip_endpoint", "pbx", "E9", trunk="ghost"),
        _entry("assign", "phone_number", "+14", "+14", before={"trunk": "ghost"}, after={"trunk": None}),
        _entry("unlink", "sip_trunk", "main", "T1", before={"acls": ["phantom"]}),
    ]
    whole = topology(PROJECT, plan)
    assert [one.name for one in whole.differences] == ["ghost", "ghost", "main", "pbx", "+14"]
    assert _marks(whole) == {"differs": ["sip_trunk main", "trunk main"]}
