# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The texts and details of errors."""

from __future__ import annotations

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._errors import (
    ApiError,
    ApplyError,
    OptionError,
    PlanError,
    raise_all,
)


def test_plan_error() -> None:
    """A single problem is the whole message, several problems are a list."""
    one, several = PlanError(["name: is wrong"]), PlanError(["name: is wrong", "id: is unknown"], [{"id": "T1"}])
    assert (str(one), one.details()) == ("name: is wrong", {"problems": ["name: is wrong"]})
    count, *lines = str(several).splitlines()
    assert "2 problems" in count
    assert lines == ["- name: is wrong", "- id: is unknown"]
    assert several.details()["in_use_by"] == [{"id": "T1"}]


def test_raise_all() -> None:
    raise_all([])
    first, second = OptionError("name", "is wrong"), PlanError(["id: is unknown", "port: is wrong"])
    with pytest.raises(OptionError, match="name: is wrong"):
        raise_all([first])
    with pytest.raises(PlanError) as caught:
        raise_all([first, second])
    assert caught.value.problems == ["name: is wrong", *second.problems]


def test_api_error() -> None:
    error = ApiError("No", method="PUT", path="/x", status=400, code="BAD", violations=["n: taken"], request_id="R1")
    assert str(error) == "PUT /x answered 400 BAD: No (n: taken) [request ID R1]"
    assert error.details()["failure"]["field_violations"] == ["n: taken"]
    assert str(ApiError("no answer", method="GET", path="/trunks")) == "GET /trunks: no answer"


@pytest.mark.parametrize(
    ("done", "not_tried", "deferred", "parts"),
    [
        ([], [], 0, ["create b failed: no"]),
        (["create a"], ["link b"], 1, ["create b failed", "create a", "link b", "purged", "again"]),
    ],
)
def test_apply_error(done: list[str], not_tried: list[str], deferred: int, parts: list[str]) -> None:
    """The failed changes come first; the details include those of the first error."""
    cause = ApiError("no", method="POST", path="/trunks", status=403)
    error = ApplyError(["create b failed: no."], done, not_tried, cause, deferred)
    places = [str(error).index(part) for part in parts]
    assert places == sorted(places)
    assert ("again" in str(error), "purged" in str(error)) == (bool(done), bool(deferred))
    details = error.details()
    assert (details["changed"], details["done"], details["not_tried"]) == (bool(done), done, not_tried)
    assert details["failure"]["status"] == 403
