# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The results of a plan: answers, errors, statuses, outcomes, and the report of a failure."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.results import Results
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApplyError, SinchError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Change, Desired, Made, Outcome, Plan
from ansible_collections.sinch.sip.plugins.module_utils._resources.catalogue import RESOURCES

ACL: dict[str, Any] = {"id": "A1", "name": "office", "enabled": True, "ipRanges": []}
PHONES: dict[str, Any] = {"id": "C1", "name": "office", "credentials": [{"username": "alice"}]}


def _results(*answers: Any, kind: str = "acl") -> Results:
    """Return results with an answer or an error for each change of a plan; "" is for a change that was not tried."""
    results = Results(Plan([Change(index, "create", kind, "", f"ACL {index}") for index, _one in enumerate(answers)]))
    for change, answer in zip(results.plan.changes, answers):
        future: Future[Any] = Future()
        if isinstance(answer, SinchError):
            future.set_exception(answer)
        else:
            future.set_result(answer)
        if answer != "":
            assert results.record_result(change, future) is not isinstance(answer, SinchError)
    results.record_statuses()
    return results


def test_recorded() -> None:
    results = _results(ACL, SinchError("no"), "", None)
    assert [change.status for change in results.plan.changes] == ["done", "failed", "not_tried", "done"]
    assert (results.answers, [*results.errors]) == ({0: ACL, 3: None}, [1])


def test_known() -> None:
    """The ID of a created object comes from its answer."""
    assert [_results("", ACL).known(ref) for ref in ("T1", Made(1), None)] == ["T1", "A1", ""]


def test_error_of_a_single_change() -> None:
    """The error is raised as it is."""
    error = SinchError("no")
    assert _results(error).error() is error


@pytest.mark.parametrize("deferred", [True, False])
def test_error_of_several_changes(deferred: bool) -> None:
    """The report says what failed, what is done and what was not tried, in the order of the plan."""
    results = _results(ACL, SinchError("early"), "", "")
    results.errors = {0: SinchError("late"), **results.errors}
    results.plan.changes[2].deferred = deferred
    error = results.error()
    assert isinstance(error, ApplyError)
    assert error.failed == ["create ACL 0 failed: late", "create ACL 1 failed: early"]
    assert (error.done, error.not_tried) == (["create ACL 0"], ["create ACL 2", "create ACL 3"])
    assert str(error.cause) == "late"
    assert ("Nothing is purged" in str(error)) is deferred


@pytest.mark.parametrize(
    ("kind", "answer", "shown"),
    [
        ("acl", {**ACL, "enabled": False, "future": 1}, {"name": "office", "enabled": False, "future": 1}),
        ("acl", None, {"name": "office", "enabled": True}),
        # An answer may be older than the changes that write a subresource.
        ("credential_list", {**PHONES, "name": "desks"}, {"name": "desks", "credentials": []}),
    ],
)
def test_outcomes(kind: str, answer: dict[str, Any] | None, shown: dict[str, Any]) -> None:
    """An outcome is the object that the API answered, if it answered one, and if it was not to be removed."""
    results, resource, desired = _results(answer, kind=kind), RESOURCES[kind], Desired(kind)
    before = resource.state_of(PHONES if kind == "credential_list" else ACL)
    after = before._replace(values={**before.values, "credentials": {}}) if kind == "credential_list" else before
    others = [Outcome(resource, desired, "X", before, before), Outcome(resource, desired, "X", before, None)]
    others[1].change = results.plan.changes[0]
    own = Outcome(resource, desired, None, None, after, change=results.plan.changes[0])
    results.plan.outcomes = [*others, own]
    results.update_outcomes()
    assert (own.show() or {}).items() >= shown.items()
    assert [one.after for one in others] == [before, None]
