# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The results of a plan: answers, errors, statuses and the report of a failure."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.results import Results
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError, ApplyError, SinchError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import (
    ApiObject,
    Change,
    Desired,
    Made,
    Outcome,
    Plan,
)
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import ACL, CREDENTIAL_LIST

OFFICE: dict[str, Any] = {"id": "A1", "name": "office", "enabled": True, "ipRanges": []}


def _plan(count: int, **more: Any) -> Plan:
    return Plan([Change(index, "create", "acl", f"n{index}", f"ACL {index}", **more) for index in range(count)])


def _answered(answer: ApiObject | SinchError | None) -> Future[ApiObject | None]:
    future: Future[ApiObject | None] = Future()
    if isinstance(answer, SinchError):
        future.set_exception(answer)
    else:
        future.set_result(answer)
    return future


def test_record_result() -> None:
    plan = _plan(3)
    results = Results(plan)
    assert results.record_result(plan.changes[0], _answered(OFFICE))
    assert not results.record_result(plan.changes[1], _answered(SinchError("no")))
    results.record_statuses()
    assert [change.status for change in plan.changes] == ["done", "failed", "not_tried"]
    assert (results.answers, [*results.errors]) == ({0: OFFICE}, [1])


def test_known() -> None:
    """An ID is itself, and that of a created object comes from its answer."""
    results = Results(_plan(1))
    results.answers[0] = OFFICE
    assert [results.known(ref) for ref in ("T1", Made(0), None)] == ["T1", "A1", ""]


def test_error_of_a_single_change() -> None:
    """The only error of a plan of one change is raised as it is."""
    results, error = Results(_plan(1)), ApiError("no", method="POST", path="/acls", status=403)
    results.errors[0] = error
    assert results.error() is error


def test_error_of_several_changes() -> None:
    """The report has what failed, what is done and what was not tried, in the order of the plan."""
    plan = _plan(5)
    results = Results(plan)
    results.record_result(plan.changes[0], _answered(OFFICE))
    results.errors.update({3: SinchError("late"), 1: SinchError("early")})
    plan.changes[4].deferred = True
    results.record_statuses()
    error = results.error()
    assert isinstance(error, ApplyError)
    assert error.failed == ["create ACL 1 failed: early", "create ACL 3 failed: late"]
    assert (error.done, error.not_tried) == (["create ACL 0"], ["create ACL 2", "create ACL 4"])
    assert str(error.cause) == "early"
    assert "Nothing is purged" in str(error)
    plan.changes[4].deferred = False
    assert "Nothing is purged" not in str(results.error())


@pytest.mark.parametrize(("answer", "name"), [({**OFFICE, "name": "answered", "new": 1}, "answered"), (None, "office")])
def test_outcomes(answer: ApiObject | None, name: str) -> None:
    """An outcome has the object that the API answered, where it answered one."""
    plan = _plan(1)
    state = ACL.state_of(OFFICE)
    plan.outcomes = [
        Outcome(ACL, Desired("acl"), None, None, state, change=plan.changes[0]),
        Outcome(ACL, Desired("acl"), "A2", state, state),
    ]
    results = Results(plan)
    results.answers[0] = answer
    results.update_outcomes()
    shown, other = (outcome.show() or {} for outcome in plan.outcomes)
    assert (shown["name"], shown.get("new"), other["name"]) == (name, answer and answer["new"], "office")


def test_outcome_of_a_subresource() -> None:
    """What an update answers of a subresource is older than the changes that write it."""
    sent = {"id": "C1", "name": "phones", "credentials": [{"username": "alice"}]}
    before = CREDENTIAL_LIST.state_of(sent)
    after = before._replace(values={**before.values, "credentials": {}})
    plan = _plan(1)
    plan.outcomes = [Outcome(CREDENTIAL_LIST, Desired("credential_list"), "C1", before, after, change=plan.changes[0])]
    results = Results(plan)
    results.answers[0] = {**sent, "name": "desks"}
    results.update_outcomes()
    shown = plan.outcomes[0].show() or {}
    assert (shown["name"], shown["credentials"]) == ("desks", [])
