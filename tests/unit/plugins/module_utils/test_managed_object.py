# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Managed objects: how options become a desired state, and what a run makes of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError, PlanError, SinchError
from ansible_collections.sinch.sip.plugins.module_utils._managed_object import (
    ACL_OPTIONS,
    CREDENTIAL_LIST_OPTIONS,
    SIP_TRUNK_OPTIONS,
    converge,
)
from ansible_collections.sinch.sip.plugins.module_utils._module_runner import Task
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Desired
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import ACL

OFFICE = {"id": "A1", "name": "office", "enabled": True, "ipRanges": [{"ipAddress": "203.0.113.10", "range": 32}]}


def _params(described: Any, **given: Any) -> dict[str, Any]:
    return {**{name: option.get("default") for name, option in described.spec.items()}, **given}


@pytest.mark.parametrize(
    ("given", "problem", "name"),
    [
        ({"name": "office"}, "", "office"),
        ({"id": "A1"}, "", None),
        ({"id": "A1", "name": " "}, "", None),
        ({}, "acls[1]: name: is not set; give it, or the id", None),
        ({"id": " ", "name": ""}, "acls[1]: name: is not set; give it, or the id", None),
        ({"name": "office", "ip_ranges": [203]}, "acls[1]: ip_ranges: 203 is not an IPv4 range", "office"),
        (
            {"name": "x", "force": True, "keep_if_used": True},
            "acls[1]: keep_if_used: true contradicts force: true",
            "x",
        ),
    ],
)
def test_desired(given: dict[str, Any], problem: str, name: str | None) -> None:
    desired, problems = ACL_OPTIONS.desired(_params(ACL_OPTIONS, **given), "acls[1]: ")
    assert [one[: len(problem)] for one in problems] == ([problem] if problem else [])
    assert (desired.name, desired.broken, desired.where) == (name, bool(problem), "acls[1]: ")
    assert "name" not in desired.values or desired.values["name"] == name


def test_attributes_of_a_desired_state() -> None:
    """What is left out is not asked for."""
    params = _params(ACL_OPTIONS, name="x", purge_ip_ranges=False, allow_wide=True, force=True, state="absent")
    acl, _problems = ACL_OPTIONS.desired(params, parent="main")
    assert (acl.additive, acl.overrides, acl.force, acl.absent) == (True, frozenset({"allow_wide"}), True, True)
    assert (acl.values, acl.links, acl.parent, acl.reset_secrets) == ({"name": "x"}, {}, "main", False)
    plain, _problems = ACL_OPTIONS.desired(_params(ACL_OPTIONS, name="x"))
    assert (plain.additive, plain.overrides, plain.force, plain.absent) == (False, frozenset(), False, False)
    phones, _problems = CREDENTIAL_LIST_OPTIONS.desired(
        _params(CREDENTIAL_LIST_OPTIONS, name="x", update_password="always", purge_credentials=False, keep_if_used=True)
    )
    assert (phones.reset_secrets, phones.additive, phones.keep_if_used) == (True, True, True)
    trunk, _problems = SIP_TRUNK_OPTIONS.desired(
        _params(SIP_TRUNK_OPTIONS, name="x", acls=[], enable_caller_name=False)
    )
    assert (trunk.links, trunk.values) == ({"acls": ()}, {"name": "x", "enable_caller_name": False})


def _task(check_mode: bool, acls: list[Any], refused: bool = False) -> Task:
    """Return a task whose API has some ACLs, and refuses to write where that is said."""

    def send(method: str, _path: Any, body: Any = None) -> Any:
        if refused:
            raise ApiError("no", method=method, path="/x", status=403)
        return SimpleNamespace(data={**body, "id": "A2"})

    client = SimpleNamespace(list=lambda *_how: acls, send=send, connection=SimpleNamespace(max_retries=0))
    client.of = lambda _service: client
    return Task({}, check_mode, cast(Any, client))


NEW = Desired("acl", name="lab", values={"name": "lab", "ip_ranges": ACL.field("ip_ranges").value.parse(["10.0.0.1"])})
LINKED = Desired("sip_trunk", name="main", values={"name": "main", "host_name": "main"}, links={"acls": ("later",)})


@pytest.mark.parametrize("check_mode", [True, False])
def test_converge(check_mode: bool) -> None:
    """Check mode plans and warns alike, and writes nothing."""
    task = _task(check_mode, [OFFICE])
    plan = converge(task, [NEW])
    assert [change.status for change in plan.changes] == ["planned" if check_mode else "done"]
    assert "10.0.0.1/32 (private)" in task.warnings[0]


def test_problems_come_first() -> None:
    with pytest.raises(PlanError) as caught:
        converge(_task(True, []), [Desired("acl", name="lab", values={"name": "lab"})], problems=["of the options"])
    assert caught.value.problems == ["of the options", "ip_ranges: is required to create the ACL 'lab'"]


def test_missing_reference() -> None:
    """A reference that an earlier task may create is a warning in check mode, and an error in a run."""
    task = _task(True, [])
    converge(task, [LINKED])
    assert "'later'; unless an earlier task makes it, this task will fail" in task.warnings[0]
    with pytest.raises(PlanError, match="'later'"):
        converge(_task(False, []), [LINKED])


def test_failure_is_reported() -> None:
    with pytest.raises(SinchError) as caught:
        converge(_task(False, [OFFICE], refused=True), [NEW], report=lambda plan: {"count": len(plan.changes)})
    assert caught.value.more["count"] == 1
