# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The project that the tests of planning share."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Desired, Plan, Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._plan.planner import make_plan
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import RESOURCES

PASSWORD = "Correct-horse-1"
MAIN = {"id": "T1", "name": "main", "hostName": "main", "enableCallForward": False, "future": {"deep": 1}}
SPARE = {"id": "T2", "name": "spare", "hostName": "spare"}
OFFICE = {"id": "A1", "name": "office", "enabled": True, "ipRanges": [{"ipAddress": "203.0.113.10", "range": 32}]}
LAB = {**OFFICE, "id": "A2", "name": "lab"}
PHONES = {"id": "C1", "name": "phones", "credentials": [{"id": "U1", "username": "alice"}]}
OTHERS = {"id": "C2", "name": "others", "credentials": [{"id": "U2", "username": "carol"}]}
PBX = {"id": "E1", "name": "pbx", "address": "203.0.113.20", "port": 5060, "priority": 1, "enabled": True}
FIRST, SECOND = "+12025550101", "+12025550102"


def snapshot(**more: Any) -> Snapshot:
    """Return a project with two of each; ``more`` replaces parts of it."""
    objects: dict[tuple[str, str], list[dict[str, Any]]] = {
        ("sip_trunk", ""): [MAIN, SPARE],
        ("acl", ""): [OFFICE, LAB],
        ("credential_list", ""): [PHONES, OTHERS],
        ("sip_endpoint", "T1"): [PBX],
        ("sip_endpoint", "T2"): [],
        ("phone_number", ""): [
            {"id": "N1", "phoneNumber": FIRST, "sipTrunkId": "T1"},
            {"id": "N2", "phoneNumber": SECOND, "sipTrunkId": None},
        ],
        ("country_permission", ""): [
            {"isoCode": code, "enabled": code in ("US", "CA")} for code in ("*", "CA", "GB", "US")
        ],
        ("call_blocking_rule", ""): [],
    }
    links = {("acls", "T1"): ["A1"], ("acls", "T2"): [], ("credential_lists", "T1"): ["C1"]}
    links["credential_lists", "T2"] = []
    users = {("acls", "A1"): {"T1": "main"}, ("acls", "A2"): {}, ("credential_lists", "C1"): {"T1": "main"}}
    return Snapshot({**objects, **more.get("objects", {})}, {**links, **more.get("links", {})}, users)


def desired(kind: str, name: str | None = None, **more: Any) -> Desired:
    """Return a desired whose values are given as users write them."""
    values = {key: RESOURCES[kind].field(key).value.parse(given) for key, given in more.pop("values", {}).items()}
    if name is not None and RESOURCES[kind].identity == "name":
        values.setdefault("name", name)
    return Desired(kind, name=name, values=values, **more)


def actions(plan: Plan) -> list[str]:
    """Return what a plan does, in words; it must be possible."""
    assert plan.problems == plan.missing == []
    return [str(change) for change in plan.changes]


def refusal(*all_desired: Desired, **more: Any) -> str:
    """Return the one problem of a plan."""
    (problem,) = make_plan(snapshot(**more), all_desired).problems
    return problem


@pytest.fixture
def project() -> SimpleNamespace:
    """Return the functions that make the shared project and what is desired of it."""
    return SimpleNamespace(snapshot=snapshot, desired=desired, actions=actions, refusal=refusal)
