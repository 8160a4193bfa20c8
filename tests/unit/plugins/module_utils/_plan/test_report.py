# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What results and diffs show of a plan."""

from __future__ import annotations

from typing import Any

from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Change, Desired, Made, Outcome, Plan
from ansible_collections.sinch.sip.plugins.module_utils._plan.report import diff_texts, plan_entries, plan_summary
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import ACL, SIP_ENDPOINT

DESK = {"id": "E1", "name": "desk", "address": "203.0.113.20", "port": 5060, "enabled": True}
OFFICE = {"id": "A1", "name": "office", "ipRanges": [{"ipAddress": "203.0.113.10", "range": 32, "description": "pbx"}]}


def _outcome(resource: Any, sent: Any, after: Any, **more: Any) -> Outcome:
    before = None if sent is None else resource.state_of(sent)
    return Outcome(resource, Desired(resource.kind), None, before, after and resource.state_of(after), **more)


def test_entries() -> None:
    plan = Plan(
        [
            Change(0, "create", "acl", "office", "x", id=Made(0), status="done"),
            Change(1, "delete", "sip_endpoint", "desk", "x", id="E1", parent="T1", parent_name="main"),
        ]
    )
    first, second = plan_entries(plan)
    assert first == {
        "action": "create",
        "kind": "acl",
        "name": "office",
        "id": None,
        "before": {},
        "after": {},
        "status": "done",
    }
    assert (second["id"], second["trunk"], second["status"]) == ("E1", "main", "planned")


def test_summary() -> None:
    changes = [Change(index, action, "acl", "x", "x") for index, action in enumerate(("update", "create", "update"))]
    changes[0].status = "done"
    outcomes = [
        _outcome(ACL, OFFICE, OFFICE),
        _outcome(ACL, OFFICE, {**OFFICE, "enabled": False}),
        _outcome(ACL, OFFICE, OFFICE, names_after={"acls": ["x"]}),
        _outcome(ACL, OFFICE, OFFICE, notes={"passwords_set_again": ["x"]}),
        Outcome(ACL, Desired("acl", absent=True), None, None, None),
    ]
    plan = Plan(changes, outcomes)
    assert plan_summary(plan, plan_entries(plan)) == {
        "actions": 3,
        "by_action": {"create": 1, "update": 2},
        "by_status": {"done": 1, "planned": 2},
        "unchanged": 1,
    }


def test_diff() -> None:
    """The objects that change, by kind and name; of one that stays, only the fields that change."""
    trunk = {"trunk": "main"}
    before, after = diff_texts(
        [
            _outcome(
                SIP_ENDPOINT, DESK, {**DESK, "port": 5061, "enabled": False}, names_before=trunk, names_after=trunk
            ),
            _outcome(ACL, None, {**OFFICE, "ipRanges": []}),
            _outcome(ACL, {**OFFICE, "name": "lab"}, None),
            _outcome(ACL, OFFICE, OFFICE),
        ]
    )
    lab = "ACL lab:\n  name: lab\n  enabled: true\n  ip_ranges:\n    - 203.0.113.10/32, pbx\n"
    assert before == lab + "SIP endpoint desk of main:\n  port: 5060\n  enabled: true\n"
    office = "ACL office:\n  name: office\n  enabled: true\n  ip_ranges: []\n"
    assert after == office + "SIP endpoint desk of main:\n  port: 5061\n  enabled: false\n"
