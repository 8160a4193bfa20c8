# Copyright (c) 2026, Sinch SIP collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Verification: whether writes took effect, in as few requests as it takes."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.sinch.sip.plugins.module_utils._apply.scheduler import Workers
from ansible_collections.sinch.sip.plugins.module_utils._apply.verification import Verification
from ansible_collections.sinch.sip.plugins.module_utils._errors import ApiError
from ansible_collections.sinch.sip.plugins.module_utils._plan.model import Change, Plan, Snapshot

NUMBER = {"id": "N1", "phoneNumber": "+1202", "sipTrunkId": "T1", "countryCode": "US"}
ASSIGNED, ELSEWHERE, NOWHERE = NUMBER, {**NUMBER, "sipTrunkId": "T2"}, {**NUMBER, "sipTrunkId": None}


def _number(action: str, *targets: str, name: str = "+1202", **more: Any) -> Change:
    return Change(0, action, "phone_number", name, f"number {name}", id=name, option="trunk", targets=targets, **more)


def _link(option: str = "acls", *targets: str, **more: Any) -> Change:
    return Change(0, "link", "sip_trunk", "main", "link", id="T1", option=option, targets=targets or ("A1",), **more)


def _verification(api: Any, make_writer: Any, changes: list[Change], snapshot: Snapshot | None = None) -> Verification:
    for index, change in enumerate(changes):
        change.index, change.status = index, "done"
    writer = make_writer(api, Plan(changes), snapshot)
    writer.results.requests = {change.index: ("POST", ("somewhere",)) for change in changes}
    verification: Verification = writer.verification
    return verification


@pytest.mark.parametrize(
    ("change", "found", "seen"),
    [
        (_number("assign", "T1"), ASSIGNED, True),
        (_number("assign", "T1"), ELSEWHERE, False),
        (_number("assign", "T1"), NOWHERE, False),
        (_number("assign", "T1"), None, False),
        (_number("unassign"), NOWHERE, True),
        (_number("unassign"), {**NUMBER, "sipTrunkId": ""}, True),
        # A number that is on no trunk may not be listed.
        (_number("unassign"), None, True),
        (_number("unassign"), ASSIGNED, False),
    ],
)
def test_assigned(change: Change, found: Any, seen: bool, make_api: Any, make_writer: Any) -> None:
    api = make_api({} if found is None else {"GET phoneNumbers/+1202": found})
    snapshot = Snapshot({("phone_number", ""): [NUMBER]})
    verification = _verification(api, make_writer, [change], snapshot)
    verification.read_back([change], Workers())
    assert bool(verification.results.errors) is not seen
    answer = verification.results.answers[0]
    assert (answer is not None) is seen
    assert answer is None or answer["countryCode"] == "US"
    if not seen:
        text = str(verification.results.errors[0])
        assert text.startswith("POST /somewhere: ")
        assert ("check that the project rents it" in text) is (change.action == "assign")


@pytest.mark.parametrize(
    ("linked", "seen"), [(["A1", "A2", "A3"], True), (["A1", {"id": "A2"}], True), (["A1"], False), ([], False)]
)
def test_linked(linked: list[Any], seen: bool, make_api: Any, make_writer: Any) -> None:
    change = _link("acls", "A1", "A2")
    verification = _verification(make_api({"GET trunks/T1/accessControlLists": linked}), make_writer, [change])
    verification.read_back([change], Workers())
    assert bool(verification.results.errors) is not seen


@pytest.mark.parametrize(("count", "requests"), [(3, 3), (4, 1)])
def test_few_numbers_one_by_one(count: int, requests: int, make_api: Any, make_writer: Any) -> None:
    """Up to three numbers are read alone, more by one list; a number that is elsewhere is an error."""
    numbers = [{**NUMBER, "id": f"N{one}", "phoneNumber": f"+{one}"} for one in range(count)]
    numbers[-1]["sipTrunkId"] = "T2"
    api = make_api({"GET phoneNumbers": numbers, **{f"GET phoneNumbers/+{n}": one for n, one in enumerate(numbers)}})
    changes = [_number("assign", "T1", name=f"+{one}") for one in range(count)]
    verification = _verification(api, make_writer, changes)
    verification.read_back(changes, Workers())
    assert len(api.sent) == requests
    assert list(verification.results.errors) == [count - 1]


@pytest.mark.parametrize(
    ("option", "trunks", "keys", "failed"),
    [
        ("acls", ["T0", "T1", "T2", "T3"], ["GET accessControlLists"], []),
        ("acls", ["T0", "T1"], ["GET accessControlLists"], [2, 3]),
        # A list that does not tell, or cannot, is of no use.
        ("acls", None, ["GET accessControlLists", *(f"GET trunks/T{one}/accessControlLists" for one in range(4))], []),
        ("credential_lists", None, [f"GET trunks/T{one}/credentialLists" for one in range(4)], []),
    ],
)
def test_many_links_by_list(
    option: str, trunks: list[str] | None, keys: list[str], failed: list[int], make_api: Any, make_writer: Any
) -> None:
    acl = {"id": "A1", "name": "office", **({} if trunks is None else {"trunks": trunks})}
    answers = {
        f"GET trunks/T{one}/{path}": ["A1"] for one in range(4) for path in ("accessControlLists", "credentialLists")
    }
    api = make_api({"GET accessControlLists": [acl], **answers})
    changes = [_link(option) for _number in range(4)]
    for number, change in enumerate(changes):
        change.id = f"T{number}"
    verification = _verification(api, make_writer, changes)
    verification.read_back(changes, Workers())
    assert (api.keys, list(verification.results.errors)) == (keys, failed)


def test_what_is_read_back(make_api: Any, make_writer: Any) -> None:
    """Only done changes that the API misleads about are read, and a number that is moved only where it ends."""
    moved = [_number("unassign"), _number("assign", "T1")]
    others = [Change(0, action, "acl", "x", "x", id="A1") for action in ("create", "update", "delete", "unlink", "add")]
    failed = _link()
    api = make_api({"GET phoneNumbers/+1202": ASSIGNED})
    verification = _verification(api, make_writer, [*moved, *others, failed])
    failed.status = "failed"
    verification.read_back([*moved, *others, failed], Workers())
    assert api.keys == ["GET phoneNumbers/+1202"]


def test_list_that_fails(make_api: Any, make_writer: Any) -> None:
    """Where the list cannot be read, no number of it is known to be assigned."""
    api = make_api({"GET phoneNumbers": ApiError("no", method="GET", path="/x", status=500)})
    changes = [_number("assign", "T1", name=f"+{one}") for one in range(4)]
    verification = _verification(api, make_writer, changes)
    verification.read_back(changes, Workers())
    assert list(verification.results.errors) == [0, 1, 2, 3]


@pytest.mark.parametrize(("users", "found"), [(["alice", "bob"], True), (["alice"], False)])
def test_item(users: list[str], found: bool, make_api: Any, make_writer: Any) -> None:
    sent = {"id": "C1", "name": "phones", "credentials": [{"username": one} for one in users]}
    change = Change(0, "add", "credential_list", "phones", "bob", id="C1", option="credentials", item="bob")
    verification = _verification(make_api({"GET credentialLists/C1": sent}), make_writer, [change])
    assert verification.find_effect(change) == (sent if found else None)
