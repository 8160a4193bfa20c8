# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The executor: the phases in which a plan is carried out."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.executor import apply_plan
from ansible_collections.sinch.sip.plugins.module_utils._apply.scheduler import Workers
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Change, Desired, Plan, Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._plan.planner import make_plan
from ansible_collections.sinch.sip.plugins.module_utils._plan.purge import Purge
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import ACL

OLD, NEW, KEPT = (
    {"id": own, "name": name, "enabled": True, "ipRanges": [{"id": "R1", "ipAddress": "203.0.113.10", "range": 32}]}
    for own, name in (("A1", "old"), ("A2", "new"), ("A3", "kept"))
)
POST, LIST, DELETE = "POST accessControlLists", "GET accessControlLists", "DELETE accessControlLists/A1"


def _plan(snapshot: Snapshot) -> Plan:
    """Return a plan that creates an ACL, disables one, and purges the third."""
    values = {"name": "new", "ip_ranges": ACL.field("ip_ranges").value.parse(["203.0.113.10"])}
    desired = [Desired("acl", name="new", values=values), Desired("acl", name="kept", values={"enabled": False})]
    return make_plan(snapshot, desired, [Purge("acl", purge_all=True)])


@pytest.mark.parametrize(
    ("answers", "keys", "statuses"),
    [
        ({POST: {**NEW, "future": 1}}, [POST, LIST, DELETE], ["done", "done", "done"]),
        ({}, [POST], ["failed", "done", "not_tried"]),
    ],
)
def test_purge_comes_last(answers: dict[str, Any], keys: list[str], statuses: list[str], api: Any) -> None:
    """Nothing is purged before all else has succeeded; the outcome is what the API answered."""
    snapshot = Snapshot({("acl", ""): [OLD, KEPT]}, {}, {("acls", "A1"): {}})
    update = {"GET accessControlLists/A3": KEPT, "PUT accessControlLists/A3": {**KEPT, "enabled": False}}
    api.answers = {LIST: [NEW], DELETE: None, **update, **answers}
    plan = _plan(snapshot)
    message = api.attempt(apply_plan, api, plan, snapshot, Workers())
    if message is None:
        assert (plan.outcomes[0].show() or {})["future"] == 1
    else:
        assert "Not tried: delete ACL 'old'" in message
    assert [key for key in api.keys if key not in update] == keys
    assert {*update} <= {*api.keys}
    assert [change.status for change in plan.changes] == statuses


def test_links_are_read_back(api: Any) -> None:
    link = Change(0, "link", "sip_trunk", "main", "", id="T1", option="acls", targets=("A1",))
    api.answers = {"POST trunks/T1/accessControlLists": {}, "GET trunks/T1/accessControlLists": []}
    assert "shows that it is not" in api.attempt(apply_plan, api, Plan([link]), Snapshot(), Workers())
