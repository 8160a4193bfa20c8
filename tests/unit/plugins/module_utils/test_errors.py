# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What users read when something goes wrong."""

from __future__ import annotations

from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError, ApplyError, PlanError


def test_one_problem_is_the_message() -> None:
    error = PlanError(["name: is wrong"])
    assert str(error) == "name: is wrong"
    assert error.details()["problems"] == ["name: is wrong"]


def test_several_problems_are_a_list() -> None:
    lines = str(PlanError(["name: is wrong", "id: is unknown"])).splitlines()
    assert "2 problems" in lines[0]
    assert lines[1:] == ["- name: is wrong", "- id: is unknown"]


def test_everything_that_the_api_says() -> None:
    error = ApiError(
        "It is not so",
        method="POST",
        path="/trunks",
        status=400,
        code="INVALID_ARGUMENT",
        violations=["hostName: is taken"],
        request_id="R1",
    )
    assert str(error) == (
        "POST /trunks answered 400 INVALID_ARGUMENT: It is not so (hostName: is taken) [request ID R1]"
    )
    assert error.details()["failure"]["field_violations"] == ["hostName: is taken"]


def test_no_answer() -> None:
    assert str(ApiError("no answer", method="GET", path="/trunks")) == "GET /trunks: no answer"


def test_report_of_a_half_done_plan() -> None:
    """What was done, what failed and what was not tried; the first error's details are there as well."""
    cause = ApiError("no", method="POST", path="/trunks", status=403)
    error = ApplyError(["create b failed: no."], ["create a"], ["link b"], cause)
    text = str(error)
    assert [text.index(part) for part in ("create b failed", "create a", "link b", "again")] == sorted(
        text.index(part) for part in ("create b failed", "create a", "link b", "again")
    )
    details = error.details()
    assert (details["done"], details["not_tried"]) == (["create a"], ["link b"])
    assert details["failure"]["status"] == 403
