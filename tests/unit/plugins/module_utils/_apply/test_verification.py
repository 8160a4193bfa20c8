# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Verification: whether writes took effect, in as few requests as possible."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.scheduler import Workers
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError, SinchError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Change

NUMBER = {"id": "N1", "phoneNumber": "+1", "sipTrunkId": "T1", "countryCode": "US"}
READ, LIST, ACLS = "GET phoneNumbers/+1", "GET phoneNumbers", "GET accessControlLists"


def _number(action: str, *targets: str, name: str = "+1") -> Change:
    return Change(0, action, "phone_number", name, "", id=name, option="trunk", targets=targets)


def _link(*targets: str, option: str = "acls", own: str = "T1") -> Change:
    return Change(0, "link", "sip_trunk", "main", "", id=own, option=option, targets=targets)


def _read_back(api: Any, *changes: Change, failed: int | None = None) -> dict[int, SinchError]:
    """Read back changes that are done, but for one that failed; return the errors."""
    verification = api.writer(changes, phone_number=[NUMBER]).verification
    for change in changes:
        change.status = "failed" if change.index == failed else "done"
        verification.results.requests[change.index] = ("POST", ("somewhere",))
    verification.read_back(changes, Workers())
    api.answer = verification.results.answers.get(0)
    errors: dict[int, SinchError] = verification.results.errors
    return errors


@pytest.mark.parametrize(
    ("change", "trunk", "shown"),
    [
        (_number("assign", "T1"), "T1", "T1"),
        (_number("assign", "T1"), "T2", ""),
        (_number("assign", "T1"), None, ""),
        (_number("assign", "T1"), "not listed", ""),
        (_number("unassign"), None, None),
        (_number("unassign"), "", ""),
        # A number that is on no trunk may not be listed.
        (_number("unassign"), "not listed", None),
        (_number("unassign"), "T1", "T1"),
    ],
)
def test_assigned(change: Change, trunk: str | None, shown: str | None, api: Any) -> None:
    """A number is where it was sent, or the error says so; what was read is the answer."""
    api.answers = {} if trunk == "not listed" else {READ: {**NUMBER, "sipTrunkId": trunk}}
    errors = _read_back(api, change)
    if (change.action == "assign") is (trunk == "T1"):
        assert (errors, api.answer) == ({}, {**NUMBER, "sipTrunkId": shown})
    else:
        assert str(errors[0]).startswith("POST /somewhere: ")
        assert ("check that the project rents it" in str(errors[0])) is (change.action == "assign")


@pytest.mark.parametrize(("linked", "failed"), [(["A1", {"id": "A2"}, "A3"], []), (["A1"], [0]), ([], [0])])
def test_linked(linked: list[Any], failed: list[int], api: Any) -> None:
    api.answers = {"GET trunks/T1/accessControlLists": linked}
    assert [*_read_back(api, _link("A1", "A2"))] == failed


@pytest.mark.parametrize(("count", "keys"), [(3, ["GET phoneNumbers/+0", READ, "GET phoneNumbers/+2"]), (4, [LIST])])
def test_a_few_numbers_one_by_one(count: int, keys: list[str], api: Any) -> None:
    """Up to three numbers are read alone, more by one list."""
    numbers = [{**NUMBER, "phoneNumber": f"+{one}"} for one in range(count)]
    numbers[-1]["sipTrunkId"] = "T2"
    api.answers = {LIST: numbers, **{f"{LIST}/+{index}": one for index, one in enumerate(numbers)}}
    assert [*_read_back(api, *(_number("assign", "T1", name=f"+{one}") for one in range(count)))] == [count - 1]
    assert api.keys == keys


SINGLY = [f"GET trunks/T{one}/accessControlLists" for one in range(4)]


@pytest.mark.parametrize(
    ("option", "trunks", "keys", "failed"),
    [
        ("acls", ["T0", "T1", "T2", "T3"], [ACLS], []),
        ("acls", ["T0", "T1"], [ACLS], [2, 3]),
        # The list may not say which trunks an ACL is linked to, and that of credential lists never does.
        ("acls", None, [ACLS, *SINGLY], []),
        ("credential_lists", None, [f"GET trunks/T{one}/credentialLists" for one in range(4)], []),
    ],
)
def test_many_links_by_list(option: str, trunks: Any, keys: list[str], failed: list[int], api: Any) -> None:
    api.answers = {**{key: ["A1"] for key in keys}, ACLS: [{"id": "A1", **({"trunks": trunks} if trunks else {})}]}
    assert [*_read_back(api, *(_link("A1", option=option, own=f"T{one}") for one in range(4)))] == failed
    assert api.keys == keys


def test_only_what_may_mislead(api: Any) -> None:
    """No other change is read back, nor one that failed, nor the unassignment of a number that is moved."""
    api.answers = {READ: NUMBER}
    others = [Change(0, action, "acl", "", "", id="A1") for action in ("create", "update", "delete", "unlink", "add")]
    assert _read_back(api, _link("A1"), _number("unassign"), _number("assign", "T1"), *others, failed=0) == {}
    assert api.keys == [READ]


def test_list_that_fails(api: Any) -> None:
    """If the list cannot be read, no number is known to be assigned."""
    api.answers = {LIST: ApiError("no", method="GET", path="/x", status=500)}
    assert [*_read_back(api, *(_number("assign", "T1", name=f"+{one}") for one in range(4)))] == [0, 1, 2, 3]
