# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Verification: whether writes took effect, in as few requests as possible."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.scheduler import Workers
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Change

NUMBER = {"id": "N1", "phoneNumber": "+1", "sipTrunkId": "T1", "countryCode": "US"}
READ, LIST, ACLS = "GET phoneNumbers/+1", "GET phoneNumbers", "GET accessControlLists"


def _number(action: str, *targets: str, name: str = "+1") -> Change:
    return Change(0, action, "phone_number", name, "", id=name, option="trunk", targets=targets)


def _link(*targets: str, option: str = "acls", own: str = "T1") -> Change:
    return Change(0, "link", "sip_trunk", "main", "", id=own, option=option, targets=targets)


def _read_back(api: Any, *changes: Change, failed: int | None = None) -> Any:
    """Read back changes that are done, but for one that failed; return the results."""
    verification = api.writer(changes, phone_number=[NUMBER]).verification
    for change in changes:
        change.status = "failed" if change.index == failed else "done"
        verification.results.requests[change.index] = ("POST", ("somewhere",))
    verification.read_back(changes, Workers())
    return verification.results


@pytest.mark.parametrize(
    ("action", "trunk", "seen"),
    [
        *(("assign", "T1", True), ("assign", "T2", False), ("assign", None, False), ("assign", "not listed", False)),
        *(("unassign", None, True), ("unassign", "", True), ("unassign", "T1", False)),
        # A number that is on no trunk may not be listed.
        ("unassign", "not listed", True),
    ],
)
def test_assigned(action: str, trunk: str | None, seen: bool, api: Any) -> None:
    """The answer is the number as it was read; if that is not as it was sent, the error says so."""
    api.answers = {} if trunk == "not listed" else {READ: {**NUMBER, "sipTrunkId": trunk}}
    results = _read_back(api, _number(action, *(["T1"] if action == "assign" else [])))
    if seen:
        assert results.answers[0] == {**NUMBER, "sipTrunkId": None if trunk == "not listed" else trunk}
        assert results.errors == {}
    else:
        assert str(results.errors[0]).startswith("POST /somewhere: ")
        assert ("check that the project rents it" in str(results.errors[0])) is (action == "assign")


@pytest.mark.parametrize(("linked", "failed"), [(["A1", {"id": "A2"}, "A3"], []), (["A1"], [0]), ([], [0])])
def test_linked(linked: list[Any], failed: list[int], api: Any) -> None:
    api.answers = {"GET trunks/T1/accessControlLists": linked}
    assert [*_read_back(api, _link("A1", "A2")).errors] == failed


@pytest.mark.parametrize(("count", "keys"), [(3, ["GET phoneNumbers/+0", READ, "GET phoneNumbers/+2"]), (4, [LIST])])
def test_a_few_numbers_one_by_one(count: int, keys: list[str], api: Any) -> None:
    """Up to three numbers are read alone, more by one list."""
    numbers = [{**NUMBER, "phoneNumber": f"+{one}"} for one in range(count)]
    numbers[-1]["sipTrunkId"] = "T2"
    api.answers = {LIST: numbers, **{f"{LIST}/+{index}": one for index, one in enumerate(numbers)}}
    assert [*_read_back(api, *(_number("assign", "T1", name=f"+{one}") for one in range(count))).errors] == [count - 1]
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
    assert [*_read_back(api, *(_link("A1", option=option, own=f"T{one}") for one in range(4))).errors] == failed
    assert api.keys == keys


def test_only_what_may_mislead(api: Any) -> None:
    """No other change is read back, nor one that failed, nor the unassignment of a number that is moved."""
    api.answers = {READ: NUMBER}
    others = [Change(0, action, "acl", "", "", id="A1") for action in ("create", "update", "delete", "unlink", "add")]
    assert _read_back(api, _link("A1"), _number("unassign"), _number("assign", "T1"), *others, failed=0).errors == {}
    assert api.keys == [READ]


def test_list_that_fails(api: Any) -> None:
    """If the list cannot be read, no number is known to be assigned."""
    api.answers = {LIST: ApiError("no", method="GET", path="/x", status=500)}
    assert [*_read_back(api, *(_number("assign", "T1", name=f"+{one}") for one in range(4))).errors] == [0, 1, 2, 3]
