# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The executor: the phases in which a plan is carried out."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.executor import apply_plan
from ansible_collections.sinch.sip.plugins.module_utils._apply.scheduler import Workers
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApplyError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Desired, Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._plan.planner import make_plan
from ansible_collections.sinch.sip.plugins.module_utils._plan.purge import Purge
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import ACL

OLD = {"id": "A1", "name": "old", "enabled": True, "ipRanges": [], "trunks": []}
NEW = {"id": "A2", "name": "new", "enabled": True, "ipRanges": [{"ipAddress": "203.0.113.10", "range": 32}]}


def _apply(api: Any) -> Any:
    """Create an ACL, and purge the other one."""
    snapshot = Snapshot({("acl", ""): [OLD]}, {}, {("acls", "A1"): {}})
    values = {"name": "new", "ip_ranges": ACL.field("ip_ranges").value.parse(["203.0.113.10"])}
    plan = make_plan(snapshot, [Desired("acl", name="new", values=values)], [Purge("acl", purge_all=True)])
    assert plan.problems == []
    try:
        apply_plan(api, plan, snapshot, Workers())
    finally:
        api.statuses = [change.status for change in plan.changes]
    return plan


def test_purge_comes_last(make_api: Any) -> None:
    """The purge follows what was created and looked for duplicates; the outcome is what the API answered."""
    answers = {"POST accessControlLists": {**NEW, "future": 1}, "GET accessControlLists": [NEW]}
    api = make_api({**answers, "DELETE accessControlLists/A1": None})
    plan = _apply(api)
    assert api.keys == ["POST accessControlLists", "GET accessControlLists", "DELETE accessControlLists/A1"]
    assert (plan.outcomes[0].show()["id"], plan.outcomes[0].show()["future"]) == ("A2", 1)
    assert api.statuses == ["done", "done"]


def test_nothing_is_purged_after_a_failure(make_api: Any) -> None:
    api = make_api({})
    with pytest.raises(ApplyError) as caught:
        _apply(api)
    assert (api.keys, api.statuses) == (["POST accessControlLists"], ["failed", "not_tried"])
    assert caught.value.not_tried == ["delete ACL 'old'"]
