# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Confirming assignments at the other API: what it says, how it is asked, and how long."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.counterparts import Confirmation
from ansible_collections.sinch.sip.plugins.module_utils._apply.results import Results
from ansible_collections.sinch.sip.plugins.module_utils._apply.scheduler import Workers
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError, SinchError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Desired, Plan, Snapshot
from ansible_collections.sinch.sip.plugins.module_utils._plan.planner import make_plan

NUMBERS = [f"+1202555010{one}" for one in range(5)]
TRUNK = {"id": "T1", "name": "main", "hostName": "main"}
DONE = {"type": "EST", "trunkId": "T1"}


def _provisioning(status: str) -> dict[str, Any]:
    return {"type": "EST", "trunkId": "", "scheduledVoiceProvisioning": {"status": status}}


def _active(number: str, voice: Any) -> dict[str, Any]:
    return {"phoneNumber": number, "voiceConfiguration": voice}


def _confirm(api: Any, numbers: list[str], voice: Any = None, assigned: bool = False, wait_s: float = 0) -> Plan:
    """Assign numbers, and confirm that; ``assigned`` says that they were there before, ``voice`` for what."""
    rented = [_active(number, voice or {"type": "RTC"}) for number in numbers]
    there = [{"phoneNumber": number, "sipTrunkId": "T1"} for number in numbers] if assigned else []
    objects = {("sip_trunk", ""): [TRUNK], ("phone_number", ""): there, ("active_number", ""): rented}
    snapshot = Snapshot(objects)
    plan = make_plan(snapshot, [Desired("phone_number", name=one, values={"sip_trunk_id": "T1"}) for one in numbers])
    plan.notices.clear()
    results = Results(plan)
    for change in plan.changes:
        change.status = "done"
        results.requests[change.index] = ("POST", ("phoneNumbers",))
    clock = itertools.count()
    Confirmation(api, snapshot, results, Workers(1)).confirm(plan, wait_s, lambda: float(next(clock)))
    plan.problems.extend(str(error) for error in results.errors.values())
    return plan


@pytest.mark.parametrize(
    ("voice", "problem", "notice"),
    [
        (DONE, "", ""),
        (_provisioning("WAITING"), "", "is still provisioning"),
        (_provisioning("IN_PROGRESS"), "", "(IN_PROGRESS); calls arrive once that is done"),
        (_provisioning("FAILED"), "provisioning has FAILED", ""),
        (
            {"type": "EST", "trunkId": "T9"},
            "on the trunk 'main' (ID T1), while the Numbers API has it on the trunk T9",
            "",
        ),
        ({"type": "RTC", "appId": "app"}, "has it on RTC app", ""),
        ({"type": "RTC"}, "has it on no trunk", ""),
        (None, "has it on no trunk", ""),
    ],
)
def test_what_the_other_side_says(voice: Any, problem: str, notice: str, api: Any) -> None:
    (number,) = NUMBERS[:1]
    api.answers = {f"GET activeNumbers/{number}": _active(number, voice)}
    plan = _confirm(api, [number])
    for text, found in ((problem, plan.problems), (notice, plan.notices)):
        assert [text in one for one in found] == ([True] if text else [])


def test_number_that_is_gone(api: Any) -> None:
    assert "does not rent it" in _confirm(api, NUMBERS[:1]).problems[0]


def test_few_and_many(api: Any) -> None:
    """A few numbers are read one by one, more as one list; numbers that were there before are not read again."""
    api.answers = {f"GET activeNumbers/{number}": _active(number, DONE) for number in NUMBERS}
    api.answers["GET activeNumbers"] = [_active(number, DONE) for number in NUMBERS]
    assert _confirm(api, NUMBERS[:3]).problems == []
    assert _confirm(api, NUMBERS).problems == []
    assert _confirm(api, NUMBERS, DONE, assigned=True, wait_s=5).problems == []
    assert api.keys == [*(f"GET activeNumbers/{number}" for number in NUMBERS[:3]), "GET activeNumbers"]


def test_wait(api: Any) -> None:
    """Waiting ends when nothing is provisioned any more, or when the time is up."""
    (number,) = NUMBERS[:1]
    waiting, done = _active(number, _provisioning("WAITING")), _active(number, DONE)
    api.answers = {f"GET activeNumbers/{number}": (waiting, waiting, done)}
    plan = _confirm(api, [number], wait_s=60)
    assert (plan.problems, plan.notices, api.pauses) == ([], [], [0, 1])
    api.answers = {f"GET activeNumbers/{number}": waiting}
    assert "(WAITING) after 3 seconds (wait_timeout)" in _confirm(api, [number], wait_s=3).problems[0]
    with pytest.raises(SinchError, match="wait_timeout"):
        _confirm(api, [number], _provisioning("WAITING"), assigned=True, wait_s=3)


def test_failing_read(api: Any) -> None:
    """If the other API cannot be read, that is the error of each assignment."""
    api.answers = {"GET activeNumbers": ApiError("out of order", method="GET", path="/x", status=500)}
    assert ["out of order" in one for one in _confirm(api, NUMBERS).problems] == [True] * len(NUMBERS)
